import type { Money } from '../../money/index.js'
import type { MarketListing } from './market-listing.js'

/** How a price stands among those of such cars: below a tenth, 30, 70 and 90 % of them, or above. */
export type Rating = 'great' | 'good' | 'fair' | 'high' | 'overpriced'

/** One step from the base to the value. */
export interface Adjustment {
  /** What it is for, such as `mileage`. */
  readonly name: string
  /** What it is for, with the car's own figure, such as `mileage 42,000 miles`. */
  readonly words: string
  /** What it adds; negative where it takes off. */
  readonly amount: Money
}

/** A car of the market that a valued one is like. */
export interface Comparable {
  readonly vehicle: MarketListing
  readonly price: Money
  /** What the valued car is worth more or less by, compared with this one. */
  readonly adjustments: readonly Adjustment[]
  /** `price` and all adjustments, to the minor unit. */
  readonly adjustedPrice: Money
  /** From 0 to 1; 1 is a car that is the same in all that counts. */
  readonly similarity: number
}

/** A price that a known share of such cars costs less than. */
export interface PriceQuantile {
  /** From 0 to 1. */
  readonly share: number
  readonly price: Money
}

/** What a car is worth on a market. */
export interface CarValued {
  readonly abstained?: never
  /** What such a car is asked or paid for. */
  readonly value: Money
  /** 10 % of such cars cost less. */
  readonly low: Money
  /** 10 % of such cars cost more. */
  readonly high: Money
  /** The share of such cars that costs between `low` and `high`. */
  readonly level: 0.8
  /** The chance, from 0 to 1, that the truth lies within 10 % of `value`. */
  readonly confidence: number
  /** The whole distribution, rising. */
  readonly quantiles: readonly PriceQuantile[]
  /** What a car of this model and year is worth at the mileage that is usual for it: `value` is this and all adjustments. */
  readonly base: Money
  /** The largest first. */
  readonly adjustments: readonly Adjustment[]
  /** The most alike first. */
  readonly comparables: readonly Comparable[]
  /** Why the interval is wider than usual, in words. */
  readonly notes: readonly string[]
  /** Of the vehicle's own price, where it has one of the market's currency and kind. */
  readonly rating?: Rating
  /** The share of such cars, from 0 to 1, that costs less than the vehicle's own price. */
  readonly percentile?: number
  /** Why the vehicle's own price is not rated, in words. */
  readonly unrated?: string
  /** Why the vehicle's own price is too low to be a bargain: then it has no rating. */
  readonly risk?: string
}

/** Why a car is not valued. */
export interface CarNotValued {
  readonly abstained: { readonly reason: string }
  readonly adjustments: readonly []
  readonly comparables: readonly Comparable[]
}

/** What a market says of a car; `abstained` tells whether it is valued. */
export type Valuation = CarValued | CarNotValued
