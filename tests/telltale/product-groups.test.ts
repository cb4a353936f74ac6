import { Readable } from 'node:stream'
import type { TelltaleOptions } from '@telltale/core'
import { pgStorage } from '@telltale/storage-pg'
import { describe, expect, it } from 'vitest'
import { startTelltale } from './start.js'
import { productPage, Target } from './target.js'

const day = 86_400_000
const euros = (amount: string) => ({ amount, currency: 'EUR' })

interface Shown {
  price: string
  name?: string
  availability?: string
  currency?: string
  shipping?: string
  gtin?: string
}

/** Shops that each show one product, tracked; what they show may change. */
async function startShops(shown: Shown[], options: Partial<TelltaleOptions> = {}) {
  const target = await Target.start()
  target.answer = (response, path) => {
    const page = shown[Number(path.slice(1))]
    if (!page) return void response.writeHead(404).end()
    const { price, shipping, gtin, ...rest } = page
    const html = productPage(price, rest)
    const details = shipping
      ? `"priceCurrency":"EUR","shippingDetails":{"@type":"OfferShippingDetails","shippingRate":{"@type":"MonetaryAmount","value":"${shipping}","currency":"EUR"}}`
      : '"priceCurrency":"EUR"'
    const known = gtin ? html.replace('"@type":"Product"', `"@type":"Product","gtin13":"${gtin}"`) : html
    response
      .writeHead(200, { 'content-type': 'text/html' })
      .end(known.replace('"priceCurrency":"EUR"', details))
  }
  const { telltale, clock } = startTelltale(options)
  const ids: string[] = []
  for (const index of shown.keys()) ids.push((await telltale.products.track(`${target.url}${index}`)).id)
  const heard: string[] = []
  telltale.on(
    'group:best-changed',
    ({ from, to }) => void heard.push(`${from?.total.amount ?? 'none'} to ${to?.total.amount ?? 'none'}`),
  )
  /** Reads every page once, after some time. */
  const readAll = async (afterMs: number) => {
    await clock.advance(afterMs)
    for (const id of ids) await telltale.products.refresh(id)
  }
  return { telltale, clock, ids, shown, heard, readAll, groups: telltale.products.groups }
}

