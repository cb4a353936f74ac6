import type { DumpedRow } from '../ports/index.js'

/** The names of a row's key, in the order by which a storage dumps the rows of a table. */
const keyNames: Readonly<Record<DumpedRow['kind'], readonly string[]>> = {
  collection: ['ownerId', 'id'],
  counter: ['ownerId', 'key'],
  series: ['ownerId', 'key', 'at', 'id'],
}

const surrogate = /[\ud800-\udfff]/

/** Compares texts by code point, which is the order of their bytes in UTF-8. */
function compareText(left: string, right: string): number {
  if (left === right) return 0
  if (surrogate.test(left) || surrogate.test(right))
    return Buffer.compare(Buffer.from(left), Buffer.from(right))
  return left < right ? -1 : 1
}

const compareParts = (left: unknown, right: unknown): number =>
  typeof left === 'number' && typeof right === 'number'
    ? left - right
    : compareText(String(left), String(right))

/**
 * Returns a function that tells whether each row comes after the one before, in the order of a dump: so no row comes twice,
 * and none has to be remembered but the last.
 */
export function createRowOrder(): (dumped: DumpedRow) => boolean {
  let last: readonly unknown[] | undefined
  return ({ kind, name, row }) => {
    const place = [kind, name, ...keyNames[kind].map((part) => row[part])]
    const before = last
    last = place
    if (!before) return true
    for (const [index, part] of place.entries()) {
      const order = compareParts(before[index], part)
      if (order !== 0) return order < 0
    }
    return false
  }
}
