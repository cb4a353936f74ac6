import { ConflictError, NotFoundError, ValidationError } from '@telltale/core'
import type { RuleCondition } from '@telltale/core/prices'
import { memoryStorage } from '@telltale/storage-memory'
import { describe, expect, it } from 'vitest'
import { startTelltale } from './start.js'
import { productPage, Target } from './target.js'

const day = 86_400_000
const euros = (amount: string) => ({ amount, currency: 'EUR' })

/** A tracked kettle whose price changes from day to day; `undefined` is a page that cannot be read. */
async function startShop(price: string, options = {}) {
  const target = await Target.start()
  const { telltale, clock } = startTelltale()
  const show = (html: string) => {
    target.answer = (response) => void response.writeHead(200, { 'content-type': 'text/html' }).end(html)
  }
  show(productPage(price))
  const product = await telltale.products.track(`${target.url}kettle`, options)
  const days = async (...prices: readonly (string | undefined)[]) => {
    for (const next of prices) {
      show(next === undefined ? '<h1>Are you human?</h1>' : productPage(next))
      await clock.advance(day)
      await telltale.products.refresh(product.id)
    }
  }
  return { telltale, clock, product, days, show }
}

describe('a rule of a product', () => {
  it('is matched with each reading, and fires once, with its reason', async () => {
    const { telltale, product, days } = await startShop('60')
    const rule = await telltale.alerts.rules.create({
      subjectId: product.id,
      condition: { kind: 'price-below', price: euros('50') },
    })
    const heard: string[] = []
    telltale.on('rule:fired', ({ rule: { id }, reason }) => void heard.push(`${id === rule.id} ${reason}`))
    await days('55', '49', undefined, '48', '51', '47')
    expect(heard).toEqual([
      'true it costs 49.00 EUR, at or below 50.00 EUR',
      'true it costs 47.00 EUR, at or below 50.00 EUR',
    ])
    const [last] = (await telltale.alerts.list({ ruleId: rule.id })).items
    expect(last).toMatchObject({
      status: 'ended',
      from: (await telltale.products.get(product.id)).pricedAt,
      subject: { kind: 'product', name: 'Kettle', price: euros('47.00'), previousPrice: euros('51.00') },
    })
  })

  it('puts its event into the feed, beside that of the reading', async () => {
    const { telltale, product, days } = await startShop('100')
    await telltale.alerts.rules.create({
      subjectId: product.id,
      condition: { kind: 'drops-by', percent: 10 },
    })
    await days('95', '88')
    const names: string[] = []
    for (const { name } of (await telltale.feed.since({ after: 0 })).items) names.push(name)
    expect(names.filter((name) => name === 'rule:fired')).toHaveLength(1)
    expect(names.indexOf('rule:fired')).toBeGreaterThan(names.indexOf('price:dropped'))
  })

  it('does not fire for a sale that is already on', async () => {
    const { telltale, product, days } = await startShop('100')
    await days(...Array(20).fill('100'), '70')
    await telltale.alerts.rules.create({ subjectId: product.id, condition: { kind: 'sale-starts' } })
    await telltale.alerts.rules.create({ subjectId: product.id, condition: { kind: 'sale-ends' } })
    const heard: string[] = []
    telltale.on('rule:fired', ({ rule }) => void heard.push(rule.condition.kind))
    await days('70', '100', '100', '65')
    expect(heard).toEqual(['sale-ends', 'sale-starts'])
  })

  it('can be simulated on past observations before it is made', async () => {
    const { telltale, product, days, clock } = await startShop('100')
    await days('90', '80', '95', '79')
    const now = clock.now()
    const { rules } = telltale.alerts
    const firings = await telltale.alerts.simulate({
      subjectId: product.id,
      condition: { kind: 'price-below', price: euros('85') },
    })
    expect(firings.map(({ at }) => (now - at) / day)).toEqual([2, 0])
    expect((await rules.list()).items).toEqual([])
  })

  it('is listed by product, and deleted alone or with its product', async () => {
    const { telltale, product } = await startShop('100')
    const { rules } = telltale.alerts
    const first = await rules.create({ subjectId: product.id, condition: { kind: 'sale-starts' } })
    const second = await rules.create({ subjectId: product.id, condition: { kind: 'back-in-stock' } })
    expect((await rules.list({ subjectId: product.id })).items.map(({ id }) => id)).toEqual([
      first.id,
      second.id,
    ])
    await rules.remove(first.id)
    await expect(rules.remove(first.id)).rejects.toBeInstanceOf(NotFoundError)
    await telltale.products.untrack(product.id)
    expect((await rules.list()).items).toEqual([])
  })

  it('belongs to the owner of its product only', async () => {
    const { telltale, product } = await startShop('100')
    const { id } = await telltale.alerts.rules.create({
      subjectId: product.id,
      condition: { kind: 'sale-starts' },
    })
    const { rules, simulate } = telltale.for('ben').alerts
    for (const attempt of [
      rules.get(id),
      rules.remove(id),
      rules.create({ subjectId: product.id, condition: { kind: 'sale-starts' } }),
      simulate({ subjectId: product.id, condition: { kind: 'sale-starts' } }),
    ])
      await expect(attempt).rejects.toBeInstanceOf(NotFoundError)
    expect((await rules.list()).items).toEqual([])
  })

  it('is rejected when it is invalid, or the fifty-first of a product', async () => {
    const { telltale, product } = await startShop('100')
    const { rules } = telltale.alerts
    await expect(
      rules.create({ subjectId: product.id, condition: { kind: 'new-low', days: 0 } }),
    ).rejects.toThrow(/^alerts\.rules\.create: condition\.days/)
    for (let count = 0; count < 50; count++)
      await rules.create({ subjectId: product.id, condition: { kind: 'sale-ends' } })
    await expect(
      rules.create({ subjectId: product.id, condition: { kind: 'sale-ends' } }),
    ).rejects.toBeInstanceOf(ConflictError)
  })
})

