import {
  type ColumnCondition,
  type ColumnOrder,
  everyOwner,
  type OwnerScope,
  type Row,
} from '@telltale/core/ports'
import { type Order, valueOrder } from './compare.js'
import { after, before, type SortKey } from './sorted-rows.js'

/** Returns the test whether a row meets every condition. */
export function conditionTest(conditions: readonly ColumnCondition[]): (row: Row) => boolean {
  const tests = conditions.map((condition) => columnTest(condition, valueOrder(condition.type)))
  return (row) => tests.every((test) => test(row))
}

function columnTest(condition: ColumnCondition, compare: Order<unknown>): (row: Row) => boolean {
  const { column, in: values, lt, lte, gt, gte } = condition
  return (row) => {
    const value = row[column]
    return (
      value !== undefined &&
      (values === undefined || values.some((one) => compare(value, one) === 0)) &&
      (lt === undefined || compare(value, lt) < 0) &&
      (lte === undefined || compare(value, lte) <= 0) &&
      (gt === undefined || compare(value, gt) > 0) &&
      (gte === undefined || compare(value, gte) >= 0)
    )
  }
}

/** A selection of records, in an order, optionally after one of them. */
export interface Selection {
  readonly conditions: readonly ColumnCondition[]
  readonly order: ColumnOrder
  /** The sort column, `id` and `ownerId` of the record before the first one. */
  readonly position?: Row | undefined
}

/**
 * Parts a selection into one for each value of the condition that has the most, so that each finds its records in a range of
 * an index. A selection without such a condition is its only part.
 */
export function selectionsByValue(selection: Selection): readonly Selection[] {
  const { conditions } = selection
  const size = ({ in: values }: ColumnCondition) => values?.length ?? 0
  const widest = conditions.toSorted((a, b) => size(b) - size(a))[0]
  if (!widest?.in || widest.in.length < 2) return [selection]
  return [...new Set(widest.in)].map((value) => ({
    ...selection,
    conditions: conditions.map((each) => (each === widest ? { ...each, in: [value] } : each)),
  }))
}

/** Yields the rows of several selections that share none, each in an order, as one in this order. */
export function* mergeRows(
  parts: readonly Iterator<Row, undefined>[],
  { column, type, direction }: ColumnOrder,
): Generator<Row, undefined> {
  const compare = valueOrder(type)
  const text = valueOrder('text')
  const order: Order<Row> = (a, b) =>
    compare(a[column], b[column]) || text(a.id, b.id) || text(a.ownerId, b.ownerId)
  const sign = direction === 'asc' ? 1 : -1
  const heads = parts.flatMap((rows) => headOf(rows) ?? [])
  while (heads.length > 0) {
    const first = heads.reduce((least, head) => (sign * order(head.row, least.row) < 0 ? head : least))
    yield first.row
    const next = headOf(first.rows)
    if (next) first.row = next.row
    else heads.splice(heads.indexOf(first), 1)
  }
  return undefined
}

function headOf(rows: Iterator<Row, undefined>): { row: Row; rows: Iterator<Row, undefined> } | undefined {
  const { value } = rows.next()
  return value && { row: value, rows }
}

/** A range of an index that contains all selected records. */
export interface IndexRange {
  /** The columns of the index. */
  readonly names: readonly string[]
  readonly from: SortKey
  readonly to: SortKey
}

/**
 * Returns the index range of a selection. The index is sorted by the columns that must have one value, then the sort
 * column, then `id`, so that the selected records are contiguous and in order.
 */
export function indexRangeOf(owner: OwnerScope, { conditions, order, position }: Selection): IndexRange {
  const fixed: Record<string, unknown> = owner === everyOwner ? {} : { ownerId: owner }
  for (const { column, in: values } of conditions)
    if (values?.length === 1 && !Object.hasOwn(fixed, column)) fixed[column] = values[0]
  const bounds = conditions.find(({ column }) => column === order.column && !Object.hasOwn(fixed, column))
  const previous = position && { ...position, ...fixed }
  return {
    names: [...new Set([...Object.keys(fixed).sort(), order.column, 'id', 'ownerId'])],
    from: previous && order.direction === 'asc' ? after(previous) : lowest(fixed, bounds),
    to: previous && order.direction === 'desc' ? before(previous) : highest(fixed, bounds),
  }
}

function lowest(fixed: Row, bounds: ColumnCondition | undefined): SortKey {
  if (bounds?.gt !== undefined) return after({ ...fixed, [bounds.column]: bounds.gt })
  return before(bounds?.gte === undefined ? fixed : { ...fixed, [bounds.column]: bounds.gte })
}

function highest(fixed: Row, bounds: ColumnCondition | undefined): SortKey {
  if (bounds?.lt !== undefined) return before({ ...fixed, [bounds.column]: bounds.lt })
  return after(bounds?.lte === undefined ? fixed : { ...fixed, [bounds.column]: bounds.lte })
}

/** Returns the first rows of a list, and the last of these when more follow. */
export function takePage(rows: Iterable<Row>, limit: number): { items: Row[]; last: Row | undefined } {
  const items: Row[] = []
  for (const row of rows) {
    if (items.length === limit) return { items, last: items.at(-1) }
    items.push(row)
  }
  return { items, last: undefined }
}
