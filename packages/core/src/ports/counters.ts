/** Options of an addition to a counter. */
export interface AddOptions {
  /** The current time, in epoch milliseconds. */
  readonly now: number
  /**
   * The sum that must not be exceeded. An addition that would exceed it is refused whole. Zero, which reads the sum, and
   * negative amounts are never refused. @default none
   */
  readonly limit?: number
  /**
   * The time at which the sum starts at 0 again, with the first addition whose `now` has reached it. The first accepted
   * addition of a period that names a time sets it. @default never
   */
  readonly resetAt?: number
}

/** The result of an addition. */
export interface AddResult {
  /** `true` when the amount was added. */
  readonly ok: boolean
  /** The sum after the call, never below 0. */
  readonly value: number
}

/** Options of a reservation. */
export interface ReserveOptions {
  /** The current time, in epoch milliseconds. */
  readonly now: number
  /** The time between two places: whole milliseconds, at least 0. */
  readonly gapMs: number
  /** The number of places, `gapMs` apart: a whole number from 1 on. @default 1 */
  readonly count?: number
}

/** Counters that processes share. `add` and `reserve` keep separate values under one key. */
export interface Counters {
  /** Adds any finite amount. Resolves to `ok` and the sum. */
  add(owner: string, key: string, amount: number, options: AddOptions): Promise<AddResult>
  /**
   * Reserves the next places of a queue. Resolves to the time of the first one: `now`, or `gapMs` after the last reserved
   * place when that is later.
   */
  reserve(owner: string, key: string, options: ReserveOptions): Promise<number>
}
