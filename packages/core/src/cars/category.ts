/**
 * One thing that cars are compared by: plain data, so that a host adds its own or keeps them as JSON.
 *
 * @see {@link battleCategories} for the usual ones.
 */
export interface BattleCategory {
  /** Names the category; each one in a battle has its own. */
  readonly id: string
  /** What people call it, such as `Torque`. */
  readonly label: string
  /** The unit of its value, such as `lb-ft`. */
  readonly unit: string
  /** Which value is the better one. */
  readonly better: 'higher' | 'lower'
  /** What the category is worth, in points: above 0, at most 1,000,000, with at most three decimals. @default 1 */
  readonly weight?: number
  /** The fact that is compared, such as `torqueLbFt`. */
  readonly fact: string
  /** Compares the fact per so much of another one, such as horsepower per 1,000 of the price. */
  readonly per?: CategoryDivisor
}

/** What a fact is divided by: the value is `facts[fact] * amount / facts[per.fact]`. */
export interface CategoryDivisor {
  /** The fact to divide by, such as `priceUsd`. */
  readonly fact: string
  /** How much of it makes one. @default 1 */
  readonly amount?: number
}

/** The usual categories, worth one point each: power, acceleration, torque, price, and power for the money. */
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
 * What a car's facts amount to in a category, or `undefined` when a fact is missing or the divisor is 0.
 *
 * The product comes first: that of whole numbers is exact, so the value is rounded once, and equal ratios are equal.
 */
export function categoryValue(
  { fact, per }: BattleCategory,
  facts: Readonly<Record<string, number>>,
): number | undefined {
  const known = (name: string) => facts[name] ?? Number.NaN
  const value = per ? (known(fact) * (per.amount ?? 1)) / known(per.fact) : known(fact)
  return Number.isFinite(value) ? value : undefined
}
