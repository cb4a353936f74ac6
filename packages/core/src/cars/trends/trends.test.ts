import { existsSync, readFileSync } from 'node:fs'
import { gunzipSync } from 'node:zlib'
import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import {
  type DatedPrice,
  daysListed,
  hedonicIndex,
  marketSupply,
  type PriceIndex,
  priceCuts,
  repeatSalesIndex,
} from '../index.js'

/** Bounds the rounds of a property by time, too: a third of the time limit of a test. */
const timeLimit = { interruptAfterTimeLimit: 3_000, markInterruptAsFailure: false }

const corpus = new URL('../../../../../../shared/data/cars/us_auction_train.csv.gz', import.meta.url)
const there = existsSync(corpus)
const month = (number: number, day = 10) => Date.UTC(2026, number, day)
const indices = ({ points }: PriceIndex) => points.map(({ index }) => index)

/** Prices that were made by a rule: 100, 105, 98, 110 a month for cars of any age and mileage, with or without noise. */
const truth = [100, 105, 98, 110]
const madeUp = (noise: (i: number) => number): readonly DatedPrice[] =>
  Array.from({ length: 2_000 }, (_, i) => {
    const at = month(i % 4, 1 + (i % 27))
    const year = 2010 + ((i * 7) % 15)
    const age = (at - Date.UTC(year, 0, 1)) / (365.25 * 86_400_000)
    const mileageMiles = 5_000 + ((i * 7_919) % 150_000)
    const [model, base] = i % 3 === 0 ? ['Camry', 30_000] : ['Corolla', 22_000]
    const log =
      Math.log(base) -
      0.11 * age +
      0.001 * age * age -
      0.05 * Math.log1p(mileageMiles) +
      Math.log((truth[i % 4] ?? 100) / 100)
    return { at, price: Math.exp(log + noise(i)), make: 'Toyota', model, year, mileageMiles }
  })

describe('hedonicIndex', () => {
  it('finds the rule that prices were made by, whatever cars come in which month', () => {
    const { points, sampleSize, volatility } = hedonicIndex(madeUp(() => 0))
    expect(sampleSize).toBe(2_000)
    for (const [i, { index, at }] of points.entries()) {
      expect(index).toBeCloseTo(truth[i] ?? 0, 6)
      expect(at).toBe(month(i, 1))
    }
    const changes = [Math.log(1.05), Math.log(98 / 105), Math.log(110 / 98)]
    const mean = changes.reduce((sum, each) => sum + each, 0) / 3
    const variance = changes.reduce((sum, each) => sum + (each - mean) ** 2, 0) / 2
    expect(volatility).toBeCloseTo(Math.sqrt(variance), 6)
  })

  it('encloses the truth with its interval eight times in ten, and is not thrown off by mistakes', () => {
    const uniform = (i: number) => ((Math.imul(i + 1, 2_654_435_761) >>> 0) / 2 ** 32 - 0.5) * 0.4
    const sales = madeUp(uniform).map((sale, i) =>
      i % 100 === 3 ? { ...sale, price: sale.price * 30 } : sale,
    )
    const { points, sampleSize } = hedonicIndex(sales)
    expect(sampleSize).toBeLessThan(2_000)
    expect(sampleSize).toBeGreaterThan(1_950)
    for (const [i, { index, low, high }] of points.entries()) {
      expect(Math.abs(index / (truth[i] ?? 0) - 1)).toBeLessThan(0.02)
      expect(low <= index && index <= high).toBe(true)
    }
  })

  it('leaves out months with too few prices, and prices that lack year or mileage', () => {
    const [first] = madeUp(() => 0)
    if (!first) throw new Error('there are prices')
    const sales = [...madeUp(() => 0), { ...first, at: month(8) }]
    expect(hedonicIndex(sales).points).toHaveLength(4)
    const { year: _year, ...undated } = first
    expect(hedonicIndex([undated], { minCount: 1 })).toEqual({ points: [], sampleSize: 0 })
    expect(hedonicIndex([])).toEqual({ points: [], sampleSize: 0 })
  })

  it('has no point where nothing can be compared', () => {
    const one = (at: number, model: string): DatedPrice => ({
      at,
      price: 9_000,
      make: 'A',
      model,
      year: 2020,
      mileageMiles: 1,
    })
    // Another model in each month: whether prices moved or the cars differ cannot be told.
    const { points } = hedonicIndex([one(month(0), 'X'), one(month(1), 'Y')], { minCount: 1 })
    expect(points.map(({ at }) => at)).toEqual([month(0, 1)])
  })

  it('goes by weeks from Monday and by quarters as well', () => {
    const weekly = hedonicIndex(
      madeUp(() => 0),
      { period: 'week', minCount: 1 },
    ).points
    expect(weekly.every(({ at }) => new Date(at).getUTCDay() === 1)).toBe(true)
    const quarterly = hedonicIndex(
      madeUp(() => 0),
      { period: 'quarter' },
    ).points
    expect(quarterly.map(({ at }) => at)).toEqual([month(0, 1), month(3, 1)])
  })

  it.each([[{ period: 'day' }], [{ minCount: 0 }], [{ model: 'Camry' }]])('refuses %j', (options) => {
    expect(() => hedonicIndex([], options as object)).toThrow(/hedonicIndex/)
  })
})

