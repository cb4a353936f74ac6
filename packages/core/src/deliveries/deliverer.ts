import { everyOwner } from '../ports/index.js'
import { deliveriesTable } from '../records/delivery-records.js'
import { adaptersWith, type Runtime, type ScheduledWork } from '../runtime/index.js'
import { isRecording, recordGauge } from '../telemetry/index.js'
import { ChannelQueue } from './channel-queue.js'
import type { DelivererOptions } from './deliverer-options.js'
import { failWithoutChannel, isOverdue } from './missing-channels.js'
import { ResultWriter } from './store-results.js'

/** The number of pending deliveries that a look sees. When there are more, every channel is asked for its own. */
const seenAtOnce = 100

/** The time that a look sees ahead: the sweep that follows comes earlier. */
const lookAheadMs = 10_000

/**
 * Makes the work that delivers: it sends what is pending by the channels of adapters. What this process committed is sent at
 * once (`runtime.deliveriesWaiting`), what others left, and what is tried again, by the sweep of any process.
 */
export const createDeliverer = (runtime: Runtime, options: DelivererOptions): ScheduledWork =>
  new Deliverer(runtime, options)

class Deliverer implements ScheduledWork {
  readonly kind = 'delivery'
  readonly #runtime: Runtime
  readonly #queues = new Map<string, ChannelQueue>()
  readonly #results: ResultWriter
  #isLooking = false
  #looksAgain = false
  #timer: { readonly at: number; cancel(): void } | undefined

  constructor(runtime: Runtime, options: DelivererOptions) {
    this.#runtime = runtime
    this.#results = new ResultWriter(runtime, options.moveDestination)
    const onDueLater = (dueAt: number) => this.#wakeAt(dueAt)
    for (const adapter of adaptersWith(runtime.adapters, 'channel'))
      this.#queues.set(adapter.id, new ChannelQueue({ runtime, adapter, options }, this.#results, onDueLater))
    runtime.closing.addEventListener('abort', () => this.#timer?.cancel(), { once: true })
  }

  /** Begins what is due, and does not wait for it: a service that stalls holds up no other work. */
  async sweep(): Promise<void> {
    this.#runtime.deliveriesWaiting.onWake(() => this.#look())
    this.#look()
    await this.#measure()
  }

  async handle(): Promise<void> {}

  /** Looks for pending deliveries, once at a time: what is woken meanwhile looks again. */
  #look(): void {
    const { run, closing, report } = this.#runtime
    if (closing.aborted) return
    if (this.#isLooking) {
      this.#looksAgain = true
      return
    }
    this.#isLooking = true
    void run(async () => {
      do {
        this.#looksAgain = false
        await this.#lookOnce()
      } while (this.#looksAgain && !closing.aborted)
    })
      .catch((cause) => {
        if (!closing.aborted) report(cause, 'the search for deliveries that are due')
      })
      .finally(() => {
        this.#isLooking = false
      })
  }

  async #lookOnce(): Promise<void> {
    const { storage, clock } = this.#runtime
    const now = clock.now()
    const { items } = await storage.collection(deliveriesTable).page(everyOwner, {
      where: { status: 'pending', dueAt: { lte: now + lookAheadMs } },
      orderBy: { column: 'dueAt', direction: 'asc' },
      limit: seenAtOnce,
    })
    const next = items.find(({ dueAt }) => dueAt > now)
    if (next) this.#wakeAt(next.dueAt)
    const due = new Set(items.flatMap(({ dueAt, channel }) => (dueAt <= now ? [channel] : [])))
    for (const [channel, queue] of this.#queues)
      if (due.has(channel) || items.length === seenAtOnce) this.#pump(queue)
    const overdue = items.filter((each) => !this.#queues.has(each.channel) && isOverdue(each, now))
    for (const channel of new Set(overdue.map((each) => each.channel)))
      await failWithoutChannel(this.#runtime, this.#results, channel)
  }

  #pump(queue: ChannelQueue): void {
    const { run, closing, report } = this.#runtime
    void run(() => queue.pump()).catch((cause) => {
      if (!closing.aborted) report(cause, 'claiming deliveries')
    })
  }

  /** Looks again at a time, unless it does so earlier. */
  #wakeAt(at: number): void {
    const { clock, closing } = this.#runtime
    if (closing.aborted || (this.#timer && this.#timer.at <= at)) return
    this.#timer?.cancel()
    const wake = () => {
      this.#timer = undefined
      this.#look()
    }
    this.#timer = { at, cancel: clock.wakeAt(at, wake) }
  }

  /** Records the number of pending deliveries, and the age of the oldest that is due. */
  async #measure(): Promise<void> {
    if (!isRecording()) return
    const { storage, clock } = this.#runtime
    const deliveries = storage.collection(deliveriesTable)
    const where = { status: 'pending' } as const
    const orderBy = { column: 'dueAt', direction: 'asc' } as const
    const { items } = await deliveries.page(everyOwner, { where, orderBy, limit: 1 })
    const lateMs = Math.max(0, clock.now() - (items[0]?.dueAt ?? Number.POSITIVE_INFINITY))
    await recordGauge('telltale.outbox.pending', await deliveries.count(everyOwner, where), '{delivery}')
    await recordGauge('telltale.outbox.oldest', lateMs / 1_000, 's')
  }
}
