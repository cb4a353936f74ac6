import { fromMinor, type Money, minorDigits, toMinor } from '../../money/index.js'
import * as check from '../../options/check.js'
import { checkOptions, defined } from '../../options/checks.js'
import { normalQuantile } from '../../statistics/index.js'
import { type CarValuation, type FactSource, type PriceLevel, priceLevels } from '../car.js'
import { disagreementsOf, type ValuationDisagreement, weighSources } from './weigh-sources.js'

/** The part of one source in an aggregated valuation. */
export interface ValuationPart {
  /** The source. */
  readonly source: FactSource
  /** Its value. */
  readonly value: Money
  /** Its share of the aggregated value. The shares of all parts sum up to 1. */
  readonly weight: number
  /** The typical error by which it was weighed, such as 0.06. */
  readonly error: number
  /** `given` when the valuation states the error, `interval` when it follows from its interval, else `assumed`. */
  readonly errorFrom: 'given' | 'interval' | 'assumed'
  /** The kind of price that it values. Absent when unknown. */
  readonly priceLevel?: PriceLevel
}

/** One value made of the valuations of several sources. */
export interface AggregatedValuation extends CarValuation {
  /** The 80 % interval of the price. It is wider where the sources disagree. */
  readonly interval: { readonly low: Money; readonly high: Money }
  /** The parts of the sources, in the order given. */
  readonly parts: readonly ValuationPart[]
  /** The pairs of sources that differ by more than their errors explain. */
  readonly disagreements: readonly ValuationDisagreement[]
  /** The weights and the disagreements in plain words. */
  readonly words: readonly string[]
}

/** The error of sources when none of them states one: that of a good guide, whose values lie within 10 % half the time. */
const usualError = 0.1

/** The quantile of the normal distribution at which a typical error lies: its median is at 0.6745 deviations. */
const medianDeviation = normalQuantile(0.75)
/** The bounds of an 80 % interval, in deviations. */
const intervalDeviations = normalQuantile(0.9)

const isMoney = (value: unknown): boolean => {
  const { amount, currency } = (value ?? {}) as Partial<Money>
  if (typeof amount !== 'string' || typeof currency !== 'string') return false
  try {
    return toMinor({ amount, currency }) > 0n
  } catch {
    return false
  }
}

const moneyCheck = check.custom<Money>(
  isMoney,
  "a price above 0 such as { amount: '9500.00', currency: 'USD' }",
)
const intervalCheck = check.refine(
  check.object({ low: moneyCheck, high: moneyCheck }),
  ({ low, high }) => low.currency === high.currency && toMinor(low) < toMinor(high),
  'low below high, in one currency',
)
const valuationCheck = check.object({
  value: moneyCheck,
  interval: check.optional(intervalCheck),
  source: check.object({ name: check.text({ min: 1, max: 1_000 }), url: check.optional(check.text()) }),
  error: check.optional(check.number({ above: 0, max: 10 })),
  priceLevel: check.optional(check.oneOf(priceLevels)),
} satisfies check.CheckShape<CarValuation>)

/** Returns `true` for prices that sellers name, and `false` for those that dealers and bidders paid. */
const isSellersPrice = ({ priceLevel }: CarValuation): boolean =>
  priceLevel !== 'tradeIn' && priceLevel !== 'paid'

/** Checks whether two valuations can be aggregated: both in one currency, and both of what sellers ask or of what was paid. */
export const canAggregate = (one: CarValuation, other: CarValuation): boolean =>
  one.value.currency === other.value.currency &&
  isSellersPrice(one) === isSellersPrice(other) &&
  (isSellersPrice(one) || one.priceLevel === other.priceLevel)

const listCheck = check.refine(
  check.refine(
    check.list(valuationCheck, 'a list of valuations'),
    ({ length }) => length >= 1 && length <= 100,
    'from 1 to 100 valuations',
  ),
  ([first, ...others]) => first !== undefined && others.every((other) => canAggregate(first, other)),
  'valuations of one currency and price level; asking and retail go together, tradeIn and paid each by itself',
)

