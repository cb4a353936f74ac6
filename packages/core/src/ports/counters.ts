/** How an amount is added to a counter. */
export interface AddOptions {
  readonly now: number
  /**
   * The sum that must not be passed; an addition that would is refused whole. Zero, which asks for the sum, and negative
   * amounts are never refused. @default none
   */
  readonly limit?: number
  /**
   * When the sum begins at 0 again, that is, with the first addition whose `now` has reached it; kept from the first
   * accepted addition of a period that names one. @default never
   */
  readonly resetAt?: number
}

/** What came of an addition. */
export interface AddResult {
  readonly ok: boolean
  /** The sum, after the addition or as it stays. Never below 0. */
  readonly value: number
}

/** Which places of a queue are taken. */
export interface ReserveOptions {
  readonly now: number
  /** How far the places are apart: whole milliseconds, at least 0. */
  readonly gapMs: number
  /** How many, `gapMs` apart: a whole number from 1 on. @default 1 */
  readonly count?: number
}

/** Numbers that many processes count on together. What `add` and `reserve` keep under one key does not mix. */
export interface Counters {
  /** Adds any finite amount; resolves to whether it was accepted, and the sum. */
  add(owner: string, key: string, amount: number, options: AddOptions): Promise<AddResult>
  /**
   * Takes the next places of a queue, and resolves to the time of the first: `now`, or `gapMs` after the last place
   * given out when that is later.
   */
  reserve(owner: string, key: string, options: ReserveOptions): Promise<number>
}
