import type { BattleCategory } from './category.js'
import type { CarScore, CategoryEntry, CategoryScore } from './score-card.js'

/** Says in a sentence why a category went as it did, such as `Corvette: 495 hp against 450 hp`. */
export function categoryReason(
  { label, unit, better }: BattleCategory,
  entries: readonly CategoryEntry[],
): string {
  const lacking = entries.filter(({ value }) => value === undefined).map(({ name }) => name)
  if (lacking.length > 0)
    return `Not scored: ${label} is not known for ${lacking.length < entries.length ? list(lacking) : 'any car'}`

  const values = entries.map(({ value }) => value as number)
  const texts = writeNumbers(values)
  const sign = better === 'higher' ? -1 : 1
  const ranked = entries
    .map(({ name }, i) => ({ name, value: values[i] as number, text: `${texts[i]} ${unit}` }))
    .sort((a, b) => sign * (a.value - b.value))
  const best = ranked.filter(({ value }) => value === ranked[0]?.value)
  const next = ranked[best.length]

  const names = list(best.map(({ name }) => name))
  const lead = best.length === 1 ? `${names}: ${ranked[0]?.text}` : `${names} are equal at ${ranked[0]?.text}`
  if (!next) return lead
  return `${lead} against ${next.text}${entries.length > 2 ? ` of the next best, ${next.name}` : ''}`
}

/** Says in a sentence or two how a battle ended. */
export function battleSummary(cars: readonly CarScore[], categories: readonly CategoryScore[]): string {
  const skipped = categories.filter(({ scored }) => !scored).map(({ label }) => label)
  if (skipped.length === categories.length) return 'No winner: no category could be scored.'
  const note = skipped.length > 0 ? ` Not scored: ${list(skipped)}.` : ''

  const leaders = cars.filter(({ place }) => place === 1)
  const names = list(leaders.map(({ name }) => name))
  const [{ points }] = leaders as [CarScore]
  if (leaders.length === 1) {
    const next = cars.find(({ place }) => place === 2)
    return `${names} wins with ${count(points)}, ahead of ${next?.name} with ${next?.points}.${note}`
  }
  const each = leaders.every((leader) => leader.points === points) ? `, ${count(points)} each` : ''
  return `A tie between ${names}${each}.${note}`
}

function count(points: number): string {
  return points === 1 ? '1 point' : `${points} points`
}

/** `A`, `A and B`, `A, B and C`. */
function list(names: readonly string[]): string {
  return names.length < 2 ? names.join() : `${names.slice(0, -1).join(', ')} and ${names.at(-1)}`
}

/** Writes numbers with as few decimals, but at least up to two, as keep different ones apart. */
function writeNumbers(values: readonly number[]): readonly string[] {
  const distinct = new Set(values).size
  for (const maximumFractionDigits of [2, 4, 8]) {
    const texts = values.map((value) => value.toLocaleString('en-US', { maximumFractionDigits }))
    if (new Set(texts).size === distinct) return texts
  }
  return values.map(String)
}
