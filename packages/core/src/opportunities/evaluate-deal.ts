import type { LevelDistance } from '../cars/estimate/level-distances.js'
import type { Calibration } from '../cars/opportunity/calibration.js'
import { rateOpportunity } from '../cars/opportunity/opportunity.js'
import { bidCeiling } from '../cars/profit/bid-ceiling.js'
import type { Resale } from '../cars/profit/deal.js'
import type { RiskInput } from '../cars/risk/risk-input.js'
import { defined } from '../options/index.js'
import type { FoundOpportunity, InactiveReason, OpportunityAnalysis } from '../records/opportunity-records.js'
import type { DealBar } from '../records/search-records.js'
import type { TrackedVehicle } from '../records/vehicle-records.js'
import type { VehicleValue } from '../runtime/index.js'
import { costsOf, type PurchaseTerms } from './cost-breakdown.js'
import { analyzeMarket, carName, marketOf, saleEstimate } from './market-analysis.js'

/** A car for sale, to be judged as a deal. */
export interface DealInput {
  /** The listing with the lowest price. */
  readonly vehicle: TrackedVehicle
  /** Its price, in US dollars. */
  readonly priceUsd: number
  /** The value of the car, as far as it is known. */
  readonly valued: VehicleValue
  /** The bar of the search. */
  readonly deal: DealBar
  /** The terms of the purchase that do not depend on its price. */
  readonly terms: PurchaseTerms
  /** The time of the judgement, in epoch milliseconds. */
  readonly at: number
  /** The calibration by the owner's outcomes. @default none */
  readonly calibration?: Calibration
}

/** The members of an opportunity that its judgement gives. */
export type JudgedMembers = Pick<
  FoundOpportunity,
  | 'name'
  | 'vehicleId'
  | 'priceUsd'
  | 'marketAnalysis'
  | 'costBreakdown'
  | 'projectedProfit'
  | 'profitUsd'
  | 'bidCeilingUsd'
  | 'confidence'
  | 'predictedConfidence'
  | 'risk'
  | 'score'
  | 'reasons'
>

/** The judgement of a deal. */
export interface Judgement {
  /** The reason for which it is no opportunity; absent when it is one. */
  readonly refusal?: InactiveReason
  /** Its figures; absent when nothing values the car. */
  readonly members?: JudgedMembers
}

/**
 * The distance from what sellers ask to what buyers pay a dealer. It is an assumption of this library: no public set of cars
 * holds both prices of the same car. It is on the careful side, and stands among the notes of each profit.
 */
const askedToPaid: LevelDistance = {
  from: 'asking',
  to: 'retail',
  ratio: { value: 0.96, low: 0.92, high: 1 },
  source: 'assumed by Telltale: buyers pay 4 % less than is asked, from 8 % less to all of it',
}

/** Checks by the value alone whether a deal can meet its bar: no mean of a sale lies above the 90 % quantile. */
export function mayMeet({
  valued,
  priceUsd,
  deal,
}: Pick<DealInput, 'valued' | 'priceUsd' | 'deal'>): boolean {
  const sale = saleEstimate(valued)
  return sale !== undefined && (sale.high ?? sale.value) - priceUsd >= deal.minProfitUsd
}

/** Judges a car for sale: its costs, its profit, its risk, and whether it meets the bar of the search. */
export function judgeDeal(input: DealInput): Judgement {
  const { vehicle, priceUsd, valued, deal, calibration } = input
  const marketAnalysis = analyzeMarket(valued)
  const resale = resaleOf(input)
  if (!marketAnalysis || !resale) return { refusal: 'not-valued' }
  const costBreakdown = costsOf(priceUsd, input.terms)
  // Without a buyer's state there is no purchase to add transport to: then the bid bears it.
  const extraUsd = resale.purchase ? 0 : (costBreakdown.transportationCost ?? 0)
  const rate = (by?: Calibration) =>
    rateOpportunity({
      name: carName(vehicle),
      deal: { ...resale, bidUsd: priceUsd + extraUsd },
      risk: { ...riskOf(input), price: priceUsd },
      ...defined({ calibration: by }),
    })
  const raw = rate()
  const rated = calibration ? rate(calibration) : raw
  const members = membersOf(input, { rated, marketAnalysis, costBreakdown })
  const refusal = refusalOf(members, rated.risk, input)
  if (refusal) return { refusal, members: { ...members, predictedConfidence: raw.confidence } }
  const { bidUsd } = bidCeiling(resale, {
    chanceOfLoss: Math.min(0.99, Math.max(0.01, 1 - deal.minConfidence)),
    minProfitUsd: deal.minProfitUsd,
  })
  const bidCeilingUsd = bidUsd === undefined || bidUsd < extraUsd ? undefined : bidUsd - extraUsd
  return { members: { ...members, predictedConfidence: raw.confidence, ...defined({ bidCeilingUsd }) } }
}

