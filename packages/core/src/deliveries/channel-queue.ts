import { everyOwner } from '../ports/index.js'
import { type Delivery, deliveriesTable } from '../records/delivery-records.js'
import type { Runtime } from '../runtime/index.js'
import type { DelivererOptions } from './deliverer-options.js'
import { Lanes } from './lanes.js'
import type { DeliveryOutcome } from './outcome.js'
import { type PreparedDelivery, prepareDeliveries } from './prepare-deliveries.js'
import { outcomeWithoutSending, type Sender, sendDelivery, sendTimeoutMs } from './send-delivery.js'
import type { ResultWriter } from './store-results.js'

/** The number of deliveries of a channel that a process has under way, and of those to one destination. */
const [maxUnderWay, maxPerDestination] = [128, 8]

/** The time that a delivery may wait in a process for its turn, in milliseconds. Then any process may take it. */
const maxWaitMs = 8_000

/** The places of a paced channel that a process takes at a time, as the time that they take. */
const pacedMs = 2_000

/** The length of a lease: the wait, the delivery, and the writing of its result. */
const leaseMs = maxWaitMs + sendTimeoutMs + 7_000

/** The longest time until what did not get its turn is looked at again. */
const laterMs = 2_000

/** The deliveries of one channel in this process: claimed in batches, sent side by side, in the pace of the service. */
export class ChannelQueue {
  readonly #runtime: Runtime
  readonly #sender: Sender
  readonly #results: ResultWriter
  readonly #lanes = new Lanes()
  readonly #maxUnderWay: number
  /** Is called with the time of each delivery that is due later. */
  readonly #onDueLater: (dueAt: number) => void
  #underWay = 0
  #isClaiming = false
  #mayHaveMore = false

  constructor(sender: Sender, results: ResultWriter, onDueLater: (dueAt: number) => void) {
    const { pace: { gapMs = 0 } = {} } = sender.adapter.channel
    this.#runtime = sender.runtime
    this.#sender = sender
    this.#results = results
    this.#onDueLater = onDueLater
    this.#maxUnderWay =
      gapMs > 0 ? Math.max(1, Math.min(maxUnderWay, Math.floor(pacedMs / gapMs))) : maxUnderWay
  }

  /** Claims and sends what is due, as far as there is room. Resolves once this and what it claimed is done. */
  async pump(): Promise<void> {
    this.#mayHaveMore = true
    if (this.#isClaiming) return
    this.#isClaiming = true
    const batches: Promise<void>[] = []
    try {
      while (this.#mayHaveMore && !this.#runtime.closing.aborted) {
        const room = this.#maxUnderWay - this.#underWay
        if (room <= 0) break
        this.#mayHaveMore = false
        const claimed = await this.#claim(room)
        this.#underWay += claimed.length
        this.#mayHaveMore ||= claimed.length === room
        if (claimed.length > 0) batches.push(this.#deliverBatch(claimed))
      }
    } finally {
      this.#isClaiming = false
    }
    await Promise.all(batches)
  }

  #claim(limit: number): Promise<readonly Delivery[]> {
    const { storage, clock } = this.#runtime
    const now = clock.now()
    return storage.collection(deliveriesTable).claim(everyOwner, {
      where: { channel: this.#sender.adapter.id, status: 'pending', dueAt: { lte: now } },
      orderBy: { column: 'dueAt', direction: 'asc' },
      limit,
      now,
      leaseMs,
    })
  }

  async #deliverBatch(claimed: readonly Delivery[]): Promise<void> {
    const claimedAt = this.#runtime.clock.now()
    let prepared: readonly PreparedDelivery[]
    try {
      prepared = await prepareDeliveries(this.#runtime, claimed)
    } catch (cause) {
      // The storage is away: the leases end, and any process takes them again.
      this.#underWay -= claimed.length
      return this.#runtime.report(cause, 'reading what deliveries need')
    }
    const settings = settingsOnce(this.#sender.options)
    await Promise.all(prepared.map((each) => this.#deliverOne(each, { claimedAt, settings })))
  }

  async #deliverOne(
    prepared: PreparedDelivery,
    { claimedAt, settings }: { readonly claimedAt: number; readonly settings: SettingsOf },
  ): Promise<void> {
    const { delivery, destination } = prepared
    const { clock } = this.#runtime
    const outcome =
      outcomeWithoutSending(prepared, clock.now()) ??
      (await this.#lanes.run(delivery.destinationId, this.#placesOfDestination(), () =>
        this.#sendInTurn(prepared, claimedAt, settings),
      ))
    await this.#results.store({ delivery, outcome, destination })
    if ('dueAt' in outcome) this.#onDueLater(outcome.dueAt)
    this.#underWay -= 1
    const isRoomy = this.#underWay <= this.#maxUnderWay / 2
    if (this.#mayHaveMore && isRoomy) await this.pump()
  }

  #placesOfDestination(): number {
    const { destinationGapMs = 0 } = this.#sender.adapter.channel.pace ?? {}
    return destinationGapMs > 0 ? 1 : maxPerDestination
  }

  /** Sends a delivery at its place in the pace of the channel and of the destination, unless that is too late. */
  async #sendInTurn(
    prepared: PreparedDelivery,
    claimedAt: number,
    settings: SettingsOf,
  ): Promise<DeliveryOutcome> {
    const { clock, closing } = this.#runtime
    const endsAt = claimedAt + maxWaitMs
    const placeAt =
      closing.aborted || clock.now() > endsAt ? undefined : await this.#placeOf(prepared.delivery)
    if (placeAt === undefined || placeAt > endsAt)
      return { status: 'deferred', dueAt: placeAt ?? Math.round(clock.now() + Math.random() * laterMs) }
    if (placeAt > clock.now()) await reached(this.#runtime, placeAt)
    return sendDelivery(this.#sender, prepared, () => settings(prepared))
  }

  /** Takes the next place in the pace of the channel and of the destination, which all processes share. */
  async #placeOf({ destinationId }: Delivery): Promise<number> {
    const { clock, storage } = this.#runtime
    const { id, channel } = this.#sender.adapter
    const { gapMs = 0, destinationGapMs = 0 } = channel.pace ?? {}
    const now = clock.now()
    const take = (name: string, everyMs: number) =>
      everyMs > 0 ? storage.counters.reserve('shared', `delivery-pace:${name}`, { now, gapMs: everyMs }) : now
    const ofDestination = await take(destinationId, destinationGapMs)
    return Math.max(ofDestination, await take(id, gapMs))
  }
}

/** Returns the settings of the destination of a delivery. */
type SettingsOf = (prepared: PreparedDelivery) => Promise<unknown>

/** Opens each destination of a batch once. */
function settingsOnce({ openDestination }: DelivererOptions): SettingsOf {
  const opened = new Map<string, Promise<unknown>>()
  return async ({ destination }) => {
    if (!destination) return undefined
    const settings = opened.get(destination.id) ?? openDestination(destination)
    opened.set(destination.id, settings)
    return settings
  }
}

/** Waits until a time, or until Telltale closes. */
async function reached({ clock, closing }: Runtime, at: number): Promise<void> {
  if (closing.aborted) return
  await new Promise<void>((resolve) => {
    const end = () => {
      cancel()
      closing.removeEventListener('abort', end)
      resolve()
    }
    const cancel = clock.wakeAt(at, end)
    closing.addEventListener('abort', end)
  })
}
