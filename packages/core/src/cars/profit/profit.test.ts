import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { bidCeiling, type Deal, estimateFromMoney, estimateProfit, purchaseCost } from '../index.js'

/** Bounds the rounds of a property by time, too: a third of the time limit of a test. */
const timeLimit = { interruptAfterTimeLimit: 3_000, markInterruptAsFailure: false }

const sale = { value: 11_500, low: 10_300, high: 12_900, priceLevel: 'paid' } as const
const deal: Deal = {
  bidUsd: 9_000,
  sale,
  inspectionUsd: 150,
  repairUsd: { value: 400, low: 100, high: 1_200 },
  daysToSell: { value: 35, low: 15, high: 80 },
  holdingUsdPerDay: 12,
  sellingUsd: 250,
}

describe('estimateProfit', () => {
  it('meets the interval of the sale where nothing else is uncertain', () => {
    const { p10Usd, p50Usd, p90Usd } = estimateProfit({ bidUsd: 9_000, sale })
    expect(p10Usd).toBeCloseTo(1_300, -1)
    expect(p50Usd).toBeCloseTo(2_500, -1)
    expect(p90Usd).toBeCloseTo(3_900, -1)
  })

  it.each([
    [10_300, 0.1],
    [11_500, 0.5],
    [12_900, 0.9],
    // The 1 % quantile lies 2.3263 / 1.2816 as far below the median as the 10 % one, in the logarithm: normal tables.
    [11_500 * (10_300 / 11_500) ** (2.32635 / 1.28155), 0.01],
    [11_500 * (12_900 / 11_500) ** (1.95996 / 1.28155), 0.975],
  ])(
    'gives a bid of %d the chance of a loss that the tables of the normal distribution give',
    (bidUsd, chance) => {
      expect(estimateProfit({ bidUsd, sale }).chanceOfLoss).toBeCloseTo(chance, 2)
    },
  )

  it('refuses what sellers ask as what is earned, unless the distance is stated', () => {
    const asking = { ...deal, sale: { ...sale, priceLevel: 'asking' } } as const
    expect(() => estimateProfit(asking)).toThrow(/saleLevel: expected the kind of price/)
    expect(() => bidCeiling({ sale: asking.sale }, { chanceOfLoss: 0.1 })).toThrow(/saleLevel/)
    expect(() => estimateProfit({ ...asking, saleLevel: 'paid' })).toThrow(
      /a distance from 'asking' to 'paid'/,
    )
    const ratio = { value: 0.9, low: 0.85, high: 0.95 }
    const own = [{ from: 'asking', to: 'paid', ratio, source: 'own sales of 2026' }] as const
    const { p50Usd, notes } = estimateProfit({ ...asking, saleLevel: 'paid', levelDistances: own })
    expect(estimateProfit(deal).p50Usd - p50Usd).toBeCloseTo(1_150, -2)
    expect(notes).toEqual(['converted from asking to paid prices by 0.90 (0.85 to 0.95): own sales of 2026'])
    expect(estimateProfit(deal).notes).toEqual([])
    expect(estimateProfit({ ...deal, sale: { value: 11_500 } }).notes[0]).toMatch(/is not stated/)
  })

  it('takes the level of the interval into account', () => {
    const half = estimateProfit({ bidUsd: 10_300, sale: { ...sale, level: 0.5 } })
    expect(half.chanceOfLoss).toBeCloseTo(0.25, 2)
  })

  it('meets the quantiles of a valuation where it has them', () => {
    const usd = (amount: number) => ({ amount: amount.toFixed(2), currency: 'USD' })
    const shares = [0.01, 0.1, 0.5, 0.9, 0.99]
    const prices = [4_000, 9_000, 11_000, 12_000, 19_000]
    const valued = estimateFromMoney({
      value: usd(11_000),
      low: usd(9_000),
      high: usd(12_000),
      level: 0.8,
      quantiles: shares.map((share, i) => ({ share, price: usd(prices[i] ?? 0) })),
    })
    for (const [i, share] of shares.entries()) {
      const { chanceOfLoss } = estimateProfit({ bidUsd: prices[i] ?? 0, sale: valued })
      expect(chanceOfLoss).toBeCloseTo(share, 2)
    }
    const falling = {
      ...valued,
      quantiles: [
        { share: 0.5, value: 2 },
        { share: 0.6, value: 1 },
      ],
    }
    expect(() => estimateProfit({ bidUsd: 1, sale: falling })).toThrow(/sale/)
  })

  it('carries several intervals through as trying every combination of them does', () => {
    const grid = Array.from({ length: 400 }, (_, i) => (i + 0.5) / 400)
    // Another inverse of the normal distribution than the engine's: Winitzki's approximation (2008), good to 0.0035.
    const z = (p: number) => {
      const [a, x] = [0.147, 2 * p - 1]
      const log = Math.log(1 - x * x)
      const b = 2 / (Math.PI * a) + log / 2
      return Math.SQRT2 * Math.sign(x) * Math.sqrt(Math.sqrt(b * b - log / a) - b)
    }
    const at = (value: number, low: number, high: number, p: number) =>
      value * ((p < 0.5 ? low : high) / value) ** Math.abs(z(p) / 1.28155)
    const outcomes = grid
      .flatMap((s) => grid.map((r) => at(11_500, 10_300, 12_900, s) - at(400, 100, 1_200, r) - 9_800))
      .sort((a, b) => a - b)
    const quantile = (share: number) => outcomes[Math.floor(share * outcomes.length)] ?? Number.NaN
    const profit = estimateProfit({ bidUsd: 9_800, sale, repairUsd: { value: 400, low: 100, high: 1_200 } })
    expect(Math.abs(profit.p10Usd - quantile(0.1))).toBeLessThan(20)
    expect(Math.abs(profit.p50Usd - quantile(0.5))).toBeLessThan(20)
    expect(Math.abs(profit.p90Usd - quantile(0.9))).toBeLessThan(20)
    const losses = outcomes.filter((usd) => usd < 0).length / outcomes.length
    expect(profit.chanceOfLoss).toBeCloseTo(losses, 2)
    const mean = outcomes.reduce((sum, usd) => sum + usd, 0) / outcomes.length
    expect(Math.abs(profit.expectedUsd - mean)).toBeLessThan(20)
  })

  it('is the exact sum of its parts, and the same each time', () => {
    const profit = estimateProfit(deal)
    const cents = profit.parts.reduce((sum, { usd }) => sum + Math.round(usd * 100), 0)
    expect(profit.expectedUsd).toBe(cents / 100)
    expect(profit.parts.map(({ name }) => name)).toEqual([
      'sale',
      'purchase',
      'inspection',
      'repair',
      'holding',
      'selling',
    ])
    expect(profit.daysToSell).toEqual({ p10: 15, p50: 35, p90: 80 })
    expect(profit.unknown).toEqual([])
    expect(estimateProfit(deal)).toEqual(profit)
  })

  it('pays the taxes and fees of the purchase, and names what is not known', () => {
    const purchase = { state: 'FL', dealerFeeUsd: 0, distanceMiles: 10 } as const
    const profit = estimateProfit({ bidUsd: 9_000, sale, purchase })
    const { totalCostUsd = Number.NaN } = purchaseCost({ ...purchase, priceUsd: 9_000 })
    expect(profit.parts[1]).toEqual({ name: 'purchase', usd: -totalCostUsd })
    expect(profit.unknown).toEqual(['inspection', 'repair', 'holding', 'selling'])
    const unknown = estimateProfit({ bidUsd: 9_000, sale, purchase: { state: 'FL' } })
    expect(unknown.unknown.slice(0, 2)).toEqual(['dealerFee', 'transport'])
  })

  it('keeps its order, whatever the figures', () => {
    const amount = fc.integer({ min: 1, max: 50_000 })
    const figure = fc
      .tuple(amount, amount, amount)
      .map((three) => three.sort((a, b) => a - b))
      .map(([low = 0, value = 0, high = 0]) => ({ value, low, high }))
    fc.assert(
      fc.property(figure, figure, amount, (sold, repairUsd, bidUsd) => {
        const profit = estimateProfit({ bidUsd, sale: sold, repairUsd })
        expect(profit.p10Usd).toBeLessThanOrEqual(profit.p50Usd)
        expect(profit.p50Usd).toBeLessThanOrEqual(profit.p90Usd)
        expect(profit.chanceOfLoss).toBeGreaterThanOrEqual(0)
        expect(profit.chanceOfLoss).toBeLessThanOrEqual(1)
        expect(Number.isFinite(profit.expectedUsd)).toBe(true)
        const dearer = estimateProfit({ bidUsd: bidUsd + 1_000, sale: sold, repairUsd })
        expect(dearer.chanceOfLoss).toBeGreaterThanOrEqual(profit.chanceOfLoss)
      }),
      { numRuns: 50, ...timeLimit },
    )
  })

  it.each([
    [{ ...deal, bidUsd: -1 }, /bidUsd/],
    [{ ...deal, sale: 11_500 }, /sale/],
    [{ ...deal, sale: { value: 1, low: 2, high: 3 } }, /sale/],
    [{ ...deal, sale: { value: 0, low: 0, high: 3 } }, /sale/],
    [{ ...deal, profit: 5 }, /unknown option 'profit'/],
    [{ ...deal, purchase: { state: 'FL', priceUsd: 5 } }, /purchase/],
  ])('refuses %j', (given, message) => {
    expect(() => estimateProfit(given as Deal)).toThrow(message)
  })
})

