import { type AddResult, type Columns, defined, type Row, readRow } from '@telltale/core/ports'
import { after, before, SortedRows } from './sorted-rows.js'
import type { Table } from './table.js'

const columns: Columns = {
  ownerId: { type: 'text' },
  key: { type: 'text' },
  value: { type: 'real' },
  resetAt: { type: 'time', optional: true },
  reservedAt: { type: 'time', optional: true },
}

interface Counter extends Row {
  readonly ownerId: string
  readonly key: string
  /** The sum of all additions. */
  readonly value: number
  /** The time at which the sum restarts at 0. */
  readonly resetAt?: number
  /** The time of the last reserved slot. */
  readonly reservedAt?: number
}

/** An addition that was checked. */
export interface Addition {
  readonly amount: number
  readonly now: number
  readonly limit: number
  readonly resetAt?: number | undefined
}

/** A reservation of time slots that was checked. */
export interface Reservation {
  readonly now: number
  readonly gapMs: number
  readonly count: number
}

/** The table of all counters. A counter is replaced, never changed in place. */
export class CounterTable implements Table {
  readonly kind = 'counter'
  readonly name = 'counters'
  readonly #rows: SortedRows

  constructor(rows = SortedRows.by(columns, ['ownerId', 'key'])) {
    this.#rows = rows
  }

  clone(): CounterTable {
    return new CounterTable(this.#rows.clone())
  }

  #find(ownerId: string, key: string): Counter {
    return (this.#rows.find({ ownerId, key }) as Counter | undefined) ?? { ownerId, key, value: 0 }
  }

  /** Adds to a sum, unless that would exceed the limit. */
  add(ownerId: string, key: string, { amount, now, limit, resetAt }: Addition): AddResult {
    const { resetAt: lastEnd, ...counter } = this.#find(ownerId, key)
    const isOver = lastEnd !== undefined && now >= lastEnd
    const sum = isOver ? 0 : counter.value
    if (amount > 0 && sum + amount > limit) return { ok: false, value: sum }
    const value = Math.max(0, sum + amount)
    const end = isOver ? resetAt : (lastEnd ?? resetAt)
    if (value !== counter.value || end !== lastEnd)
      this.#rows.put({ ...counter, value, ...defined({ resetAt: end }) })
    return { ok: true, value }
  }

  /** Reserves the next slots. Returns the time of the first. */
  reserve(ownerId: string, key: string, { now, gapMs, count }: Reservation): number {
    const counter = this.#find(ownerId, key)
    const first = Math.max(now, (counter.reservedAt ?? Number.NEGATIVE_INFINITY) + gapMs)
    this.#rows.put({ ...counter, reservedAt: first + (count - 1) * gapMs })
    return first
  }

  get lastChange(): number {
    return this.#rows.lastChange
  }

  rows(ownerId?: string): Iterable<Row> {
    const scope = ownerId === undefined ? {} : { ownerId }
    return this.#rows.between(before(scope), after(scope))
  }

  restore(row: unknown): void {
    this.#rows.put(readRow('storage.load', columns, row))
  }

  erase(ownerId: string): number {
    return this.#rows.removeBetween(before({ ownerId }), after({ ownerId }))
  }
}
