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

interface Count extends Row {
  readonly ownerId: string
  readonly key: string
  /** The sum of what was added. */
  readonly value: number
  /** When the sum begins at 0 again. */
  readonly resetAt?: number
  /** The last place given out. */
  readonly reservedAt?: number
}

/** An addition that was checked. */
export interface Addition {
  readonly amount: number
  readonly now: number
  readonly limit: number
  readonly resetAt?: number | undefined
}

/** Places of a queue, as they were asked for and checked. */
export interface Reservation {
  readonly now: number
  readonly gapMs: number
  readonly count: number
}

/** All counters. Each is replaced, never changed in place. */
export class Counts implements Table {
  readonly kind = 'counter'
  readonly name = 'counters'
  readonly #rows: SortedRows

  constructor(rows = SortedRows.by(columns, ['ownerId', 'key'])) {
    this.#rows = rows
  }

  clone(): Counts {
    return new Counts(this.#rows.clone())
  }

  #find(ownerId: string, key: string): Count {
    return (this.#rows.find({ ownerId, key }) as Count | undefined) ?? { ownerId, key, value: 0 }
  }

  /** Adds to a sum, or refuses to. */
  add(ownerId: string, key: string, { amount, now, limit, resetAt }: Addition): AddResult {
    const { resetAt: lastEnd, ...count } = this.#find(ownerId, key)
    const isOver = lastEnd !== undefined && now >= lastEnd
    const sum = isOver ? 0 : count.value
    if (amount > 0 && sum + amount > limit) return { ok: false, value: sum }
    const value = Math.max(0, sum + amount)
    const end = isOver ? resetAt : (lastEnd ?? resetAt)
    if (value !== count.value || end !== lastEnd)
      this.#rows.put({ ...count, value, ...defined({ resetAt: end }) })
    return { ok: true, value }
  }

  /** Takes the next places of a queue; gives the time of the first. */
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
