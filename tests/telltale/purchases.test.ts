import { zip } from '@telltale/adapters/zip'
import { BudgetError, NotFoundError, type PurchaseOptions } from '@telltale/core'
import type { Adapter, Distance } from '@telltale/core/ports'
import { describe, expect, it } from 'vitest'
import { startTelltale } from './start.js'

const purchase: PurchaseOptions = {
  priceUsd: 20_000,
  state: 'FL',
  dealerFeeUsd: 1_200,
  fromZip: '30303',
  toZip: '33130',
}

describe('a purchase', () => {
  it('costs what it does in the state, with transport over the road between two ZIP codes', async () => {
    const { telltale } = startTelltale({ adapters: [zip()] })
    const { distance, lines, totalCostUsd } = await telltale.purchases.cost(purchase)
    // Atlanta to Miami: some 605 miles straight, 1.2 times that by road; beyond 300 miles 200 and 0.65 for each.
    const { straightMiles = 0, roadMiles = 0 } = distance ?? {}
    expect(straightMiles).toBeGreaterThan(595)
    expect(straightMiles).toBeLessThan(615)
    const transportUsd = (20_000 + Math.round(roadMiles * 65)) / 100
    expect(lines.find(({ name }) => name === 'transport')?.amountUsd).toBe(transportUsd)
    // 6 % of 20,000, title 77.25, registration 225, and the dealer's fee capped at 998.
    expect(totalCostUsd).toBeCloseTo(20_000 + 1_200 + 77.25 + 225 + 998 + transportUsd, 2)
  })

  it('leaves transport unknown where the sources of distances fail, says which, and asks the next one first', async () => {
    const maps = (id: string, between: () => Promise<Distance | undefined>): Adapter => ({
      specVersion: 1,
      id,
      distances: { between },
    })
    const spent = maps('spent', () => Promise.reject(new BudgetError('spent', {})))
    const failed = { adapter: 'spent', what: 'distance', code: 'BUDGET_EXCEEDED' }
    const other = maps('other', async () => undefined)
    const alone = startTelltale({ adapters: [spent, other] }).telltale
    const cost = await alone.purchases.cost(purchase)
    expect(cost.missing).toEqual([failed, { adapter: 'other', what: 'distance', code: 'NOT_FOUND' }])
    expect(cost.unknown).toEqual(['transport'])
    expect(cost).not.toHaveProperty('distance')
    expect(cost.knownUsd).toBeCloseTo(20_000 + 1_200 + 77.25 + 225 + 998, 2)

    const { telltale } = startTelltale({ adapters: [spent, zip()] })
    const whole = await telltale.purchases.cost(purchase)
    expect(whole.missing).toEqual([failed])

    const odd = maps('odd', async () => ({ roadMiles: Number.NaN, straightMiles: 1, isApproximate: false }))
    const passed = await startTelltale({ adapters: [odd, zip()] }).telltale.purchases.cost(purchase)
    expect(passed.missing).toEqual([{ adapter: 'odd', what: 'distance', code: 'ADAPTER_FAILED' }])
    expect(whole.unknown).toEqual([])
  })

  it('says who was asked where nobody knows a place', async () => {
    const { telltale } = startTelltale({ adapters: [zip()] })
    const cost = telltale.purchases.cost({ ...purchase, toZip: '00000' })
    await expect(cost).rejects.toBeInstanceOf(NotFoundError)
    await expect(cost).rejects.toThrow(
      "no source knows how far 30303 and 00000 are from each other; sources asked: 'zip'",
    )
  })

  it.each([
    [{ fromZip: '303' }, /fromZip: expected a ZIP code of five digits/],
    [{ toZip: 33130 }, /toZip: expected a ZIP code of five digits as text/],
    [{ distanceMiles: 5 }, /unknown option 'distanceMiles'/],
  ])('is refused with %j', async (change, message) => {
    const { telltale } = startTelltale({ adapters: [zip()] })
    await expect(telltale.purchases.cost({ ...purchase, ...change } as PurchaseOptions)).rejects.toThrow(
      message,
    )
  })
})
