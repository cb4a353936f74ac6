/** What a scored category is worth, in thousandths of a point, and which cars share it. */
export interface Pot {
  readonly thousandths: number
  /** The names of the best: more than one when they are equal, none when nobody gets it. */
  readonly sharers: readonly string[]
}

/** What each car got, by name. */
export interface DealtPoints {
  /** For each pot, the thousandths that its sharers got; others have no entry. */
  readonly byPot: readonly ReadonlyMap<string, number>[]
  /** The sum of each car's thousandths. */
  readonly totals: ReadonlyMap<string, number>
  /** The place of each car by its exact share, 1 being the first; equal ones have the same. */
  readonly places: ReadonlyMap<string, number>
}

/**
 * Deals every pot evenly to its sharers, in whole thousandths, so that the parts of a pot sum to it exactly.
 *
 * Where a pot cannot be split evenly, as 1 among three, the thousandths that are left over go one each to whoever the
 * rounding of the pots so far has left furthest behind its exact share (largest remainder), and among equals by name.
 * Places go by the exact shares, never by the rounded ones: rounding decides no battle.
 */
export function dealPoints(names: readonly string[], pots: readonly Pot[]): DealtPoints {
  // A grain is a part of a thousandth so small that every share is a whole number of them.
  const sizes = new Set(pots.map(({ sharers }) => sharers.length || 1))
  const grains = [...sizes].reduce((product, size) => product * BigInt(size), 1n)
  const shares = new Map(names.map((name) => [name, 0n]))
  const totals = new Map(names.map((name) => [name, 0]))
  const get = <Value>(map: Map<string, Value>, name: string) => map.get(name) as Value

  const byPot = pots.map(({ thousandths, sharers }): ReadonlyMap<string, number> => {
    if (sharers.length === 0) return new Map()
    const share = (BigInt(thousandths) * grains) / BigInt(sharers.length)
    for (const name of sharers) shares.set(name, get(shares, name) + share)
    const owed = (name: string) => get(shares, name) - BigInt(get(totals, name)) * grains
    const neediest = [...sharers].sort((a, b) => compare(owed(b), owed(a)) || compare(a, b))
    const even = Math.floor(thousandths / sharers.length)
    const parts = new Map(
      neediest.map((name, i) => [name, even + (i < thousandths % sharers.length ? 1 : 0)]),
    )
    for (const [name, part] of parts) totals.set(name, get(totals, name) + part)
    return parts
  })
  return { byPot, totals, places: placesOf(shares) }
}

function placesOf(shares: ReadonlyMap<string, bigint>): ReadonlyMap<string, number> {
  const descending = [...shares.values()].sort((a, b) => compare(b, a))
  return new Map([...shares].map(([name, share]) => [name, descending.indexOf(share) + 1]))
}

/** Orders by code units, not by language, so that the order is the same on every machine. */
function compare<Value extends string | bigint>(a: Value, b: Value): number {
  return a < b ? -1 : a > b ? 1 : 0
}
