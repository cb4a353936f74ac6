import type { CostLine } from '../cars/costs/cost-line.js'
import type { BaseRecord, CollectionDefinition } from '../ports/index.js'

/** A car that is like one for sale. Prices are in US dollars. */
export interface ComparableCar {
  /** The year, make, model and trim, such as `2018 Ford Mustang GT`. */
  readonly name: string
  /** The address of its listing. */
  readonly url?: string
  /** The price that is asked for it. */
  readonly price: number
  /** That price, adjusted for what differs between both cars. */
  readonly adjustedPrice: number
  /** The likeness from 0 to 1. */
  readonly similarity: number
}

/** A valuation by one source. */
export interface SourceValue {
  /** The name of the source, such as `Edmunds`. */
  readonly source: string
  /** The value, in US dollars. */
  readonly value: number
}

/** The findings of research about a car's market. */
export interface ResearchedInsight {
  /** The answer. */
  readonly text: string
  /** The sources of the answer, at least one. */
  readonly citations: readonly { readonly name: string; readonly url?: string }[]
  /** The id of the adapter that gave it. */
  readonly adapter: string
  /** The time of the answer, in epoch milliseconds. */
  readonly at: number
}

/** The value of an opportunity's car, as far as it is known. Amounts are in US dollars. */
export interface OpportunityAnalysis {
  /** The value that the owner's market and all sources say together. */
  readonly value: number
  /** The 80 % interval of the price. */
  readonly interval: { readonly low: number; readonly high: number }
  /** The weights of the sources and where they disagree, in words. */
  readonly words: readonly string[]
  /** The value by the owner's market alone; absent without one. */
  readonly marketValue?: number
  /** The mean price of the comparables, each adjusted to this car; absent without any. */
  readonly marketAverage?: number
  /** The cars that are most alike, the most alike first. */
  readonly comparables: readonly ComparableCar[]
  /** The number of cars that the value rests on; absent without a market. */
  readonly comparableCount?: number
  /** The valuations of sources. */
  readonly sources: readonly SourceValue[]
  /** The value of Kelley Blue Book; absent without a source that gives it. */
  readonly kbbValue?: number
  /** The value of Edmunds; absent without a source that gives it. */
  readonly edmundsValue?: number
  /** The answer of Perplexity, or of another source of research; absent without one. */
  readonly perplexityInsights?: ResearchedInsight
}

/** The cost of buying an opportunity's car, in US dollars. A part that is unknown is absent. */
export interface CostBreakdown {
  /** The price of the car itself. */
  readonly purchasePrice: number
  /** The sales tax of the buyer's state. */
  readonly salesTax?: number
  /** The fee of the title. */
  readonly titleFee?: number
  /** The fee of the registration. */
  readonly registrationFee?: number
  /** The document fee of the dealer; 0 for a private seller. */
  readonly dealerFee?: number
  /** The transport to the search's destination. */
  readonly transportationCost?: number
  /** The exact sum of the known parts: a lower bound while one is unknown. */
  readonly totalCost: number
  /** The names of the unknown parts. */
  readonly unknown: readonly string[]
  /** The parts one by one, each with its source. They sum up to `totalCost`. */
  readonly lines: readonly CostLine[]
}

/** The profit that buying and selling an opportunity's car is expected to bring, in US dollars. */
export interface ProjectedProfit {
  /** The mean. */
  readonly expected: number
  /** The 10 % quantile: one outcome in ten is below it. */
  readonly p10: number
  /** The median. */
  readonly p50: number
  /** The 90 % quantile. */
  readonly p90: number
  /** The probability of a loss, from 0 to 1. */
  readonly chanceOfLoss: number
  /** The mean of each part; costs are below 0. They sum up to `expected`. */
  readonly parts: readonly { readonly name: string; readonly usd: number }[]
  /** The names of the costs that are unknown, and not subtracted. */
  readonly unknown: readonly string[]
  /** The assumptions about the price at which the car is sold again, in words. */
  readonly notes: readonly string[]
}

/** The risk of buying an opportunity's car. */
export interface OpportunityRisk {
  /** The score from 0 to 1: higher is riskier. */
  readonly score: number
  /** The risks that were found, in words, the greatest first. */
  readonly reasons: readonly string[]
  /** The names of the risks that could not be assessed. */
  readonly unknown: readonly string[]
}

/** The states of an opportunity, as far as its owner came with it. */
export const opportunityStatuses = ['new', 'alerted', 'viewed', 'dismissed'] as const

/** The state of an opportunity, as far as its owner came with it. */
export type OpportunityStatus = (typeof opportunityStatuses)[number]

