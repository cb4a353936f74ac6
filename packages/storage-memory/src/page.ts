import type { Row } from '@telltale/core/ports'

/** The first rows of a list, and the last of these when more follow. */
export function takePage(rows: Iterable<Row>, limit: number): { items: Row[]; last: Row | undefined } {
  const items: Row[] = []
  for (const row of rows) {
    if (items.length === limit) return { items, last: items.at(-1) }
    items.push(row)
  }
  return { items, last: undefined }
}