describe('the rules of a product', () => {
  const kinds: readonly RuleCondition[] = [
    { kind: 'price-below', price: euros('80') },
    { kind: 'drops-by', percent: 10 },
    { kind: 'rises-by', percent: 10 },
    { kind: 'changes' },
    { kind: 'new-low', days: 10 },
    { kind: 'back-in-stock', price: euros('90') },
    { kind: 'sale-starts' },
    { kind: 'sale-ends' },
    { kind: 'was-price-inflated' },
    { kind: 'price-below', price: euros('90'), for: '36h' },
  ]

  /** Returns the shop's page: with a price, sold out (`gone`), or without a product (`unread`). */
  const pageOf = (said: string): string => {
    if (said === 'unread') return '<h1>Are you human?</h1>'
    return said === 'gone' ? productPage('100', { availability: 'SoldOut' }) : productPage(said)
  }

  it.each([
    '100 100 100 79 79 unread 79 100 100 100 70 100',
    '100 89 80 gone unread 89 100 100 70 unread 70 100',
    '100 100 95 gone gone 95 89 unread 79 70 69 100 79',
    '130 100 130 unread unread 130 100 gone 100 130 130 70',
  ])('come true as simulating them says, also when another process goes on: %s', async (readings) => {
    const target = await Target.start()
    let page = pageOf('100')
    target.answer = (response) => void response.writeHead(200, { 'content-type': 'text/html' }).end(page)
    const storage = memoryStorage()
    const { telltale: first, clock } = startTelltale({ storage })
    const { telltale: second } = startTelltale({ storage, clock })
    const { id } = await first.products.track(`${target.url}kettle`)
    for (const kind of kinds) await first.alerts.rules.create({ subjectId: id, condition: kind })
    const heard: string[] = []
    for (const telltale of [first, second])
      telltale.on('rule:fired', ({ rule, reason, alert }) => {
        heard.push(`${alert.from} ${rule.condition.kind}: ${reason}`)
      })
    for (const [index, said] of readings.split(' ').entries()) {
      page = pageOf(said)
      await clock.advance(day)
      await (index < 6 ? first : second).products.refresh(id)
    }
    const simulated: string[] = []
    for (const kind of kinds)
      for (const { at, reason } of await second.alerts.simulate({ subjectId: id, condition: kind }))
        simulated.push(`${at} ${kind.kind}: ${reason}`)
    expect(simulated.length).toBeGreaterThan(3)
    expect(heard.toSorted()).toEqual(simulated.toSorted())
  })
})

describe('a target price', () => {
  it('is reached once, and again after the price was above it', async () => {
    const { telltale, product, days } = await startShop('100', { target: euros('80') })
    const heard: (string | undefined)[] = []
    telltale.on('price:target-reached', ({ observation }) => void heard.push(observation.price?.amount))
    await days('90', '80', undefined, '79', '81', '85', '78')
    expect(heard).toEqual(['80.00', '78.00'])
    await telltale.products.update(product.id, { target: euros('75') })
    await days('74')
    await telltale.products.update(product.id, { target: null })
    expect(await telltale.products.get(product.id)).not.toHaveProperty('target')
    await days('60')
    expect(heard).toEqual(['80.00', '78.00', '74.00'])
  })
})

