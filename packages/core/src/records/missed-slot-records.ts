import type { SeriesDefinition, SeriesRow } from '../ports/index.js'

/** The kind of a record that has a schedule. */
export type ScheduleKind = 'monitor' | 'product' | 'search' | 'market'

/** Slots of a schedule that passed without their work, such as while no process was up or the storage was away. */
export interface MissedSlots {
  /** The time at which they were noticed, in epoch milliseconds. */
  readonly at: number
  /** The slot at which the schedule stood until then, in epoch milliseconds. */
  readonly from: number
  /** The number of them. */
  readonly count: number
}

/** Missed slots as a row. Its key is the id of the monitor, product or search. */
interface MissedSlotsRow extends SeriesRow, MissedSlots {}

/** The series of missed slots. */
export const missedSlotsTable: SeriesDefinition<MissedSlotsRow> = {
  name: 'missed_slots',
  columns: {
    from: { type: 'time' },
    count: { type: 'integer' },
  },
}

/** Makes the missed slots of a row. */
export const missedSlotsFromRow = ({ at, from, count }: MissedSlotsRow): MissedSlots => ({ at, from, count })
