import { describe, expect, it } from 'vitest'
import { defined } from '../options/index.js'
import { analyzeHistory, type PricePoint } from './index.js'

const day = 86_400_000
const start = Date.UTC(2026, 0, 1)
const eur = (amount: string) => ({ amount, currency: 'EUR' })

type Stretch = readonly [days: number, amount: string | undefined]

/** One reading a day: `[30, '100']` is 100 on 30 days, `[5, undefined]` no price on 5. */
function daily(...stretches: readonly Stretch[]): readonly PricePoint[] {
  return stretches
    .flatMap(([days, amount]) => Array<string | undefined>(days).fill(amount))
    .map((amount, index) => ({
      at: start + index * day,
      ...defined({ price: amount ? eur(amount) : undefined }),
    }))
}

const dayOf = (index: number) => start + index * day
const now = (points: readonly PricePoint[]) => Math.max(...points.map(({ at }) => at))

function reductionAfter(...stretches: readonly Stretch[]) {
  const points = daily(...stretches)
  return analyzeHistory(points, { now: now(points) }).reduction
}

function verdictOn(wasPrice: string, ...stretches: readonly Stretch[]) {
  const points = daily(...stretches)
  return analyzeHistory(points, { now: now(points), wasPrice: eur(wasPrice) }).wasPrice
}

describe('the prior price of Directive 98/6/EC, Article 6a', () => {
  it('is the lowest price of the 30 days before the reduction', () => {
    expect(reductionAfter([40, '100'], [5, '90'], [5, '110'], [3, '80'])).toEqual({
      startedAt: dayOf(50),
      lowestBefore: eur('90.00'),
      knownDays: 30,
    })
  })

  it('does not look at the reduction itself, nor further back than 30 days', () => {
    expect(reductionAfter([5, '50'], [31, '100'], [10, '80'])).toMatchObject({ lowestBefore: eur('100.00') })
    expect(reductionAfter([5, '50'], [29, '100'], [10, '80'])).toMatchObject({ lowestBefore: eur('50.00') })
  })

  it('of a progressive reduction is the one before its first step', () => {
    expect(reductionAfter([40, '100'], [5, '80'], [5, '70'], [5, '60'])).toMatchObject({
      startedAt: dayOf(40),
      lowestBefore: eur('100.00'),
    })
  })

  it('of a reduction from a price that was asked for 30 days is that price', () => {
    expect(reductionAfter([40, '100'], [60, '80'], [5, '70'])).toMatchObject({
      startedAt: dayOf(100),
      lowestBefore: eur('80.00'),
    })
  })

  it('of a sale soon after a sale is the price of the first sale', () => {
    expect(reductionAfter([40, '100'], [7, '70'], [10, '100'], [3, '80'])).toMatchObject({
      startedAt: dayOf(57),
      lowestBefore: eur('70.00'),
    })
  })

  it('of a product younger than 30 days is the lowest so far, and says on how few days that rests', () => {
    expect(reductionAfter([10, '100'], [2, '80'])).toEqual({
      startedAt: dayOf(10),
      lowestBefore: eur('100.00'),
      knownDays: 10,
    })
  })

  it('counts days on which the product is known not to have been for sale as known', () => {
    const points = daily([30, undefined], [10, '100'], [2, '80']).map((point, index) =>
      index < 30 ? { ...point, availability: 'SoldOut' as const } : point,
    )
    const { reduction, wasPrice } = analyzeHistory(points, { now: dayOf(41), wasPrice: eur('100') })
    expect(reduction).toMatchObject({ knownDays: 30 })
    expect(wasPrice).toMatchObject({ verdict: 'honest' })
  })

  it('counts gaps as unknown: a reading says the price for eight days at most', () => {
    const points = [
      { at: dayOf(0), price: eur('100') },
      { at: dayOf(40), price: eur('80') },
    ]
    expect(analyzeHistory(points, { now: dayOf(40) }).reduction).toEqual({
      startedAt: dayOf(40),
      knownDays: 0,
    })
    const nearer = [{ at: dayOf(20), price: eur('100') }, ...points.slice(1)]
    expect(analyzeHistory(nearer, { now: dayOf(40) }).reduction).toMatchObject({ knownDays: 8 })
  })

  it('is absent while the price has not fallen', () => {
    expect(reductionAfter([40, '100'])).toBeUndefined()
    expect(reductionAfter([40, '100'], [3, '110'])).toBeUndefined()
  })
})

