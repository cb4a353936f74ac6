import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { pettittTest } from './change-points.js'
import { analyzeHistory, type HistoryPoint, parsePackSize, sameProduct } from './index.js'

/** Bounds the rounds of a property by time too. */
const limits = { interruptAfterTimeLimit: 3_000, markInterruptAsFailure: false }

const day = 86_400_000
const start = Date.UTC(2023, 0, 1)
const eur = (amount: number) => ({ amount: amount.toFixed(2), currency: 'EUR' })

/** One reading a day. */
const daily = (prices: readonly number[]): readonly HistoryPoint[] =>
  prices.map((price, index) => ({ at: start + index * day, price: eur(price) }))

const analyzed = (points: readonly HistoryPoint[]) =>
  analyzeHistory(points, { now: points.at(-1)?.at ?? start })

const repeat = (count: number, price: number) => Array<number>(count).fill(price)

describe('percentile, volatility and known days', () => {
  it('say how often it was cheaper, how much it moved, and on how many days something is known', () => {
    const points = daily([...repeat(30, 80), ...repeat(61, 100)])
    expect(analyzed(points)).toMatchObject({ percentile: 33.3, knownDays: 90 }) // 30 of 90 days
    // Of 30 days at 80 and 60 at 100: mean 93.33, standard deviation 9.43.
    expect(analyzed(points).volatilityPercent).toBe(10.1)
    expect(analyzed(daily([...repeat(30, 100), 90]))).toMatchObject({ percentile: 0, knownDays: 30 })
  })
})

describe('change points', () => {
  it('agree with the well-known one of the Nile, after 1898', () => {
    // R's data set `Nile`; U = 1617 by its definition in NumPy, each pair compared.
    const nile = [
      1120, 1160, 963, 1210, 1160, 1160, 813, 1230, 1370, 1140, 995, 935, 1110, 994, 1020, 960, 1180, 799,
      958, 1140, 1100, 1210, 1150, 1250, 1260, 1220, 1030, 1100, 774, 840, 874, 694, 940, 833, 701, 916, 692,
      1020, 1050, 969, 831, 726, 456, 824, 702, 1120, 1100, 832, 764, 821, 768, 845, 864, 862, 698, 845, 744,
      796, 1040, 759, 781, 865, 845, 944, 984, 897, 822, 1010, 771, 676, 649, 846, 812, 742, 801, 1040, 860,
      874, 848, 890, 744, 749, 838, 1050, 918, 986, 797, 923, 975, 815, 1020, 906, 901, 1170, 912, 746, 919,
      718, 714, 740,
    ]
    const { index, pValue } = pettittTest(Float64Array.from(nile))
    expect(1871 + index).toBe(1899)
    expect(pValue).toBeCloseTo(3.591e-7, 9)
  })

  it('are what comparing each pair gives', () => {
    fc.assert(
      fc.property(fc.array(fc.integer({ min: 0, max: 9 }), { minLength: 2, maxLength: 40 }), (values) => {
        let largest = 0
        for (let split = 1; split < values.length; split++) {
          let sum = 0
          for (const before of values.slice(0, split))
            for (const after of values.slice(split)) sum += Math.sign(before - after)
          largest = Math.max(largest, Math.abs(sum))
        }
        const n = values.length
        const pValue = Math.min(1, 2 * Math.exp((-6 * largest ** 2) / (n ** 3 + n ** 2)))
        expect(pettittTest(Float64Array.from(values)).pValue).toBeCloseTo(pValue, 12)
      }),
      limits,
    )
  })

  it('are lasting: a level that stays, and no sale', () => {
    const points = daily([...repeat(60, 100), ...repeat(5, 70), ...repeat(40, 100), ...repeat(50, 120)])
    expect(analyzed(points).changePoints).toEqual([
      { at: start + 105 * day, from: eur(100), to: eur(120), percent: 20 },
    ])
    expect(analyzed(points).summary).toMatch(
      /Its level moved from 100\.00 EUR to 120\.00 EUR on 2023-04-16\./,
    )
  })
})

