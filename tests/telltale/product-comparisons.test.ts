import { webshop } from '@telltale/adapters/webshop'
import { NotFoundError, type PriceBenchmark, ValidationError } from '@telltale/core'
import type { Adapter } from '@telltale/core/ports'
import { describe, expect, it } from 'vitest'
import { startTelltale } from './start.js'
import { Target } from './target.js'

const gtin = '4006381333931'

/** A page whose JSON-LD says what a test wants. */
const page = (offers: object, product: object = {}): string =>
  `<script type="application/ld+json">${JSON.stringify({
    '@context': 'https://schema.org',
    '@type': 'Product',
    name: 'Kettle K200 1.7 l',
    brand: 'Stabilo',
    gtin13: gtin,
    ...product,
    offers: { '@type': 'Offer', priceCurrency: 'EUR', availability: 'https://schema.org/InStock', ...offers },
  })}</script>`

/** A merchant service that knows one product. */
const merchant = (find: () => Promise<PriceBenchmark | undefined>): Adapter => ({
  specVersion: 1,
  id: 'merchant',
  benchmarks: {
    find,
    search: async ({ text }) => [
      { id: '1', title: `${text} one` },
      { id: '2', title: `${text} two` },
    ],
  },
})

/** Products of several shops: each is a page on one server. */
async function track(pages: readonly string[], adapter?: Adapter) {
  const target = await Target.start()
  target.answer = (response, path) =>
    void response.writeHead(200, { 'content-type': 'text/html' }).end(pages[Number(path.slice(1))])
  const { telltale, clock } = startTelltale(adapter ? { adapters: [webshop(), adapter] } : {})
  const ids: string[] = []
  for (const index of pages.keys()) ids.push((await telltale.products.track(`${target.url}${index}`)).id)
  return { telltale, ids, clock }
}

