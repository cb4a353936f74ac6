import { z } from 'zod'
import { defined, type OptionsShape, parseOptions } from '../../options/index.js'
import { boundsOf, type Figure, figureOption } from '../estimate/estimate.js'

/** A loan that is paid back in equal monthly payments. */
export interface CarLoan {
  readonly amountUsd: number
  /** The yearly rate, such as 0.07; a twelfth of it is due each month. */
  readonly yearlyRate: number
  readonly months: number
}

/** What a car is fuelled or charged with. */
export interface EnergyUse {
  /** How far it goes on a gallon, a kilowatt-hour or whatever the price is of. */
  readonly milesPerUnit: Figure
  readonly usdPerUnit: Figure
}

/** A car that is bought, driven for some years and sold. What is not known is left out, and then stays unknown. */
export interface Ownership {
  readonly priceUsd: number
  /** What it can be sold for at the end. */
  readonly resaleUsd?: Figure
  /** Tax, title, registration and fees of the purchase: what `purchaseCost` gives beyond the price. */
  readonly taxesAndFeesUsd?: Figure
  /** The loan, or `'none'` when it is paid at once. */
  readonly loan?: CarLoan | 'none'
  readonly energy?: EnergyUse
  readonly insuranceUsdPerYear?: Figure
  readonly maintenanceUsdPerYear?: Figure
  readonly repairsUsdPerYear?: Figure
  /** How long it is kept. @default 5 */
  readonly years?: number
  /** How far it is driven a year. @default 15000 */
  readonly milesPerYear?: number
}

/** The name of a part of what it costs to own a car. */
export type OwnershipPart =
  | 'depreciation'
  | 'taxesAndFees'
  | 'interest'
  | 'energy'
  | 'insurance'
  | 'maintenance'
  | 'repairs'

/** One part of what it costs to own a car, over all years. */
export interface OwnershipLine {
  readonly name: OwnershipPart
  /** Absent, as its bounds are, when it is not known. */
  readonly amountUsd?: number
  readonly lowUsd?: number
  readonly highUsd?: number
  /** Who says so, or what it is computed from. */
  readonly source?: string
}

/** What it costs to own a car, part by part. */
export interface CostToOwn {
  readonly lines: readonly OwnershipLine[]
  /** The exact sum of the known parts. */
  readonly knownUsd: number
  /** The exact sum of their lower bounds: everything turns out well at once. */
  readonly lowUsd: number
  /** The exact sum of their upper bounds: everything turns out badly at once. */
  readonly highUsd: number
  /** What all parts sum to; absent when one is not known. */
  readonly totalUsd?: number
  /** That by the mile; absent when a part is not known or no mile is driven. */
  readonly usdPerMile?: number
  readonly missing: readonly OwnershipPart[]
  readonly years: number
  readonly milesPerYear: number
}

const loanShape = {
  amountUsd: z.number().nonnegative(),
  yearlyRate: z.number().min(0).max(10),
  months: z.int().min(1).max(600),
} satisfies OptionsShape<CarLoan>
const energyShape = {
  milesPerUnit: figureOption({ min: Number.MIN_VALUE }),
  usdPerUnit: figureOption(),
} satisfies OptionsShape<EnergyUse>
const ownershipShape = {
  priceUsd: z.number().nonnegative(),
  resaleUsd: figureOption().exactOptional(),
  taxesAndFeesUsd: figureOption().exactOptional(),
  loan: z
    .union([z.literal('none'), z.strictObject(loanShape)], { error: "expected a loan or 'none'" })
    .exactOptional(),
  energy: z.strictObject(energyShape).exactOptional(),
  insuranceUsdPerYear: figureOption().exactOptional(),
  maintenanceUsdPerYear: figureOption().exactOptional(),
  repairsUsdPerYear: figureOption().exactOptional(),
  years: z.number().positive().max(50).default(5),
  milesPerYear: z.number().nonnegative().default(15_000),
} satisfies OptionsShape<Ownership>
const ownershipSchema = z.strictObject(ownershipShape)

/**
 * Adds up what it costs to own a car over some years: what it loses in value, taxes and fees, interest, energy,
 * insurance, maintenance and repairs. Each part has its range and its source; what is not known is missing and never 0.
 * The parts, and the years and miles that are usual, are those of Edmunds' True Cost to Own: five years of 15,000 miles.
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
  const owned = parseOptions('costToOwn', ownershipSchema, ownership)
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
  const missing = lines.filter(({ amountUsd }) => amountUsd === undefined).map(({ name }) => name)
  const knownUsd = sumOf(lines, 'amountUsd')
  const miles = years * milesPerYear
  return {
    lines,
    knownUsd,
    lowUsd: sumOf(lines, 'lowUsd'),
    highUsd: sumOf(lines, 'highUsd'),
    ...defined({
      totalUsd: missing.length === 0 ? knownUsd : undefined,
      usdPerMile: missing.length === 0 && miles > 0 ? knownUsd / miles : undefined,
    }),
    missing,
    years,
    milesPerYear,
  }
}

const toCents = (usd: number): number => Math.round(usd * 100)

function sumOf(lines: readonly OwnershipLine[], member: 'amountUsd' | 'lowUsd' | 'highUsd'): number {
  return lines.reduce((sum, line) => sum + toCents(line[member] ?? 0), 0) / 100
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
  const cents = (usd: number) => toCents(usd) / 100
  return {
    name,
    amountUsd: cents(amountUsd),
    lowUsd: cents(Math.min(...bounds)),
    highUsd: cents(Math.max(...bounds)),
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

/** What is paid beyond what is paid back, by the annuity formula: payment = amount · i / (1 − (1 + i)^−n). */
function interestUsd({ amountUsd, yearlyRate, months }: CarLoan, keptMonths: number): number {
  const rate = yearlyRate / 12
  if (rate === 0) return 0
  const payment = (amountUsd * rate) / (1 - (1 + rate) ** -months)
  const paidMonths = Math.min(months, Math.floor(keptMonths))
  const growth = (1 + rate) ** paidMonths
  const owed = amountUsd * growth - (payment * (growth - 1)) / rate
  return payment * paidMonths - (amountUsd - owed)
}