describe('seasonality', () => {
  it('finds the month that is cheap each year, and says in how many', () => {
    const prices = Array.from({ length: 3 * 365 }, (_, index) =>
      new Date(start + index * day).getUTCMonth() === 10 ? 82 : 100,
    )
    const { seasonality, summary } = analyzed(daily(prices))
    expect(seasonality?.cheapest).toEqual({ month: 11, percent: -18, years: 3, agreeing: 3 })
    expect(seasonality?.months).toHaveLength(12)
    expect(summary).toMatch(/In November it was 18 % below the rest of the year, in 3 of 3 years\./)
  })

  it('is not said of less than a year, nor of a price that does not move', () => {
    expect(analyzed(daily(repeat(250, 100)))).not.toHaveProperty('seasonality')
    expect(analyzed(daily(repeat(400, 100))).seasonality).not.toHaveProperty('cheapest')
  })
})

describe('advice', () => {
  /** Four weeks at 100 and one at 70, over and over. */
  const cycle = Array.from({ length: 15 }, () => [...repeat(28, 100), ...repeat(7, 70)]).flat()

  it('waits for the sale that comes each month, and buys in it', () => {
    const before = analyzed(daily([...cycle, ...repeat(10, 100)])).advice
    expect(before).toMatchObject({
      action: 'wait',
      reason: expect.stringMatching(
        /^it was cheaper on a fifth to half of the last 90 days; .* within 30 days with a chance of \d+ %; waiting is expected to save /,
      ),
    })
    expect(before?.dropChance).toBeGreaterThan(0.8)
    expect(Number(before?.expectedSaving.amount)).toBeGreaterThan(15)
    for (const days of [1, 2]) {
      const { advice } = analyzed(daily([...cycle, ...repeat(28, 100), ...repeat(days, 70)]))
      expect(advice?.reason).toMatch(/^it was hardly ever cheaper/)
    }
    const within = analyzed(daily([...cycle, ...cycle, ...repeat(28, 100), 70, 70])).advice
    expect(within).toMatchObject({ action: 'buy' })
    // Drawn towards how often it dropped on any day, 80 %, until more than that is proven.
    expect(within?.dropChance).toBeLessThan(0.4)
    expect(within?.expectedSaving.amount).toMatch(/^-/)
  })

  it('is scored on the same history: better than knowing how often the price dropped, and money saved', () => {
    const { backtest } = analyzed(daily(cycle)).advice ?? {}
    expect(backtest?.brierScore).toBeLessThan(backtest?.baselineBrierScore ?? 0)
    expect(backtest?.savedPercent).toBeGreaterThan(10)
    expect(backtest?.days).toBeGreaterThan(300)
  })

  it('is withheld, with the reason, where a plain forecast was as good; and there is none where too little is known', () => {
    const { advice, noAdvice, summary } = analyzed(daily(repeat(200, 100)))
    expect(advice).toBeUndefined()
    // 169 days less the 60 that are learned from, each without a drop.
    expect(noAdvice).toMatch(
      /^on \d+ past days the level of the price said no more than how often it dropped before /,
    )
    expect(summary).toContain('No advice to buy or to wait: on ')
    const short = analyzed(daily(repeat(80, 100)))
    expect(short).not.toHaveProperty('advice')
    expect(short).not.toHaveProperty('noAdvice')
  })

  it.each([
    ['falls', 0.99],
    ['rises', 1.01],
  ])('is withheld where the price %s by 1 %% a week', (_, factor) => {
    const prices = Array.from({ length: 560 }, (__, index) => 1000 * factor ** Math.floor(index / 7))
    const analysis = analyzed(daily(prices))
    expect(analysis).not.toHaveProperty('advice')
    expect(analysis.noAdvice).toMatch(/Brier score/)
  })
})

