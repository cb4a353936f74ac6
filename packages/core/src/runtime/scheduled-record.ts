import type { Span } from '../latency/spans.js'
import type { BaseRecord, CollectionDefinition, JobRun, Tables } from '../ports/index.js'
import type { ScheduleKind } from '../records/missed-slot-records.js'
import { type CronOptions, cronSlots } from '../schedule/cron-slots.js'
import { gridPlan, type MissedRuns, type SlotPlan } from '../schedule/slot-plan.js'
import type { Emit } from './runtime.js'

/** A schedule: a record's id with its interval or its cron expression. */
interface Schedule {
  readonly id: string
  /** The interval. A cron expression takes its place. */
  readonly everyMs: number
  /** Slots on a wall clock. @default the grid of `everyMs` */
  readonly cron?: CronOptions
}

/** A record that work is done for at each of its slots. */
export interface ScheduledRecord extends BaseRecord, Schedule {
  /** The next slot, in epoch milliseconds. */
  readonly dueAt: number
  /** `true` while the schedule rests. */
  readonly paused: boolean
  /** The treatment of slots that passed while nothing ran. @default 'once' */
  readonly missedRuns?: MissedRuns
  /** The URL that the work is about. */
  readonly url?: string
}

/** Returns the slots of a record: those of its cron expression, or its own grid. */
export const planOf = ({ id, everyMs, cron }: Schedule): SlotPlan =>
  cron ? cronSlots(cron) : gridPlan(id, everyMs)

/** A `dueAt` that never comes: the start of the last year that a storage can hold. */
export const farFuture = Date.UTC(9999, 0)

/** Returns the `dueAt` of a record that begins to rest: the slot it was due at, unless the one after that has come as well. */
export function dueAtOfPaused(item: Schedule & Pick<ScheduledRecord, 'dueAt'>, now: number): number {
  const plan = planOf(item)
  const following = plan.next(item.dueAt)
  return following !== undefined && following <= now ? (plan.next(now) ?? farFuture) : item.dueAt
}

/** The next slot of a record. */
export interface NextSlot {
  readonly dueAt: number
  /** The number of slots that were missed since the last one that work was done for; absent when none was. */
  readonly missedSlots?: number
}

/** The next slot of a run that is being stored. */
export interface PlannedSlot extends NextSlot {
  /** Plans the next run before that slot, or leaves it there when `to` is later. Returns the `dueAt` to store. */
  bringForward(to: number): number
}

/** A function that stores the result of a run, given the record as it is now and its next slot. */
export type StoreResult<Item, Result> = (
  tables: Tables,
  emit: Emit,
  item: Item,
  next: PlannedSlot,
) => Promise<Result | undefined>

/** One run of recurring work. The record is leased to this process while it goes on. */
export interface WorkRun<Item> extends Pick<JobRun, 'signal'> {
  /** The slot of the run; absent when the run catches up on slots that were missed. */
  readonly slotAt?: number
  /**
   * Stores the result in one transaction. Resolves to `undefined`, with nothing stored, when the record is not this run's
   * any more: it was deleted or planned anew, or another process took it over after the lease had ended.
   */
  commit<Result>(store: StoreResult<Item, Result>): Promise<Result | undefined>
}

/** The recurring work of one kind of record. */
export interface RecurringWorkOptions<Item extends ScheduledRecord> {
  /** A name that begins the ids of its jobs. */
  readonly kind: ScheduleKind
  /** The collection that holds the records. */
  readonly table: CollectionDefinition<Item>
  /** The time for which the lease of a run is renewed at most. Then another process may take the record over. */
  readonly maxRunMs: number
  /** `true` when runs for the same host wait for each other, so that only a few begin at a time. @default false */
  readonly isPacedByHost?: boolean
  /** Does the work once, and stores its result with {@link WorkRun.commit}, which sets the record's next `dueAt`. */
  run(item: Item, run: WorkRun<Item>): Promise<void>
  /** Returns the times in a span at which a record is not due, and so misses no slot. @default none */
  restsIn?(item: Item, span: Span): readonly Span[]
  /**
   * Returns the next `dueAt` of a record that waits for a deadline, which is no slot and so never missed; `undefined` for
   * other records. @default every record has slots
   */
  nextDeadline?(item: Item, now: number): number | undefined
}
