import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { compareMoney, type Money } from '../money/index.js'
import { defined, omit } from '../options/index.js'
import { analyzeHistory, detectSales, type HistoryAnalysis, type PricePoint } from './index.js'

/** Bounds the rounds of a property by time too. */
const limits = { interruptAfterTimeLimit: 3_000, markInterruptAsFailure: false }

const day = 86_400_000
const start = Date.UTC(2026, 0, 1)
const dayOf = (index: number) => start + index * day
const eur = (amount: string): Money => ({ amount, currency: 'EUR' })

/** A price in euros, seen on a day; none when the page figures none. */
const seen = (index: number, amount?: string): PricePoint => ({
  at: dayOf(index),
  ...defined({ price: amount ? eur(amount) : undefined }),
})

/** Histories with few different prices, gaps, stock-outs, repeated moments and a second currency. */
const history = fc
  .array(
    fc.record({
      hours: fc.integer({ min: 0, max: 300 }),
      cents: fc.option(fc.constantFrom(100, 90, 96, 70, 50, 120, 1), { freq: 6 }),
      isDollar: fc.integer({ min: 0, max: 30 }).map((number) => number === 0),
      availability: fc.constantFrom(
        'InStock' as const,
        'InStock' as const,
        'InStock' as const,
        'OutOfStock' as const,
      ),
      hasWas: fc.boolean(),
    }),
    // Long ones as well: of a few weeks there is no advice, and of less than a year no season.
    { minLength: 1, maxLength: 90, size: 'max' },
  )
  .map((list) => {
    let at = start
    return list.map(({ hours, cents, isDollar, availability, hasWas }): PricePoint => {
      at += hours * 3_600_000
      if (cents === null) return { at }
      const currency = isDollar ? 'USD' : 'EUR'
      const price = (amount: number) => ({ amount: (amount / 100).toFixed(2), currency })
      return {
        at,
        price: price(cents),
        availability,
        ...defined({ wasPrice: hasWas ? price(cents + 30) : undefined }),
      }
    })
  })

const analyzed = (points: readonly PricePoint[]) =>
  analyzeHistory(points, { now: Math.max(...points.map(({ at }) => at)) + day })

/**
 * Returns the exact figures of an analysis, with every amount multiplied and every time moved. Leaves out sentences,
 * slopes, rounded figures and months.
 */
function figuresOf(analysis: HistoryAnalysis, factor = 1, moveMs = 0) {
  const { wasPrice, trend, longTrend, advice, ...rest } = omit(analysis, 'summary', 'seasonality')
  const figures = {
    ...rest,
    trends: [trend, longTrend].map((each) => each && [each.direction, each.days, each.pValue]),
    verdict: wasPrice?.verdict,
    advice: advice && [advice.action, advice.dropChance, advice.backtest],
  }
  return JSON.parse(JSON.stringify(figures), (key, value) => {
    if (key === 'amount') return (Number(value) * factor).toFixed(2)
    return ['at', 'seenAt', 'startedAt'].includes(key) ? value + moveMs : value
  })
}

