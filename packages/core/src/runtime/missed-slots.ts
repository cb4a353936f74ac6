import { z } from 'zod'
import { type Span, subtractSpans } from '../latency/spans.js'
import { defined } from '../options/index.js'
import type { Tables } from '../ports/index.js'
import { type MissedSlots, missedSlotsTable, type ScheduleKind } from '../records/missed-slot-records.js'
import { idColumn, type RowSchemas } from './row-schemas.js'
import type { Emit, Runtime } from './runtime.js'
import {
  farFuture,
  type NextSlot,
  planOf,
  type RecurringWorkOptions,
  type ScheduledRecord,
} from './scheduled-record.js'

/** The schemas of the rows of missed slots. */
export const missedSlotRows: RowSchemas = {
  missed_slots: z.object({ key: idColumn, count: z.int().min(1) }),
}

/** The moment at which a record's next slot is planned, and whether the slot that it was due at has had its work. */
interface SlotEnd {
  readonly now: number
  readonly isDone: boolean
}

/** Returns the next slot of a record. Slots are counted from the grid, so nothing drifts. */
export function nextSlotOf<Item extends ScheduledRecord>(
  options: RecurringWorkOptions<Item>,
  item: Item,
  { now, isDone }: SlotEnd,
): NextSlot {
  const deadline = options.nextDeadline?.(item, now)
  if (deadline !== undefined) return { dueAt: deadline }
  const dueAt = planOf(item).next(Math.max(now, item.dueAt)) ?? farFuture
  const span = { from: isDone ? item.dueAt + 1 : item.dueAt, to: now + 1 }
  return { dueAt, ...defined({ missedSlots: countSlots(options, item, span) || undefined }) }
}

/** Counts the slots in a span that begins with the record's `dueAt`, or right after it. */
function countSlots<Item extends ScheduledRecord>(
  { restsIn }: RecurringWorkOptions<Item>,
  item: Item,
  span: Span,
): number {
  if (span.from >= span.to) return 0
  const plan = planOf(item)
  const parts = subtractSpans(span, restsIn?.(item, span) ?? [])
  const planned = parts.reduce((sum, part) => sum + plan.count(part), 0)
  // The first slot of a new record is not one of its plan.
  const isFirst = plan.count({ from: item.dueAt, to: item.dueAt + 1 }) === 0
  const hasDue = parts.some(({ from, to }) => item.dueAt >= from && item.dueAt < to)
  return planned + (isFirst && hasDue ? 1 : 0)
}

/** Missed slots of a record. */
interface MissedSlotsOf {
  readonly kind: ScheduleKind
  readonly id: string
  readonly ownerId: string
  readonly missed: MissedSlots
}

/** Stores missed slots, and tells of them. Does nothing when there are none. */
export async function storeMissedSlots(
  { newId }: Pick<Runtime, 'newId'>,
  { tables, emit }: { readonly tables: Tables; readonly emit: Emit },
  { kind, id, ownerId, missed }: MissedSlotsOf,
): Promise<void> {
  if (missed.count === 0) return
  await tables.series(missedSlotsTable).append([{ ownerId, key: id, id: newId(), ...missed }])
  emit('slots:missed', { kind, id, ownerId, missed })
}