describe('a misread price', () => {
  it('changes no price, no sale and no low, and fires no rule', async () => {
    const { telltale, product, days } = await startShop('129', { target: euros('50') })
    const { rules } = telltale.alerts
    await days(...Array(20).fill('129'))
    for (const kind of ['sale-starts', 'sale-ends'] as const)
      await rules.create({ subjectId: product.id, condition: { kind } })
    await rules.create({ subjectId: product.id, condition: { kind: 'new-low', days: 20 } })
    const heard: string[] = []
    for (const name of [
      'price:dropped',
      'price:rose',
      'rule:fired',
      'sale:started',
      'price:target-reached',
    ] as const)
      telltale.on(name, () => void heard.push(name))
    await days('0.01', '129', '12900', '129')
    expect(heard).toEqual([])
    const { lowest, highest, misread } = await telltale.products.analyze(product.id)
    expect([lowest?.price, highest?.price]).toEqual([euros('129.00'), euros('129.00')])
    expect(misread?.map(({ price }) => price.amount)).toEqual(['0.01', '12900.00'])
    await days('110')
    expect(heard.toSorted()).toEqual(['price:dropped', 'rule:fired', 'rule:fired', 'sale:started'])
  })
})

describe('a page that goes by the place of its reader', () => {
  it('has each currency judged apart, and tells of the change', async () => {
    const { telltale, product, days, show, clock } = await startShop('100')
    await days(...Array(20).fill('100'), '70')
    await telltale.alerts.rules.create({
      subjectId: product.id,
      condition: { kind: 'drops-by', percent: 10 },
    })
    const heard: string[] = []
    telltale.on(
      'price:currency-changed',
      ({ from, to }) => void heard.push(`${from.currency} ${to.currency}`),
    )
    for (const name of ['price:dropped', 'price:rose', 'rule:fired', 'sale:started', 'sale:ended'] as const)
      telltale.on(name, () => void heard.push(name))
    const dollars = async () => {
      show(productPage('50', { currency: 'USD' }))
      await clock.advance(day)
      await telltale.products.refresh(product.id)
    }
    await dollars()
    await days('70')
    await dollars()
    await days('70')
    expect(heard).toEqual(['EUR USD', 'USD EUR'])
    await days('60')
    expect(heard.slice(2)).toEqual(['price:dropped', 'rule:fired'])
  })

  it('refuses targets and rules in a currency that it never had', async () => {
    const { telltale, product } = await startShop('100')
    const price = { amount: '50', currency: 'USD' }
    const { products, alerts } = telltale
    await expect(
      alerts.rules.create({ subjectId: product.id, condition: { kind: 'price-below', price } }),
    ).rejects.toThrow(/^alerts\.rules\.create: condition\.price: expected EUR/)
    await expect(products.update(product.id, { target: price })).rejects.toThrow(/target: expected EUR/)
    expect((await alerts.rules.list()).items).toEqual([])
    await expect(startShop('100', { target: price })).rejects.toThrow(
      /^products\.track: target: expected EUR/,
    )
  })
})

describe('a price that flaps', () => {
  it('starts one sale, ends it once, and fires a rule once', async () => {
    const { telltale, product, days } = await startShop('100', { target: euros('95') })
    await days(...Array(20).fill('100'))
    await telltale.alerts.rules.create({ subjectId: product.id, condition: { kind: 'drops-by', percent: 5 } })
    const heard: string[] = []
    for (const name of ['rule:fired', 'sale:started', 'sale:ended', 'price:target-reached'] as const)
      telltale.on(name, () => void heard.push(name))
    for (let turn = 0; turn < 10; turn++) await days('92', '100')
    expect(heard.toSorted()).toEqual(['price:target-reached', 'rule:fired', 'sale:ended', 'sale:started'])
    expect((await telltale.products.analyze(product.id)).summary).toMatch(
      /It alternates between 92\.00 EUR and 100\.00 EUR: it fell from the higher to the lower price 10 times in the last 42 days\./,
    )
  })
})

