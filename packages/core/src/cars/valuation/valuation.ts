import type { Money } from '../../money/index.js'
import type { PriceLevel } from '../car.js'
import type { MarketListing } from './market-listing.js'

/**
 * A price's place among the prices of such cars: `'great'` up to the 10th percentile, `'good'` to the 30th, `'fair'` to
 * the 70th, `'high'` to the 90th, `'overpriced'` above.
 */
export type Rating = 'great' | 'good' | 'fair' | 'high' | 'overpriced'

/** One named part of the difference between two prices. */
export interface Adjustment {
  /**
   * The cause, such as `mileage`; `like cars` is what the most similar ones cost beyond all else. Of a comparable: `year`, `age` (the time of the offer), `mileage`, `trim`, `engine`,
   * `version`, `VIN` or `title`, and only what differs between the two cars.
   */
  readonly name: string
  /** The cause with the car's own figure, such as `mileage: 42,000 miles`. */
  readonly words: string
  /** The amount that it adds; negative where it lowers the price. */
  readonly amount: Money
}

/** A car of the market that is like the valued one. */
export interface Comparable {
  /** The car's listing, as the market was given it. */
  readonly vehicle: MarketListing
  /** The car's own price. */
  readonly price: Money
  /** The kind of its price: that of the market. */
  readonly priceLevel: PriceLevel
  /** The amounts by which the valued car is worth more or less than this one. */
  readonly adjustments: readonly Adjustment[]
  /** The sum of `price` and all adjustments, to the minor unit. */
  readonly adjustedPrice: Money
  /** The likeness from 0 to 1; 1 is a car that is the same in all that counts. */
  readonly similarity: number
}

/** A price that a known share of such cars costs less than. */
export interface PriceQuantile {
  /** The share of such cars, from 0 to 1. */
  readonly share: number
  /** The price that this share costs less than. */
  readonly price: Money
}

/** A valuation of a car. */
export interface CarValued {
  /** Always absent: the car is valued. */
  readonly abstained?: never
  /** The median price that such a car is offered or sold for, by the market's kind. */
  readonly value: Money
  /** The kind of price that the value is: `asking` or `paid`, as the market's listings are. */
  readonly priceLevel: PriceLevel
  /** The lower end of the interval: 10 % of such cars cost less. */
  readonly low: Money
  /** The upper end of the interval: 10 % of such cars cost more. */
  readonly high: Money
  /** The share of such cars that costs between `low` and `high`. */
  readonly level: 0.8
  /** The chance, from 0 to 1, that the true price lies within 10 % of `value`. */
  readonly confidence: number
  /** The distribution of prices of such cars, rising. */
  readonly quantiles: readonly PriceQuantile[]
  /**
   * The value of a car of this model and year at the usual mileage of its age; in a market of few listings, the mean of
   * the comparables. `value` is `base` plus all adjustments, to the minor unit.
   */
  readonly base: Money
  /** The car that `base` is the value of, such as `a 2016 Toyota Camry with the usual 66,000 miles`. */
  readonly baseWords: string
  /** The steps from `base` to `value`, the largest first. */
  readonly adjustments: readonly Adjustment[]
  /**
   * The cars of the market that are most alike, the most alike first: up to 5. Adjusted, they lie on both sides of the
   * value; where no such car is found, `notes` say why.
   */
  readonly comparables: readonly Comparable[]
  /** The number of cars of its model within three years of it that the value rests on. Each counts once, whatever its prices. */
  readonly comparableCount: number
  /** The reasons for an interval that is wider than usual, in words. */
  readonly notes: readonly string[]
  /** The rating of the vehicle's own price; absent without a price of the market's currency and kind, and where `unrated` or `risk` stands. */
  readonly rating?: Rating
  /** The share of such cars, from 0 to 1, that costs less than the vehicle's own price. */
  readonly percentile?: number
  /** The reason, in words, for which the vehicle's own price is not rated. */
  readonly unrated?: string
  /**
   * A warning, in words, that the vehicle's own price is no bargain: it is too low to be true, or an instalment, a
   * deposit or a placeholder. It then has no rating.
   */
  readonly risk?: string
}

/** A refusal to value a car. */
export interface CarNotValued {
  /** The reason, in words, for which the car is not valued. */
  readonly abstained: {
    readonly reason: string
    /** The make and model of the market that a misspelt name most likely means, such as `Toyota Camry`. */
    readonly didYouMean?: string
  }
  /** Always empty: nothing was adjusted. */
  readonly adjustments: readonly []
  /** The few cars that are alike, if any. */
  readonly comparables: readonly Comparable[]
}

/** The answer of a market about a car; `abstained` is present when the car is not valued. */
export type Valuation = CarValued | CarNotValued
