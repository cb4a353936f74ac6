import type { Clock, Counters } from '../ports/index.js'
import type { Meter } from './meter.js'
import { periodEnd } from './period.js'

/** What came of counting an amount. */
export interface Entry {
  readonly meter: Meter
  readonly ok: boolean
  /** The sum after it, or as it stays. */
  readonly used: number
  /** When the sum begins at 0 again. */
  readonly resetsAt: number
  /** When an amount that was refused would be accepted, as things stand. */
  readonly retryAt?: number
}

/** When what is left of a limit began to be spread over the rest of a period. */
interface Pace {
  readonly from: number
  readonly resetsAt: number
}

/** Who owns the sums: they belong to the host as a whole. */
const owner = 'shared'

/**
 * Counts what is spent, in the storage's counters: together with other processes, and over restarts. A sum never passes
 * its limit. From a share of it on, the next amount is accepted once the sum lies below a line that rises evenly from
 * there to the limit, over the rest of the period.
 */
export class Ledger {
  readonly #counters: Counters
  readonly #clock: Pick<Clock, 'now'>
  readonly #paceFrom: number
  readonly #timeZone: string
  readonly #paces = new Map<string, Pace>()

  constructor(
    counters: Counters,
    clock: Pick<Clock, 'now'>,
    { paceFrom, timeZone }: { readonly paceFrom: number; readonly timeZone: string },
  ) {
    this.#counters = counters
    this.#clock = clock
    this.#paceFrom = paceFrom
    this.#timeZone = timeZone
  }

  /** Counts an amount, or refuses it whole. */
  async charge(meter: Meter, amount: number): Promise<Entry> {
    const now = this.#clock.now()
    const resetsAt = periodEnd(now, meter.period, this.#timeZone)
    if (meter.limit === undefined) {
      const { value } = await this.#counters.add(owner, meter.key, amount, { now, resetAt: resetsAt })
      return { meter, ok: true, used: value, resetsAt }
    }
    return this.#chargeLimited({ ...meter, limit: meter.limit }, amount, now, resetsAt)
  }

  /** Takes back what was counted, unless its period is over: the sum is another one then. */
  async refund({ meter, resetsAt }: Entry, amount: number): Promise<void> {
    const now = this.#clock.now()
    if (now < resetsAt) await this.#counters.add(owner, meter.key, -amount, { now, resetAt: resetsAt })
  }

  /** The sum as it stands. */
  async read(meter: Meter): Promise<Entry> {
    const now = this.#clock.now()
    const { value } = await this.#counters.add(owner, meter.key, 0, { now })
    return { meter, ok: true, used: value, resetsAt: periodEnd(now, meter.period, this.#timeZone) }
  }

  /** Notes something once in a period, of all processes; resolves to whether this was the first time. */
  async first({ key }: Meter, what: string, resetsAt: number): Promise<boolean> {
    const once = { now: this.#clock.now(), limit: 1, resetAt: resetsAt }
    return (await this.#counters.add(owner, `${key}:${what}`, 1, once)).ok
  }

  async #chargeLimited(
    meter: Meter & { readonly limit: number },
    amount: number,
    now: number,
    resetsAt: number,
  ): Promise<Entry> {
    const { key, limit } = meter
    const start = limit * this.#paceFrom
    const attempt = async (pace: Pace | undefined) => {
      const line = pace ? start + (limit - start) * elapsed(pace, now) : start
      const most = Math.min(limit, Math.ceil(line) - 1 + amount)
      return this.#counters.add(owner, key, amount, { now, limit: most, resetAt: resetsAt })
    }
    const known = this.#paces.get(key)
    let pace = known?.resetsAt === resetsAt ? known : undefined
    let result = await attempt(pace)
    if (!result.ok && !pace && result.value + amount <= limit) {
      pace = await this.#beginPace(key, now, resetsAt)
      result = await attempt(pace)
    }
    const { ok, value: used } = result
    if (ok) return { meter, ok, used, resetsAt }
    const retryAt = pace && used + amount <= limit ? onLine(pace, start, limit, used) : resetsAt
    return { meter, ok, used, resetsAt, retryAt }
  }

  /** The first to ask sets when it began. A sum that holds a time refuses every later one, and so tells the first. */
  async #beginPace(key: string, now: number, resetsAt: number): Promise<Pace> {
    const begun = { now, limit: now, resetAt: resetsAt }
    const pace = { from: (await this.#counters.add(owner, `${key}:paced`, now, begun)).value, resetsAt }
    this.#paces.set(key, pace)
    return pace
  }
}

/** The share of the paced time that is over. */
const elapsed = ({ from, resetsAt }: Pace, now: number): number =>
  Math.min(1, Math.max(0, (now - from) / (resetsAt - from)))

/** When the line passes a sum. */
function onLine({ from, resetsAt }: Pace, start: number, limit: number, used: number): number {
  const share = Math.max(0, (used - start) / (limit - start))
  return Math.min(resetsAt, Math.floor(from + share * (resetsAt - from)) + 1)
}
