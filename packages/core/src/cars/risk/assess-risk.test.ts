import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { assessRisk, type RiskInput, type RiskName, riskWeights } from '../index.js'

/** Bounds the rounds of a property by time, too: a third of the time limit of a test. */
const timeLimit = { interruptAfterTimeLimit: 3_000, markInterruptAsFailure: false }

const value = { value: 11_500, low: 10_300, high: 12_900 }
const part = (input: RiskInput, name: RiskName) => assessRisk(input).parts.find((each) => each.name === name)
const about = (text: string) => [
  part({ text }, 'title')?.description,
  part({ text }, 'condition')?.description,
]
const nothing = 'nothing in the text warns of it'

describe('the text of a listing', () => {
  it.each([
    ['Rebuilt title, runs great', 'rebuilt title', nothing],
    ['2012 Camry SALVAGE, has light front end damage', 'salvage title', 'accident'],
    ['no title, bill of sale only', 'no title', nothing],
    ['needs engine. Sold as-is', nothing, 'engine trouble, sold as is'],
    ["Doesn't run, spares or repair", 'parts only', 'does not run'],
    ['Cat N write off, MOT till June', 'non-structural write-off', nothing],
    ['check engine light is on; some rust', nothing, 'warning light, rust'],
    ['lien on the car', 'lien', nothing],
    ['flood title after a collision', 'flood damage', 'accident'],
    ['lemon law buyback', 'lemon buyback', nothing],
    ['True mileage unknown', 'odometer not true', nothing],
  ])('%j warns of %j and %j', (text, title, condition) => {
    expect(about(text)).toEqual([title, condition])
  })

  it.each([
    'Clean title, no accidents, one owner',
    'Never been in an accident, or a wreck',
    'accident-free and rust free',
    'Not salvage! Lien free. Zero rust.',
    'no check engine light',
    'Forward collision warning, pre-collision system, flood lights, lemon yellow, rust proofed. Accidents: 0',
    'Salvador drives this Catalina; titleist golf bag included',
    '',
  ])('%j warns of nothing', (text) => {
    expect(about(text)).toEqual([nothing, nothing])
  })

  it('is not cleared by a denial of something else', () => {
    expect(about('No rust, salvage title')[0]).toBe('salvage title')
    expect(about('no issues but has been in an accident')[1]).toBe('accident')
    expect(about('No accidents. Frame damage.')[1]).toBe('frame damage')
  })

  it('is quoted', () => {
    const text = 'Beautiful car, garage kept.\nIt has a rebuilt title because of hail, drives like new.'
    expect(part({ text }, 'title')?.quotes).toEqual([
      '…rage kept. It has a rebuilt title because of hail, dr…',
    ])
    expect(part({ text }, 'title')).toMatchObject({ severity: 0.7, weight: 0.8 })
  })
})

it('takes the state of the title and reported accidents for risks, as their words are', () => {
  expect(part({ titleStatus: 'salvage' }, 'title')).toMatchObject({
    severity: 1,
    description: 'title status: salvage',
  })
  expect(part({ titleStatus: 'clean' }, 'title')?.severity).toBe(0)
  expect(part({ accidents: 2 }, 'condition')).toMatchObject({
    severity: 0.6,
    description: '2 reported accidents',
  })
  expect(part({ accidents: 0, text: 'oil leak' }, 'condition')?.description).toBe('leak')
  expect(part({ titleStatus: 'clean', text: 'salvage title' }, 'title')?.severity).toBe(1)
})

describe('a price that is too good to be true', () => {
  // The 1 % quantile: 11,500 · (10,300 / 11,500)^(2.32635 / 1.28155), from the tables of the normal distribution.
  const lowest = 11_500 * (10_300 / 11_500) ** (2.32635 / 1.28155)

  it('is one below the 1 % quantile, and none above it', () => {
    expect(part({ price: lowest - 1, value }, 'tooGoodToBeTrue')?.severity).toBe(1)
    expect(part({ price: lowest + 1, value }, 'tooGoodToBeTrue')?.severity).toBe(0)
    expect(part({ price: 6_000, value }, 'tooGoodToBeTrue')?.description).toBe(
      'below 9,415, under which one car in a hundred sells: 6,000 against a value of 11,500',
    )
  })

  it('goes by the quantile that is given, where one is', () => {
    expect(part({ price: 9_000, value, firstPercentile: 8_000 }, 'tooGoodToBeTrue')?.severity).toBe(0)
    expect(part({ price: 9_000, firstPercentile: 9_500 }, 'tooGoodToBeTrue')?.description).toContain(
      'below 9,500',
    )
  })
})

