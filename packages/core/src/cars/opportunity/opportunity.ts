import { ValidationError } from '../../errors/index.js'
import type { Deal } from '../profit/deal.js'
import { estimateProfit, type Profit } from '../profit/profit.js'
import { assessRisk, type RiskAssessment } from '../risk/assess-risk.js'
import type { RiskInput } from '../risk/risk-input.js'
import { type Calibration, calibratedProbability } from './calibration.js'

/** A car that may be worth buying to sell again. */
export interface OpportunityInput {
  /** Tells it from the others. */
  readonly name: string
  readonly deal: Deal
  /** What is known of its risks; the price and the value are those of the deal unless they are given. */
  readonly risk?: RiskInput
  /** What its stated chances have meant so far. @default they are taken as stated */
  readonly calibration?: Calibration
}

/** One part of a score. */
export interface OpportunityPart {
  readonly name: 'margin' | 'safety' | 'soundness' | 'speed'
  /** What it got, in tenths. */
  readonly points: number
  /** What it could have got. */
  readonly maxPoints: number
  /** Why, such as `earns 1,312 on 9,000: 14.6 %`. */
  readonly reason: string
}

/** How good an opportunity is, and why. */
export interface Opportunity {
  readonly name: string
  /** From 0 to 100: the exact sum of its parts. */
  readonly score: number
  readonly parts: readonly OpportunityPart[]
  /** The chance that the deal earns more than nothing, from 0 to 1. */
  readonly confidence: number
  readonly profit: Profit
  readonly risk: RiskAssessment
  /** In words: each part's, the risks that were found, and what is not known. */
  readonly reasons: readonly string[]
}

/** An opportunity among others. */
export interface RankedOpportunity extends Opportunity {
  /** 1 for the best; equal ones have the same place. */
  readonly rank: number
}

/** What the parts of a score are worth at most; the house's own choice, which ranks and promises nothing. */
const worth = { margin: 40, safety: 30, soundness: 20, speed: 10 } as const
/** The share of what is paid that a deal has to earn for all the points of its margin. */
const fullMargin = 0.2
/** Days to sell: all points up to the first, none from the second on. */
const days = { fast: 15, slow: 90 }

/**
 * Rates a car as something to buy and sell again. The score is for ranking; the confidence is the chance of earning
 * more than nothing. A price below what one car in a hundred sells for earns no points for its margin: it is a risk and
 * no great deal. What is not known earns no points, and is named.
 *
 * @throws `ValidationError` as {@link estimateProfit} and {@link assessRisk} do.
 * @example
 * ```ts
 * import { rateOpportunity } from '@telltale/core/cars'
 *
 * const { score, confidence, reasons } = rateOpportunity({
 *   name: '2012 Toyota Camry',
 *   deal: { bidUsd: 9_000, sale: { value: 11_500, low: 10_300, high: 12_900 }, repairUsd: 400 },
 *   risk: { text: 'clean title, small oil leak' },
 * })
 * console.log(score, confidence, reasons)
 * ```
 */
export function rateOpportunity({ name, deal, risk, calibration }: OpportunityInput): Opportunity {
  const profit = estimateProfit(deal)
  const assessed = assessRisk({ price: deal.bidUsd, value: deal.sale, ...risk })
  const stated = 1 - profit.chanceOfLoss
  const confidence = calibration ? calibratedProbability(stated, calibration) : stated
  const parts = [
    marginPart(deal, profit, assessed),
    part('safety', confidence, `earns more than nothing with a chance of ${percent(confidence)}`),
    part('soundness', 1 - assessed.score, soundnessReason(assessed)),
    speedPart(profit),
  ]
  const unknown = [...profit.missing, ...assessed.unknown]
  return {
    name,
    score: parts.reduce((sum, { points }) => sum + Math.round(points * 10), 0) / 10,
    parts,
    confidence,
    profit,
    risk: assessed,
    reasons: [
      ...parts.map(({ reason }) => reason),
      ...(unknown.length > 0 ? [`not known: ${unknown.join(', ')}`] : []),
    ],
  }
}

/**
 * Rates opportunities and orders them, the best first: by score, then by confidence, then by name.
 *
 * @throws `ValidationError` when two have the same name, and as {@link rateOpportunity} does.
 * @example
 * ```ts
 * import { rankOpportunities } from '@telltale/core/cars'
 *
 * const sale = { value: 11_500, low: 10_300, high: 12_900 }
 * const [best] = rankOpportunities([
 *   { name: 'A', deal: { bidUsd: 10_500, sale } },
 *   { name: 'B', deal: { bidUsd: 9_800, sale } },
 * ])
 * console.log(best?.name) // B
 * ```
 */
export function rankOpportunities(inputs: readonly OpportunityInput[]): readonly RankedOpportunity[] {
  const twice = inputs.find(({ name }, i) => inputs.findIndex((each) => each.name === name) < i)
  if (twice)
    throw new ValidationError('rankOpportunities', [
      { path: 'name', message: `expected each name once, got '${twice.name}' again` },
    ])
  const rated = inputs.map(rateOpportunity).sort(compare)
  const isLevel = (a: Opportunity, b: Opportunity) => a.score === b.score && a.confidence === b.confidence
  return rated.map((each) => ({ ...each, rank: 1 + rated.findIndex((other) => isLevel(other, each)) }))
}

function compare(a: Opportunity, b: Opportunity): number {
  return b.score - a.score || b.confidence - a.confidence || (a.name < b.name ? -1 : 1)
}

const whole = (figure: number): string => Math.round(figure).toLocaleString('en-US')
const percent = (share: number): string => `${(share * 100).toFixed(1)} %`

function part(name: OpportunityPart['name'], share: number, reason: string): OpportunityPart {
  const maxPoints = worth[name]
  return {
    name,
    points: Math.round(Math.max(0, Math.min(1, share)) * maxPoints * 10) / 10,
    maxPoints,
    reason,
  }
}

function marginPart({ bidUsd }: Deal, { parts, expectedUsd }: Profit, risk: RiskAssessment): OpportunityPart {
  const suspicious = risk.parts.find(({ name, severity }) => name === 'tooGoodToBeTrue' && severity > 0)
  if (suspicious) return part('margin', 0, `too good to be true: ${suspicious.description}`)
  const paidUsd = -(parts.find(({ name }) => name === 'purchase')?.usd ?? -bidUsd)
  const margin = paidUsd > 0 ? expectedUsd / paidUsd : Number.POSITIVE_INFINITY
  const verb = expectedUsd < 0 ? 'loses' : 'earns'
  const share = paidUsd > 0 ? `: ${percent(Math.abs(margin))}` : ''
  return part(
    'margin',
    margin / fullMargin,
    `${verb} ${whole(Math.abs(expectedUsd))} on ${whole(paidUsd)}${share}`,
  )
}

function soundnessReason({ parts }: RiskAssessment): string {
  const found = parts.filter(({ severity }) => severity > 0).map(({ description }) => description)
  return found.length > 0 ? `risks: ${found.join('; ')}` : 'no risk was found'
}

function speedPart({ daysToSell }: Profit): OpportunityPart {
  if (!daysToSell) return part('speed', 0, 'how fast it sells is not known')
  const share = (days.slow - daysToSell.p50) / (days.slow - days.fast)
  return part('speed', share, `sells in ${whole(daysToSell.p50)} days, half of the time`)
}
