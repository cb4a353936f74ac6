import { describe, expect, it } from 'vitest'
import { defined } from '../options/index.js'
import { analyzeHistory, detectSales, type PricePoint } from './index.js'

const day = 86_400_000
const start = Date.UTC(2026, 0, 1)
const eur = (amount: string) => ({ amount, currency: 'EUR' })

type PriceDays = readonly [days: number, amount: string | undefined]

/** One reading a day: `[30, '100']` is 100 on 30 days, `[5, undefined]` no price on 5. */
function daily(...periods: readonly PriceDays[]): readonly PricePoint[] {
  return periods
    .flatMap(([days, amount]) => Array<string | undefined>(days).fill(amount))
    .map((amount, index) => ({
      at: start + index * day,
      ...defined({ price: amount ? eur(amount) : undefined }),
    }))
}

/** The sale after these days, seen at the moment of the last reading. */
function saleAfter(...periods: readonly PriceDays[]) {
  const points = daily(...periods)
  return analyzeHistory(points, { now: Math.max(...points.map(({ at }) => at)) }).sale
}

const dayOf = (index: number) => start + index * day

describe('a sale', () => {
  it('starts when the price falls 5 % or more below the one that held longest before', () => {
    expect(saleAfter([40, '100'], [3, '70'])).toEqual({
      startedAt: dayOf(40),
      depthPercent: 30,
      price: eur('70.00'),
      usual: eur('100.00'),
    })
    expect(saleAfter([40, '100'], [1, '95'])).toMatchObject({ depthPercent: 5 })
    expect(saleAfter([40, '100'], [1, '95.01'])).toBeUndefined()
  })

  it('is measured against the usual price, not against one that was raised just before', () => {
    expect(saleAfter([60, '100'], [5, '130'], [2, '90'])).toMatchObject({
      usual: eur('100.00'),
      depthPercent: 10,
    })
    expect(saleAfter([60, '100'], [5, '130'], [2, '100'])).toBeUndefined()
  })

  it('starts within seconds when the price before was seen twice', () => {
    const points = ['100', '100', '100', '70'].map((amount, index) => ({
      at: start + index * 1_000,
      price: eur(amount),
    }))
    expect(analyzeHistory(points, { now: start + 3_000 }).sale).toMatchObject({
      startedAt: start + 3_000,
      depthPercent: 30,
    })
    expect(analyzeHistory(points.slice(2), { now: start + 3_000 }).sale).toBeUndefined()
  })

  it('keeps its start through further price steps, unread pages, stock-outs and gaps', () => {
    const startedAt = dayOf(40)
    expect(saleAfter([40, '100'], [3, '80'], [3, '60'])).toMatchObject({ startedAt, depthPercent: 40 })
    expect(saleAfter([40, '100'], [3, '60'], [3, '80'])).toMatchObject({ startedAt, depthPercent: 20 })
    expect(saleAfter([40, '100'], [3, '80'], [5, undefined])).toMatchObject({ startedAt })
    expect(saleAfter([40, '100'], [3, '80'], [20, undefined], [1, '80'])).toMatchObject({ startedAt })
    const soldOut = daily([40, '100'], [3, '80'], [2, '80']).map((point, index) =>
      index > 42 ? { ...point, availability: 'OutOfStock' as const } : point,
    )
    expect(analyzeHistory(soldOut, { now: dayOf(44) }).sale).toMatchObject({ startedAt })
  })

  it('ends when the price is back, or less than 5 % below', () => {
    expect(saleAfter([40, '100'], [3, '70'], [1, '100'])).toBeUndefined()
    expect(saleAfter([40, '100'], [3, '70'], [1, '96'])).toBeUndefined()
  })

  it('starts again when the price falls again', () => {
    expect(saleAfter([40, '100'], [3, '70'], [2, '100'], [2, '80'])).toMatchObject({
      startedAt: dayOf(45),
      depthPercent: 20,
    })
  })

  it('ends when the reduced price has become the usual one, and not before 30 days', () => {
    expect(saleAfter([20, '100'], [30, '70'])).toMatchObject({ startedAt: dayOf(20) })
    expect(saleAfter([20, '100'], [32, '70'])).toBeUndefined()
    // After 60 days at 100, it takes until 70 held longer than 100 in the last 90 days.
    expect(saleAfter([60, '100'], [45, '70'])).toMatchObject({ startedAt: dayOf(60) })
    expect(saleAfter([60, '100'], [47, '70'])).toBeUndefined()
    expect(saleAfter([60, '100'], [47, '70'], [2, '60'])).toMatchObject({
      startedAt: dayOf(107),
      usual: eur('70.00'),
    })
  })

  it('is not made by one misread high price, nor by a price that only ever rose', () => {
    expect(saleAfter([1, '1000'], [1, '10'])).toBeUndefined()
    expect(saleAfter([20, '10'], [1, '1000'], [3, '10'])).toBeUndefined()
    expect(saleAfter([20, '10'], [20, '12'])).toBeUndefined()
  })

  it('is unknown once the price was not seen for more than eight days', () => {
    const points = daily([40, '100'], [3, '70'])
    const lastSeen = dayOf(42)
    expect(analyzeHistory(points, { now: lastSeen + 8 * day }).sale).toBeDefined()
    const later = analyzeHistory(points, { now: lastSeen + 8 * day + 1 })
    expect(later).not.toHaveProperty('sale')
    expect(later).not.toHaveProperty('current')
  })

  it('is reported with the same start on each day that it lasts', () => {
    const points = daily([40, '100'], [10, '70'], [5, '100'], [5, '80'])
    const starts = points.map(
      (_, index) => analyzeHistory(points.slice(0, index + 1), { now: dayOf(index) }).sale?.startedAt,
    )
    expect(starts).toEqual([
      ...Array(40).fill(undefined),
      ...Array(10).fill(dayOf(40)),
      ...Array(5).fill(undefined),
      ...Array(5).fill(dayOf(55)),
    ])
  })
})

