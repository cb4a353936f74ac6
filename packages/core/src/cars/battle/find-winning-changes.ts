import { ValidationError } from '../../errors/index.js'
import { defined } from '../../options/checks.js'
import type { BattleCar, BattleOptions } from './battle-options.js'
import { type BattleCategory, battleCategories, categoryValue } from './category.js'
import { scoreBattle } from './score-battle.js'
import { type Threshold, weightThresholds } from './weight-thresholds.js'

/** A single change that makes a car win, all else being equal. */
export interface WinningChange extends Threshold {
  /** `fact` when a fact of the car changes, `weight` when the weight of a category does. */
  readonly kind: 'fact' | 'weight'
  /** The name of the fact, such as `priceUsd`, or the category's id. */
  readonly name: string
  /** The current value; absent when unknown. */
  readonly from?: number
  /** The distance to the threshold as a share of the current value; absent when that is unknown or 0. */
  readonly relativeChange?: number
  /** A sentence such as `Mustang wins if Price goes from 38,345 to less than 30,000 USD`. */
  readonly description: string
}

/**
 * Finds the single changes with which a car would win alone: the nearest value of each of its facts and the nearest
 * weight of each category, all else being equal. The smallest relative changes come first, unknown facts last. Empty for
 * the car that wins already, and where no single change is enough.
 *
 * A fact matters only by comparison with the best of the other cars. Trying these thresholds and both sides of them is
 * therefore exhaustive. The thresholds of weights follow from linear inequalities.
 *
 * @throws `ValidationError` when an argument does not fit {@link scoreBattle}, or no car has the name.
 * @example
 * ```ts
 * import { findWinningChanges } from '@telltale/core/cars'
 *
 * const cars = [
 *   { name: 'Corvette', facts: { horsepower: 495, zeroToSixtySeconds: 3, priceUsd: 67450 } },
 *   { name: 'Mustang', facts: { horsepower: 450, zeroToSixtySeconds: 4.5, priceUsd: 70000 } },
 * ]
 * console.log(findWinningChanges(cars, 'Mustang')[0]?.description)
 * ```
 */
export function findWinningChanges(
  cars: readonly BattleCar[],
  name: string,
  options: BattleOptions = {},
): readonly WinningChange[] {
  const card = scoreBattle(cars, options)
  const position = cars.findIndex((car) => car.name === name)
  const car = cars[position]
  if (!car)
    throw new ValidationError('findWinningChanges', [
      { path: 'name', message: `expected the name of one of the cars, got '${name}'` },
    ])
  if (card.winner === name) return []
  const { categories = battleCategories } = options
  const facts = new Set(categories.flatMap(({ fact, per }) => [fact, ...(per ? [per.fact] : [])]))
  const changes = [...facts].flatMap((fact) => {
    const from = car.facts[fact]
    const threshold = nearestThreshold(cars, position, fact, categories)
    return threshold ? toChange({ kind: 'fact', name: fact, from, threshold }, car, categories) : []
  })
  const weights = weightThresholds(card, position).map(({ id, weight, ...threshold }) =>
    toChange({ kind: 'weight', name: id, from: weight, threshold }, car, categories),
  )
  const size = ({ relativeChange = Number.POSITIVE_INFINITY }: WinningChange) => relativeChange
  return [...changes, ...weights].sort((a, b) => (size(a) < size(b) ? -1 : size(a) > size(b) ? 1 : 0))
}

/** A relative step that is greater than rounding errors and less than any difference that matters. */
const step = 1e-9

/** Returns the threshold of the fact nearest to the car's own value with which it wins alone. */
function nearestThreshold(
  cars: readonly BattleCar[],
  position: number,
  fact: string,
  categories: readonly BattleCategory[],
): Threshold | undefined {
  const car = cars[position] as BattleCar
  const wins = (value: number) => {
    const changed = { ...car, facts: { ...car.facts, [fact]: value } }
    return scoreBattle(cars.with(position, changed), { categories }).winner === car.name
  }
  const rivals = cars.toSpliced(position, 1)
  const thresholds = categories.flatMap((category) => tieValue(category, car, rivals, fact) ?? [])
  const winning = thresholds.flatMap((to) => [
    ...(wins(to) ? [{ to, needs: 'reach' as const }] : []),
    ...(wins(to * (1 + step)) ? [{ to, needs: 'more' as const }] : []),
    ...(wins(to * (1 - step)) ? [{ to, needs: 'less' as const }] : []),
  ])
  const from = car.facts[fact]
  const distance = ({ to }: Threshold) =>
    from === undefined ? demandOf(to, fact, categories) : Math.abs(to - from)
  return winning.sort((a, b) => distance(a) - distance(b))[0]
}

/** Returns an order of the thresholds of an unknown fact: the least demanding one has the lowest number. */
function demandOf(to: number, fact: string, categories: readonly BattleCategory[]): number {
  const category = categories.find((each) => each.fact === fact || each.per?.fact === fact)
  const wantsMore = (category?.better === 'higher') === (category?.fact === fact)
  return wantsMore ? to : -to
}

/** Returns the value of the fact at which the car ties with the best of the others in a category. */
function tieValue(
  category: BattleCategory,
  { facts }: BattleCar,
  rivals: readonly BattleCar[],
  fact: string,
): number | undefined {
  const { per, better } = category
  const values = rivals.flatMap((rival) => categoryValue(category, rival.facts) ?? [])
  if (values.length < rivals.length || (category.fact === fact) === (per?.fact === fact)) return undefined
  const best = (better === 'higher' ? Math.max : Math.min)(...values)
  if (!per) return best
  const { amount = 1 } = per
  const other = facts[category.fact === fact ? per.fact : category.fact]
  if (other === undefined) return undefined
  const value = category.fact === fact ? (best * other) / amount : (other * amount) / best
  return Number.isFinite(value) ? value : undefined
}

/** A fact or a weight with its current value and the threshold to win. */
interface ChangedValue extends Pick<WinningChange, 'kind' | 'name'> {
  readonly from: number | undefined
  readonly threshold: Threshold
}

function toChange(
  { kind, name, from, threshold: { to, needs } }: ChangedValue,
  { name: car }: BattleCar,
  categories: readonly BattleCategory[],
): WinningChange {
  const own = categories.find((each) =>
    kind === 'weight' ? each.id === name : each.fact === name && !each.per,
  )
  const label = kind === 'weight' ? `the weight of ${own?.label ?? name}` : (own?.label ?? name)
  const unit = kind === 'fact' && own ? ` ${own.unit}` : ''
  const text = (value: number) => value.toLocaleString('en-US', { maximumSignificantDigits: 6 })
  const goal = `${needs === 'reach' ? '' : `${needs} than `}${text(to)}${unit}`
  const description =
    from === undefined
      ? `${car} wins if ${label}, which is not known, is ${goal}`
      : `${car} wins if ${label} goes from ${text(from)} to ${goal}`
  const relativeChange = from ? Math.abs(to - from) / from : undefined
  return { kind, name, to, needs, ...defined({ from, relativeChange }), description }
}
