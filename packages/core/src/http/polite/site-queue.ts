import type { ReserveOptions } from '../../ports/index.js'

/** Reserves consecutive slots in the queue that all processes share; resolves to the time of the first. */
export type ReserveSlots = (slots: Required<ReserveOptions>) => Promise<number>

/** The state of a site at the moment a call asks for a slot. */
export interface SlotRequest {
  /** The minimum time between two calls to the site. */
  readonly gapMs: number
  /** The number of calls of this process that wait, the asking one included. */
  readonly waitingCount: number
  /** The end of the pause that the site asked for. */
  readonly pausedUntil: number
}

/** A block of consecutive slots. From its first slot to a little after its last, only this process may send. */
interface SlotBlock {
  readonly count: number
  /** The number of calls that waited when the block was reserved. */
  readonly waitingCount: number
  readonly from: number
  readonly until: number
  usedCount: number
}

/**
 * The margin that is added to the gap between slots: a share of the gap, and at least a few milliseconds, since timers
 * are no more precise. Half of it covers differences in network latency, half of it calls that are sent late.
 */
const marginShare = 0.06
const minMarginMs = 6

/** The size of a block at first and at most, and its maximum duration, during which other processes wait. */
const initialBlockSlots = 4
const maxBlockSlots = 8
const maxBlockMs = 5_000

/**
 * The shared queue of a site as one process sees it. The process reserves blocks of slots. Within a block, a call is sent
 * one gap after the actual send time of the one before: a late call delays the next ones a little and costs no slot. A
 * block ends early enough that whoever owns the next one keeps the gap too.
 */
export class SiteQueue {
  readonly #reserve: ReserveSlots
  #block: SlotBlock | undefined
  #lastSentAt = Number.NEGATIVE_INFINITY
  /** The maximum size of the next block. Doubles after each block that was used up. */
  #blockSize = initialBlockSlots
  /** The number of blocks in a row of which no slot was used. */
  #missedBlocks = 0

  constructor(reserve: ReserveSlots) {
    this.#reserve = reserve
  }

  /** Resolves to the earliest time at which the next call may be sent. Serves one call at a time. */
  async nextSlot(now: number, request: SlotRequest): Promise<number> {
    const current = this.#block
    if (current && Math.max(now, this.#dueAt(current, request)) <= current.until)
      return this.#dueAt(current, request)
    if (current) this.#adaptBlockSize(current)
    const block = await this.#reserveBlock(now, request)
    this.#block = block
    return this.#dueAt(block, request)
  }

  /** Returns `true` when a call may be sent now, and then counts it as sent. */
  trySend(now: number, request: Omit<SlotRequest, 'waitingCount'>): boolean {
    const block = this.#block
    if (!block || now < this.#dueAt(block, request) || now > block.until) return false
    block.usedCount++
    this.#lastSentAt = now
    return true
  }

  async #reserveBlock(now: number, { gapMs, waitingCount, pausedUntil }: SlotRequest): Promise<SlotBlock> {
    const marginMs = marginOf(gapMs)
    const slotMs = gapMs + marginMs
    const maxCount = Math.max(1, Math.min(this.#blockSize, waitingCount, Math.floor(maxBlockMs / slotMs)))
    // A process that missed its slots stalls: it reserves a longer block, so that it is in time for its end.
    const count = Math.max(maxCount, this.#missedBlocks + 1)
    const earliest = Math.ceil(Math.max(now, pausedUntil, this.#lastSentAt + gapMs + marginMs / 2))
    const from = await this.#reserve({ now: earliest, gapMs: slotMs, count })
    const until = from + (count - 1) * slotMs + marginMs / 2
    return { count, waitingCount, from, until, usedCount: 0 }
  }

  #dueAt({ from }: SlotBlock, { gapMs, pausedUntil }: Omit<SlotRequest, 'waitingCount'>): number {
    return Math.max(from, pausedUntil, this.#lastSentAt + gapMs + marginOf(gapMs) / 2)
  }

  /** Shrinks the next block when slots were left unused, since those delayed other processes; otherwise grows it. */
  #adaptBlockSize({ usedCount, count, waitingCount }: SlotBlock): void {
    this.#missedBlocks = usedCount === 0 ? this.#missedBlocks + 1 : 0
    if (usedCount === 0) return
    const hasUnused = usedCount < Math.min(count, waitingCount)
    this.#blockSize = hasUnused ? usedCount : Math.min(maxBlockSlots, 2 * this.#blockSize)
  }
}

const marginOf = (gapMs: number): number => Math.max(minMarginMs, Math.ceil(gapMs * marginShare))