describe('a "was" price', () => {
  it('that was asked on all 30 days before the fall is honest', () => {
    expect(verdictOn('100', [40, '100'], [3, '70'])).toEqual({
      price: eur('100.00'),
      verdict: 'honest',
      knownDays: 30,
      reason:
        'the lowest price of the 30 days before the price fell on 2026-02-10 was 100.00 EUR, known on 30 of them',
    })
    expect(verdictOn('90', [40, '100'], [3, '70'])).toMatchObject({ verdict: 'honest' })
    expect(verdictOn('100', [40, '100'], [5, '80'], [5, '60'])).toMatchObject({ verdict: 'honest' })
  })

  it('that was asked on the last days only, raised to be cut, is inflated', () => {
    expect(verdictOn('130', [40, '100'], [5, '130'], [3, '100'])).toMatchObject({
      verdict: 'inflated',
      reason: expect.stringMatching(/was 100\.00 EUR/),
    })
  })

  it('that was never asked is inflated, even when little is known', () => {
    expect(verdictOn('120', [40, '100'], [3, '70'])).toMatchObject({ verdict: 'inflated' })
    expect(verdictOn('120', [2, '100'], [1, '70'])).toMatchObject({ verdict: 'inflated' })
  })

  it('that was asked before a sale that ended lately is inflated: the sale was cheaper', () => {
    expect(verdictOn('100', [40, '100'], [7, '70'], [10, '100'], [3, '70'])).toMatchObject({
      verdict: 'inflated',
      reason: expect.stringMatching(/was 70\.00 EUR/),
    })
  })

  it('stays unknown while fewer than half of the 30 days are known', () => {
    expect(verdictOn('100', [11, '100'], [1, '70'])).toMatchObject({
      verdict: 'unknown',
      reason: expect.stringMatching(/known on 11 of them$/),
    })
    expect(verdictOn('100', [14, '100'], [1, '70'])).toMatchObject({ verdict: 'unknown' })
    expect(verdictOn('100', [15, '100'], [1, '70'])).toMatchObject({ verdict: 'honest' })
    expect(verdictOn('100', [5, '100'], [60, undefined], [1, '70'])).toMatchObject({
      verdict: 'unknown',
      reason: expect.stringMatching(/^no price is known/),
    })
  })

  it('of a price that was never seen to fall is unsupported', () => {
    expect(verdictOn('100', [40, '70'])).toEqual({
      price: eur('100.00'),
      verdict: 'unsupported',
      knownDays: 30,
      reason: 'no fall of the price was seen; it is known on 30 of the last 30 days',
    })
    expect(verdictOn('100', [40, '60'], [40, '70'])).toMatchObject({ verdict: 'unsupported' })
    expect(verdictOn('100', [5, '70'])).toMatchObject({ verdict: 'unknown' })
  })

  it('beside a price that has just risen is inflated', () => {
    expect(verdictOn('100', [40, '60'], [5, '70'])).toMatchObject({
      verdict: 'inflated',
      reason: expect.stringMatching(/rose on 2026-02-10 was 60\.00 EUR/),
    })
  })

  it('that is no higher than the price, or in another currency, claims nothing that can be judged', () => {
    expect(verdictOn('70', [40, '100'], [3, '70'])).toMatchObject({ verdict: 'unknown' })
    const points = daily([40, '100'], [3, '70'])
    const usd = { amount: '100', currency: 'USD' }
    expect(analyzeHistory(points, { now: now(points), wasPrice: usd }).wasPrice).toEqual({
      price: { amount: '100.00', currency: 'USD' },
      verdict: 'unknown',
      reason: 'the history is in EUR',
    })
  })

  it('is taken from the newest price when none is given', () => {
    const points = daily([40, '100'], [3, '70'])
    const advertised = points.map((point, index) =>
      index === 42 ? { ...point, wasPrice: eur('140') } : point,
    )
    expect(analyzeHistory(advertised, { now: dayOf(42) }).wasPrice).toMatchObject({
      price: eur('140.00'),
      verdict: 'inflated',
    })
    expect(analyzeHistory(points, { now: dayOf(42) })).not.toHaveProperty('wasPrice')
  })
})