describe('repeatSalesIndex', () => {
  const sold = (vin: string, at: number, price: number): DatedPrice => ({
    at,
    price,
    make: 'A',
    model: 'B',
    vin,
  })

  it('is the geometric mean of the changes where there are two months', () => {
    const sales = [
      sold('1', month(0), 10_000),
      sold('1', month(1), 9_000),
      sold('2', month(0), 20_000),
      sold('2', month(1), 20_800),
      sold('3', month(0), 5_000),
    ]
    const index = repeatSalesIndex(sales, { minCount: 1 })
    expect(indices(index)[1]).toBeCloseTo(100 * Math.sqrt(0.9 * 1.04), 8)
    expect(index).toMatchObject({ sampleSize: 2, points: [{ index: 100, count: 2 }, { count: 2 }] })
    expect(index).not.toHaveProperty('volatility')
  })

  it('joins months that no car was sold in both of', () => {
    const sales = [
      sold('1', month(0), 100),
      sold('1', month(1), 110),
      sold('2', month(1), 100),
      sold('2', month(2), 90),
      sold('3', month(2), 100),
      sold('3', month(2, 20), 50),
    ]
    expect(indices(repeatSalesIndex(sales, { minCount: 1 })).map((each) => each.toFixed(6))).toEqual([
      '100.000000',
      '110.000000',
      '99.000000',
    ])
  })

  it('finds any index that prices follow exactly', () => {
    const levels = fc.array(fc.integer({ min: 50, max: 200 }), { minLength: 2, maxLength: 8 })
    fc.assert(
      fc.property(levels, (given) => {
        const sales = given
          .slice(1)
          .flatMap((_, i) =>
            [i, i + 1].map((at) => sold(`car ${i}`, month(at), (1_000 + i) * (given[at] ?? 0))),
          )
        for (const [i, index] of indices(repeatSalesIndex(sales, { minCount: 1 })).entries())
          expect(index).toBeCloseTo((100 * (given[i] ?? 0)) / (given[0] ?? 1), 6)
      }),
      timeLimit,
    )
  })

  it('is empty without cars that were sold twice', () => {
    expect(repeatSalesIndex([])).toEqual({ points: [], sampleSize: 0 })
    const { vin: _vin, ...nameless } = sold('1', month(0), 1)
    expect(repeatSalesIndex([nameless, sold('1', month(1), 1)], { minCount: 1 }).points).toEqual([])
  })
})

describe('the indices of real auctions', () => {
  it.skipIf(!there)('agree between two halves of the cars (needs shared/data)', () => {
    const [header = '', ...rows] = gunzipSync(readFileSync(corpus)).toString('utf8').trim().split('\n')
    const columns = header.split(',')
    const sales = rows
      .map((row) => row.split(','))
      .filter((row) => row.length === columns.length && row[columns.indexOf('odometer')])
      .map((row): DatedPrice => {
        const cell = (name: string) => row[columns.indexOf(name)] ?? ''
        return {
          make: cell('make'),
          model: cell('model'),
          trim: cell('trim'),
          vin: cell('vin'),
          at: Date.parse(cell('saledate')),
          price: Number(cell('sellingprice')),
          year: Number(cell('year')),
          mileageMiles: Number(cell('odometer')),
        }
      })
      .filter(({ price, at }) => price > 0 && at > 0)
    const half = (bit: number) => sales.filter(({ vin = '' }) => vin.charCodeAt(16) % 2 === bit)
    const [even, odd] = [0, 1].map((bit) => hedonicIndex(half(bit), { minCount: 200 }))
    const common = even?.points.flatMap(({ at, index }) => {
      const other = odd?.points.find((point) => point.at === at)
      return other ? [{ one: index, other: other.index }] : []
    })
    expect(common?.length).toBeGreaterThan(3)
    for (const { one, other } of common ?? []) expect(Math.abs(one / other - 1)).toBeLessThan(0.05)
    expect(repeatSalesIndex(sales, { minCount: 10 }).sampleSize).toBeGreaterThan(50)
  })
})

