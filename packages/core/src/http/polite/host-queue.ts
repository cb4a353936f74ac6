import type { ReserveOptions } from '../../ports/index.js'

/** Takes places in the queue that all processes share; resolves to when the first one is. */
export type TakePlaces = (places: Required<ReserveOptions>) => Promise<number>

/** What a process that wants to send knows. */
export interface Asking {
  /** The gap to keep to the call before. */
  readonly gapMs: number
  /** How many calls wait in this process, this one among them. */
  readonly waiting: number
  /** Until when the site wants to be left alone. */
  readonly pausedUntil: number
}

/** Places that were taken at once: from the first to a little after the last, nobody but this process may send. */
interface Stretch {
  readonly count: number
  /** How many calls waited when it was taken. */
  readonly waiting: number
  readonly from: number
  readonly until: number
  used: number
}

/**
 * How much further apart than the gap places lie: a share of it, and a few milliseconds, since timers are no better. Half
 * of it makes up for calls whose ways to the site take longer or shorter, half for those that are sent late.
 */
const spareShare = 0.06
const leastSpareMs = 6

/** How many places a process takes at once, at first and at most, and how long they may last: other processes wait. */
const firstPlaces = 4
const mostPlaces = 8
const longestStretchMs = 5_000

/**
 * The places of one process in the queue of a site. Within a stretch of them a call is sent a gap after the one before was
 * really sent, so that one that is late moves the next ones a little, and costs no place. The last one is sent so early
 * that whoever comes after the stretch keeps the gap too.
 */
export class Places {
  readonly #take: TakePlaces
  #stretch: Stretch | undefined
  #sentAt = Number.NEGATIVE_INFINITY
  /** How many places are taken where so many calls wait: twice as many after each time that all of them were used. */
  #size = firstPlaces
  /** Stretches in a row of which no place was used. */
  #missed = 0

  constructor(take: TakePlaces) {
    this.#take = take
  }

  /** Resolves to when the next call may be sent, as far as is known now. For one call at a time. */
  async next(now: number, asking: Asking): Promise<number> {
    const known = this.#stretch
    if (known && Math.max(now, this.#dueAt(known, asking)) <= known.until) return this.#dueAt(known, asking)
    if (known) this.#learn(known)
    const spareMs = spareOf(asking.gapMs)
    const gapMs = asking.gapMs + spareMs
    const most = Math.max(1, Math.min(this.#size, asking.waiting, Math.floor(longestStretchMs / gapMs)))
    // Who has missed places has little time, and takes as many as it needs to be in time for one.
    const count = Math.max(most, this.#missed + 1)
    const earliest = Math.ceil(Math.max(now, asking.pausedUntil, this.#sentAt + asking.gapMs + spareMs / 2))
    const from = await this.#take({ now: earliest, gapMs, count })
    const until = from + (count - 1) * gapMs + spareMs / 2
    const stretch = { count, waiting: asking.waiting, from, until, used: 0 }
    this.#stretch = stretch
    return this.#dueAt(stretch, asking)
  }

  /** Counts a call as sent, where one may be sent now. */
  use(now: number, asking: Omit<Asking, 'waiting'>): boolean {
    const stretch = this.#stretch
    if (!stretch || now < this.#dueAt(stretch, asking) || now > stretch.until) return false
    stretch.used++
    this.#sentAt = now
    return true
  }

  #dueAt({ from }: Stretch, { gapMs, pausedUntil }: Omit<Asking, 'waiting'>): number {
    return Math.max(from, pausedUntil, this.#sentAt + gapMs + spareOf(gapMs) / 2)
  }

  /** What was left unused held others up. */
  #learn({ used, count, waiting }: Stretch): void {
    this.#missed = used === 0 ? this.#missed + 1 : 0
    if (used === 0) return
    this.#size = used < Math.min(count, waiting) ? used : Math.min(mostPlaces, 2 * this.#size)
  }
}

const spareOf = (gapMs: number): number => Math.max(leastSpareMs, Math.ceil(gapMs * spareShare))
