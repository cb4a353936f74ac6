import { describe, expect, it } from 'vitest'
import { openServer, openShop } from './test-server.js'

const dollars = (amount: string) => ({ amount, currency: 'USD' })

describe('the routes of products', () => {
  it('change, rest and watch a product', async () => {
    const { ana, ben } = await openServer()
    const shop = await openShop()
    const { id } = (await ana('POST', '/products', { url: shop.url, every: '1h' })).body.data
    const changed = await ana('PATCH', `/products/${id}`, { target: dollars('90') })
    expect(changed.body.data).toMatchObject({ target: dollars('90') })
    expect((await ana('POST', `/products/${id}/pause`)).body.data).toMatchObject({ paused: true })
    expect((await ana('POST', `/products/${id}/resume`)).body.data).toMatchObject({ paused: false })
    const rule = { kind: 'price-below', price: dollars('100') }
    const made = await ana('POST', `/products/${id}/rules`, rule)
    expect(made).toMatchObject({ status: 201, body: { data: { condition: rule } } })
    expect((await ana('GET', `/products/${id}/rules`)).body.data).toHaveLength(1)
    expect((await ana('POST', `/products/${id}/rules/simulate`, rule)).body.data).toHaveLength(1)
    expect((await ben('DELETE', `/products/rules/${made.body.data.id}`)).status).toBe(404)
    expect((await ana('DELETE', `/products/rules/${made.body.data.id}`)).status).toBe(200)
    expect((await ana('POST', `/products/${id}/rules`, { kind: 'cheap' })).status).toBe(400)
  })

  it('tell the sales of a product, and what its price means in words', async () => {
    const { ana } = await openServer()
    const shop = await openShop()
    const { id } = (await ana('POST', '/products', { url: shop.url })).body.data
    for (const price of ['100.00', '100.00', '70.00', '100.00']) {
      shop.price = price
      await ana('POST', `/products/${id}/refresh`)
    }
    expect((await ana('GET', `/products/${id}/sales`)).body.data).toMatchObject([
      { depthPercent: 30, lowest: dollars('70.00'), ending: 'price-rose' },
    ])
    const { summary } = (await ana('GET', `/products/${id}/analysis`)).body.data
    expect(summary).toMatch(/^Costs 100\.00 USD since /)
  })

  it('take a price from a browser, and compare offers', async () => {
    const { ana } = await openServer()
    const [one, other] = [await openShop(), await openShop()]
    other.price = '95.00'
    const ids: unknown[] = []
    for (const { url } of [one, other]) ids.push((await ana('POST', '/products', { url })).body.data.id)
    const seen = await ana('POST', '/products/observations', { url: one.url, price: dollars('89.00') })
    expect(seen).toMatchObject({ status: 201, body: { data: { observation: { provenance: 'browser' } } } })
    const compared = await ana('POST', '/products/comparisons', { ids })
    expect(compared).toMatchObject({ status: 201, body: { data: { winner: ids[0] } } })
    const path = `/products/comparisons/${compared.body.data.id}`
    expect((await ana('GET', path)).body.data).toEqual(compared.body.data)
    expect((await ana('GET', '/products/comparisons')).body.data).toHaveLength(1)
    expect((await ana('POST', '/products/comparisons', { ids: [ids[0]] })).status).toBe(400)
  })
})