describe('daysListed', () => {
  it('counts cars that still stand as lasting at least so long', () => {
    // The example of Kaplan and Meier (1958): ends at 0.8, 3.1, 5.4 and 9.2, losses at 1.0, 2.7, 7.0 and 12.1.
    const spells = [0.8, 3.1, 5.4, 9.2].map((days) => ({ days, isGone: true }))
    const lost = [1, 2.7, 7, 12.1].map((days) => ({ days, isGone: false }))
    const { survival, count, gone, medianDays, p25Days, p75Days } = daysListed([...spells, ...lost])
    expect(survival.map(({ share }) => share.toFixed(4))).toEqual([
      (7 / 8).toFixed(4),
      ((7 / 8) * (4 / 5)).toFixed(4),
      ((7 / 8) * (4 / 5) * (3 / 4)).toFixed(4),
      ((7 / 8) * (4 / 5) * (3 / 4) * (1 / 2)).toFixed(4),
    ])
    expect([count, gone, p25Days, medianDays]).toEqual([8, 4, 3.1, 9.2])
    expect(p75Days).toBeUndefined()
  })

  it('is the plain median where all are gone', () => {
    fc.assert(
      fc.property(fc.array(fc.integer({ min: 0, max: 90 }), { minLength: 1, maxLength: 40 }), (days) => {
        const { medianDays } = daysListed(days.map((each) => ({ days: each, isGone: true })))
        const sorted = [...days].sort((a, b) => a - b)
        expect(medianDays).toBe(sorted[Math.ceil(sorted.length / 2) - 1])
      }),
      timeLimit,
    )
  })

  it('knows no median of nothing, or while more than half stand', () => {
    expect(daysListed([])).toEqual({ count: 0, gone: 0, survival: [] })
    expect(daysListed([{ days: 5, isGone: false }])).not.toHaveProperty('medianDays')
    expect(() => daysListed([{ days: -1, isGone: true }])).toThrow(/days/)
  })
})

describe('marketSupply', () => {
  const at = month(2)
  const day = 86_400_000
  const gone = (daysAgo: number) => ({
    firstSeenAt: 0,
    lastSeenAt: at - daysAgo * day,
    status: 'gone' as const,
  })
  const active = { firstSeenAt: at - day, status: 'active' as const }

  it('is the cars for sale over those sold a day', () => {
    // 60 for sale, 30 sold within 45 days: two thirds a day, 90 days' supply; the one that went before does not count.
    const listings = [
      ...Array(60).fill(active),
      ...Array(30).fill(gone(10)),
      gone(50),
      { firstSeenAt: at + day },
      {},
    ]
    const supply = marketSupply(listings, { at })
    expect(supply).toMatchObject({ active: 60, stale: 0, sold: 30, watchedDays: 45, daysSupply: 90 })
    // Chi-square tables: half of the 10 % quantile at 60 degrees of freedom, 46.459, and of the 90 % one at 62, 76.630.
    expect(supply.interval?.high).toBeCloseTo((60 * 45) / (46.459 / 2), 0)
    expect(supply.interval?.low).toBeCloseTo((60 * 45) / (76.63 / 2), 0)
    expect(marketSupply(listings, { at, windowDays: 5 })).toEqual({
      active: 60,
      stale: 0,
      sold: 0,
      watchedDays: 5,
    })
    expect(marketSupply([{ firstSeenAt: 0, status: 'gone' as const }], { at })).toMatchObject({
      active: 0,
      sold: 0,
    })
    expect(marketSupply([], { at })).toEqual({ active: 0, stale: 0, sold: 0, watchedDays: 0 })
  })

  it('counts a car that nobody has seen lately on no side, and only the days that were watched', () => {
    const watched = { firstSeenAt: at - 9 * day, lastSeenAt: at, status: 'active' as const }
    const sold = { firstSeenAt: at - 9 * day, lastSeenAt: at - 2 * day, status: 'gone' as const }
    // 6 for sale and 3 sold in the 9 days since the watch began: 18 days, and not 90 as over 45 days.
    expect(marketSupply([...Array(6).fill(watched), ...Array(3).fill(sold)], { at }).daysSupply).toBe(18)
    const lost = { firstSeenAt: 0, lastSeenAt: at - 60 * day, status: 'active' as const }
    expect(marketSupply([watched, lost], { at })).toMatchObject({ active: 1, stale: 1 })
  })

  it('refuses a window of nothing', () => {
    expect(() => marketSupply([], { at, windowDays: 0 })).toThrow(/windowDays/)
  })
})

describe('priceCuts', () => {
  it('finds what was cut, when and by how much', () => {
    const prices = [
      { at: month(0, 21), price: 9_700 },
      { at: month(0, 1), price: 10_000 },
      { at: month(0, 11), price: 10_000 },
      { at: month(1, 1), price: 9_900 },
      { at: month(1, 11), price: 9_000 },
    ]
    const { cuts, totalShare, daysToFirstCut } = priceCuts(prices)
    expect(cuts.map(({ from, to }) => [from, to])).toEqual([
      [10_000, 9_700],
      [9_900, 9_000],
    ])
    expect(cuts[0]?.share).toBeCloseTo(0.03, 12)
    expect([totalShare, daysToFirstCut]).toEqual([0.1, 20])
    expect(priceCuts([])).toEqual({ cuts: [] })
    expect(() => priceCuts([{ at: 0, price: 0 }])).toThrow(/price/)
  })
})
