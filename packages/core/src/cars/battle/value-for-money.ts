import { z } from 'zod'
import { type OptionsShape, parseOptions } from '../../options/index.js'
import { boundsOf, type Figure, figureOption } from '../estimate.js'

/** A car, what one gets with it and what it costs. */
export interface MoneyOffer {
  readonly name: string
  /** What one gets, above 0 and the more the better: horsepower, or the points of a score card. */
  readonly merit: number
  /** What it costs, above 0, as a figure or with its interval. */
  readonly priceUsd: Figure
}

/** What a car gives for the money. */
export interface MoneyValue {
  readonly name: string
  /** Merit per 1,000 USD of the price. */
  readonly value: number
  /** The same at the highest price. */
  readonly low: number
  /** The same at the lowest price. */
  readonly high: number
  /** 1 for the best value; equal ones have the same place. */
  readonly place: number
  /** The cars that it beats at any prices within the intervals: its `low` is above their `high`. */
  readonly surelyBeats: readonly string[]
  /**
   * Whether no other car gives as much for less, or more for as much: `on` that frontier at all prices within the
   * intervals, `off` it at all of them, or `open`.
   */
  readonly frontier: 'on' | 'off' | 'open'
}

const offerShape = {
  name: z.string().min(1),
  merit: z.number().positive(),
  priceUsd: figureOption({ min: Number.MIN_VALUE }),
} satisfies OptionsShape<MoneyOffer>

const offersSchema = z.strictObject({
  offers: z.array(z.strictObject(offerShape)).min(1, { error: 'expected at least one offer' }),
})

/**
 * Says what each car gives for the money, with the range that its price interval leaves, and which cars are on the
 * frontier of value: those that no other beats in merit without costing more.
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
 * console.log(corvette?.place, corvette?.frontier) // 2 on
 * ```
 */
export function valueForMoney(offers: readonly MoneyOffer[]): readonly MoneyValue[] {
  parseOptions('valueForMoney', offersSchema, { offers })
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
      place: 1 + others.filter(({ value }) => value > offer.value).length,
      surelyBeats: others.filter(({ high }) => offer.low > high).map(({ name }) => name),
      frontier: frontierOf(offer, others),
    }
  })
}

interface Priced {
  readonly merit: number
  readonly price: { readonly low: number; readonly high: number }
}

function frontierOf({ merit, price }: Priced, others: readonly Priced[]): MoneyValue['frontier'] {
  const beatsAt = (other: Priced, otherUsd: number, ownUsd: number) =>
    other.merit > merit ? otherUsd <= ownUsd : other.merit === merit && otherUsd < ownUsd
  if (others.some((other) => beatsAt(other, other.price.high, price.low))) return 'off'
  return others.some((other) => beatsAt(other, other.price.low, price.high)) ? 'open' : 'on'
}
