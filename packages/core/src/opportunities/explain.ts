import type { FoundOpportunity } from '../records/opportunity-records.js'

/** A line of an explanation. */
export interface ExplanationLine {
  /** The name, such as `sales tax`. */
  readonly name: string
  /** The amount in US dollars; absent where it is unknown, and for lines of words. Costs are below 0. */
  readonly usd?: number
  /** The line in words. */
  readonly words: string
  /** The source of the figure. */
  readonly source: string
}

/** An opportunity in words. */
export interface OpportunityExplanation {
  /** The whole in one or two sentences. */
  readonly summary: string
  /** The value, source by source. */
  readonly value: readonly ExplanationLine[]
  /** The costs of the purchase. Their amounts sum up to `costBreakdown.totalCost`, below 0. */
  readonly costs: readonly ExplanationLine[]
  /** The profit, part by part. The amounts sum up to `profitUsd`. */
  readonly profit: readonly ExplanationLine[]
  /** The risks, the reasons of the score, and what is unknown. */
  readonly notes: readonly string[]
}

/** Explains an opportunity in lines that sum up, each with its source. */
export function explainOpportunity(opportunity: FoundOpportunity): OpportunityExplanation {
  const { costBreakdown, projectedProfit, risk, reasons } = opportunity
  const unknown = projectedProfit.unknown
  return {
    summary: summaryOf(opportunity),
    value: valueLines(opportunity),
    costs: costBreakdown.lines.map(costLine),
    profit: projectedProfit.parts.map(({ name, usd }) => ({
      name,
      usd,
      words:
        name === 'sale' ? `the sale brings ${dollars(usd)}, on average` : `${wordsOf(name)}: ${dollars(usd)}`,
      source:
        name === 'sale' ? ['the value', ...projectedProfit.notes].join('; ') : 'the costs of the purchase',
    })),
    notes: [
      ...risk.reasons.map((reason) => `risk: ${reason}`),
      ...reasons.filter((reason) => !reason.startsWith('not known:')),
      ...(unknown.length > 0 ? [`not known, and not counted: ${unknown.map(wordsOf).join(', ')}`] : []),
    ],
  }
}

function summaryOf(opportunity: FoundOpportunity): string {
  const { name, priceUsd, marketAnalysis, costBreakdown, projectedProfit, isActive } = opportunity
  const { value, interval } = marketAnalysis
  const { expected, p10, p90, chanceOfLoss } = projectedProfit
  const verb = expected < 0 ? 'loses' : 'earns'
  return (
    `${name} is offered for ${dollars(priceUsd)}, costs ${dollars(costBreakdown.totalCost)} in all, and is worth ` +
    `${dollars(value)} (80 %: ${dollars(interval.low)} to ${dollars(interval.high)}). It ${verb} ` +
    `${dollars(Math.abs(expected))} on average (80 %: ${dollars(p10)} to ${dollars(p90)}), with a chance of ` +
    `${percent(chanceOfLoss)} of a loss.${isActive ? '' : ` It is no opportunity any more: ${inactive(opportunity)}.`}`
  )
}

const inactive = ({ inactiveReason = 'gone' }: FoundOpportunity): string =>
  ({
    gone: 'no listing of the car is there',
    'below-deal': "it does not meet the search's deal",
    'not-valued': 'nothing values the car',
    suspicious: 'the price is too good to be true',
  })[inactiveReason]

function valueLines({ marketAnalysis }: FoundOpportunity): readonly ExplanationLine[] {
  const { value, marketValue, marketAverage, comparableCount, sources, words, perplexityInsights } =
    marketAnalysis
  const line = (name: string, usd: number, source: string): ExplanationLine => ({
    name,
    usd,
    words: `${name}: ${dollars(usd)}`,
    source,
  })
  const cars = comparableCount === undefined ? 'your market' : `${comparableCount} cars of your market`
  return [
    line('value', value, words.join('; ') || 'all sources together'),
    ...(marketValue === undefined ? [] : [line('value by the market', marketValue, cars)]),
    ...(marketAverage === undefined
      ? []
      : [line('mean of the comparables, adjusted', marketAverage, 'the comparables')]),
    ...sources.map(({ source, value: usd }) => line(`value by ${source}`, usd, source)),
    ...(perplexityInsights
      ? [
          {
            name: 'research',
            words: perplexityInsights.text,
            source: perplexityInsights.citations.map(({ name, url }) => url ?? name).join(', '),
          },
        ]
      : []),
  ]
}

function costLine({
  name,
  amountUsd,
  note,
  source = 'unknown',
}: FoundOpportunity['costBreakdown']['lines'][number]): ExplanationLine {
  const shown = amountUsd === undefined ? 'not known' : dollars(amountUsd)
  const words = `${wordsOf(name)}: ${shown}${note === undefined ? '' : ` (${note})`}`
  return amountUsd === undefined ? { name, words, source } : { name, usd: -amountUsd, words, source }
}

/** Returns a name in words: `salesTax` as `sales tax`. */
const wordsOf = (name: string): string => name.replace(/[A-Z]/g, (letter) => ` ${letter.toLowerCase()}`)

const dollars = (usd: number): string =>
  usd.toLocaleString('en-US', { style: 'currency', currency: 'USD', maximumFractionDigits: 0 })

const percent = (share: number): string => `${(share * 100).toFixed(0)} %`