describe('a product’s schedule', () => {
  it('stops while it is paused, and continues when it is resumed', async () => {
    const target = await Target.start()
    target.answer = (response) =>
      void response.writeHead(200, { 'content-type': 'text/html' }).end(productPage('9'))
    const { telltale, clock } = startTelltale()
    const { id } = await telltale.products.track(`${target.url}kettle`, { every: '1h' })
    await telltale.start()
    expect(await telltale.products.pause(id)).toMatchObject({ paused: true })
    const before = target.requests
    await clock.advance(6 * 3_600_000)
    expect(target.requests).toBe(before)
    await telltale.products.refresh(id)
    expect(target.requests).toBe(before + 1)
    const resumed = await telltale.products.resume(id)
    expect(resumed.paused).toBe(false)
    expect(resumed.dueAt).toBeGreaterThan(clock.now())
    const refreshed = new Promise((resolve) => telltale.once('product:refreshed', resolve))
    await clock.advance(2 * 3_600_000)
    await refreshed
  })

  it('restarts with another interval, and rejects an invalid one', async () => {
    const { telltale, product, clock } = await startShop('100')
    const updated = await telltale.products.update(product.id, { every: '1d' })
    expect(updated.everyMs).toBe(day)
    expect(updated.dueAt - clock.now()).toBeGreaterThan(day / 2 - 1)
    await expect(telltale.products.update(product.id, { every: 'daily' as '1d' })).rejects.toBeInstanceOf(
      ValidationError,
    )
    await expect(telltale.for('ben').products.update(product.id, {})).rejects.toBeInstanceOf(NotFoundError)
    await expect(telltale.for('ben').products.pause(product.id)).rejects.toBeInstanceOf(NotFoundError)
  })
})

describe('a price seen in a person’s own browser', () => {
  it('is stored with its provenance, and drives rules and events like any other', async () => {
    const { telltale, product, clock } = await startShop('100')
    await telltale.alerts.rules.create({
      subjectId: product.id,
      condition: { kind: 'price-below', price: euros('90') },
    })
    const fired = new Promise((resolve) => telltale.once('rule:fired', resolve))
    await clock.advance(day)
    const { url } = product
    const seen = await telltale.products.observe({ url, price: euros('85'), shippingPrice: euros('0') })
    expect(seen.observation).toEqual({
      at: clock.now(),
      price: euros('85'),
      shippingPrice: euros('0'),
      provenance: 'browser',
    })
    expect(seen.product).toMatchObject({ price: euros('85'), shippingPrice: euros('0') })
    expect((await telltale.products.history(product.id)).items[0]).toMatchObject({ provenance: 'browser' })
    await fired
  })

  it('is held where it is too far from the last one, until a second reading agrees', async () => {
    const { telltale, product, clock } = await startShop('100')
    const { url } = product
    await telltale.alerts.rules.create({
      subjectId: product.id,
      condition: { kind: 'price-below', price: euros('50') },
    })
    const heard: string[] = []
    telltale.on('price:unconfirmed', ({ last }) => void heard.push(`unconfirmed after ${last.amount}`))
    telltale.on('price:dropped', ({ from, to }) => void heard.push(`dropped ${from.amount} ${to.amount}`))
    telltale.on('rule:fired', ({ reason }) => void heard.push(reason))
    await clock.advance(day)
    const seen = await telltale.products.observe({ url, price: euros('19') })
    expect(seen.observation).toMatchObject({ price: euros('19'), unconfirmed: true })
    expect(seen.product).toMatchObject({ price: euros('100.00'), unconfirmed: { price: euros('19') } })
    expect((await telltale.products.history(product.id)).items[0]).toMatchObject({ unconfirmed: true })
    await clock.advance(day)
    const again = await telltale.products.observe({ url, price: euros('19') })
    expect(again.product).toMatchObject({ price: euros('19') })
    expect(again.product).not.toHaveProperty('unconfirmed')
    expect(heard).toEqual([
      'unconfirmed after 100.00',
      'dropped 100.00 19',
      'it costs 19.00 EUR, at or below 50.00 EUR',
    ])
  })

  it('is rejected when it is in a currency that the product never had, or of an untracked page', async () => {
    const { telltale, product } = await startShop('100')
    const { url } = product
    const observe = (price: { amount: string; currency: string }) => telltale.products.observe({ url, price })
    await expect(observe({ amount: '100', currency: 'USD' })).rejects.toThrow(/price: expected EUR/)
    await expect(
      telltale.products.observe({ url: 'https://shop.example/', price: euros('1') }),
    ).rejects.toBeInstanceOf(NotFoundError)
    await expect(telltale.for('ben').products.observe({ url, price: euros('100') })).rejects.toBeInstanceOf(
      NotFoundError,
    )
    expect((await telltale.products.history(product.id)).items).toHaveLength(1)
  })
})
