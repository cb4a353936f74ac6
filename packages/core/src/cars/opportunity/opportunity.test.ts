import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import {
  calibratedProbability,
  calibrationReport,
  fitCalibration,
  type OpportunityInput,
  type PredictionOutcome,
  rankOpportunities,
  rateOpportunity,
} from '../index.js'

/** Bounds the rounds of a property by time, too: a third of the time limit of a test. */
const timeLimit = { interruptAfterTimeLimit: 3_000, markInterruptAsFailure: false }

const sale = { value: 11_500, low: 10_300, high: 12_900, priceLevel: 'paid' } as const
const camry: OpportunityInput = {
  name: 'Camry',
  deal: {
    bidUsd: 10_300,
    sale,
    inspectionUsd: 0,
    repairUsd: 0,
    sellingUsd: 0,
    holdingUsdPerDay: 0,
    daysToSell: { value: 52.5, low: 20, high: 90 },
  },
  risk: { text: 'clean title', ageYears: 3, mileageMiles: 36_000, comparables: 40, monthlyVolatility: 0 },
}

describe('rateOpportunity', () => {
  it('scores margin, safety, soundness and speed, and says why', () => {
    const { score, parts, confidence, reasons, profit } = rateOpportunity(camry)
    // A bid at the 10 % quantile earns something 9 times in 10; 52.5 days are half of the way from 90 to 15.
    expect(confidence).toBeCloseTo(0.9, 2)
    const [margin, safety, soundness, speed] = parts.map(({ points }) => points)
    expect(margin).toBeCloseTo((profit.expectedUsd / 10_300 / 0.2) * 40, 1)
    expect(safety).toBeCloseTo(27, 1)
    // The width of 1,300 / 11,500 is the only risk: 0.3 · 0.0435 of 20 points.
    expect(soundness).toBeCloseTo(20 * (1 - (0.3 * (1_300 / 11_500 - 0.1)) / 0.3), 1)
    expect(speed).toBe(5)
    expect(score * 10).toBe(parts.reduce((sum, { points }) => sum + Math.round(points * 10), 0))
    expect(reasons[0]).toMatch(/^earns 1,\d{3} on 10,300: 1\d\.\d %$/)
    expect(reasons.at(-1)).toBe('sells in 53 days, half of the time')
  })

  it('takes a price that is too good to be true for a risk and for no great deal', () => {
    const suspicious = rateOpportunity({ ...camry, deal: { ...camry.deal, bidUsd: 6_000 } })
    expect(suspicious.parts[0]).toMatchObject({ name: 'margin', points: 0 })
    expect(suspicious.reasons[0]).toMatch(/^too good to be true: below 9,415/)
    const fair = rateOpportunity({ ...camry, deal: { ...camry.deal, bidUsd: 9_600 } })
    expect(suspicious.score).toBeLessThan(fair.score)
    expect(suspicious.confidence).toBeLessThan(0.4)
  })

  it.each([500, 1_234, 2_000, 3_000])(
    'takes an offer of %d for a car worth 9,931 for a risk, however wide its distribution is',
    (bidUsd) => {
      // Junk of some per cent in a market widens the lower tail: its 1 % quantile is an instalment.
      const quantiles = [
        { share: 0.01, value: 300 },
        { share: 0.1, value: 8_200 },
        { share: 0.5, value: 9_931 },
        { share: 0.9, value: 11_900 },
      ]
      const wide = { value: 9_931, low: 8_200, high: 11_900, quantiles }
      const { confidence, score, parts, risk } = rateOpportunity({ name: 'A', deal: { bidUsd, sale: wide } })
      expect(risk.score).toBeGreaterThanOrEqual(0.7)
      expect(risk.parts[0]?.description).toMatch(/^below 3,972, which is 40 % of the value/)
      expect(parts[0]?.points).toBe(0)
      expect(confidence).toBeLessThan(0.75)
      expect(score).toBeLessThan(35)
    },
  )

  it('compares a bid at an auction with values at auctions, and sells at retail', () => {
    const retail = { ...sale, priceLevel: 'retail' } as const
    const deal = { ...camry.deal, bidUsd: 8_000, sale: retail }
    // 8,000 is 70 % of the retail value: suspicious there, and usual at an auction.
    expect(rateOpportunity({ name: 'A', deal }).reasons[0]).toMatch(/^too good to be true/)
    const { reasons } = rateOpportunity({ name: 'A', deal: { ...deal, bidLevel: 'paid' } })
    expect(reasons[0]).toMatch(/^earns 3,\d{3} on 8,000/)
  })

  it('says that a price of another kind was converted, and that a kind is not stated', () => {
    const atRetail = rateOpportunity({ ...camry, deal: { ...camry.deal, saleLevel: 'retail' } })
    expect(atRetail.reasons.join()).toMatch(/converted from paid to retail prices/)
    const { value, low, high } = sale
    const unstated = rateOpportunity({ ...camry, deal: { ...camry.deal, sale: { value, low, high } } })
    expect(unstated.reasons.at(-1)).toMatch(/^the kind of the sale price is not stated/)
  })

  it('gives a price just below the usual ones nearly the chance of any other', () => {
    const cheap = rateOpportunity({ ...camry, deal: { ...camry.deal, bidUsd: 9_300 } })
    expect(cheap.parts[0]?.points).toBe(0)
    expect(cheap.confidence).toBeGreaterThan(0.9)
    const cheaper = rateOpportunity({ ...camry, deal: { ...camry.deal, bidUsd: 5_000 } })
    expect(cheaper.confidence).toBeLessThan(0.1)
  })

  it('says that a deal loses, and what is not known', () => {
    const { reasons, parts } = rateOpportunity({ name: 'A', deal: { bidUsd: 20_000, sale } })
    expect(reasons[0]).toMatch(/^loses 8,\d{3} on 20,000/)
    expect(parts[0]?.points).toBe(0)
    expect(parts[3]).toMatchObject({ name: 'speed', points: 0, reason: 'how fast it sells is not known' })
    expect(reasons.at(-1)).toMatch(/^not known: inspection, repair, holding, selling, title/)
  })

  it('takes what a calibration into account', () => {
    const calibration = {
      points: [
        { predicted: 0.5, observed: 0.4 },
        { predicted: 1, observed: 0.8 },
      ],
    }
    expect(rateOpportunity({ ...camry, calibration }).confidence).toBeCloseTo(0.72, 2)
  })

  it('takes a car that is given away for a risk', () => {
    const { score, parts } = rateOpportunity({
      name: 'A',
      deal: { bidUsd: 0, sale },
      risk: { firstPercentile: 0 },
    })
    expect(parts[0]).toMatchObject({ points: 0, reason: expect.stringMatching(/^too good to be true/) })
    expect(Number.isFinite(score)).toBe(true)
  })
})

