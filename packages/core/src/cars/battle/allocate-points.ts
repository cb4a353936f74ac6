/** The points of one scored category and the cars that share them. */
export interface CategoryPoints {
  /** The category's weight in thousandths of a point. */
  readonly thousandths: number
  /** The names of the best cars: several when they are equal, none when the category is not scored. */
  readonly winners: readonly string[]
}

/** The points of every car, by name. */
export interface PointAllocation {
  /** For each category, the thousandths of its winners. Other cars have no entry. */
  readonly byCategory: readonly ReadonlyMap<string, number>[]
  /** The sum of each car's thousandths. */
  readonly totals: ReadonlyMap<string, number>
  /** The rank of each car by its exact share, 1 for the most. Equal cars have the same rank. */
  readonly ranks: ReadonlyMap<string, number>
}

/**
 * Divides the points of every category evenly among its winners, in whole thousandths that sum to the category's points.
 *
 * Where the points do not divide evenly, such as 1 among three, the remaining thousandths go one each to the winners
 * that rounding has left furthest below their exact share so far (largest remainder method). Among equal ones, the name
 * decides. Ranks follow from the exact shares, so that rounding decides no battle.
 */
export function allocatePoints(
  names: readonly string[],
  categories: readonly CategoryPoints[],
): PointAllocation {
  // Shares are counted in parts of a thousandth that are so small that every share is a whole number of them.
  const sizes = new Set(categories.map(({ winners }) => winners.length || 1))
  const partsPerThousandth = [...sizes].reduce((product, size) => product * BigInt(size), 1n)
  const shares = new Map(names.map((name) => [name, 0n]))
  const totals = new Map(names.map((name) => [name, 0]))
  const get = <Value>(map: Map<string, Value>, name: string) => map.get(name) as Value

  const byCategory = categories.map(({ thousandths, winners }): ReadonlyMap<string, number> => {
    if (winners.length === 0) return new Map()
    const share = (BigInt(thousandths) * partsPerThousandth) / BigInt(winners.length)
    for (const name of winners) shares.set(name, get(shares, name) + share)
    const shortfall = (name: string) => get(shares, name) - BigInt(get(totals, name)) * partsPerThousandth
    const ordered = [...winners].sort((a, b) => compare(shortfall(b), shortfall(a)) || compare(a, b))
    const even = Math.floor(thousandths / winners.length)
    const remainder = thousandths % winners.length
    const points = new Map(ordered.map((name, i) => [name, even + (i < remainder ? 1 : 0)]))
    for (const [name, added] of points) totals.set(name, get(totals, name) + added)
    return points
  })
  return { byCategory, totals, ranks: ranksOf(shares) }
}

function ranksOf(shares: ReadonlyMap<string, bigint>): ReadonlyMap<string, number> {
  const descending = [...shares.values()].sort((a, b) => compare(b, a))
  return new Map([...shares].map(([name, share]) => [name, descending.indexOf(share) + 1]))
}

/** Compares by code units, not by language, so that the order is the same on every machine. */
function compare<Value extends string | bigint>(a: Value, b: Value): number {
  return a < b ? -1 : a > b ? 1 : 0
}
