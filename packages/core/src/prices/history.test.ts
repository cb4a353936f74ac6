import { describe, expect, it } from 'vitest'
import { ValidationError } from '../errors/index.js'
import type { Money } from '../money/index.js'
import { defined } from '../options/index.js'
import { type AnalyzeHistoryOptions, analyzeHistory, type PricePoint } from './index.js'

const day = 86_400_000
const start = Date.UTC(2026, 0, 1)
const dayOf = (index: number) => start + index * day
const eur = (amount: string): Money => ({ amount, currency: 'EUR' })

/** A price in euros, seen on a day; none when the page said none. */
const seen = (index: number, amount?: string): PricePoint => ({
  at: dayOf(index),
  ...defined({ price: amount ? eur(amount) : undefined }),
})

describe('analyzeHistory', () => {
  it('of an empty history has no figures', () => {
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

  it('of one price has it as current, lowest and highest, and no usual price yet', () => {
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

  it('gives the current, lowest and highest price with the time each was first seen', () => {
    const points = ['20', '30', '30', '10', '10', '20', '20'].map((amount, index) => seen(index, amount))
    expect(analyzeHistory(points, { now: dayOf(6) })).toMatchObject({
      current: { price: eur('20.00'), at: dayOf(5), seenAt: dayOf(6) },
      lowest: { price: eur('10.00'), at: dayOf(3) },
      highest: { price: eur('30.00'), at: dayOf(1) },
      changeCount: 3,
    })
  })

  it('summarizes the figures in sentences', () => {
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

  it('is taken from the last 90 days', () => {
    const points = Array.from({ length: 140 }, (_, index) => seen(index, index < 90 ? '20' : '10'))
    expect(usual(points, dayOf(134))).toEqual(eur('20.00')) // 46 days of 20, 44 of 10
    expect(usual(points, dayOf(136))).toEqual(eur('10.00'))
  })

  it('does not count gaps, in which the price is unknown', () => {
    const points = [seen(0, '10'), seen(60, '20'), seen(65, '20'), seen(69, '20')]
    expect(usual(points, dayOf(69))).toEqual(eur('20.00')) // 10 is known for 8 days, 20 for 9
  })

  it('counts weekly readings without a gap', () => {
    const points = [seen(0, '10'), seen(7, '10'), seen(14, '20'), seen(21, '20'), seen(28, '10')]
    expect(usual(points, dayOf(30))).toEqual(eur('10.00')) // 16 days against 14
  })

  it('stops counting a price where the page had none, or the product was out of stock', () => {
    const points = [seen(0, '10'), seen(1), seen(7, '20'), seen(9, '20')]
    expect(usual(points, dayOf(9))).toEqual(eur('20.00'))
    const soldOut = [{ ...seen(0, '10'), availability: 'SoldOut' as const }, seen(7, '20')]
    expect(analyzeHistory(soldOut, { now: dayOf(8) })).toMatchObject({ lowest: { price: eur('20.00') } })
  })

  it('of a tie is the lower price, so that no discount is overstated', () => {
    expect(usual([seen(0, '20'), seen(1, '10'), seen(2, '30')], dayOf(2))).toEqual(eur('10.00'))
    expect(usual([seen(0, '10'), seen(1, '20'), seen(2, '30')], dayOf(2))).toEqual(eur('10.00'))
  })
})

describe('the points of a history', () => {
  it('may be in any order and repeat; of several at one time the lowest price counts', () => {
    const points = [seen(2, '10'), seen(0, '30'), seen(2, '12'), seen(1, '30'), seen(2), seen(2, '10')]
    expect(analyzeHistory(points, { now: dayOf(2) })).toMatchObject({
      current: { price: eur('10.00') },
      highest: { price: eur('30.00') },
      changeCount: 1,
    })
  })

  it('in another currency than the newest price are left out and named', () => {
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

  it('may have a price of 0', () => {
    const free = [seen(0, '10'), seen(1, '10'), seen(2, '0')]
    expect(analyzeHistory(free, { now: dayOf(3) })).toMatchObject({ unconfirmed: { price: eur('0.00') } })
    const confirmed = analyzeHistory([...free, seen(3, '0')], { now: dayOf(3) })
    expect(confirmed.sale).toMatchObject({ depthPercent: 100, startedAt: dayOf(2) })
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
  ])('%j with %j are rejected, naming the invalid part', (points, options, message) => {
    const call = () =>
      analyzeHistory(points as readonly PricePoint[], options as unknown as AnalyzeHistoryOptions)
    expect(call).toThrow(ValidationError)
    expect(call).toThrow(message)
  })
})