type Rated = ReturnType<typeof rateOpportunity>

function membersOf(
  { vehicle, priceUsd }: DealInput,
  known: {
    readonly rated: Rated
    readonly marketAnalysis: OpportunityAnalysis
    readonly costBreakdown: FoundOpportunity['costBreakdown']
  },
): Omit<JudgedMembers, 'predictedConfidence'> {
  const { rated, marketAnalysis, costBreakdown } = known
  const { profit, risk } = rated
  const unknown = new Set([...profit.unknown, ...costBreakdown.unknown])
  return {
    name: rated.name,
    vehicleId: vehicle.id,
    priceUsd,
    marketAnalysis,
    costBreakdown,
    projectedProfit: {
      expected: profit.expectedUsd,
      p10: profit.p10Usd,
      p50: profit.p50Usd,
      p90: profit.p90Usd,
      chanceOfLoss: profit.chanceOfLoss,
      parts: profit.parts,
      unknown: [...unknown],
      notes: profit.notes,
    },
    profitUsd: profit.expectedUsd,
    confidence: rated.confidence,
    risk: {
      score: risk.score,
      reasons: risk.parts.filter(({ severity }) => severity > 0).map(({ description }) => description),
      unknown: risk.unknown,
    },
    score: rated.score,
    reasons: rated.reasons,
  }
}

function refusalOf(
  { profitUsd, confidence }: Omit<JudgedMembers, 'predictedConfidence'>,
  risk: Rated['risk'],
  { valued, deal }: DealInput,
): InactiveReason | undefined {
  const isSuspicious = risk.parts.some(({ name, severity }) => name === 'tooGoodToBeTrue' && severity > 0)
  if (isSuspicious || marketOf(valued)?.risk !== undefined) return 'suspicious'
  const isMet =
    profitUsd >= deal.minProfitUsd && confidence >= deal.minConfidence && risk.score <= deal.maxRisk
  return isMet ? undefined : 'below-deal'
}

/** Returns the sale of the car, as far as its value is known. */
function resaleOf({ valued, terms }: DealInput): Resale | undefined {
  const sale = saleEstimate(valued)
  if (!sale) return undefined
  const isAsked = sale.priceLevel === 'asking'
  return {
    sale,
    ...defined({
      saleLevel: isAsked ? ('retail' as const) : undefined,
      levelDistances: isAsked ? [askedToPaid] : undefined,
      purchase: terms.purchase,
    }),
  }
}

function riskOf({ vehicle, valued, at }: DealInput): RiskInput {
  const { mileageMiles, year, titleStatus, accidents, heading, features = [] } = vehicle
  const text = [heading, ...features].filter(Boolean).join('. ')
  const ageYears = year === undefined ? undefined : Math.max(0, new Date(at).getUTCFullYear() - year)
  const market = marketOf(valued)
  const first = market?.quantiles.find(({ share }) => share === 0.01)
  return defined({
    comparables: market?.comparableCount,
    // Sources that agree narrow down the value of the car, and not what sellers ask for such cars.
    firstPercentile: first && Number(first.price.amount),
    mileageMiles,
    ageYears,
    titleStatus,
    accidents,
    text: text === '' ? undefined : text.slice(0, 20_000),
  })
}
