import type { BattleCategory } from './category.js'
import type { CarScore, CategoryEntry, CategoryScore } from './score-card.js'

/** Returns the reason for a category's result, such as `Corvette: 495 hp against 450 hp`. */
export function categoryReason(
  { label, unit, better }: BattleCategory,
  entries: readonly CategoryEntry[],
): string {
  const unknown = entries.filter(({ value }) => value === undefined).map(({ name }) => name)
  if (unknown.length > 0)
    return `Not scored: ${label} is not known for ${unknown.length < entries.length ? joinNames(unknown) : 'any car'}`

  const known = entries.flatMap(({ name, value }) => (value === undefined ? [] : [{ name, value }]))
  const texts = formatNumbers(known.map(({ value }) => value))
  const sign = better === 'higher' ? -1 : 1
  const ranked = known
    .map((entry, i) => ({ ...entry, text: `${texts[i]} ${unit}` }))
    .sort((a, b) => sign * (a.value - b.value))
  const best = ranked.filter(({ value }) => value === ranked[0]?.value)
  const next = ranked[best.length]

  const names = joinNames(best.map(({ name }) => name))
  const lead = best.length === 1 ? `${names}: ${ranked[0]?.text}` : `${names} are equal at ${ranked[0]?.text}`
  if (!next) return lead
  return `${lead} against ${next.text}${entries.length > 2 ? ` of the next best, ${next.name}` : ''}`
}

/** Returns the outcome of a battle in one or two sentences. */
export function battleSummary(cars: readonly CarScore[], categories: readonly CategoryScore[]): string {
  const skipped = categories.filter(({ isScored }) => !isScored).map(({ label }) => label)
  if (skipped.length === categories.length) return 'No winner: no category could be scored.'
  const note = skipped.length > 0 ? ` Not scored: ${joinNames(skipped)}.` : ''

  const leaders = cars.filter(({ rank }) => rank === 1)
  const names = joinNames(leaders.map(({ name }) => name))
  const [{ points }] = leaders as [CarScore]
  if (leaders.length === 1) {
    const next = cars.find(({ rank }) => rank === 2)
    return `${names} wins with ${countPoints(points)}, ahead of ${next?.name} with ${next?.points}.${note}`
  }
  const each = leaders.every((leader) => leader.points === points) ? `, ${countPoints(points)} each` : ''
  return `A tie between ${names}${each}.${note}`
}

function countPoints(points: number): string {
  return points === 1 ? '1 point' : `${points} points`
}

/** Joins names: `A`, `A and B`, `A, B and C`. */
function joinNames(names: readonly string[]): string {
  return names.length < 2 ? names.join() : `${names.slice(0, -1).join(', ')} and ${names.at(-1)}`
}

/** Formats numbers with up to two decimals, or with more where different numbers would look the same. */
function formatNumbers(values: readonly number[]): readonly string[] {
  const distinct = new Set(values).size
  for (const maximumFractionDigits of [2, 4, 8]) {
    const texts = values.map((value) => value.toLocaleString('en-US', { maximumFractionDigits }))
    if (new Set(texts).size === distinct) return texts
  }
  return values.map(String)
}