describe('rankOpportunities', () => {
  it('puts the best first, and equal ones on the same rank', () => {
    const bid = (name: string, bidUsd: number) => ({ ...camry, name, deal: { ...camry.deal, bidUsd } })
    const ranked = rankOpportunities([bid('C', 11_000), bid('B', 10_000), bid('A', 10_000)])
    expect(ranked.map(({ name, rank }) => [name, rank])).toEqual([
      ['A', 1],
      ['B', 1],
      ['C', 3],
    ])
    expect(rankOpportunities([])).toEqual([])
  })

  it('refuses a name twice', () => {
    expect(() => rankOpportunities([camry, camry])).toThrow(
      /name: expected each name once, got 'Camry' again/,
    )
  })
})

describe('calibrationReport', () => {
  it('compares predicted and observed frequencies by range', () => {
    const outcomes: PredictionOutcome[] = [
      { predicted: 0.05, hasHappened: false },
      { predicted: 0.62, hasHappened: true },
      { predicted: 0.68, hasHappened: false },
      { predicted: 1, hasHappened: true },
    ]
    const { bins, calibrationError, brierScore } = calibrationReport(outcomes)
    expect(bins.map(({ from, count, observed }) => [from, count, observed])).toEqual([
      [0, 1, 0],
      [0.6, 2, 0.5],
      [0.9, 1, 1],
    ])
    // (0.05 + 2 · |0.65 − 0.5| + 0) / 4, and (0.05² + 0.38² + 0.68² + 0) / 4.
    expect(calibrationError).toBeCloseTo(0.35 / 4, 10)
    expect(brierScore).toBeCloseTo((0.0025 + 0.1444 + 0.4624) / 4, 10)
    expect(() => calibrationReport([])).toThrow(/at least one outcome/)
    expect(() => calibrationReport([{ predicted: 2, hasHappened: true }])).toThrow(/predicted/)
  })
})

describe('fitCalibration', () => {
  it('pools what goes the wrong way', () => {
    const outcomes = [
      [0.1, false],
      [0.3, true],
      [0.5, false],
      [0.9, true],
    ] as const
    const { points } = fitCalibration(
      outcomes.map(([predicted, hasHappened]) => ({ predicted, hasHappened })),
    )
    expect(points).toEqual([
      { predicted: 0.1, observed: 0 },
      { predicted: 0.4, observed: 0.5 },
      { predicted: 0.9, observed: 1 },
    ])
    expect(calibratedProbability(0.25, { points })).toBeCloseTo(0.25, 10)
    expect(calibratedProbability(0, { points })).toBe(0)
    expect(calibratedProbability(1, { points })).toBe(1)
    expect(calibratedProbability(0.3, { points: [] })).toBe(0.3)
  })

  const outcome = fc.record({
    predicted: fc.integer({ min: 0, max: 10 }).map((tenths) => tenths / 10),
    hasHappened: fc.boolean(),
  })

  it('never falls, and fits its own outcomes no worse than the predictions do', () => {
    fc.assert(
      fc.property(fc.array(outcome, { minLength: 1, maxLength: 60 }), (outcomes) => {
        const { points } = fitCalibration(outcomes)
        for (const [i, { predicted, observed }] of points.entries()) {
          expect(observed).toBeGreaterThanOrEqual(points[i - 1]?.observed ?? 0)
          expect(predicted).toBeGreaterThan(points[i - 1]?.predicted ?? -1)
        }
        // On the whole it happens as often as it did: each pool's mean is that of its outcomes.
        const [rate] = fitCalibration(outcomes.map((each) => ({ ...each, predicted: 0.5 }))).points
        const count = outcomes.filter(({ hasHappened }) => hasHappened).length
        expect(rate?.observed).toBeCloseTo(count / outcomes.length, 12)
        const squared = (chanceOf: (predicted: number) => number) =>
          outcomes.reduce(
            (sum, { predicted, hasHappened }) => sum + (chanceOf(predicted) - (hasHappened ? 1 : 0)) ** 2,
            0,
          )
        // Isotonic regression is the least-squares fit among rising ones; where every chance is a pool of its own,
        // the lines through the pools meet it, and stating the chances themselves is one of the others.
        const isSeparate = points.length === new Set(outcomes.map(({ predicted }) => predicted)).size
        if (isSeparate)
          expect(squared((predicted) => calibratedProbability(predicted, { points }))).toBeLessThanOrEqual(
            squared((predicted) => predicted) + 1e-9,
          )
      }),
      timeLimit,
    )
  })
})