describe('the sales of a whole history', () => {
  it('have an end with its reason', () => {
    expect(detectSales(daily([40, '100'], [5, '70'], [5, '100']))).toEqual([
      {
        startedAt: dayOf(40),
        endedAt: dayOf(45),
        ending: 'price-rose',
        depthPercent: 30,
        lowest: eur('70.00'),
        usual: eur('100.00'),
      },
    ])
  })

  it('leave out a price that stayed down for 90 days: a permanent cut', () => {
    expect(detectSales(daily([60, '100'], [120, '70']))).toEqual([])
    expect(detectSales(daily([60, '100'], [5, '80'], [115, '70']))).toEqual([])
    expect(detectSales(daily([60, '100'], [80, '70']))).toMatchObject([
      { startedAt: dayOf(60), ending: 'became-usual' },
    ])
  })

  it('include a cut that became the usual price, and was reversed within 90 days: it ended by that rise', () => {
    for (const days of [45, 70])
      expect(detectSales(daily([60, '100'], [days, '70'], [60, '100']))).toMatchObject([
        { startedAt: dayOf(60), endedAt: dayOf(60 + days), ending: 'price-rose' },
      ])
  })

  it('leave out the turns of a price that alternates', () => {
    const turns = Array.from({ length: 20 }, (): PriceDays[] => [
      [1, '92'],
      [1, '100'],
    ]).flat()
    expect(detectSales(daily([40, '100'], ...turns))).toEqual([])
    expect(detectSales(daily([40, '100'], ...turns, [50, '100'], [5, '92'], [5, '100']))).toHaveLength(1)
  })

  it('include a cut from a new price that soon came back, which could not be detected at the time', () => {
    const points = daily([35, '199'], [7, '259'], [7, '199'], [21, '259'])
    expect(saleAfter([35, '199'], [7, '259'], [7, '199'])).toBeUndefined()
    expect(detectSales(points)).toEqual([
      {
        startedAt: dayOf(42),
        endedAt: dayOf(49),
        ending: 'price-rose',
        depthPercent: 23.1,
        lowest: eur('199.00'),
        usual: eur('259.00'),
      },
    ])
  })

  it('include no dip between two peaks, nor a cut whose recovery was a peak', () => {
    expect(detectSales(daily([40, '100'], [1, '130'], [5, '100'], [1, '130'], [40, '100']))).toEqual([])
    expect(detectSales(daily([40, '100'], [7, '130'], [5, '100'], [1, '130'], [40, '100']))).toEqual([])
  })

  it('include a sale within a permanent cut, and not the cut', () => {
    expect(detectSales(daily([60, '100'], [40, '85'], [7, '60'], [60, '85']))).toMatchObject([
      { startedAt: dayOf(100), endedAt: dayOf(107), usual: eur('85.00'), depthPercent: 29.4 },
    ])
  })
})