describe('a group of products', () => {
  it('has one best price, with delivery, tax, the owner’s own costs and coupons', async () => {
    const { ids, groups } = await startShops([
      { price: '100' },
      { price: '95', shipping: '9.90' },
      { price: '90' },
    ])
    const [first = '', second = '', third = ''] = ids
    const group = await groups.create({ name: 'Kettle', products: ids })
    expect(group).toMatchObject({
      name: 'Kettle',
      currency: 'EUR',
      best: { productId: third, total: euros('90.00') },
    })
    // 90 × 1.19 = 107.10, + 5; 100 less 10 % = 90, + 4.95 of delivery.
    await groups.add(group.id, third, { taxPercent: 19, fees: euros('5') })
    const after = await groups.add(group.id, first, { couponPercent: 10, delivery: euros('4.95') })
    expect(after.best).toMatchObject({ productId: first, total: euros('94.95') })
    const { offers, best } = await groups.offers(group.id)
    expect(best).toEqual({ productId: first, total: euros('94.95') })
    expect(offers.map(({ product, landed }) => [product.id, landed])).toEqual([
      [first, { total: euros('94.95'), goods: euros('90.00'), delivery: euros('4.95') }],
      [second, { total: euros('104.90'), goods: euros('95.00'), delivery: euros('9.90') }],
      [third, { total: euros('112.10'), goods: euros('90.00'), tax: euros('17.10'), fees: euros('5') }],
    ])
  })

  it('tells once of a better price, whichever shop has it, and not of shops that take turns', async () => {
    const { ids, groups, shown, heard, readAll } = await startShops([
      { price: '100' },
      { price: '101' },
      { price: '102' },
    ])
    await groups.create({ products: ids })
    const show = async (afterMs: number, ...prices: readonly string[]) => {
      for (const [index, price] of prices.entries()) (shown[index] as Shown).price = price
      await readAll(afterMs)
    }
    // Prices that others ask, and the best price in another shop, are no news.
    await show(day, '100', '130', '100')
    expect(heard).toEqual([])
    // Two fall: one is the best.
    await show(day, '100', '80', '85')
    expect(heard).toEqual(['100.00 to 80.00'])
    // A seller who comes and goes within a day.
    for (let turn = 0; turn < 5; turn++) {
      await show(day / 4, '100', '98', '90')
      await show(day / 4, '100', '80', '85')
    }
    expect(heard).toHaveLength(1)
    await show(day, '100', '98', '90')
    await show(day, '100', '98', '90')
    await show(day, '100', '98', '90')
    expect(heard).toEqual(['100.00 to 80.00', '80.00 to 90.00'])
  })

  it('tells when nothing can be had for a day, and at once when it can again', async () => {
    const { ids, groups, shown, heard, readAll } = await startShops([{ price: '100' }])
    const { id } = await groups.create({ products: ids })
    const [page] = shown as [Shown]
    page.availability = 'OutOfStock'
    for (let reading = 0; reading < 3; reading++) await readAll(day)
    expect(await groups.get(id)).not.toHaveProperty('best')
    page.availability = 'InStock'
    await readAll(day)
    expect(heard).toEqual(['100.00 to none', 'none to 100.00'])
  })

  it('compares packs of different sizes by unit price, and leaves out what cannot be compared', async () => {
    const { ids, groups } = await startShops([
      { price: '6', name: 'Coffee 500 g' },
      { price: '10', name: 'Coffee 1 kg' },
      { price: '3', name: 'Coffee' },
      { price: '8', name: 'Coffee 1000 g', currency: 'USD' },
    ])
    const { id, best } = await groups.create({ products: ids })
    expect(best).toMatchObject({ productId: ids[1], unitPrice: { amount: 10, currency: 'EUR', per: 'kg' } })
    const { offers } = await groups.offers(id)
    expect(offers.map(({ unitPrice, leftOut }) => leftOut ?? unitPrice?.amount)).toEqual([
      10,
      12,
      'pack',
      'currency',
    ])
    await groups.add(id, ids[2] as string, { pack: { amount: 400, unit: 'g' } })
    expect((await groups.get(id)).best).toMatchObject({ productId: ids[2], unitPrice: { amount: 7.5 } })
  })

  it('has one history of its best price, and one analysis', async () => {
    const { ids, groups, shown, readAll, clock } = await startShops([{ price: '100' }, { price: '105' }])
    const started = clock.now()
    const { id } = await groups.create({ products: ids })
    for (const [one, other] of [
      ['100', '105'],
      ['110', '104'],
      ['110', '104'],
      ['90', '104'],
    ] as const) {
      ;(shown[0] as Shown).price = one
      ;(shown[1] as Shown).price = other
      await readAll(day)
    }
    const history = await groups.history(id)
    expect(
      history.map(({ at, best }) => [
        (at - started) / day,
        best?.total.amount,
        ids.indexOf(best?.productId ?? ''),
      ]),
    ).toEqual([
      [0, '100.00', 0],
      [2, '104.00', 1],
      [4, '90.00', 0],
    ])
    expect(await groups.analyze(id)).toMatchObject({
      lowest: { price: euros('90.00') },
      highest: { price: euros('104.00') },
    })
  })

  it('loses a product that is untracked or taken out, and keeps them when it is deleted', async () => {
    const { telltale, ids, groups } = await startShops([{ price: '10' }, { price: '20' }, { price: '30' }])
    const [first = '', second = '', third = ''] = ids
    const { id } = await groups.create({ products: ids })
    await telltale.products.untrack(first)
    expect((await groups.get(id)).best).toMatchObject({ productId: second })
    expect((await groups.remove(id, second)).best).toMatchObject({ productId: third })
    await expect(groups.remove(id, second)).rejects.toMatchObject({ code: 'NOT_FOUND' })
    await groups.delete(id)
    await expect(groups.get(id)).rejects.toMatchObject({ code: 'NOT_FOUND' })
    expect(await telltale.products.get(third)).not.toHaveProperty('groupId')
    expect((await telltale.products.list()).items).toHaveLength(2)
  })

  it('has a product that no other group has', async () => {
    const { ids, groups } = await startShops([{ price: '10' }])
    const [first = ''] = ids
    const { id } = await groups.create({ products: ids })
    await expect(groups.create({ products: ids })).rejects.toMatchObject({ code: 'CONFLICT', existingId: id })
    expect((await groups.list()).items).toHaveLength(1)
    const other = await groups.create()
    await expect(groups.add(other.id, first)).rejects.toMatchObject({ code: 'CONFLICT', existingId: id })
    await expect(groups.add(id, first, { taxPercent: -1 })).rejects.toThrow(/^groups\.add: taxPercent/)
    await expect(groups.create({ products: [first, first] })).rejects.toThrow(/each product once/)
  })

  it('is in an export of its owner, and restored from it', async () => {
    const { telltale, ids, groups } = await startShops([{ price: '10' }, { price: '20' }])
    const { id } = await groups.create({ products: ids })
    await groups.add(id, ids[0] as string, { delivery: euros('3') })
    const chunks: Uint8Array[] = []
    for await (const chunk of telltale.privacy.export('default')) chunks.push(chunk)
    const before = await groups.offers(id)
    const erased = await telltale.privacy.erase('default')
    expect(erased).toMatchObject({ product_groups: 1 })
    expect((await groups.list()).items).toEqual([])
    await telltale.backup.import(() => Readable.from(chunks))
    expect(await groups.offers(id)).toEqual(before)
  })
})

