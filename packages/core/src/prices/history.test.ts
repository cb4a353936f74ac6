import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { ValidationError } from '../errors/index.js'
import { compareMoney, type Money } from '../money/index.js'
import {
  type AnalyzeHistoryOptions,
  analyzeHistory,
  detectSales,
  type HistoryAnalysis,
  type PricePoint,
} from './index.js'

const day = 86_400_000
const start = Date.UTC(2026, 0, 1)
const dayOf = (index: number) => start + index * day
const eur = (amount: string): Money => ({ amount, currency: 'EUR' })

/** A price in euros, seen on a day; none when the page said none. */
const seen = (index: number, amount?: string): PricePoint => ({
  at: dayOf(index),
  ...(amount && { price: eur(amount) }),
})

describe('analyzeHistory', () => {
  it('of nothing says that nothing is known', () => {
    const nothing = {
      knownDays: 0,
      changePoints: [],
      changeCount: 0,
      trend: { direction: 'unknown', days: 0 },
      summary: 'No price is known: none was seen while it could be bought.',
    }
    expect(analyzeHistory([], { now: start })).toEqual(nothing)
    expect(analyzeHistory([seen(0), seen(1)], { now: dayOf(1) })).toEqual(nothing)
    expect(analyzeHistory([seen(5, '10')], { now: dayOf(1) })).toEqual(nothing)
  })

  it('of one price knows it, and not yet what is usual', () => {
    expect(analyzeHistory([seen(0, '49.90')], { now: start })).toEqual({
      currency: 'EUR',
      current: { price: eur('49.90'), at: start, seenAt: start },
      lowest: { price: eur('49.90'), at: start },
      highest: { price: eur('49.90'), at: start },
      knownDays: 0,
      changeCount: 0,
      changePoints: [],
      trend: { direction: 'unknown', days: 1 },
      summary: 'Costs 49.90 EUR since 2026-01-01. The lowest seen is 49.90 EUR, on 2026-01-01.',
    })
  })

  it('says when the current price, the lowest and the highest were first seen', () => {
    const points = ['20', '30', '30', '10', '10', '20', '20'].map((amount, index) => seen(index, amount))
    expect(analyzeHistory(points, { now: dayOf(6) })).toMatchObject({
      current: { price: eur('20.00'), at: dayOf(5), seenAt: dayOf(6) },
      lowest: { price: eur('10.00'), at: dayOf(3) },
      highest: { price: eur('30.00'), at: dayOf(1) },
      changeCount: 3,
    })
  })

  it('tells it all in words', () => {
    const points = [
      ...Array.from({ length: 40 }, (_, index) => seen(index, '100')),
      { ...seen(40, '70'), wasPrice: eur('120') },
    ]
    expect(analyzeHistory(points, { now: dayOf(40) }).summary).toBe(
      'Costs 70.00 EUR since 2026-02-10. 30 % below the usual 100.00 EUR, since 2026-02-10. ' +
        'The lowest seen is 70.00 EUR, on 2026-02-10. The "was" price of 120.00 EUR is inflated: ' +
        'the lowest price of the 30 days before the price fell on 2026-02-10 was 100.00 EUR, known on 30 of them.',
    )
  })
})

describe('the usual price', () => {
  const usual = (points: readonly PricePoint[], now: number) => analyzeHistory(points, { now }).usual

  it('is the one that held longest, not the one that was seen most often', () => {
    const points = [seen(0, '20'), seen(5, '10'), seen(5.1, '10'), seen(5.2, '10'), seen(5.3, '10')]
    expect(usual(points, dayOf(6))).toEqual(eur('20.00'))
  })

  it('is that of the last 90 days', () => {
    const points = Array.from({ length: 140 }, (_, index) => seen(index, index < 90 ? '20' : '10'))
    expect(usual(points, dayOf(134))).toEqual(eur('20.00')) // 46 days of 20, 44 of 10
    expect(usual(points, dayOf(136))).toEqual(eur('10.00'))
  })

  it('does not count gaps, in which nobody knows the price', () => {
    const points = [seen(0, '10'), seen(60, '20'), seen(65, '20'), seen(69, '20')]
    expect(usual(points, dayOf(69))).toEqual(eur('20.00')) // 10 is known for 8 days, 20 for 9
  })

  it('counts weekly readings without a gap', () => {
    const points = [seen(0, '10'), seen(7, '10'), seen(14, '20'), seen(21, '20'), seen(28, '10')]
    expect(usual(points, dayOf(30))).toEqual(eur('10.00')) // 16 days against 14
  })

  it('ends where the page had no price, or the product was out of stock', () => {
    const points = [seen(0, '10'), seen(1), seen(7, '20'), seen(9, '20')]
    expect(usual(points, dayOf(9))).toEqual(eur('20.00'))
    const soldOut = [{ ...seen(0, '10'), availability: 'SoldOut' as const }, seen(7, '20')]
    expect(analyzeHistory(soldOut, { now: dayOf(8) })).toMatchObject({ lowest: { price: eur('20.00') } })
  })

  it('of two that held equally long is the lower, so that no reduction is made out too deep', () => {
    expect(usual([seen(0, '20'), seen(1, '10'), seen(2, '30')], dayOf(2))).toEqual(eur('10.00'))
    expect(usual([seen(0, '10'), seen(1, '20'), seen(2, '30')], dayOf(2))).toEqual(eur('10.00'))
  })
})

