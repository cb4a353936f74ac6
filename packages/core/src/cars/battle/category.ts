/**
 * A category that cars are compared in. It is plain data, so that a host can add its own and store them as JSON.
 *
 * @see {@link battleCategories} for the default ones.
 */
export interface BattleCategory {
  /** The category's id, unique in a battle. */
  readonly id: string
  /** The name to display, such as `Torque`. */
  readonly label: string
  /** The unit of the value, such as `lb-ft`. */
  readonly unit: string
  /** `higher` when a higher value is better, `lower` when a lower one is. */
  readonly better: 'higher' | 'lower'
  /** The points of the category: above 0, at most 1,000,000, with at most three decimals. @default 1 */
  readonly weight?: number
  /** The name of the fact to compare, such as `torqueLbFt`. */
  readonly fact: string
  /** Divides the fact by another one, such as horsepower per 1,000 USD of the price. @default undivided */
  readonly per?: CategoryDivisor
}

/** The divisor of a category's fact: the value is `facts[fact] * amount / facts[per.fact]`. */
export interface CategoryDivisor {
  /** The name of the fact to divide by, such as `priceUsd`. */
  readonly fact: string
  /** The amount of the divisor that the value refers to, such as 1,000 USD. @default 1 */
  readonly amount?: number
}

/** The default categories, of one point each: power, acceleration, torque, price and power for the money. */
export const battleCategories: readonly BattleCategory[] = [
  { id: 'horsepower', label: 'Horsepower', unit: 'hp', better: 'higher', weight: 1, fact: 'horsepower' },
  {
    id: 'zeroToSixty',
    label: '0 to 60 mph',
    unit: 's',
    better: 'lower',
    weight: 1,
    fact: 'zeroToSixtySeconds',
  },
  { id: 'torque', label: 'Torque', unit: 'lb-ft', better: 'higher', weight: 1, fact: 'torqueLbFt' },
  { id: 'price', label: 'Price', unit: 'USD', better: 'lower', weight: 1, fact: 'priceUsd' },
  {
    id: 'value',
    label: 'Power for the money',
    unit: 'hp per 1,000 USD',
    better: 'higher',
    weight: 1,
    fact: 'horsepower',
    per: { fact: 'priceUsd', amount: 1_000 },
  },
]

/**
 * Returns the value of a car's facts in a category; `undefined` when a fact is missing or the divisor is 0.
 *
 * Multiplies before it divides: a product of whole numbers is exact, so that equal ratios give equal values.
 */
export function categoryValue(
  { fact, per }: BattleCategory,
  facts: Readonly<Record<string, number>>,
): number | undefined {
  const known = (name: string) => facts[name] ?? Number.NaN
  const value = per ? (known(fact) * (per.amount ?? 1)) / known(per.fact) : known(fact)
  return Number.isFinite(value) ? value : undefined
}