describe('whatever the history', () => {
  it('of several readings at one moment a price says more than sold out, and that more than none', () => {
    const soldOut = { ...seen(1), availability: 'SoldOut' as const }
    const first = { ...seen(0), availability: 'SoldOut' as const }
    const known = (points: readonly PricePoint[]) =>
      analyzeHistory([...points, seen(5, '20'), seen(6, '10')], { now: dayOf(6) }).reduction?.knownDays
    for (const moment of [
      [seen(1), soldOut],
      [soldOut, seen(1)],
    ])
      expect(known([first, ...moment])).toBe(6)
    for (const moment of [
      [seen(1, '9'), soldOut],
      [soldOut, seen(1, '9')],
    ])
      expect(analyzeHistory(moment, { now: dayOf(1) }).lowest?.price).toEqual(eur('9.00'))
  })

  it('the lowest price is at most the usual one, and that at most the highest; a sale is below what was usual', () => {
    fc.assert(
      fc.property(history, (points) => {
        const { lowest, usual, highest, sale, current, reduction, trend } = analyzed(points)
        if (lowest && usual && highest) {
          expect(compareMoney(lowest.price, usual)).toBeLessThanOrEqual(0)
          expect(compareMoney(usual, highest.price)).toBeLessThanOrEqual(0)
        }
        if (sale) {
          expect(sale.price).toEqual(current?.price)
          expect(sale.depthPercent).toBeGreaterThanOrEqual(5)
          expect(sale.depthPercent).toBeLessThanOrEqual(100)
          expect(reduction?.startedAt).toBeLessThanOrEqual(sale.startedAt)
        }
        expect(reduction?.knownDays ?? 0).toBeLessThanOrEqual(30)
        expect(trend.pValue ?? 0).toBeLessThanOrEqual(1)
      }),
      { ...limits, numRuns: 500 },
    )
  })

  it('the sale that is on is the last of all, those do not overlap, and each is below what was usual', () => {
    fc.assert(
      fc.property(history, (points) => {
        const now = Math.max(...points.map(({ at }) => at))
        const sales = detectSales(points, { now })
        const { sale } = analyzeHistory(points, { now })
        if (sale) expect(sales.at(-1)).toMatchObject({ startedAt: sale.startedAt, usual: sale.usual })
        for (const [index, { startedAt, endedAt = now, depthPercent }] of sales.entries()) {
          expect(depthPercent).toBeGreaterThanOrEqual(5)
          expect(endedAt).toBeGreaterThanOrEqual(startedAt)
          expect(startedAt).toBeGreaterThanOrEqual(sales[index - 1]?.endedAt ?? startedAt)
        }
      }),
      { ...limits, numRuns: 500 },
    )
  })

  it('it is plain JSON without NaN, and the points are left as they were', () => {
    fc.assert(
      fc.property(history, (points) => {
        const before = structuredClone(points)
        const analysis = analyzed(points)
        expect(JSON.parse(JSON.stringify(analysis))).toEqual(analysis)
        expect(JSON.stringify(analysis)).not.toMatch(/null|NaN|undefined/)
        expect(points).toEqual(before)
      }),
      limits,
    )
  })

  it('the order of the points does not matter', () => {
    fc.assert(
      fc.property(
        history.chain((points) =>
          fc.tuple(fc.constant(points), fc.shuffledSubarray(points, { minLength: points.length })),
        ),
        ([points, shuffled]) => {
          expect(analyzed(shuffled)).toEqual(analyzed(points))
        },
      ),
      { ...limits, numRuns: 300 },
    )
  })

  it('the same prices a week later say the same, a week later', () => {
    fc.assert(
      fc.property(history, (points) => {
        const later = points.map((point) => ({ ...point, at: point.at + 7 * day }))
        expect(figuresOf(analyzed(later))).toEqual(figuresOf(analyzed(points), 1, 7 * day))
      }),
      limits,
    )
  })

  it('a page that could not be read, at a time of which nothing is known, changes nothing', () => {
    fc.assert(
      fc.property(history, (points) => {
        const gaps = points.flatMap(({ at }, index) => {
          const next = points[index + 1]?.at ?? at
          return next - at > 9 * day ? [{ at: at + 8.5 * day }] : []
        })
        const now = Math.max(...points.map(({ at }) => at)) + day
        expect(analyzeHistory([...points, ...gaps], { now })).toEqual(analyzeHistory(points, { now }))
        expect(detectSales([...points, ...gaps], { now })).toEqual(detectSales(points, { now }))
      }),
      limits,
    )
  })

  it('prices seven times as high say the same, seven times as high', () => {
    const dearer = ({ amount, currency }: Money) => ({ amount: (Number(amount) * 7).toFixed(2), currency })
    fc.assert(
      fc.property(history, (points) => {
        const multiplied = points.map(({ price, wasPrice, ...rest }) => ({
          ...rest,
          ...defined({
            price: price ? dearer(price) : undefined,
            wasPrice: wasPrice ? dearer(wasPrice) : undefined,
          }),
        }))
        expect(figuresOf(analyzed(multiplied))).toEqual(figuresOf(analyzed(points), 7))
        const [slope, expected] = [analyzed(multiplied).trend.slopePerDay, analyzed(points).trend.slopePerDay]
        expect(slope ?? 0).toBeCloseTo((expected ?? 0) * 7, 6)
      }),
      limits,
    )
  })
})