describe('bidCeiling', () => {
  it('is the lower end of the interval for a chance of one in ten, less what is certain', () => {
    const { bidUsd } = bidCeiling({ sale, repairUsd: 400 }, { chanceOfLoss: 0.1 })
    expect(bidUsd).toBeCloseTo(9_900, -1)
    const least = bidCeiling({ sale, repairUsd: 400 }, { chanceOfLoss: 0.1, minProfitUsd: 500 })
    expect(least.bidUsd).toBeCloseTo(9_400, -1)
  })

  it('leaves room for tax and fees', () => {
    const purchase = { state: 'FL', dealerFeeUsd: 0, distanceMiles: 0 } as const
    const { bidUsd = Number.NaN } = bidCeiling({ sale, purchase }, { chanceOfLoss: 0.1 })
    // (10,300 − 77.25 − 225) / 1.06
    expect(bidUsd).toBeCloseTo(9_997.75 / 1.06, -1)
  })

  it('is the bid at which the chance of a loss is the chosen one', () => {
    const chances = fc.integer({ min: 1, max: 99 }).map((percent) => percent / 100)
    const { bidUsd: _bid, ...resale } = deal
    fc.assert(
      fc.property(
        chances,
        fc.constantFrom('FL' as const, 'SC' as const, 'CT' as const),
        (chanceOfLoss, state) => {
          const placed = { ...resale, purchase: { state } }
          const { bidUsd } = bidCeiling(placed, { chanceOfLoss })
          if (bidUsd === undefined) return
          expect(estimateProfit({ ...placed, bidUsd }).chanceOfLoss).toBeCloseTo(chanceOfLoss, 2)
        },
      ),
      { numRuns: 50, ...timeLimit },
    )
  })

  it('is none where the costs eat up the sale', () => {
    expect(bidCeiling({ sale, repairUsd: 20_000 }, { chanceOfLoss: 0.1 })).toEqual({
      unknown: ['inspection', 'holding', 'selling'],
      notes: [],
    })
  })

  it.each([[{ chanceOfLoss: 0 }], [{ chanceOfLoss: 1 }], [{}]])('refuses %j', (options) => {
    expect(() => bidCeiling({ sale }, options as { chanceOfLoss: number })).toThrow(/chanceOfLoss/)
  })
})
