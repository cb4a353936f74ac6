import { ValidationError } from '../../errors/index.js'
import { defined } from '../../options/index.js'
import { scoreBattle } from '../battle.js'
import type { BattleCar, BattleOptions } from '../battle-options.js'
import { type BattleCategory, battleCategories, categoryValue } from '../category.js'
import { type Border, changedWeights } from './changed-weights.js'

/** One thing that, changed alone, makes a car win. */
export interface BattleChange extends Border {
  /** Whether a fact of the car changes, or the weight of a category. */
  readonly kind: 'fact' | 'weight'
  /** The fact, such as `priceUsd`, or the category's id. */
  readonly name: string
  /** What it is now; absent when it is not known. */
  readonly from?: number
  /** How far the border is from what it is now, as a share of that; absent when there is no such share. */
  readonly relativeChange?: number
  /** Such as `Mustang wins if Price goes from 38,345 to less than 30,000 USD`. */
  readonly words: string
}

/**
 * Says what would have to change for a car to win alone: for each of its facts the nearest value at which it would, and
 * for each category the nearest weight, all else staying as it is. Those that take the smallest relative change come
 * first, facts that are not known last. Empty for the car that wins already, and where no single change is enough.
 *
 * A fact matters only by where it stands to the best of the others, so that trying these borders and both sides of them
 * tries everything; for weights the borders follow from linear inequalities.
 *
 * @throws `ValidationError` when the battle is none, as in {@link scoreBattle}, or no car has the name.
 * @example
 * ```ts
 * import { whatWouldChange } from '@telltale/core/cars'
 *
 * const cars = [
 *   { name: 'Corvette', facts: { horsepower: 495, zeroToSixtySeconds: 3, priceUsd: 67450 } },
 *   { name: 'Mustang', facts: { horsepower: 450, zeroToSixtySeconds: 4.5, priceUsd: 70000 } },
 * ]
 * console.log(whatWouldChange(cars, 'Mustang')[0]?.words)
 * ```
 */
export function whatWouldChange(
  cars: readonly BattleCar[],
  name: string,
  options: BattleOptions = {},
): readonly BattleChange[] {
  const card = scoreBattle(cars, options)
  const position = cars.findIndex((car) => car.name === name)
  const car = cars[position]
  if (!car)
    throw new ValidationError('whatWouldChange', [
      { path: 'name', message: `expected the name of one of the cars, got '${name}'` },
    ])
  if (card.winner === name) return []
  const { categories = battleCategories } = options
  const facts = new Set(categories.flatMap(({ fact, per }) => [fact, ...(per ? [per.fact] : [])]))
  const changes = [...facts].flatMap((fact) => {
    const from = car.facts[fact]
    const border = nearestBorder(cars, position, fact, categories)
    return border ? describe(car, 'fact', fact, from, border, categories) : []
  })
  const weights = changedWeights(card, position).flatMap(({ id, weight, ...border }) =>
    describe(car, 'weight', id, weight, border, categories),
  )
  const far = ({ relativeChange = Number.POSITIVE_INFINITY }: BattleChange) => relativeChange
  return [...changes, ...weights].sort((a, b) => (far(a) < far(b) ? -1 : far(a) > far(b) ? 1 : 0))
}

/** A step that is greater than rounding and less than any difference that counts. */
const step = 1e-9

/** The value of the fact nearest to the car's own with which it wins alone. */
function nearestBorder(
  cars: readonly BattleCar[],
  position: number,
  fact: string,
  categories: readonly BattleCategory[],
): Border | undefined {
  const car = cars[position] as BattleCar
  const wins = (value: number) => {
    const changed = { ...car, facts: { ...car.facts, [fact]: value } }
    return scoreBattle(cars.with(position, changed), { categories }).winner === car.name
  }
  const rivals = cars.toSpliced(position, 1)
  const borders = categories.flatMap((category) => borderOf(category, car, rivals, fact) ?? [])
  const winning = borders.flatMap((to) => [
    ...(wins(to) ? [{ to, needs: 'reach' as const }] : []),
    ...(wins(to * (1 + step)) ? [{ to, needs: 'more' as const }] : []),
    ...(wins(to * (1 - step)) ? [{ to, needs: 'less' as const }] : []),
  ])
  const from = car.facts[fact]
  const distance = ({ to }: Border) =>
    from === undefined ? easiness(to, fact, categories) : Math.abs(to - from)
  return winning.sort((a, b) => distance(a) - distance(b))[0]
}

/** Of a fact that is not known, the border that asks least of it comes first. */
function easiness(to: number, fact: string, categories: readonly BattleCategory[]): number {
  const category = categories.find((each) => each.fact === fact || each.per?.fact === fact)
  const wantsMore = (category?.better === 'higher') === (category?.fact === fact)
  return wantsMore ? to : -to
}

/** The value of the fact at which the car equals the best of the others in a category. */
function borderOf(
  category: BattleCategory,
  { facts }: BattleCar,
  rivals: readonly BattleCar[],
  fact: string,
): number | undefined {
  const { per, better } = category
  const values = rivals.map((rival) => categoryValue(category, rival.facts))
  if (values.includes(undefined) || (category.fact === fact) === (per?.fact === fact)) return undefined
  const best = (better === 'higher' ? Math.max : Math.min)(...(values as number[]))
  if (!per) return best
  const { amount = 1 } = per
  const other = facts[category.fact === fact ? per.fact : category.fact]
  const border =
    category.fact === fact ? (best * (other ?? Number.NaN)) / amount : ((other ?? Number.NaN) * amount) / best
  return Number.isFinite(border) ? border : undefined
}

function describe(
  { name: car }: BattleCar,
  kind: BattleChange['kind'],
  name: string,
  from: number | undefined,
  { to, needs }: Border,
  categories: readonly BattleCategory[],
): readonly BattleChange[] {
  const own = categories.find((each) =>
    kind === 'weight' ? each.id === name : each.fact === name && !each.per,
  )
  const label = kind === 'weight' ? `the weight of ${own?.label ?? name}` : (own?.label ?? name)
  const unit = kind === 'fact' && own ? ` ${own.unit}` : ''
  const text = (value: number) => value.toLocaleString('en-US', { maximumSignificantDigits: 6 })
  const goal = `${needs === 'reach' ? '' : `${needs} than `}${text(to)}${unit}`
  const words =
    from === undefined
      ? `${car} wins if ${label}, which is not known, is ${goal}`
      : `${car} wins if ${label} goes from ${text(from)} to ${goal}`
  const relative = from ? { relativeChange: Math.abs(to - from) / from } : {}
  return [{ kind, name, ...defined({ from }), to, needs, ...relative, words }]
}
