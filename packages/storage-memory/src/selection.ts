import {
  type ColumnCondition,
  type ColumnOrder,
  everyOwner,
  type OwnerScope,
  type Row,
} from '@telltale/core/ports'
import { type Order, valueOrder } from './compare.js'
import { after, before, type Probe } from './sorted-rows.js'

/** Tells whether a row meets every condition. */
export function whatMeets(conditions: readonly ColumnCondition[]): (row: Row) => boolean {
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

/** Which records are wanted, in which order, and after which place of it. */
export interface Question {
  readonly conditions: readonly ColumnCondition[]
  readonly order: ColumnOrder
  /** The column asked for, `id` and `ownerId` of the record that came before. */
  readonly position?: Row | undefined
}

/** Where the records that a question is about stand: in the order of which columns, and between which places of it. */
export interface Stretch {
  readonly names: readonly string[]
  readonly from: Probe
  readonly to: Probe
}

/**
 * Finds where the records that a question is about stand together, in the order asked for: that of the columns that
 * must have one value, the column asked for, and `id`.
 */
export function stretchOf(owner: OwnerScope, { conditions, order, position }: Question): Stretch {
  const fixed: Record<string, unknown> = owner === everyOwner ? {} : { ownerId: owner }
  for (const { column, in: values } of conditions)
    if (values?.length === 1 && !Object.hasOwn(fixed, column)) fixed[column] = values[0]
  const bounds = conditions.find(({ column }) => column === order.column && !Object.hasOwn(fixed, column))
  const place = position && { ...position, ...fixed }
  return {
    names: [...new Set([...Object.keys(fixed).sort(), order.column, 'id', 'ownerId'])],
    from: place && order.direction === 'asc' ? after(place) : lowest(fixed, bounds),
    to: place && order.direction === 'desc' ? before(place) : highest(fixed, bounds),
  }
}

function lowest(fixed: Row, bounds: ColumnCondition | undefined): Probe {
  if (bounds?.gt !== undefined) return after({ ...fixed, [bounds.column]: bounds.gt })
  return before(bounds?.gte === undefined ? fixed : { ...fixed, [bounds.column]: bounds.gte })
}

function highest(fixed: Row, bounds: ColumnCondition | undefined): Probe {
  if (bounds?.lt !== undefined) return before({ ...fixed, [bounds.column]: bounds.lt })
  return after(bounds?.lte === undefined ? fixed : { ...fixed, [bounds.column]: bounds.lte })
}
