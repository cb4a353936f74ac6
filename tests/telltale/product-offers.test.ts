import { NotFoundError, ValidationError } from '@telltale/core'
import type { Storage } from '@telltale/core/ports'
import { memoryStorage } from '@telltale/storage-memory'
import { describe, expect, it } from 'vitest'
import { nextEvents, startTelltale } from './start.js'
import { productPage, Target } from './target.js'

const day = 86_400_000
const euros = (amount: string) => ({ amount, currency: 'EUR' })

/** A shop whose pages are what the test says. */
async function startShop(html: string) {
  const target = await Target.start()
  const setPage = (next: string) => {
    target.answer = (response) =>
      void response.writeHead(200, { 'content-type': 'text/html; charset=utf-8' }).end(next)
  }
  setPage(html)
  return { url: `${target.url}kettle`, setPage }
}

const offers = [
  { price: '80.00', seller: { name: 'Old &amp; Good' }, itemCondition: 'https://schema.org/UsedCondition' },
  { price: '100.00', seller: { name: 'Fresh Ltd' }, itemCondition: 'https://schema.org/NewCondition' },
].map((offer) => ({ '@type': 'Offer', priceCurrency: 'EUR', ...offer }))
const marketplace = `<!doctype html><title>Kettle</title><script type="application/ld+json">${JSON.stringify({
  '@type': 'Product',
  name: 'Kettle',
  offers,
})}</script><h1>Kettle</h1>`

describe('a page with several offers', () => {
  it('gives the one of new goods, and all of them beside it', async () => {
    const { url } = await startShop(marketplace)
    const { telltale } = startTelltale()
    const product = await telltale.products.track(url)
    expect(product).toMatchObject({ price: euros('100.00'), seller: 'Fresh Ltd' })
    expect(product.offers).toEqual([
      { price: euros('80.00'), seller: 'Old & Good', condition: 'used' },
      { price: euros('100.00'), seller: 'Fresh Ltd', condition: 'new' },
    ])
  })

  it.each([
    [{ condition: 'used' } as const, '80.00'],
    [{ seller: 'old' }, '80.00'],
    [{ seller: 'Fresh Ltd', condition: 'new' } as const, '100.00'],
  ])('gives the one that %j chooses, at each reading', async (choice, amount) => {
    const { url } = await startShop(marketplace)
    const { telltale } = startTelltale()
    const product = await telltale.products.track(url, choice)
    expect(product).toMatchObject({ price: euros(amount), choice })
    expect((await telltale.products.refresh(product.id)).product.price).toEqual(euros(amount))
  })

  it('gives none in place of one that is not there', async () => {
    const { url } = await startShop(marketplace)
    const { telltale } = startTelltale()
    const product = await telltale.products.track(url, { seller: 'Somebody Else' })
    expect(product.unread).toMatchObject({
      reason: 'no-price',
      message: expect.stringContaining('Somebody Else'),
    })
  })
})

describe('track without waiting', () => {
  it('returns at once, and a worker reads the page', async () => {
    const { url } = await startShop(productPage('49.90'))
    const { telltale, clock } = startTelltale()
    await telltale.start()
    const read = nextEvents(telltale, 'product:refreshed', 1)
    const product = await telltale.products.track(url, { wait: false })
    expect(product).not.toHaveProperty('price')
    expect(product.dueAt).toBe(clock.now())
    await clock.advance(60_000)
    const [event] = await read
    expect(event?.product.price).toEqual(euros('49.90'))
    expect(event?.observation).not.toHaveProperty('missedSlots')
    expect((await telltale.products.get(product.id)).dueAt).toBeGreaterThan(clock.now())
  })
})

describe('a price from a browser', () => {
  it('leaves the availability as the page last said it', async () => {
    const { url } = await startShop(productPage('49.90'))
    const { telltale } = startTelltale()
    await telltale.products.track(url)
    const { product } = await telltale.products.observe({ url, price: euros('45.00') })
    expect(product).toMatchObject({ price: euros('45.00'), availability: 'InStock' })
  })
})

describe('untrack', () => {
  it('removes a product with all that belongs to it in one transaction', async () => {
    const { url } = await startShop(productPage('49.90'))
    let transactions = 0
    const storage = memoryStorage()
    const counted: Storage = {
      ...storage,
      transaction: (work) => {
        transactions += 1
        return storage.transaction(work)
      },
    }
    const { telltale } = startTelltale({ storage: counted })
    const { id } = await telltale.products.track(url)
    await telltale.alerts.rules.create({ subjectId: id, condition: { kind: 'new-low', days: 30 } })
    transactions = 0
    await telltale.products.untrack(id)
    expect(transactions).toBe(1)
    await expect(telltale.products.get(id)).rejects.toThrow(NotFoundError)
  })
})

/** A page whose data is wrong: the price that a visitor pays stands in an element of the shop's own. */
const mislabelled = (paid: string, name = 'sum') =>
  `<!doctype html><title>Kettle</title><meta property="og:price:amount" content="10"><meta property="og:price:currency" content="EUR">
   <h1>Kettle</h1><div><b class="${name}">${paid}</b></div><button>Add to cart</button>`

describe('a price that its owner teaches', () => {
  it('counts from then on, whatever the data of the page says', async () => {
    const { url, setPage } = await startShop(mislabelled('49,90 €'))
    const { telltale, clock } = startTelltale()
    const { id, price } = await telltale.products.track(url)
    expect(price).not.toEqual(euros('49.90'))
    const { product } = await telltale.products.teach(id, { price: '49,90 €' })
    expect(product).toMatchObject({ price: euros('49.90') })
    setPage(mislabelled('45,00 €'))
    await clock.advance(day)
    expect((await telltale.products.refresh(id)).product.price).toEqual(euros('45.00'))
  })

  it('is found again after a redesign where the last price proves it', async () => {
    const { url, setPage } = await startShop(mislabelled('49,90 €'))
    const { telltale, clock } = startTelltale()
    const { id } = await telltale.products.track(url)
    await telltale.products.teach(id, { price: '49,90 €' })
    setPage(mislabelled('49,90 €', 'total-now'))
    await clock.advance(day)
    expect((await telltale.products.refresh(id)).product.price).toEqual(euros('49.90'))
    setPage(mislabelled('44,00 €', 'total-now'))
    await clock.advance(day)
    expect((await telltale.products.refresh(id)).product.price).toEqual(euros('44.00'))
  })

  it('is not replaced by another price where nothing proves it', async () => {
    const { url, setPage } = await startShop(mislabelled('49,90 €'))
    const { telltale, clock } = startTelltale()
    const { id } = await telltale.products.track(url)
    await telltale.products.teach(id, { price: '49,90 €' })
    setPage(mislabelled('44,00 €', 'total-now'))
    await clock.advance(day)
    const { product } = await telltale.products.refresh(id)
    expect(product).toMatchObject({ price: euros('49.90'), unread: { reason: 'no-price' } })
  })

  it('is refused when the page does not show it, and forgotten on demand', async () => {
    const { url } = await startShop(mislabelled('49,90 €'))
    const { telltale } = startTelltale()
    const { id, price, unread } = await telltale.products.track(url)
    await expect(telltale.products.teach(id, { price: '99,00 €' })).rejects.toThrow(ValidationError)
    await telltale.products.teach(id, { price: '49,90 €' })
    const { observation } = await telltale.products.teach(id, { price: 'none' })
    expect(observation.price).toEqual(price)
    expect(observation.unread?.reason).toBe(unread?.reason)
  })
})
