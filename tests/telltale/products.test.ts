import { ConflictError, NotFoundError } from '@telltale/core'
import type { Adapter } from '@telltale/core/ports'
import { defined } from '@telltale/core/ports'
import { memoryStorage } from '@telltale/storage-memory'
import { describe, expect, it } from 'vitest'
import { productsTable } from '../../packages/core/src/records/product-records.js'
import { nextEvents, startTelltale } from './start.js'
import { productPage, Target } from './target.js'

const day = 86_400_000
const euros = (amount: string) => ({ amount, currency: 'EUR' })

/** Reads the two prices of a tag such as `<del>100.00</del> <ins>80.00</ins>`, or the one of a tag without. */
const wasPriceReader: Adapter = {
  specVersion: 1,
  id: 'tags',
  products: {
    matches: () => true,
    extract: ({ html }) => {
      const [first = '', second] = html.match(/\d+\.\d+/g) ?? []
      const was = second ? { wasPrice: euros(first) } : {}
      return { status: 'read', price: euros(second ?? first), ...was, evidence: ['tag'] }
    },
  },
}

/** A shop whose one product costs what the test says. */
async function startShop(price: string) {
  const target = await Target.start()
  const setPrice = (next: string) => {
    target.answer = (response) =>
      void response.writeHead(200, { 'content-type': 'text/html; charset=utf-8' }).end(productPage(next))
  }
  setPrice(price)
  return { target, url: `${target.url}kettle`, setPrice }
}

describe('the pages of an owner', () => {
  /** A shop with a page of many addresses: one forwards to it, and it names its canonical one. */
  async function startAddresses() {
    const target = await Target.start()
    target.answer = (response, path) => {
      if (path.startsWith('/short'))
        return void response.writeHead(302, { location: '/kettle?utm_source=s' }).end()
      const name = path.startsWith('/mug') ? 'Mug' : 'Kettle'
      const canonical = path.startsWith('/sale/kettle') ? '<link rel="canonical" href="/kettle">' : ''
      response.writeHead(200, { 'content-type': 'text/html' }).end(canonical + productPage('20', { name }))
    }
    return { target, at: (path: string) => `${target.url}${path}`, ...startTelltale() }
  }

  it.each(['kettle', 'kettle/?utm_source=mail&gclid=1#top', 'short', 'sale/kettle'])(
    'are each tracked once, whatever the address: %s',
    async (path) => {
      const { at, telltale } = await startAddresses()
      const { id } = await telltale.products.track(at('kettle?fbclid=7'))
      await expect(telltale.products.track(at(path))).rejects.toMatchObject({
        code: 'CONFLICT',
        retryable: false,
        existingId: id,
        message: expect.stringContaining(id),
      })
      expect((await telltale.products.list()).items.map((product) => product.id)).toEqual([id])
      const observed = await telltale.products.observe({ url: at('kettle?ref=me'), price: euros('19') })
      expect(observed.product.id).toBe(id)
      expect(await telltale.for('ben').products.track(at(path))).toMatchObject({ title: 'Kettle' })
    },
  )

  it('are different products where a parameter may select a variant', async () => {
    const { at, telltale } = await startAddresses()
    const paths = ['kettle', 'kettle?variant=1', 'kettle?variant=2', 'mug', 'sale/kettle?pid=3']
    for (const path of paths) await telltale.products.track(at(path))
    expect((await telltale.products.list()).items).toHaveLength(paths.length)
  })

  it('are told apart also among products that were stored before pages had keys', async () => {
    const storage = memoryStorage()
    const { at } = await startAddresses()
    const { telltale } = startTelltale({ storage })
    const product = await telltale.products.track(at('kettle'))
    const { pageKey: _, ...old } = product
    await storage.collection(productsTable).write([{ update: old }])
    await expect(telltale.products.track(at('kettle?utm_source=a'))).rejects.toMatchObject({
      existingId: product.id,
    })
    const { product: read } = await telltale.products.refresh(product.id)
    expect(read.pageKey).toBe(product.pageKey)
  })

  it('that turn out to be one only when a worker reads them stay as they are', async () => {
    const { at, telltale } = await startAddresses()
    await telltale.products.track(at('kettle'))
    const later = await telltale.products.track(at('short'), { wait: false })
    const { product } = await telltale.products.refresh(later.id)
    expect(product).toMatchObject({ price: euros('20.00'), pageKey: later.pageKey })
  })

  it('are tracked once by calls at the same time', async () => {
    const { at, telltale } = await startAddresses()
    const calls = await Promise.allSettled(
      ['kettle', 'kettle?ref=a', 'kettle?ref=b', 'sale/kettle'].map((path) =>
        telltale.products.track(at(path)),
      ),
    )
    const [tracked, ...others] = calls.flatMap((call) => (call.status === 'fulfilled' ? [call.value] : []))
    expect(others).toEqual([])
    for (const call of calls)
      if (call.status === 'rejected') expect(call.reason).toMatchObject({ existingId: tracked?.id })
  })
})