describe('mileage, age and market', () => {
  it.each([
    [{ ageYears: 3, mileageMiles: 45_000 }, 'mileage', 0],
    [{ ageYears: 3, mileageMiles: 102_000 * 2 }, 'mileage', 1],
    [{ ageYears: 10, mileageMiles: 20_000 }, 'mileage', 1],
    // 34,000 · √2 a year is half of the way to twice as much, in the logarithm.
    [{ ageYears: 2, mileageMiles: 68_000 * Math.SQRT2 }, 'mileage', 0.5],
    [{ ageYears: 0, mileageMiles: 50 }, 'mileage', 0],
    [{ ageYears: 10 }, 'age', 0],
    [{ ageYears: 22.5 }, 'age', 0.5],
    [{ ageYears: 60 }, 'age', 1],
    [{ comparables: 0 }, 'thinComparables', 1],
    [{ comparables: 20 }, 'thinComparables', 0],
    [{ comparables: 500 }, 'thinComparables', 0],
    [{ value: { value: 100, low: 75, high: 125 } }, 'uncertainValue', 0.5],
    [{ value: { value: 100 } }, 'uncertainValue', 0],
    [{ monthlyVolatility: 0.03 }, 'marketVolatility', 0.5],
  ] as const)('%j is of the severity of %s %d', (input, name, severity) => {
    expect(part(input, name)?.severity).toBeCloseTo(severity, 10)
  })
})

describe('assessRisk', () => {
  it('lets one grave risk be enough, and names every risk with its weight', () => {
    const { score, parts, unknown } = assessRisk({ price: 6_000, value, text: 'rebuilt title' })
    // 1 − (1 − 0.7 · 1)(1 − 0.8 · 0.7)(1 − 0.3 · s) with the width of 1,300 / 11,500 = 11.3 %: s = 0.0435.
    expect(score).toBeCloseTo(1 - 0.3 * 0.44 * (1 - (0.3 * (1_300 / 11_500 - 0.1)) / 0.3), 10)
    expect(parts.map(({ name, weight }) => [name, weight])).toEqual([
      ['tooGoodToBeTrue', 0.7],
      ['title', 0.8],
      ['uncertainValue', 0.3],
      ['condition', 0.6],
    ])
    expect(unknown).toEqual(['mileage', 'age', 'thinComparables', 'marketVolatility'])
  })

  it('knows nothing of nothing', () => {
    expect(assessRisk({})).toEqual({ score: 0, parts: [], unknown: Object.keys(riskWeights) })
  })

  it('takes the host’s weights', () => {
    expect(assessRisk({ text: 'salvage', weights: { title: 0.5 } }).score).toBe(0.5)
  })

  it('stays within 0 and 1, and never falls when a risk is added', () => {
    const known = fc.record(
      {
        ageYears: fc.integer({ min: -1, max: 80 }),
        mileageMiles: fc.integer({ min: 0, max: 600_000 }),
        comparables: fc.integer({ min: 0, max: 100 }),
        monthlyVolatility: fc.double({ min: 0, max: 1, noNaN: true }),
      },
      { requiredKeys: [] },
    )
    fc.assert(
      fc.property(known, (input) => {
        const { score, parts } = assessRisk(input)
        expect(score >= 0 && score <= 1).toBe(true)
        for (const { weight, severity, contribution } of parts) expect(contribution).toBe(weight * severity)
        expect(assessRisk({ ...input, text: 'salvage' }).score).toBeGreaterThanOrEqual(score)
      }),
      timeLimit,
    )
  })

  it('takes any text at all', () => {
    fc.assert(
      fc.property(fc.string(), (text) => {
        expect(assessRisk({ text }).score).toBeGreaterThanOrEqual(0)
      }),
      timeLimit,
    )
  })

  it.each([[{ price: -1 }], [{ weights: { title: 2 } }], [{ colour: 'red' }], [{ value: { value: 0 } }]])(
    'refuses %j',
    (input) => {
      expect(() => assessRisk(input as RiskInput)).toThrow(/assessRisk/)
    },
  )
})