describe('a pack', () => {
  it.each([
    ['Coffee beans 500 g', { amount: 500, unit: 'g' }],
    ['Mineral water 6 x 1,5 L', { amount: 9_000, unit: 'ml' }],
    ['Cola 330ml', { amount: 330, unit: 'ml' }],
    ['Potato 1 kg', { amount: 1_000, unit: 'g' }],
    ['Tropicana 64 fl. oz', { amount: 1_892.706, unit: 'ml' }],
    ['Socks 10-pack', { amount: 10, unit: 'piece' }],
    ['Tea, 20 pcs, 35 g', { amount: 35, unit: 'g' }],
    ['Phone 8 GB 256 GB', undefined],
    ['Set of 500 g and 250 g', undefined],
    ['A book', undefined],
  ])('is read off %j', (title, expected) => {
    expect(parsePackSize(title)).toEqual(expected)
  })

  it('that shrinks at the same price is a hidden rise', () => {
    const pack = (amount: number) => ({ amount, unit: 'g' as const })
    const points = daily([5.99, 5.99, 5.99]).map((point, index) => ({
      ...point,
      pack: pack(index < 2 ? 500 : 450),
    }))
    const { packChange, unitPrice, summary } = analyzed(points)
    // 500 / 450 = 1.111; 5.99 / 0.45 = 13.3111
    expect(packChange).toEqual({
      at: start + 2 * day,
      from: pack(500),
      to: pack(450),
      unitPricePercent: 11.1,
      isShrinkflation: true,
    })
    expect(unitPrice).toEqual({ amount: 13.3111, currency: 'EUR', per: 'kg' })
    expect(summary).toMatch(
      /The pack shrank from 500 g to 450 g on 2023-01-03: each unit costs 11\.1 % more\./,
    )
    const cheaper = points.map((point, index) => (index === 2 ? { ...point, price: eur(5) } : point))
    expect(analyzed(cheaper).packChange).toMatchObject({ isShrinkflation: false, unitPricePercent: -7.3 })
    expect(analyzed(daily([1, 2]))).not.toHaveProperty('packChange')
  })
})

describe('the same product', () => {
  const gtin = '4006381333931' // the example of Wikipedia's article on the check digit of EAN-13

  it.each([
    ['a GTIN, however padded', { gtin }, { gtin: `0${gtin}` }, 'gtin'],
    [
      'another GTIN, whatever the titles say',
      { gtin, title: 'Pen 88 fine blue' },
      { gtin: '96385074', title: 'Pen 88 fine blue' },
      undefined,
    ],
    ['a maker’s number and brand', { brand: 'Acme', mpn: 'K-200' }, { brand: 'ACME', mpn: 'k200' }, 'mpn'],
    [
      'a maker’s number of another brand',
      { brand: 'Acme', mpn: 'K200' },
      { brand: 'Bolt', mpn: 'K200' },
      undefined,
    ],
    [
      'titles in another order',
      { title: 'Acme Kettle K200 1.7 l' },
      { title: 'Kettle Acme K200, 1.7 l' },
      'title',
    ],
    [
      'titles with another size',
      { title: 'Acme Phone 9 256 GB black' },
      { title: 'Acme Phone 9 128GB black' },
      undefined,
    ],
    [
      'titles without a number',
      { title: 'blue cotton shirt slim' },
      { title: 'blue cotton shirt slim' },
      undefined,
    ],
    [
      'a GTIN whose check digit is wrong, so titles',
      { gtin: '4006381333932', title: 'Acme Kettle K200 red' },
      { gtin, title: 'Acme Kettle K200 red' },
      'title',
    ],
    ['nothing', {}, {}, undefined],
  ])('is told by %s', (_, one, other, by) => {
    expect(sameProduct(one, other)?.by).toBe(by)
    expect(sameProduct(other, one)?.by).toBe(by)
  })
})