describe('a tracked product', () => {
  it('is read at once, and stored with its first price', async () => {
    const { url } = await startShop('49.90')
    const { telltale, clock } = startTelltale()
    const product = await telltale.products.track(url)
    expect(product).toMatchObject({
      url,
      title: 'Kettle',
      price: euros('49.90'),
      availability: 'InStock',
      adapter: 'webshop',
      everyMs: 6 * 3_600_000,
      pricedAt: clock.now(),
    })
    expect(await telltale.products.get(product.id)).toEqual(product)
    expect((await telltale.products.history(product.id)).items).toEqual([
      { at: clock.now(), price: euros('49.90'), availability: 'InStock', confidence: expect.any(Number) },
    ])
  })

  it.each([
    ['a page without a product', '<h1>About us</h1>', 200, 'no-product'],
    ['an answer of 404', productPage('49.90'), 404, 'gone'],
    ['an answer of 500', productPage('49.90'), 500, 'unreachable'],
    ['an empty page', '', 200, 'no-product'],
  ])('with %s is kept with the reason and without a price', async (_, html, status, reason) => {
    const target = await Target.start()
    target.answer = (response) => void response.writeHead(status, { 'content-type': 'text/html' }).end(html)
    const { telltale } = startTelltale()
    const product = await telltale.products.track(target.url)
    expect(product.unread).toMatchObject({ reason, message: expect.stringMatching(/\w/) })
    expect(product).not.toHaveProperty('price')
  })

  it('of a shop that refuses the connection says so, and blames no robots.txt', async () => {
    const { telltale } = startTelltale()
    const product = await telltale.products.track('http://127.0.0.1:1/kettle')
    expect(product.unread).toMatchObject({
      reason: 'unreachable',
      message: expect.stringMatching(/refused/i),
    })
    expect(product.unread?.message).not.toMatch(/does not allow/)
  })

  it('is untracked in one transaction, with its rules, its history and its place in a group', async () => {
    const { url } = await startShop('49.90')
    const storage = memoryStorage()
    const { telltale } = startTelltale({ storage })
    const { id } = await telltale.products.track(url)
    await telltale.alerts.rules.create({ subjectId: id, condition: { kind: 'changes' } })
    const group = await telltale.products.groups.create({ products: [id] })
    const { transaction } = storage
    let count = 0
    storage.transaction = (work) => {
      count += 1
      return transaction.call(storage, work) as never
    }
    await telltale.products.untrack(id)
    expect(count).toBe(1)
    expect((await telltale.alerts.rules.list()).items).toEqual([])
    expect(await telltale.products.groups.get(group.id)).not.toHaveProperty('best')
  })

  it('keeps its availability when a person enters a price', async () => {
    const { url } = await startShop('49.90')
    const { telltale } = startTelltale()
    await telltale.products.track(url)
    const { product } = await telltale.products.observe({ url, price: euros('48') })
    expect(product).toMatchObject({ price: euros('48'), availability: 'InStock' })
  })

  it('of a shop that is down reports it, keeps the last price, and recovers', async () => {
    const { target, url, setPrice } = await startShop('49.90')
    const { telltale, clock } = startTelltale()
    const { id } = await telltale.products.track(url)
    target.answer = (response) => void response.socket?.destroy()
    await clock.advance(day)
    const { product, observation } = await telltale.products.refresh(id)
    expect(observation).toMatchObject({ unread: { reason: 'unreachable' } })
    expect(observation).not.toHaveProperty('price')
    expect(product).toMatchObject({ price: euros('49.90'), unread: { reason: 'unreachable' } })
    setPrice('45.00')
    await clock.advance(day)
    const back = await telltale.products.refresh(id)
    expect(back.product).toMatchObject({ price: euros('45.00') })
    expect(back.product).not.toHaveProperty('unread')
  })

  it('emits an event when its price drops or rises, and none when it stays or cannot be read', async () => {
    const { target, url, setPrice } = await startShop('100')
    const { telltale, clock } = startTelltale()
    const heard: string[] = []
    telltale.on('price:dropped', ({ from, to }) => void heard.push(`dropped ${from.amount} ${to.amount}`))
    telltale.on('price:rose', ({ from, to }) => void heard.push(`rose ${from.amount} ${to.amount}`))
    const { id } = await telltale.products.track(url)
    for (const price of ['100.00', '95.5', undefined, '95.50', '120']) {
      if (price) setPrice(price)
      else target.answer = (response) => void response.end('<h1>Please prove that you are human</h1>')
      await clock.advance(day)
      await telltale.products.refresh(id)
    }
    expect(heard).toEqual(['dropped 100.00 95.50', 'rose 95.50 120.00'])
  })

  it('loses its "was" price when the page no longer has it', async () => {
    const target = await Target.start()
    const tag = (price: string) => `<h1>Kettle</h1><p class="price">${price} EUR</p>`
    target.answer = (response) => void response.end(tag('<del>100.00</del> <ins>80.00</ins>'))
    const { telltale } = startTelltale({ adapters: [wasPriceReader] })
    const { id, wasPrice } = await telltale.products.track(target.url)
    expect(wasPrice).toEqual(euros('100.00'))
    target.answer = (response) => void response.end(tag('100.00'))
    expect((await telltale.products.refresh(id)).product).not.toHaveProperty('wasPrice')
  })

  it('emits one event when a sale starts, and one when it ends', async () => {
    const { url, setPrice } = await startShop('100')
    const { telltale, clock } = startTelltale()
    const heard: string[] = []
    telltale.on(
      'sale:started',
      ({ sale }) => void heard.push(`started at ${sale.price.amount}, ${sale.depthPercent} % off`),
    )
    telltale.on('sale:ended', ({ sale }) => void heard.push(`ended, was ${sale.price.amount}`))
    const { id } = await telltale.products.track(url)
    for (const price of [...Array(40).fill('100'), '70', '70', '70', '100', '100']) {
      setPrice(price)
      await clock.advance(day)
      await telltale.products.refresh(id)
    }
    expect(heard).toEqual(['started at 70.00, 30 % off', 'ended, was 70.00'])
    const analysis = await telltale.products.analyze(id)
    expect(analysis).toMatchObject({ lowest: { price: euros('70.00') }, highest: { price: euros('100.00') } })
  })

  it('is read on its schedule', async () => {
    const { target, url, setPrice } = await startShop('100')
    const { telltale, clock } = startTelltale()
    await telltale.products.track(url, { every: '1h' })
    await telltale.start()
    setPrice('90')
    const dropped = nextEvents(telltale, 'price:dropped', 1)
    await clock.advance(2 * 3_600_000)
    expect(await dropped).toMatchObject([{ from: euros('100.00'), to: euros('90.00') }])
    expect(target.requests).toBeGreaterThan(1)
  })

  it('is tracked once by each owner', async () => {
    const { url } = await startShop('100')
    const { telltale } = startTelltale()
    await telltale.for('ana').products.track(url)
    await telltale.for('ben').products.track(url)
    await expect(telltale.for('ana').products.track(url)).rejects.toBeInstanceOf(ConflictError)
    expect((await telltale.for('ana').products.list()).items).toHaveLength(1)
  })

  it('is invisible to other owners', async () => {
    const { url } = await startShop('100')
    const { telltale } = startTelltale()
    const { id } = await telltale.for('ana').products.track(url)
    const ben = telltale.for('ben').products
    for (const attempt of [ben.get(id), ben.refresh(id), ben.history(id), ben.analyze(id), ben.untrack(id)])
      await expect(attempt).rejects.toBeInstanceOf(NotFoundError)
    expect((await ben.list()).items).toEqual([])
  })

  it('is deleted with its history', async () => {
    const { url } = await startShop('100')
    const storage = memoryStorage()
    const { telltale } = startTelltale({ storage })
    const { id } = await telltale.products.track(url)
    await telltale.products.untrack(id)
    await expect(telltale.products.get(id)).rejects.toBeInstanceOf(NotFoundError)
    for await (const { name } of storage.dump()) expect(name).not.toMatch(/^product/)
  })

  it.each([
    ['shop', {}, /url: expected a URL that begins with http/],
    ['ftp://shop.example/kettle', {}, /url: expected a URL/],
    ['https://shop.example', { every: 'daily' }, /every: expected a duration/],
    [
      'https://shop.example',
      { adapter: 'amazon' },
      /adapter: no adapter with `products` is called 'amazon'; .*'webshop'/,
    ],
    ['https://shop.example', { target: 5 }, /target: expected a price/],
  ])('is refused as %j with %j, and nothing is kept', async (url, options, message) => {
    const { telltale } = startTelltale()
    await expect(telltale.products.track(url, options as object)).rejects.toThrow(message)
    expect((await telltale.products.list()).items).toEqual([])
  })

  it('pages through its history, newest first, within a time range', async () => {
    const { url } = await startShop('100')
    const { telltale, clock } = startTelltale()
    const begin = clock.now()
    const { id } = await telltale.products.track(url)
    for (let count = 0; count < 4; count++) {
      await clock.advance(day)
      await telltale.products.refresh(id)
    }
    const first = await telltale.products.history(id, { limit: 3 })
    const second = await telltale.products.history(id, {
      limit: 3,
      ...defined({ after: first.next || undefined }),
    })
    const days = [...first.items, ...second.items].map(({ at }) => (at - begin) / day)
    expect(days).toEqual([4, 3, 2, 1, 0])
    const span = await telltale.products.history(id, { from: begin + day, to: begin + 3 * day })
    expect(span.items.map(({ at }) => (at - begin) / day)).toEqual([2, 1])
  })
})