/**
 * Makes one value of the valuations of several sources, such as Kelley Blue Book and Edmunds, without any listing. Each
 * source counts by the inverse square of its error: the stated one, or the one that its interval implies, or else that of the
 * least exact of the others. Where the sources lie further apart than their errors explain, the weights move toward each
 * other and the interval widens (random effects by DerSimonian and Laird). Errors of half the sources are taken as common,
 * since they watch the same market: two that agree are not twice as sure.
 *
 * @throws `ValidationError` when a valuation is malformed, or the currencies or price levels do not go together.
 * @example
 * ```ts
 * import { aggregateValuations } from '@telltale/core/cars'
 *
 * const usd = (amount: string) => ({ amount, currency: 'USD' })
 * const { value, interval, words } = aggregateValuations([
 *   { value: usd('21850.00'), source: { name: 'Kelley Blue Book' }, error: 0.04, priceLevel: 'asking' },
 *   { value: usd('20900.00'), source: { name: 'Edmunds' }, error: 0.06, priceLevel: 'retail' },
 * ])
 * console.log(value.amount, interval.low.amount, interval.high.amount, words)
 * ```
 */
export function aggregateValuations(valuations: readonly CarValuation[]): AggregatedValuation {
  const checked = checkOptions('aggregateValuations', listCheck, valuations) as readonly CarValuation[]
  const { parts, logValue, deviation } = weighSources(sourcesOf(checked))
  const [{ value, interval, source } = neverEmpty(), ...others] = checked
  const isOnly = others.length === 0
  const { currency } = value
  const price = (deviations: number) => moneyOf(Math.exp(logValue + deviations * deviation), currency)
  const disagreements = disagreementsOf(parts, intervalDeviations)
  const levels = [...new Set(checked.map(({ priceLevel }) => priceLevel))]
  const shownParts = parts.map(({ weight, shown }): ValuationPart => ({ ...shown, weight }))
  const mixed = `the sources value different kinds of prices: ${levels.map(levelName).join(', ')}`
  return {
    value: isOnly ? value : price(0),
    interval: (isOnly && interval) || { low: price(-intervalDeviations), high: price(intervalDeviations) },
    source: isOnly ? source : { name: parts.map(({ name }) => name).join(', ') },
    error: Math.expm1(deviation * medianDeviation),
    ...defined({ priceLevel: levels.length === 1 ? levels[0] : undefined }),
    parts: shownParts,
    disagreements,
    words: [
      ...shownParts.map(partInWords),
      ...disagreements.map(({ words }) => words),
      ...(levels.length > 1 ? [mixed] : []),
    ],
  }
}

/** The list has at least one item: it was checked. */
function neverEmpty(): never {
  throw new RangeError('a list of valuations without any')
}

/** Returns the sources with their values in logarithms, and what is shown of them. */
function sourcesOf(valuations: readonly CarValuation[]) {
  const known = valuations.map((valuation) => ({ valuation, error: knownErrorOf(valuation) }))
  const largest = known.reduce((most, { error }) => Math.max(most, error?.error ?? 0), 0)
  const assumed: KnownError = { error: largest || usualError, errorFrom: 'assumed' }
  return known.map(({ valuation: { value, source, priceLevel }, error = assumed }) => ({
    name: source.name,
    logValue: Math.log(Number(value.amount)),
    deviation: Math.log1p(error.error) / medianDeviation,
    shown: { source, value, ...error, ...defined({ priceLevel }) },
  }))
}

type KnownError = Pick<ValuationPart, 'error' | 'errorFrom'>

/** Returns the error that a valuation states, or that its interval implies. */
function knownErrorOf({ error, interval }: CarValuation): KnownError | undefined {
  if (error !== undefined) return { error, errorFrom: 'given' }
  if (!interval) return undefined
  const width = Math.log(Number(interval.high.amount) / Number(interval.low.amount))
  const deviation = width / (2 * intervalDeviations)
  return { error: Math.expm1(deviation * medianDeviation), errorFrom: 'interval' }
}

function moneyOf(amount: number, currency: string): Money {
  return fromMinor(BigInt(Math.round(amount * 10 ** minorDigits(currency))), currency)
}

const levelName = (level: PriceLevel | undefined): string => level ?? 'unknown'

const percent = (share: number): string => `${(share * 100).toFixed(share < 0.0995 ? 1 : 0)} %`

function partInWords({ source, weight, error, errorFrom }: ValuationPart): string {
  const reasons = {
    given: 'as stated',
    interval: 'by its interval',
    assumed: 'assumed, since it states none',
  }
  return `${source.name} counts ${percent(weight)}: its typical error is ${percent(error)}, ${reasons[errorFrom]}`
}
