import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { costToOwn, type Ownership, type OwnershipPart } from '../index.js'

/** Bounds the rounds of a property by time, too: a third of the time limit of a test. */
const timeLimit = { interruptAfterTimeLimit: 3_000, markInterruptAsFailure: false }

const owned: Ownership = {
  priceUsd: 20_000,
  resaleUsd: { value: 9_000, low: 7_500, high: 10_500, source: 'the market' },
  taxesAndFeesUsd: 1_600,
  loan: 'none',
  energy: { milesPerUnit: 30, usdPerUnit: { value: 3.5, low: 3, high: 4.5 } },
  insuranceUsdPerYear: 1_500,
  maintenanceUsdPerYear: 700,
  repairsUsdPerYear: { value: 400, low: 0, high: 1_200 },
}
const line = (cost: ReturnType<typeof costToOwn>, name: OwnershipPart) =>
  cost.lines.find((each) => each.name === name)

describe('costToOwn', () => {
  it('adds up five years of 15,000 miles, part by part', () => {
    const cost = costToOwn(owned)
    // 20,000 − 9,000; 75,000 miles / 30 × 3.50; five times the yearly figures.
    expect(cost.lines.map(({ name, amountUsd }) => [name, amountUsd])).toEqual([
      ['depreciation', 11_000],
      ['taxesAndFees', 1_600],
      ['interest', 0],
      ['energy', 8_750],
      ['insurance', 7_500],
      ['maintenance', 3_500],
      ['repairs', 2_000],
    ])
    expect(cost.totalUsd).toBe(34_350)
    expect(cost.usdPerMile).toBeCloseTo(0.458, 10)
    expect(line(cost, 'depreciation')).toMatchObject({ lowUsd: 9_500, highUsd: 12_500, source: 'the market' })
    expect(line(cost, 'energy')).toMatchObject({ lowUsd: 7_500, highUsd: 11_250 })
    // 9,500 + 1,600 + 7,500 + 7,500 + 3,500 + 0, and 12,500 + 1,600 + 11,250 + 7,500 + 3,500 + 6,000.
    expect([cost.lowUsd, cost.highUsd]).toEqual([29_600, 42_350])
  })

  it('leaves unknown what is not given', () => {
    const { insuranceUsdPerYear: _unknown, ...rest } = owned
    const cost = costToOwn(rest)
    expect(cost.unknown).toEqual(['insurance'])
    expect(cost).not.toHaveProperty('totalUsd')
    expect(cost).not.toHaveProperty('usdPerMile')
    expect(line(cost, 'insurance')).toEqual({ name: 'insurance' })
    expect(cost.knownUsd).toBe(26_850)
  })

  /** The interest of a loan that is worked off month by month, as a bank does it. */
  const byMonths = (amountUsd: number, yearlyRate: number, months: number, kept: number) => {
    const rate = yearlyRate / 12
    const payment = rate === 0 ? amountUsd / months : (amountUsd * rate) / (1 - (1 + rate) ** -months)
    let [owed, interest] = [amountUsd, 0]
    for (let month = 0; month < Math.min(months, kept); month += 1) {
      interest += owed * rate
      owed += owed * rate - payment
    }
    return interest
  }

  it('counts the interest that is paid while the car is kept, as working it off month by month does', () => {
    const loans = fc.record({
      amountUsd: fc.integer({ min: 100, max: 90_000 }),
      yearlyRate: fc.integer({ min: 0, max: 30 }).map((percent) => percent / 100),
      months: fc.integer({ min: 1, max: 96 }),
    })
    fc.assert(
      fc.property(loans, fc.integer({ min: 1, max: 10 }), (loan, years) => {
        const interest = line(costToOwn({ ...owned, loan, years }), 'interest')?.amountUsd ?? Number.NaN
        const expected = byMonths(loan.amountUsd, loan.yearlyRate, loan.months, years * 12)
        expect(Math.abs(interest - expected)).toBeLessThan(0.011)
      }),
      timeLimit,
    )
  })

  it('is the exact sum of its lines', () => {
    const cents = fc.integer({ min: 0, max: 9_999_999 }).map((each) => each / 100)
    fc.assert(
      fc.property(
        cents,
        cents,
        cents,
        cents,
        (taxesAndFeesUsd, insuranceUsdPerYear, repairsUsdPerYear, priceUsd) => {
          const cost = costToOwn({
            ...owned,
            priceUsd,
            taxesAndFeesUsd,
            insuranceUsdPerYear,
            repairsUsdPerYear,
          })
          const sum = cost.lines.reduce((total, { amountUsd = 0 }) => total + Math.round(amountUsd * 100), 0)
          expect(cost.totalUsd).toBe(sum / 100)
        },
      ),
      timeLimit,
    )
  })

  it.each([
    [{ priceUsd: -1 }, /priceUsd/],
    [{ priceUsd: 1, resaleUsd: { value: 5, low: 6, high: 7 } }, /resaleUsd: expected low/],
    [{ priceUsd: 1, energy: { milesPerUnit: 0, usdPerUnit: 1 } }, /energy.milesPerUnit/],
    [{ priceUsd: 1, loan: { amountUsd: 1, yearlyRate: 0.1, months: 0 } }, /loan/],
    [{ priceUsd: 1, insurance: 5 }, /unknown option 'insurance'/],
  ])('refuses %j', (ownership, message) => {
    expect(() => costToOwn(ownership as Ownership)).toThrow(message)
  })
})