describe('points as they come', () => {
  it('may be in any order and repeat themselves; of several at one moment the lowest counts', () => {
    const points = [seen(2, '10'), seen(0, '30'), seen(2, '12'), seen(1, '30'), seen(2), seen(2, '10')]
    expect(analyzeHistory(points, { now: dayOf(2) })).toMatchObject({
      current: { price: eur('10.00') },
      highest: { price: eur('30.00') },
      changeCount: 1,
    })
  })

  it('in another currency than the newest price are left out, and said to be', () => {
    const usd = { at: dayOf(0), price: { amount: '1', currency: 'USD' } }
    const analysis = analyzeHistory([usd, seen(1, '20'), seen(2, '30')], { now: dayOf(2) })
    expect(analysis).toMatchObject({
      currency: 'EUR',
      otherCurrencies: ['USD'],
      lowest: { price: eur('20.00') },
      summary: expect.stringMatching(/Prices in USD are left out\.$/),
    })
  })

  it('may be in a currency with no decimals, or with three', () => {
    const yen = (index: number, amount: string) => ({ at: dayOf(index), price: { amount, currency: 'JPY' } })
    expect(
      analyzeHistory([yen(0, '1000'), yen(1, '1000'), yen(2, '901')], { now: dayOf(2) }).sale,
    ).toMatchObject({
      depthPercent: 9.9,
      price: { amount: '901', currency: 'JPY' },
    })
    const dinar = { at: start, price: { amount: '1.250', currency: 'KWD' } }
    expect(analyzeHistory([dinar], { now: start }).lowest?.price.amount).toBe('1.250')
  })

  it('may be free of charge', () => {
    const free = analyzeHistory([seen(0, '10'), seen(1, '10'), seen(2, '0')], { now: dayOf(3) })
    expect(free.sale).toMatchObject({ depthPercent: 100 })
    expect(analyzeHistory([seen(0, '0'), seen(1, '0')], { now: dayOf(2) })).toMatchObject({
      usual: eur('0.00'),
    })
  })

  it.each([
    [[{ at: Number.NaN }], { now: 0 }, /^analyzeHistory: points\[0\]\.at: /],
    [
      [{ at: 0 }, { at: 0, price: { amount: '1,5', currency: 'EUR' } }],
      { now: 0 },
      /points\[1\]\.price: expected a price such as/,
    ],
    [
      [{ at: 0, price: { amount: '1.555', currency: 'EUR' } }],
      { now: 0 },
      /no finer than the currency's smallest unit/,
    ],
    [[{ at: 0, price: { amount: '-1', currency: 'EUR' } }], { now: 0 }, /points\[0\]\.price/],
    [[{ at: 0, price: { amount: '1', currency: 'euro' } }], { now: 0 }, /points\[0\]\.price/],
    [[{ at: 0, price: null }], { now: 0 }, /points\[0\]\.price/],
    [[], {}, /now: is required/],
    [[], { now: 0, wasPrice: '12 €' }, /wasPrice: expected a price/],
    [[], { now: 0, was: eur('1') }, /unknown option 'was'/],
    ['all of them', { now: 0 }, /points/],
  ])('%j with %j are refused, naming the part', (points, options, message) => {
    const call = () =>
      analyzeHistory(points as readonly PricePoint[], options as unknown as AnalyzeHistoryOptions)
    expect(call).toThrow(ValidationError)
    expect(call).toThrow(message)
  })
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
    { minLength: 1, maxLength: 60 },
  )
  .map((list) => {
    let at = start
    return list.map(({ hours, cents, isDollar, availability, hasWas }): PricePoint => {
      at += hours * 3_600_000
      if (cents === null) return { at }
      const currency = isDollar ? 'USD' : 'EUR'
      const price = (amount: number) => ({ amount: (amount / 100).toFixed(2), currency })
      return { at, price: price(cents), availability, ...(hasWas && { wasPrice: price(cents + 30) }) }
    })
  })

const analyzed = (points: readonly PricePoint[]) =>
  analyzeHistory(points, { now: Math.max(...points.map(({ at }) => at)) + day })

/** What an analysis says, without its sentences and the slope, every amount multiplied and every time moved. */
function facts({ summary: _, wasPrice, trend, ...rest }: HistoryAnalysis, factor = 1, moveMs = 0) {
  const { direction, days, pValue } = trend
  const said = { ...rest, trend: { direction, days, pValue }, verdict: wasPrice?.verdict }
  return JSON.parse(JSON.stringify(said), (key, value) => {
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
      { numRuns: 500 },
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
      { numRuns: 500 },
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
      { numRuns: 300 },
    )
  })

  it('the same prices a week later say the same, a week later', () => {
    fc.assert(
      fc.property(history, (points) => {
        const later = points.map((point) => ({ ...point, at: point.at + 7 * day }))
        expect(facts(analyzed(later))).toEqual(facts(analyzed(points), 1, 7 * day))
      }),
    )
  })

  it('prices seven times as high say the same, seven times as high', () => {
    const dearer = ({ amount, currency }: Money) => ({ amount: (Number(amount) * 7).toFixed(2), currency })
    fc.assert(
      fc.property(history, (points) => {
        const multiplied = points.map(({ price, wasPrice, ...rest }) => ({
          ...rest,
          ...(price && { price: dearer(price) }),
          ...(wasPrice && { wasPrice: dearer(wasPrice) }),
        }))
        expect(facts(analyzed(multiplied))).toEqual(facts(analyzed(points), 7))
        const [slope, expected] = [analyzed(multiplied).trend.slopePerDay, analyzed(points).trend.slopePerDay]
        expect(slope ?? 0).toBeCloseTo((expected ?? 0) * 7, 6)
      }),
    )
  })
})
