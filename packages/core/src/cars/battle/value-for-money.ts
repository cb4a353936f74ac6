import * as check from '../../options/check.js'
import { checkOptions } from '../../options/checks.js'
import { boundsOf, type Figure, figureCheck } from '../estimate/estimate.js'

/** A car with its merit and its price. */
export interface ValueOffer {
  /** The car's name. */
  readonly name: string
  /** A number above 0 of which more is better, such as horsepower or the points of a score card. */
  readonly merit: number
  /** The price, above 0, as a number or an estimate. */
  readonly priceUsd: Figure
}

/** The value for money of one car. */
export interface ValueForMoney {
  /** The car's name. */
  readonly name: string
  /** Merit per 1,000 USD of the price. */
  readonly value: number
  /** The value at the upper bound of the price. */
  readonly low: number
  /** The value at the lower bound of the price. */
  readonly high: number
  /** The car's rank, 1 for the best value. Equal cars have the same rank. */
  readonly rank: number
  /** The names of the cars that it beats at all prices within the intervals: its `low` is above their `high`. */
  readonly surelyBeats: readonly string[]
  /**
   * The car's position on the efficient frontier: the cars of which no other has as much merit for less or more merit for
   * as much. `on` or `off` the frontier at all prices within the intervals, `open` when that depends on the prices.
   */
  readonly frontier: 'on' | 'off' | 'open'
}

const offerCheck = check.strictObject({
  name: check.text({ min: 1, max: 200 }),
  merit: check.number({ above: 0, max: 1e12 }),
  priceUsd: figureCheck({ isPositive: true }),
} satisfies check.CheckShape<ValueOffer>)

const maxOffers = 1_000

const offersCheck = check.strictObject({
  offers: check.refine(
    check.list(offerCheck, 'a list of offers'),
    ({ length }) => length > 0 && length <= maxOffers,
    `at least one offer and at most ${maxOffers}`,
  ),
})

/**
 * Returns the merit per 1,000 USD of each car with the range that its price interval leaves, its rank, and its position
 * on the efficient frontier: the cars that no other beats in merit without costing more.
 *
 * @throws `ValidationError` when there is no offer, or a merit or price is not above 0.
 * @example
 * ```ts
 * import { valueForMoney } from '@telltale/core/cars'
 *
 * const [corvette] = valueForMoney([
 *   { name: 'Corvette', merit: 495, priceUsd: { value: 67450, low: 61000, high: 74000 } },
 *   { name: 'Mustang', merit: 450, priceUsd: { value: 38345, low: 35000, high: 42000 } },
 * ])
 * console.log(corvette?.rank, corvette?.frontier) // 2 on
 * ```
 */
export function valueForMoney(offers: readonly ValueOffer[]): readonly ValueForMoney[] {
  checkOptions('valueForMoney', offersCheck, { offers })
  const priced = offers.map(({ name, merit, priceUsd }) => {
    const price = boundsOf(priceUsd)
    const per = (usd: number) => (merit * 1_000) / usd
    return { name, merit, price, value: per(price.value), low: per(price.high), high: per(price.low) }
  })
  return priced.map((offer) => {
    const others = priced.filter((other) => other !== offer)
    return {
      name: offer.name,
      value: offer.value,
      low: offer.low,
      high: offer.high,
      rank: 1 + others.filter(({ value }) => value > offer.value).length,
      surelyBeats: others.filter(({ high }) => offer.low > high).map(({ name }) => name),
      frontier: frontierOf(offer, others),
    }
  })
}

/** An offer with the bounds of its price. */
interface PricedOffer {
  readonly merit: number
  readonly price: { readonly low: number; readonly high: number }
}

function frontierOf(
  { merit, price }: PricedOffer,
  others: readonly PricedOffer[],
): ValueForMoney['frontier'] {
  const beatsAt = (other: PricedOffer, otherUsd: number, ownUsd: number) =>
    other.merit > merit ? otherUsd <= ownUsd : other.merit === merit && otherUsd < ownUsd
  if (others.some((other) => beatsAt(other, other.price.high, price.low))) return 'off'
  return others.some((other) => beatsAt(other, other.price.low, price.high)) ? 'open' : 'on'
}