describe('suggestions of groups', () => {
  it('are by GTIN, then by titles of the same words, and never across two GTINs', async () => {
    const { ids, groups } = await startShops([
      { price: '10', name: 'Stabilo Kettle K200, 1.7 l', gtin: '4006381333931' },
      { price: '11', name: 'Wasserkocher', gtin: '4006381333931' },
      { price: '12', name: 'Kettle K200 1.7 l by Stabilo' },
      { price: '13', name: 'Toaster T9 800 W' },
      { price: '14', name: 'T9 Toaster (800W)' },
      { price: '15', name: 'Toaster T9 900 W' },
    ])
    expect(await groups.suggest()).toEqual([
      { productIds: ids.slice(0, 2), match: { by: 'gtin', certainty: 'certain' } },
      { productIds: ids.slice(3, 5), match: { by: 'title', certainty: 'possible' } },
    ])
    const { id } = await groups.create({ products: ids.slice(0, 1) })
    expect((await groups.suggest())[0]).toMatchObject({ groupId: id, productIds: ids.slice(0, 2) })
    await groups.add(id, ids[1] as string)
    expect(await groups.suggest()).toHaveLength(1)
  })
})

it('null takes an option of a group or a product back to its default', async () => {
  const { telltale, ids, groups } = await startShops([{ price: '100' }])
  const [id = ''] = ids
  const group = await groups.create({ name: 'Kettle', currency: 'USD', products: ids })
  expect(group).not.toHaveProperty('best')
  expect(await groups.update(group.id, { name: null, currency: null })).toMatchObject({
    name: 'group',
    best: { total: euros('100.00') },
  })
  const { products } = telltale
  expect(await products.update(id, { every: '1h', target: euros('5.00') })).toMatchObject({
    everyMs: day / 24,
  })
  const reset = await products.update(id, { every: null, target: null })
  expect(reset).toMatchObject({ everyMs: day / 4 })
  expect(reset).not.toHaveProperty('target')
})

describe('a group in PostgreSQL', () => {
  it('is made, tells of a better price, outlives a member, and is erased with its owner', async () => {
    const storage = pgStorage({ directory: 'memory://' })
    await storage.migrate()
    const { telltale, ids, groups, shown, heard, readAll } = await startShops(
      [
        { price: '100', gtin: '4006381333931' },
        { price: '95', gtin: '4006381333931' },
      ],
      { storage },
    )
    const [suggested] = await groups.suggest()
    expect(suggested).toMatchObject({ productIds: ids.toSorted(), match: { by: 'gtin' } })
    const { id } = await groups.create({ name: 'Kettle', products: ids })
    shown[0] = { price: '80' }
    await readAll(day)
    expect(heard).toEqual(['95.00 to 80.00'])
    expect(await groups.get(id)).toMatchObject({ currency: 'EUR', best: { productId: ids[0] } })
    expect((await groups.history(id)).at(-1)).toMatchObject({ best: { total: euros('80.00') } })
    await telltale.products.untrack(ids[0] ?? '')
    expect(await groups.get(id)).toMatchObject({ best: { productId: ids[1], total: euros('95.00') } })
    expect(await telltale.privacy.erase('default')).toMatchObject({ product_groups: 1, products: 1 })
    expect((await groups.list()).items).toEqual([])
  })
})
