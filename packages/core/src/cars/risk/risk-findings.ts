import { defined } from '../../options/checks.js'
import { floorShare } from '../estimate/price-floor.js'
import type { TitleStatus } from '../vehicle/title-status.js'
import { conditionPhrases } from './condition-phrases.js'
import { type FoundPhrase, findPhrases, withoutOverlaps } from './find-phrases.js'
import type { RiskInput, RiskName } from './risk-input.js'
import { titlePhrases } from './title-phrases.js'
import type { WarningPhrase } from './warning-phrase.js'

/** An assessed risk with its severity. */
export interface RiskFinding {
  /** The name of the risk. */
  readonly name: RiskName
  /** The severity, from 0 (none) to 1 (the worst). */
  readonly severity: number
  /** The finding, such as `120,000 miles in 3 years`. */
  readonly description: string
  /** The excerpts of the text that the finding rests on. */
  readonly quotes?: readonly string[]
}

/**
 * The usual miles per year: the 1 % and the 95 % quantile of 24,000 cars of one year and more at US auctions in 2014–15.
 * Of 6,000 dealers' cars of 2022, 95 % lie in between as well.
 */
const usualMilesPerYear = { low: 4_000, high: 34_000 }
/** The age from which the severity rises; at twice that age it is 1. Auto Trader rates no car above this age. */
const oldYears = 15
/** The number of comparables from which the severity is 0; without any it is 1. */
const enoughComparables = 20
/** Half of the interval as a share of the value: the width up to which the severity is 0, and from which it is 1. */
const intervalWidths = { narrow: 0.1, wide: 0.4 }
/** The standard deviation of monthly changes up to which the severity is 0, and from which it is 1. */
const volatilities = { low: 0.01, high: 0.05 }

/** Returns the finding of each risk whose facts are known. */
export function riskFindings(input: RiskInput): readonly RiskFinding[] {
  return [priceRisk(input), ...textRisks(input), ...ageRisks(input), ...marketRisks(input)].flatMap(
    (found) => found ?? [],
  )
}

const clamp = (severity: number): number => Math.max(0, Math.min(1, severity))
const whole = (figure: number): string => Math.round(figure).toLocaleString('en-US')
const percent = (share: number): string =>
  `${(share * 100).toLocaleString('en-US', { maximumFractionDigits: 1 })} %`

function priceRisk({ price, firstPercentile, value }: RiskInput): RiskFinding | undefined {
  if (price === undefined || firstPercentile === undefined) return undefined
  const floor = floorShare * (value?.value ?? 0)
  const [limit, meaning] =
    floor > firstPercentile
      ? [floor, `which is ${percent(floorShare)} of the value`]
      : [firstPercentile, 'under which one car in a hundred sells']
  const isBelow = price < limit
  const against = value ? `: ${whole(price)} against a value of ${whole(value.value)}` : `: ${whole(price)}`
  return {
    name: 'tooGoodToBeTrue',
    severity: isBelow ? 1 : 0,
    description: `${isBelow ? 'below' : 'not below'} ${whole(limit)}, ${meaning}${against}`,
  }
}

/** The severity of each state of a title: the same ranking as of the phrases in a text. */
const severityByStatus: Readonly<Record<TitleStatus, number>> = {
  clean: 0,
  rebuilt: 0.7,
  salvage: 1,
  flood: 1,
  lemon: 0.8,
  'parts only': 1,
  missing: 1,
}
const accidentSeverity = 0.6

/** A warning from a field or from the text. */
type Warning = Pick<FoundPhrase, 'about' | 'severity'> & Partial<Pick<FoundPhrase, 'quote'>>

function textRisks({ text, titleStatus, accidents }: RiskInput): readonly RiskFinding[] {
  const ofTitle: Warning[] =
    titleStatus === undefined || titleStatus === 'clean'
      ? []
      : [{ about: `title status: ${titleStatus}`, severity: severityByStatus[titleStatus] }]
  const ofCondition: Warning[] = accidents
    ? [{ about: `${accidents} reported accident${accidents === 1 ? '' : 's'}`, severity: accidentSeverity }]
    : []
  return [
    ...warningRisk('title', text, titlePhrases, titleStatus === undefined ? undefined : ofTitle),
    ...warningRisk('condition', text, conditionPhrases, accidents === undefined ? undefined : ofCondition),
  ]
}

function warningRisk(
  name: 'title' | 'condition',
  text: string | undefined,
  phrases: readonly WarningPhrase[],
  stated: readonly Warning[] | undefined,
): readonly RiskFinding[] {
  if (text === undefined && stated === undefined) return []
  const inText = text === undefined ? [] : withoutOverlaps(findPhrases(text, phrases))
  const found: Warning[] = [...(stated ?? []), ...inText].sort((a, b) => b.severity - a.severity)
  if (found.length === 0) {
    const where = text === undefined ? 'nothing stated warns of it' : 'nothing in the text warns of it'
    return [{ name, severity: 0, description: where }]
  }
  const quotes = found.flatMap(({ quote }) => quote ?? [])
  return [
    {
      name,
      severity: found[0]?.severity ?? 0,
      description: found.map(({ about }) => about).join(', '),
      ...defined({ quotes: quotes.length > 0 ? quotes : undefined }),
    },
  ]
}

function ageRisks({ mileageMiles, ageYears }: RiskInput): readonly (RiskFinding | undefined)[] {
  if (ageYears === undefined) return []
  const years = Math.max(0, ageYears)
  const age: RiskFinding = {
    name: 'age',
    severity: clamp((years - oldYears) / oldYears),
    description: `${whole(years)} years old`,
  }
  if (mileageMiles === undefined) return [age]
  // A new car can be driven before its model year begins, so that less than a year counts as one.
  const perYear = mileageMiles / Math.max(1, years)
  const { low, high } = usualMilesPerYear
  const times = Math.max(perYear / high, years > 1 ? low / Math.max(1, perYear) : 0)
  const mileage: RiskFinding = {
    name: 'mileage',
    severity: clamp(Math.log2(times)),
    description: `${whole(mileageMiles)} miles in ${whole(years)} years; ${whole(low)} to ${whole(high)} a year are usual`,
  }
  return [age, mileage]
}

function marketRisks({
  comparables,
  value,
  monthlyVolatility,
}: RiskInput): readonly (RiskFinding | undefined)[] {
  const scale = (figure: number, from: number, to: number) => clamp((figure - from) / (to - from))
  const { low, high } = { low: value?.value ?? 0, high: value?.value ?? 0, ...value }
  const width = value && (high - low) / 2 / value.value
  return [
    comparables === undefined
      ? undefined
      : {
          name: 'thinComparables',
          severity: clamp(1 - Math.log(1 + comparables) / Math.log(1 + enoughComparables)),
          description: `${whole(comparables)} comparable${comparables === 1 ? '' : 's'}`,
        },
    width === undefined
      ? undefined
      : {
          name: 'uncertainValue',
          severity: scale(width, intervalWidths.narrow, intervalWidths.wide),
          description: `the value is known to ± ${percent(width)}`,
        },
    monthlyVolatility === undefined
      ? undefined
      : {
          name: 'marketVolatility',
          severity: scale(monthlyVolatility, volatilities.low, volatilities.high),
          description: `the market moves by ${percent(monthlyVolatility)} a month`,
        },
  ]
}
