import { shareBelowError } from './conformal.js'
import type { MarketVehicle } from './market-listing.js'
import { logPriceAtShare, type Prediction } from './prediction.js'
import { decomposeChange, minorOf, moneyOfMinor } from './price-decomposition.js'
import { type MarketKind, ratePrice } from './rating.js'
import type { CarValued } from './valuation.js'
import type { ValuationWords } from './words/index.js'

const quantileShares = [0.01, 0.05, 0.1, 0.25, 0.5, 0.75, 0.9, 0.95, 0.99]

/** The market's terms, in which a valuation is told. */
export interface MarketTerms extends MarketKind {
  readonly words: ValuationWords
}

/** Turns a prediction into a valuation in money and words. */
export function valueInMoney(
  prediction: Prediction,
  vehicle: MarketVehicle,
  { currency, kind, words }: MarketTerms,
  evidence: Pick<CarValued, 'comparables' | 'comparableCount' | 'notes'>,
): CarValued {
  const { logPrice, logBase, basis, contributions, error, quantiles } = prediction
  const priceAt = (share: number) =>
    moneyOfMinor(minorOf(logPriceAtShare(prediction, share), currency), currency)
  const [fromMinor, toMinor] = [minorOf(logBase, currency), minorOf(logPrice, currency)]
  const withinTenPercent =
    shareBelowError(quantiles, Math.log(1 / 0.9) / error) -
    shareBelowError(quantiles, Math.log(1 / 1.1) / error)
  return {
    value: moneyOfMinor(toMinor, currency),
    priceLevel: kind,
    low: priceAt(0.1),
    high: priceAt(0.9),
    level: 0.8,
    confidence: Math.min(Math.max(withinTenPercent, 0), 1),
    quantiles: quantileShares.map((share) => ({ share, price: priceAt(share) })),
    base: moneyOfMinor(fromMinor, currency),
    baseWords: words.base(vehicle, basis),
    adjustments: decomposeChange(contributions, { fromMinor, toMinor, currency }, (name) =>
      words.adjustment(name, vehicle, basis),
    ),
    ...evidence,
    ...ratePrice(vehicle, { currency, kind }, prediction, words),
  }
}
