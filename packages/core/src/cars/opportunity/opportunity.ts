import { ValidationError } from '../../errors/index.js'
import { shareBelow } from '../estimate/distribution.js'
import type { Estimate } from '../estimate/estimate.js'
import { floorShare } from '../estimate/price-floor.js'
import type { Deal } from '../profit/deal.js'
import { estimateProfit, type Profit } from '../profit/profit.js'
import { valueAtBid } from '../profit/sale-price.js'
import { assessRisk, type RiskAssessment } from '../risk/assess-risk.js'
import type { RiskInput } from '../risk/risk-input.js'
import { type Calibration, calibratedProbability } from './calibration.js'

/** A car to rate as an opportunity to buy and resell. */
export interface OpportunityInput {
  /** The car's name, unique among ranked opportunities. */
  readonly name: string
  /** The purchase and the resale. */
  readonly deal: Deal
  /** The known facts about risks. The price and the value default to those of the deal. */
  readonly risk?: RiskInput
  /** The calibration of the confidence by past outcomes. @default none */
  readonly calibration?: Calibration
}

/** One part of an opportunity's score. */
export interface OpportunityPart {
  /** The part: the profit margin, the probability of a profit, the absence of risks, or the time to sell. */
  readonly name: 'margin' | 'safety' | 'soundness' | 'speed'
  /** The points of the part, with one decimal. */
  readonly points: number
  /** The highest possible points. */
  readonly maxPoints: number
  /** The reason, such as `earns 1,312 on 9,000: 14.6 %`. */
  readonly reason: string
}

/** The rating of an opportunity with its reasons. */
export interface Opportunity {
  /** The car's name. */
  readonly name: string
  /** From 0 to 100: the exact sum of its parts. */
  readonly score: number
  /** The parts of the score. */
  readonly parts: readonly OpportunityPart[]
  /** The probability that the deal makes a profit, from 0 to 1. */
  readonly confidence: number
  /** The distribution of the profit. */
  readonly profit: Profit
  /** The assessment of the risks. */
  readonly risk: RiskAssessment
  /** The reason of each part, with the risks found, and the names of unknown figures. */
  readonly reasons: readonly string[]
}

/** An opportunity with its rank among others. */
export interface RankedOpportunity extends Opportunity {
  /** The rank, 1 for the best. Equal opportunities have the same rank. */
  readonly rank: number
}

/** The highest points of each part: a choice of this library, for ranking only. */
const pointsByPart = { margin: 40, safety: 30, soundness: 20, speed: 10 } as const
/** The profit as a share of the price paid that gets all the points of the margin. */
const fullMargin = 0.2
/** The days to sell that get all the points of the speed, and those that get none. */
const days = { fast: 15, slow: 90 }

/**
 * Rates a car as an opportunity to buy and resell. The score is for ranking; the confidence is the probability of a
 * profit. A price below the 1 % quantile of the value, or below 40 % of it, is a sign of risk and not of a bargain: it gets
 * no points for its margin, and its confidence counts the chance that such a price is one at all, with two prices of a
 * hundred taken for junk. An unknown figure gets no points, and is named.
 *
 * @throws `ValidationError` as {@link estimateProfit} and {@link assessRisk} do.
 * @example
 * ```ts
 * import { rateOpportunity } from '@telltale/core/cars'
 *
 * const { score, confidence, reasons } = rateOpportunity({
 *   name: '2012 Toyota Camry',
 *   deal: { bidUsd: 9_000, sale: { value: 11_500, low: 10_300, high: 12_900, priceLevel: 'paid' }, repairUsd: 400 },
 *   risk: { text: 'clean title, small oil leak' },
 * })
 * console.log(score, confidence, reasons)
 * ```
 */
export function rateOpportunity({ name, deal, risk, calibration }: OpportunityInput): Opportunity {
  const profit = estimateProfit(deal)
  const value = valueAtBid(deal)
  const assessed = assessRisk({ price: deal.bidUsd, value, ...risk })
  const predicted = (1 - profit.chanceOfLoss) * chanceOfBeingReal(deal.bidUsd, value, assessed)
  const confidence = calibration ? calibratedProbability(predicted, calibration) : predicted
  const parts = [
    marginPart(deal, profit, assessed),
    part('safety', confidence, `earns more than nothing with a chance of ${percent(confidence)}`),
    part('soundness', 1 - assessed.score, soundnessReason(assessed)),
    speedPart(profit),
  ]
  const unknown = [...profit.unknown, ...assessed.unknown]
  return {
    name,
    score: parts.reduce((sum, { points }) => sum + Math.round(points * 10), 0) / 10,
    parts,
    confidence,
    profit,
    risk: assessed,
    reasons: [
      ...parts.map(({ reason }) => reason),
      ...profit.notes,
      ...(unknown.length > 0 ? [`not known: ${unknown.join(', ')}`] : []),
    ],
  }
}

/**
 * Rates opportunities and ranks them by score, then by confidence, then by name. The best comes first.
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
  const isEqual = (a: Opportunity, b: Opportunity) => a.score === b.score && a.confidence === b.confidence
  return rated.map((each) => ({ ...each, rank: 1 + rated.findIndex((other) => isEqual(other, each)) }))
}

/** The share of prices that are none: instalments, deposits, placeholders, slips. */
const junkShare = 0.02
/** The range of junk below the value, in logarithms: from a thousandth of it. Within, each order of magnitude is as likely. */
const junkRange = Math.log(1_000)
/** The share of cars at US auctions in 2014–15 that were sold below `floorShare` of their value. */
const realBelowFloor = 0.011
/** The step of the numeric derivative of a distribution, in logarithms. */
const densityStep = 0.02

/**
 * Returns the chance that a price is one at all. For a price that is too good to be true it is the density of the prices of
 * such cars there beside that of junk (Bayes' rule), for any other price 1. Below the floor it is at most the share of real
 * prices there: the tail of a market holds junk itself.
 */
function chanceOfBeingReal(bidUsd: number, value: Estimate, risk: RiskAssessment): number {
  if (!isTooGood(risk)) return 1
  const share = (steps: number) => shareBelow(value, bidUsd * Math.exp(steps * densityStep))
  const density = (share(1) - share(-1)) / (2 * densityStep)
  const junk = junkShare / junkRange
  const chance = density / (density + junk)
  return bidUsd < floorShare * value.value
    ? Math.min(chance, realBelowFloor / (realBelowFloor + junkShare))
    : chance
}

const isTooGood = ({ parts }: RiskAssessment): boolean =>
  parts.some(({ name, severity }) => name === 'tooGoodToBeTrue' && severity > 0)

function compare(a: Opportunity, b: Opportunity): number {
  return b.score - a.score || b.confidence - a.confidence || (a.name < b.name ? -1 : 1)
}

const whole = (figure: number): string => Math.round(figure).toLocaleString('en-US')
const percent = (share: number): string => `${(share * 100).toFixed(1)} %`

function part(name: OpportunityPart['name'], share: number, reason: string): OpportunityPart {
  const maxPoints = pointsByPart[name]
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