/** The reasons for which an opportunity is none any more. */
export const inactiveReasons = ['gone', 'below-deal', 'not-valued', 'suspicious'] as const

/**
 * The reason for which an opportunity is none any more: the car is gone, it meets the search's `deal` no more, nothing values it
 * any more, or its price is too good to be true.
 */
export type InactiveReason = (typeof inactiveReasons)[number]

/** The outcome of an opportunity. Times are in epoch milliseconds, amounts in US dollars. */
export interface OpportunityOutcome {
  /** The time at which the car was bought, in epoch milliseconds. */
  readonly boughtAt: number
  /** The price paid for the car itself. */
  readonly boughtFor: number
  /** The time at which it was sold, in epoch milliseconds; absent until then. */
  readonly soldAt?: number
  /** The price that it was sold for; absent until then. */
  readonly soldFor?: number
  /** The profit: the sale, minus the price paid and the other known costs; absent until it was sold. */
  readonly profitUsd?: number
  /** The confidence that was predicted, before any calibration. */
  readonly predicted: number
  /** The profit that was projected, at the price paid. */
  readonly projectedUsd: number
}

/** A car for sale whose purchase promises a profit. Each search has it once, however many sites list it. */
export interface FoundOpportunity extends BaseRecord {
  /** The year, make, model and trim, such as `2018 Ford Mustang GT`. */
  readonly name: string
  /** The id of the vehicle: the listing of the car with the lowest price. */
  readonly vehicleId: string
  /** The id of the car, which all of its listings share. */
  readonly carId: string
  /** The id of the search whose `deal` it meets. */
  readonly searchId: string
  /** The price asked, in US dollars. */
  readonly priceUsd: number
  /** The value of the car, as far as it is known. */
  readonly marketAnalysis: OpportunityAnalysis
  /** The cost of buying it. */
  readonly costBreakdown: CostBreakdown
  /** The profit, with its distribution. */
  readonly projectedProfit: ProjectedProfit
  /** The mean of the profit, in US dollars: `projectedProfit.expected`. */
  readonly profitUsd: number
  /** The highest price at which it meets the search's `deal`, in US dollars; absent when none does. */
  readonly bidCeilingUsd?: number
  /** The probability of a profit, from 0 to 1, calibrated once the owner recorded enough outcomes. */
  readonly confidence: number
  /** The probability of a profit before any calibration, from 0 to 1. */
  readonly predictedConfidence: number
  /** The risk. */
  readonly risk: OpportunityRisk
  /** The score from 0 to 100, for ranking. */
  readonly score: number
  /** The reasons of the score, in words. */
  readonly reasons: readonly string[]
  /** The state, as far as its owner came with it. */
  readonly status: OpportunityStatus
  /** `true` while the car is for sale and meets the search's `deal`. */
  readonly isActive: boolean
  /** The reason for which it is not active; absent while it is. */
  readonly inactiveReason?: InactiveReason
  /** The time at which it was assessed last, in epoch milliseconds. */
  readonly assessedAt: number
  /** The time, in epoch milliseconds, until which the terms of the sources allow to store their values. @default for good */
  readonly keptUntil?: number
  /** The outcome; absent until the owner recorded it. */
  readonly outcome?: OpportunityOutcome
  /** The time at which the outcome was recorded, in epoch milliseconds; absent without one. */
  readonly outcomeAt?: number
}

/** The table of opportunities. A search has each car once. */
export const opportunitiesTable: CollectionDefinition<FoundOpportunity> = {
  name: 'opportunities',
  columns: {
    name: { type: 'text' },
    vehicleId: { type: 'text' },
    carId: { type: 'text' },
    searchId: { type: 'text' },
    priceUsd: { type: 'real' },
    marketAnalysis: { type: 'json' },
    costBreakdown: { type: 'json' },
    projectedProfit: { type: 'json' },
    profitUsd: { type: 'real' },
    bidCeilingUsd: { type: 'real', optional: true },
    confidence: { type: 'real' },
    predictedConfidence: { type: 'real' },
    risk: { type: 'json' },
    score: { type: 'real' },
    reasons: { type: 'json' },
    status: { type: 'text' },
    isActive: { type: 'boolean' },
    inactiveReason: { type: 'text', optional: true },
    assessedAt: { type: 'time' },
    keptUntil: { type: 'time', optional: true },
    outcome: { type: 'json', optional: true },
    outcomeAt: { type: 'time', optional: true },
  },
  unique: [['searchId', 'carId']],
  indexes: [
    ['searchId', 'status', 'score'],
    ['isActive', 'score'],
    ['profitUsd'],
    ['confidence'],
    ['vehicleId'],
    ['carId'],
    ['keptUntil'],
    ['outcomeAt'],
  ],
}