describe('a comparison of products', () => {
  it('is won by the lowest price of an available product, and stored with its reasons', async () => {
    const out = 'https://schema.org/OutOfStock'
    const { telltale, ids } = await track([
      page({ price: '49.90' }),
      page({ price: '44.50' }),
      page({ price: '30.00', availability: out }),
    ])
    const comparison = await telltale.products.compare(ids)
    expect(comparison).toMatchObject({
      winner: ids[1],
      offers: [{ productId: ids[0] }, { sameAsFirst: { by: 'gtin' } }, { availability: 'OutOfStock' }],
    })
    expect(comparison.reasons[0]).toMatch(/costs 44\.50 EUR, 5\.40 EUR less than/)
    expect(comparison.reasons.join('; ')).toMatch(/cannot be had now/)
    expect(comparison.reasons.join('; ')).toMatch(/does not say what its delivery costs/)
    expect(await telltale.products.comparison(comparison.id)).toEqual(comparison)
    expect((await telltale.products.comparisons()).items).toEqual([comparison])
  })

  it('includes the delivery, where it is known', async () => {
    const { telltale, ids } = await track([page({ price: '49.90' }), page({ price: '44.50' })])
    const [first = '', second = ''] = ids
    for (const [id, amount, shipping] of [
      [first, '49.90', '0'],
      [second, '44.50', '5.99'],
    ] as const) {
      const { url } = await telltale.products.get(id)
      const price = { amount, currency: 'EUR' }
      await telltale.products.observe({ url, price, shippingPrice: { amount: shipping, currency: 'EUR' } })
    }
    const comparison = await telltale.products.compare(ids)
    expect(comparison).toMatchObject({
      winner: first,
      offers: [{ total: { amount: '49.90' } }, { total: { amount: '50.49' } }],
    })
    expect(comparison.reasons).toHaveLength(1)
  })

  it('in several currencies has no winner; rates are for display, with their date', async () => {
    const { telltale, ids, clock } = await track([
      page({ price: '100' }),
      page({ price: '99.99', priceCurrency: 'USD' }),
      page({ price: '12000', priceCurrency: 'JPY' }),
    ])
    const display = { currency: 'EUR', rates: { USD: '0.92', JPY: '0.0061' }, ratesAt: clock.now() }
    const comparison = await telltale.products.compare(ids, { display })
    expect(comparison).not.toHaveProperty('winner')
    expect(comparison.reasons[0]).toMatch(/the prices are in EUR and USD and JPY, and no rate decides/)
    // 99.99 × 0.92 = 91.9908; 12,000 × 0.0061 = 73.2
    expect(comparison.offers.map(({ display: shown }) => shown?.amount)).toEqual(['100.00', '91.99', '73.20'])
    expect(comparison.offers[1]?.price).toEqual({ amount: '99.99', currency: 'USD' })
    expect(comparison.display).toEqual(display)
  })

  it('names its doubts that two offers are the same product', async () => {
    const other = { gtin13: undefined, name: 'Toaster T9 800 W', brand: 'Braun' }
    const titled = { gtin13: undefined, name: 'Stabilo Kettle K200, 1.7 l, black' }
    const { telltale, ids } = await track([
      page({ price: '10' }),
      page({ price: '9' }, other),
      page({ price: '8' }, titled),
    ])
    const { reasons, offers } = await telltale.products.compare(ids)
    expect(reasons.join('; ')).toMatch(/Toaster T9 800 W at .* is not known to be the same product/)
    expect(reasons.join('; ')).toMatch(/black at .* is taken for the same product by its title alone/)
    expect(offers[1]).not.toHaveProperty('sameAsFirst')
  })

  it('ends in a tie when two cost the same, and without a winner when fewer than two are available', async () => {
    const tie = await track([page({ price: '10' }), page({ price: '10.00' })])
    const tied = await tie.telltale.products.compare(tie.ids)
    expect(tied).not.toHaveProperty('winner')
    expect(tied.reasons[0]).toBe('several cost 10.00 EUR')
    const one = await track([page({ price: '10' }), '<h1>nothing</h1>'])
    const alone = await one.telltale.products.compare(one.ids)
    expect(alone.reasons[0]).toBe('fewer than two can be had at a known price')
    expect(alone.reasons.join('; ')).toMatch(/has no known price/)
  })

  it('has the benchmark of a merchant service; one that fails is reported and left out', async () => {
    const price = { amount: '47.00', currency: 'EUR' }
    const knowing = merchant(async () => ({ price, country: 'DE', source: 'merchant' }))
    const pages = [page({ price: '49.90' }), page({ price: '44.50' }, { gtin13: undefined })]
    const { telltale, ids } = await track(pages, knowing)
    const { offers } = await telltale.products.compare(ids)
    expect(offers.map(({ benchmark }) => benchmark?.price)).toEqual([price, undefined])
    const failing = merchant(async () => {
      throw new ValidationError('merchant', [{ path: '', message: 'the account is closed' }])
    })
    const without = await track(pages, failing)
    const errors: string[] = []
    without.telltale.on('error', ({ message }) => void errors.push(message))
    expect((await without.telltale.products.compare(without.ids)).offers[0]).not.toHaveProperty('benchmark')
    expect(errors).toEqual([expect.stringMatching(/the account is closed/)])
  })

  it('is rejected with fewer than two products, a duplicate, or one of another owner', async () => {
    const { telltale, ids } = await track([page({ price: '10' }), page({ price: '9' })])
    const [first = '', second = ''] = ids
    await expect(telltale.products.compare([first])).rejects.toThrow(/expected at least two products/)
    await expect(telltale.products.compare([first, first])).rejects.toThrow(/each product once/)
    await expect(telltale.for('ben').products.compare([first, second])).rejects.toBeInstanceOf(NotFoundError)
    await expect(telltale.products.comparison('x')).rejects.toBeInstanceOf(NotFoundError)
    const display = { currency: 'EUR', rates: { USD: 'much' }, ratesAt: 0 }
    await expect(telltale.products.compare(ids, { display })).rejects.toThrow(
      /display\.rates\.USD: expected a rate/,
    )
  })
})

describe('a search of the host’s catalogue', () => {
  it('asks the merchant services, up to the limit', async () => {
    const { telltale } = startTelltale({ adapters: [merchant(async () => undefined)] })
    expect(await telltale.products.search('kettle', { limit: 1 })).toEqual([{ id: '1', title: 'kettle one' }])
    await expect(telltale.products.search(' ')).rejects.toBeInstanceOf(ValidationError)
  })

  it('finds nothing without a merchant service', async () => {
    const { telltale } = startTelltale()
    expect(await telltale.products.search('kettle')).toEqual([])
  })
})
