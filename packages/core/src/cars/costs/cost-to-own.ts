import * as check from '../../options/check.js'
import { checkOptions, defined } from '../../options/checks.js'
import { boundsOf, type Figure, figureCheck } from '../estimate/estimate.js'
import { roundToCents, sumUsd, usdCheck } from './usd.js'

/** A loan that is paid back in equal monthly payments. */
export interface CarLoan {
  /** The borrowed amount. */
  readonly amountUsd: number
  /** The yearly interest rate, such as 0.07. A twelfth of it is due each month. */
  readonly yearlyRate: number
  /** The term in months: 1 to 600. */
  readonly months: number
}

/** The fuel or electricity that a car uses. */
export interface EnergyUse {
  /** The miles per unit: a gallon, a kilowatt-hour or the unit of the price. */
  readonly milesPerUnit: Figure
  /** The price of one unit. */
  readonly usdPerUnit: Figure
}

/** A car that is bought, driven for some years and sold. Unknown parts are absent. */
export interface Ownership {
  /** The purchase price. */
  readonly priceUsd: number
  /** The resale price at the end, such as of {@link forecastResale}: one that buyers pay, not one that sellers ask. */
  readonly resaleUsd?: Figure
  /** Tax, title, registration and fees of the purchase: the cost by `purchaseCost` without the price. */
  readonly taxesAndFeesUsd?: Figure
  /** The loan, or `'none'` when the price is paid at once. */
  readonly loan?: CarLoan | 'none'
  /** The use and price of fuel or electricity. */
  readonly energy?: EnergyUse
  /** The cost of insurance per year. */
  readonly insuranceUsdPerYear?: Figure
  /** The cost of maintenance per year. */
  readonly maintenanceUsdPerYear?: Figure
  /** The cost of repairs per year. */
  readonly repairsUsdPerYear?: Figure
  /** The years of ownership: above 0, at most 50. @default 5 */
  readonly years?: number
  /** The miles driven per year. @default 15000 */
  readonly milesPerYear?: number
}

/** The name of a part of the cost of ownership. */
export type OwnershipPart =
  | 'depreciation'
  | 'taxesAndFees'
  | 'interest'
  | 'energy'
  | 'insurance'
  | 'maintenance'
  | 'repairs'

/** One part of the cost of ownership, over all years. */
export interface OwnershipLine {
  /** The part of the cost. */
  readonly name: OwnershipPart
  /** The amount; absent, as its bounds are, when unknown. */
  readonly amountUsd?: number
  /** The lower bound of the amount. */
  readonly lowUsd?: number
  /** The upper bound of the amount. */
  readonly highUsd?: number
  /** The source of the figure, or what it is computed from. */
  readonly source?: string
}

/** The cost of owning a car, part by part. */
export interface CostToOwn {
  /** One line per part, known or not. */
  readonly lines: readonly OwnershipLine[]
  /** The exact sum of the known parts. */
  readonly knownUsd: number
  /** The exact sum of the lower bounds: the best case of all parts at once. */
  readonly lowUsd: number
  /** The exact sum of the upper bounds: the worst case of all parts at once. */
  readonly highUsd: number
  /** The sum of all parts; absent when one is unknown. */
  readonly totalUsd?: number
  /** The total per mile; absent when a part is unknown or no mile is driven. */
  readonly usdPerMile?: number
  /** The names of the unknown parts. */
  readonly unknown: readonly OwnershipPart[]
  /** The years of ownership. */
  readonly years: number
  /** The miles driven per year. */
  readonly milesPerYear: number
}

const loanCheck = check.strictObject({
  amountUsd: usdCheck,
  yearlyRate: check.number({ min: 0, max: 10 }),
  months: check.integer({ min: 1, max: 600 }),
} satisfies check.CheckShape<CarLoan>)

const loanOrNoneCheck: check.OptionCheck<CarLoan | 'none'> = (value, issues) => {
  if (value === 'none') return value
  if (typeof value === 'object' && value !== null) return loanCheck(value, issues)
  return check.fail(issues, value, "a loan or 'none'")
}

const energyCheck = check.strictObject({
  milesPerUnit: figureCheck({ isPositive: true }),
  usdPerUnit: figureCheck(),
} satisfies check.CheckShape<EnergyUse>)

const ownershipCheck = check.strictObject({
  priceUsd: usdCheck,
  resaleUsd: check.optional(
    check.refine(
      figureCheck(),
      (figure) => typeof figure === 'number' || figure.priceLevel !== 'asking',
      'a price that buyers pay; `convertPriceLevel` converts one that sellers ask',
    ),
  ),
  taxesAndFeesUsd: check.optional(figureCheck()),
  loan: check.optional(loanOrNoneCheck),
  energy: check.optional(energyCheck),
  insuranceUsdPerYear: check.optional(figureCheck()),
  maintenanceUsdPerYear: check.optional(figureCheck()),
  repairsUsdPerYear: check.optional(figureCheck()),
  years: check.withDefault(check.number({ above: 0, max: 50 }), 5),
  milesPerYear: check.withDefault(check.number({ min: 0, max: 1e6 }), 15_000),
} satisfies check.CheckShape<Ownership>)

