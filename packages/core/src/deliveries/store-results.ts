import type { Tables } from '../ports/index.js'
import { type Delivery, deliveriesTable } from '../records/delivery-records.js'
import { alertDeliveryOf, type Emit, type Runtime } from '../runtime/index.js'
import { applyOutcome } from './apply-outcome.js'
import { type MoveDestination, noteDestinations } from './destination-health.js'
import { groupBy } from './group-by.js'
import type { DeliveryResult } from './outcome.js'

/** The maximum number of results that one transaction stores. */
const maxPerCommit = 500

/** Stores the results of deliveries: those that come while others are stored go together, in one transaction of each owner. */
export class ResultWriter {
  readonly #runtime: Runtime
  readonly #moveDestination: MoveDestination
  #waiting: DeliveryResult[] = []
  #flush: Promise<void> | undefined

  constructor(runtime: Runtime, moveDestination: MoveDestination) {
    this.#runtime = runtime
    this.#moveDestination = moveDestination
  }

  /** Stores a result. Resolves when it is stored, or could not be: its lease ends then, and it is delivered again. */
  async store(result: DeliveryResult): Promise<void> {
    this.#waiting.push(result)
    // A flush that is under way has taken its results already: the next one takes this.
    if (this.#flush) await this.#flush
    if (!this.#waiting.includes(result)) return this.#flush
    this.#flush ??= this.#flushAll()
    await this.#flush
  }

  async #flushAll(): Promise<void> {
    const results = this.#waiting
    this.#waiting = []
    const byOwner = groupBy(results, ({ delivery }) => delivery.ownerId)
    const commits: Promise<void>[] = []
    for (const [ownerId, ofOwner] of byOwner)
      for (let from = 0; from < ofOwner.length; from += maxPerCommit)
        commits.push(this.#commit(ownerId, ofOwner.slice(from, from + maxPerCommit)))
    await Promise.all(commits)
    this.#flush = undefined
  }

  async #commit(ownerId: string, results: readonly DeliveryResult[]): Promise<void> {
    const runtime = this.#runtime
    try {
      await runtime.commit(ownerId, async (tables, emit) => {
        const stored = await writeResults(tables, results, runtime.clock.now())
        for (const delivery of stored) emitResult(emit, delivery)
        await noteDestinations({ runtime, tables, emit, moveDestination: this.#moveDestination }, results)
      })
    } catch (cause) {
      runtime.report(cause, 'storing the results of deliveries')
    }
  }
}

/** Tells of a delivery that has come to its end. */
function emitResult(emit: Emit, delivery: Delivery): void {
  if (delivery.status === 'sent') emit('alert:sent', { delivery: alertDeliveryOf(delivery) })
  else if (delivery.status === 'failed') emit('alert:failed', { delivery: alertDeliveryOf(delivery) })
}

/**
 * Writes the results of deliveries that are still as they were claimed. One that was accepted is noted as sent also when it was
 * withdrawn or its lease ended meanwhile, so that nobody sends it once more.
 */
async function writeResults(
  tables: Tables,
  results: readonly DeliveryResult[],
  now: number,
): Promise<readonly Delivery[]> {
  const deliveries = tables.collection(deliveriesTable)
  const written = await deliveries.write(
    results.map(({ delivery, outcome }) => ({ update: applyOutcome(delivery, outcome, now) })),
  )
  const stored: Delivery[] = []
  for (const [index, { delivery, outcome }] of results.entries()) {
    const result = written[index]
    if (result?.ok) stored.push(result.record)
    if (result?.ok !== false || result.reason !== 'version' || outcome.status !== 'sent') continue
    const changed = await deliveries.get(delivery.ownerId, delivery.id)
    if (!changed || changed.status === 'sent') continue
    const [again] = await deliveries.write([{ update: applyOutcome(changed, outcome, now) }])
    if (again?.ok) stored.push(again.record)
  }
  return stored
}
