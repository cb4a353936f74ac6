import type { JobRun, Tables } from '../../ports/index.js'
import { everyOwner } from '../../ports/index.js'
import {
  alertPreferencesTable,
  type PendingStep,
  pendingStepsTable,
  silencesTable,
} from '../../records/alert-routing-records.js'
import { destinationsTable } from '../../records/destination-records.js'
import { everyPage, everyRecord, groupWaitMs, type Runtime, type ScheduledWork } from '../../runtime/index.js'
import { decideSteps } from './decide-steps.js'
import { Decision } from './decision.js'
import type { OwnerChoices } from './owner-choices.js'

/** The kind of the router's jobs. */
const routerKind = 'alert-steps'

/** The number of steps that one transaction decides on. */
const stepsAtOnce = 500

/** The time for which a claim keeps steps from other processes. One that was killed leaves them for so long. */
const leaseMs = 10_000

/** The time within which owners' alerts that are gathered first are decided on at once. */
const gatheredTogetherMs = 100

interface RouterJob {
  readonly kind: string
  readonly ownerId: string
}

/**
 * Makes the router: it decides who is told of the steps of alerts that wait. A decision removes its steps in the transaction that
 * stores it, so that one that was broken off is made anew, and none is made twice.
 */
export const createRouter = (runtime: Runtime): ScheduledWork => new Router(runtime)

class Router implements ScheduledWork {
  readonly kind = routerKind
  readonly #runtime: Runtime
  /** The end of the last sweep; none before the first. */
  #sweptUntil = Number.NEGATIVE_INFINITY
  /** The owners with a job that is due at once and has not begun. */
  readonly #waiting = new Set<string>()

  constructor(runtime: Runtime) {
    this.#runtime = runtime
    runtime.stepsWaiting.onWake((ownerId) => this.#wake(ownerId))
  }

  async sweep(until: number): Promise<void> {
    this.#sweptUntil = until
    const steps = this.#runtime.storage.collection(pendingStepsTable)
    const orderBy = { column: 'dueAt', direction: 'asc' } as const
    const seen = new Set<string>()
    for await (const page of everyPage(steps, everyOwner, { where: { dueAt: { lte: until } }, orderBy }))
      for (const { ownerId, dueAt } of page) {
        const place = `${ownerId} ${dueAt}`
        if (!seen.has(place)) await this.#enqueue(ownerId, dueAt)
        seen.add(place)
      }
  }

  async handle({ data }: JobRun): Promise<void> {
    const { ownerId } = data as RouterJob
    try {
      do this.#waiting.delete(ownerId)
      while (!this.#runtime.closing.aborted && ((await this.#decide(ownerId)) || this.#waiting.has(ownerId)))
    } catch (cause) {
      this.#runtime.report(cause, `the routing of alerts of ${ownerId}`)
    }
  }

  /** Plans what was stored just now, and what is gathered first; not where this process runs no work. */
  #wake(ownerId: string | undefined): void {
    const { clock, closing } = this.#runtime
    if (this.#sweptUntil === Number.NEGATIVE_INFINITY || closing.aborted) return
    const now = clock.now()
    if (ownerId === undefined) this.#report(this.sweep(this.#sweptUntil))
    else {
      if (!this.#waiting.has(ownerId)) this.#report(this.#enqueue(ownerId, now))
      this.#waiting.add(ownerId)
      // Whatever begins within a moment is decided on together.
      const gatheredAt = Math.ceil((now + groupWaitMs) / gatheredTogetherMs) * gatheredTogetherMs
      this.#report(this.#enqueue(ownerId, gatheredAt))
    }
  }

  #report(work: Promise<void>): void {
    const { report } = this.#runtime
    void this.#runtime.run(() => work).catch((cause) => report(cause, 'the search for steps of alerts'))
  }

  async #enqueue(ownerId: string, dueAt: number): Promise<void> {
    const data: RouterJob = { kind: routerKind, ownerId }
    const id = `${routerKind}:${ownerId}`
    await this.#runtime.scheduler.enqueue({ id, slotAt: dueAt, kind: routerKind, ownerId, data })
  }

  /** Decides on the steps of an owner that are due. Resolves to `true` when there may be more. */
  async #decide(ownerId: string): Promise<boolean> {
    const { clock, storage, deliveriesWaiting } = this.#runtime
    const now = clock.now()
    const claimed = await storage.collection(pendingStepsTable).claim(ownerId, {
      where: { dueAt: { lte: now } },
      orderBy: { column: 'dueAt', direction: 'asc' },
      limit: stepsAtOnce,
      now,
      leaseMs,
    })
    if (claimed.length === 0) return false
    const decision = await this.#runtime.commit(ownerId, (tables) => this.#decideIn(tables, ownerId, claimed))
    if (decision.hasMessages) deliveriesWaiting.wake()
    for (const dueAt of decision.planned) if (dueAt <= this.#sweptUntil) await this.#enqueue(ownerId, dueAt)
    return true
  }

  async #decideIn(tables: Tables, ownerId: string, claimed: readonly PendingStep[]): Promise<Decision> {
    const steps = tables.collection(pendingStepsTable)
    const ids = claimed.map(({ id }) => id)
    const { items } = await steps.page(ownerId, { where: { id: { in: ids } }, limit: ids.length })
    // One that changed since it was claimed is decided on by whoever changed it.
    const versions = new Map(items.map(({ id, version }) => [id, version]))
    const left = claimed.filter(({ id, version }) => versions.get(id) === version)
    await steps.delete(
      ownerId,
      left.map(({ id }) => id),
    )
    const decision = new Decision(this.#runtime, tables, await readChoices(this.#runtime, tables, ownerId))
    await decideSteps(decision, left)
    await decision.write()
    return decision
  }
}

/** Reads what an owner has chosen. */
async function readChoices({ clock }: Runtime, tables: Tables, ownerId: string): Promise<OwnerChoices> {
  const now = clock.now()
  const preferences = await tables.collection(alertPreferencesTable).page(ownerId, { limit: 1 })
  const destinations = []
  for await (const one of everyRecord(tables.collection(destinationsTable), ownerId, {
    where: { status: 'active' },
  }))
    destinations.push(one)
  const silences = []
  for await (const one of everyRecord(tables.collection(silencesTable), ownerId, {
    where: { to: { gt: now } },
  }))
    if (one.from <= now) silences.push(one)
  return { ownerId, now, preferences: preferences.items[0] ?? {}, destinations, silences }
}
