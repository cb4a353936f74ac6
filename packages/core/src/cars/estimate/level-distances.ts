import type { PriceLevel } from '../car.js'
import type { Estimate } from './estimate.js'

/** The distance between two kinds of prices of one car, as the ratio of one to the other. */
export interface LevelDistance {
  /** The kind of price that is converted. */
  readonly from: PriceLevel
  /** The kind of price that it is converted to. */
  readonly to: PriceLevel
  /** The price of `to` divided by that of `from`, with its interval: it differs from car to car. Above 0. */
  readonly ratio: Estimate
  /** The highest price of `from` that it holds for. The first one that holds counts. @default any */
  readonly upTo?: number
  /** The source, with its date, such as `own sales of 2026`. */
  readonly source: string
}

const source =
  'a wholesale guide’s average auction and retail values of 41,547 cars bought at US auctions in 2009 and 2010; the medians of both years lie at the ends'

const distance = (
  from: PriceLevel,
  to: PriceLevel,
  [low, value, high]: readonly [number, number, number],
  upTo = Number.POSITIVE_INFINITY,
): LevelDistance => ({ from, to, ratio: { value, low, high }, upTo, source })

/**
 * The measured distances between kinds of prices. One set of real cars holds two kinds for the same car: what an auction
 * brings, and what a dealer retails for, by the guide of the trade. `value` is the geometric mean of the medians of the two
 * years, which differ by more than cars do; `low` and `high` are the 10 % and the 90 % quantile of both together.
 * `pnpm bench levels` measures them. No set holds an asking price or a trade-in beside another kind: those distances
 * are for the host to state.
 */
export const levelDistances: readonly LevelDistance[] = [
  distance('paid', 'retail', [1.192, 1.5, 2.035], 5_000),
  distance('paid', 'retail', [1.141, 1.322, 1.619], 10_000),
  distance('paid', 'retail', [1.121, 1.238, 1.423]),
  distance('retail', 'paid', [0.499, 0.662, 0.857], 7_500),
  distance('retail', 'paid', [0.584, 0.75, 0.878], 12_500),
  distance('retail', 'paid', [0.657, 0.793, 0.889]),
]