/**
 * Adds up the cost of owning a car over some years: depreciation, taxes and fees, interest, energy, insurance,
 * maintenance and repairs. Each part has its range and its source. An unknown part is named in `unknown` and never counts as 0.
 * The parts and the defaults, five years of 15,000 miles, are those of Edmunds' True Cost to Own.
 *
 * @throws `ValidationError` when a figure is negative or not finite, or bounds do not enclose their value.
 * @example
 * ```ts
 * import { costToOwn } from '@telltale/core/cars'
 *
 * const { totalUsd, usdPerMile } = costToOwn({
 *   priceUsd: 20_000,
 *   resaleUsd: { value: 9_000, low: 7_500, high: 10_500 },
 *   taxesAndFeesUsd: 1_600,
 *   loan: 'none',
 *   energy: { milesPerUnit: 30, usdPerUnit: { value: 3.5, low: 3, high: 4.5 } },
 *   insuranceUsdPerYear: 1_500,
 *   maintenanceUsdPerYear: 700,
 *   repairsUsdPerYear: { value: 400, low: 0, high: 1_200 },
 * })
 * console.log(totalUsd, usdPerMile?.toFixed(2)) // 34350 0.46
 * ```
 */
export function costToOwn(ownership: Ownership): CostToOwn {
  const owned = checkOptions('costToOwn', ownershipCheck, ownership)
  const { years, milesPerYear } = owned
  const yearly = (name: OwnershipPart, figure: Figure | undefined) =>
    lineOf(name, figure, (usd) => usd * years)
  const lines: readonly OwnershipLine[] = [
    lineOf('depreciation', owned.resaleUsd, (usd) => owned.priceUsd - usd),
    lineOf('taxesAndFees', owned.taxesAndFeesUsd, (usd) => usd),
    interestLine(owned.loan, years),
    energyLine(owned.energy, years * milesPerYear),
    yearly('insurance', owned.insuranceUsdPerYear),
    yearly('maintenance', owned.maintenanceUsdPerYear),
    yearly('repairs', owned.repairsUsdPerYear),
  ]
  const unknown = lines.filter(({ amountUsd }) => amountUsd === undefined).map(({ name }) => name)
  const knownUsd = sumOf(lines, 'amountUsd')
  const miles = years * milesPerYear
  return {
    lines,
    knownUsd,
    lowUsd: sumOf(lines, 'lowUsd'),
    highUsd: sumOf(lines, 'highUsd'),
    ...defined({
      totalUsd: unknown.length === 0 ? knownUsd : undefined,
      usdPerMile: unknown.length === 0 && miles > 0 ? knownUsd / miles : undefined,
    }),
    unknown,
    years,
    milesPerYear,
  }
}

function sumOf(lines: readonly OwnershipLine[], member: 'amountUsd' | 'lowUsd' | 'highUsd'): number {
  return sumUsd(lines.map((line) => line[member] ?? 0))
}

function lineOf(
  name: OwnershipPart,
  figure: Figure | undefined,
  costOf: (value: number) => number,
): OwnershipLine {
  if (figure === undefined) return { name }
  const { value, low, high, source } = boundsOf(figure)
  return rangeLine(name, costOf(value), [costOf(low), costOf(high)], source)
}

function rangeLine(
  name: OwnershipPart,
  amountUsd: number,
  bounds: readonly [number, number],
  source: string,
): OwnershipLine {
  return {
    name,
    amountUsd: roundToCents(amountUsd),
    lowUsd: roundToCents(Math.min(...bounds)),
    highUsd: roundToCents(Math.max(...bounds)),
    source,
  }
}

function energyLine(energy: EnergyUse | undefined, miles: number): OwnershipLine {
  if (!energy) return { name: 'energy' }
  const [reach, price] = [boundsOf(energy.milesPerUnit), boundsOf(energy.usdPerUnit)]
  const cost = (usdPerUnit: number, milesPerUnit: number) => (miles * usdPerUnit) / milesPerUnit
  const bounds = [cost(price.low, reach.high), cost(price.high, reach.low)] as const
  const sources = [...new Set([reach.source, price.source])].join('; ')
  return rangeLine('energy', cost(price.value, reach.value), bounds, sources)
}

function interestLine(loan: Ownership['loan'], years: number): OwnershipLine {
  if (loan === undefined) return { name: 'interest' }
  const paid = loan === 'none' ? 0 : interestUsd(loan, years * 12)
  return rangeLine('interest', paid, [paid, paid], loan === 'none' ? 'no loan' : 'computed from the loan')
}

/** Returns the interest paid while the car is kept, by the annuity formula: payment = amount · i / (1 − (1 + i)^−n). */
function interestUsd({ amountUsd, yearlyRate, months }: CarLoan, keptMonths: number): number {
  const rate = yearlyRate / 12
  if (rate === 0) return 0
  const payment = (amountUsd * rate) / (1 - (1 + rate) ** -months)
  const paidMonths = Math.min(months, Math.floor(keptMonths))
  const growth = (1 + rate) ** paidMonths
  const owed = amountUsd * growth - (payment * (growth - 1)) / rate
  return payment * paidMonths - (amountUsd - owed)
}
