import type { AlertNotice, SummaryNotice } from '../../alerting/alert-notice.js'
import { ConflictError } from '../../errors/index.js'
import { defined } from '../../options/index.js'
import type { Tables } from '../../ports/index.js'
import {
  type AlertDecisionRow,
  type AlertRoute,
  alertDecisionsTable,
  alertRoutesTable,
  type PendingStep,
  type Silence,
} from '../../records/alert-routing-records.js'
import type { Destination } from '../../records/destination-records.js'
import {
  type DeliveryDraft,
  enqueueDeliveries,
  putStep,
  type Runtime,
  type StepDraft,
} from '../../runtime/index.js'
import { matchesSilence } from './matches-silence.js'
import type { Gate, OwnerChoices, Verdict } from './owner-choices.js'

/** A message to one destination. */
export interface Message {
  readonly destination: Destination
  readonly route: AlertRoute
  readonly notice: AlertNotice
  /** The part of the key that tells this message of the alert from its others, such as `reminder:2`. */
  readonly name: string
  /** The reason of the decision. */
  readonly reason: string
}

/**
 * The decisions on a batch of steps of one owner: what they read and change, written at the end in the transaction that removes
 * the steps.
 */
export class Decision {
  readonly choices: OwnerChoices
  readonly tables: Tables
  readonly runtime: Runtime
  /** The ways of alerts, by id, as they are after the decisions so far. */
  readonly routes = new Map<string, AlertRoute>()
  /** `true` once the alerts of this minute are spent. */
  isMinuteSpent = false
  /** The summary that alerts over the budget of a minute wait for, once it is known. */
  storm: Gate | undefined
  /** The ways as they are stored. */
  readonly stored = new Map<string, AlertRoute>()
  readonly #drafts: DeliveryDraft[] = []
  readonly #steps = new Map<string, StepDraft>()
  readonly #decisions: (AlertDecisionRow & { readonly deliveryKey?: string })[] = []

  constructor(runtime: Runtime, tables: Tables, choices: OwnerChoices) {
    this.runtime = runtime
    this.tables = tables
    this.choices = choices
  }

  /** Takes up ways as they are stored. One that is known already stays as the decisions left it. */
  take(stored: readonly AlertRoute[]): void {
    for (const route of stored) {
      if (this.stored.has(route.id)) continue
      this.stored.set(route.id, route)
      this.routes.set(route.id, route)
    }
  }

  /** Replaces the way of an alert. */
  set(route: AlertRoute): AlertRoute {
    this.routes.set(route.id, route)
    return route
  }

  /** Plans a step. Of several with one key the earliest stands. */
  plan(step: Omit<StepDraft, 'ownerId'>): void {
    const known = this.#steps.get(step.key)
    if (!known || step.dueAt < known.dueAt)
      this.#steps.set(step.key, { ...step, ownerId: this.choices.ownerId })
  }

  /** Notes a decision on an alert as a whole. */
  note(route: AlertRoute, step: PendingStep['step'], { outcome, reason }: Verdict): void {
    this.#decisions.push({ ...this.#row(route, step), outcome, reason })
  }

  /** Sends a message of one alert, and notes why. Its reader counts as told. */
  send({ destination, route, notice, name, reason }: Message): AlertRoute {
    const { ruleId, subjectId, id: alertId } = route
    const key = `${alertId}:${name}:${destination.id}`
    this.#draft(destination, { key, notice, alertId, ruleId, subjectId, episodeId: alertId })
    this.#noteSent(route, notice.kind, { key, destinationId: destination.id, reason })
    const step = notice.kind === 'ended' ? 'ended' : 'started'
    const before = route.told.find(({ destinationId }) => destinationId === destination.id)
    return this.#told(route, { destinationId: destination.id, step, as: before?.as ?? 'alone' })
  }

  /** Sends a summary, and notes why for each alert that it names. */
  sendSummary(
    destination: Destination,
    notice: SummaryNotice,
    {
      key,
      routes,
      reason,
    }: { readonly key: string; readonly routes: readonly AlertRoute[]; readonly reason: string },
  ): void {
    this.#draft(destination, { key: `${key}:${destination.id}`, notice })
    for (const { id } of routes) {
      const route = this.routes.get(id)
      if (!route) continue
      const step = route.status === 'ended' ? 'ended' : 'started'
      const destinationId = destination.id
      this.#noteSent(route, step, { key: `${key}:${destinationId}`, destinationId, reason })
      const before = route.told.find((told) => told.destinationId === destinationId)
      this.#told(route, { destinationId, step, as: before?.as ?? 'summary' })
    }
  }

  /** Returns the silence that is about an alert now. */
  silenceOf(route: AlertRoute): Silence | undefined {
    return this.choices.silences.find((silence) => matchesSilence(silence, route))
  }

  /** Writes all of it. */
  async write(): Promise<void> {
    const { runtime, tables } = this
    const now = this.choices.now
    const changed = [...this.routes.values()].filter((route) => this.stored.get(route.id) !== route)
    const results = await tables
      .collection(alertRoutesTable)
      .write(
        changed.map((route) =>
          this.stored.has(route.id) ? { update: { ...route, updatedAt: now } } : { insert: route },
        ),
      )
    if (results.some(({ ok }) => !ok))
      throw new ConflictError('the way of an alert changed meanwhile; try again', { retryable: true })
    const sent = await enqueueDeliveries(runtime, tables, this.#drafts)
    const idOf = new Map(sent.map(({ key, id }) => [key, id]))
    for (const step of this.#steps.values()) await putStep(runtime, tables, step)
    await tables.series(alertDecisionsTable).append(
      this.#decisions.map(({ deliveryKey, ...row }) => ({
        ...row,
        ...defined({ deliveryId: deliveryKey === undefined ? undefined : idOf.get(deliveryKey) }),
      })),
    )
  }

  /** `true` when there are messages to deliver. */
  get hasMessages(): boolean {
    return this.#drafts.length > 0
  }

  /** The times at which planned steps fall due. */
  get planned(): ReadonlySet<number> {
    return new Set([...this.#steps.values()].map(({ dueAt }) => dueAt))
  }

  #draft(
    { id: destinationId, channel }: Destination,
    draft: Pick<DeliveryDraft, 'key'> & {
      readonly notice: AlertNotice | SummaryNotice
    } & Partial<DeliveryDraft>,
  ): void {
    const { kind, severity }: Pick<SummaryNotice | AlertNotice, 'kind' | 'severity'> = draft.notice
    this.#drafts.push({ ...draft, ownerId: this.choices.ownerId, destinationId, channel, kind, severity })
  }

  #noteSent(
    route: AlertRoute,
    step: PendingStep['step'],
    {
      key,
      destinationId,
      reason,
    }: { readonly key: string; readonly destinationId: string; readonly reason: string },
  ): void {
    const row = this.#row(route, step)
    this.#decisions.push({ ...row, outcome: 'sent', reason, destinationId, deliveryKey: key })
  }

  #row(route: AlertRoute, step: PendingStep['step']) {
    const { ownerId, now: at } = this.choices
    return { id: this.runtime.newId(), ownerId, key: route.id, at, alertId: route.id, step }
  }

  #told(route: AlertRoute, told: Omit<AlertRoute['told'][number], 'changes'>): AlertRoute {
    const { changes, toldAt = this.choices.now } = route
    const others = route.told.filter(({ destinationId }) => destinationId !== told.destinationId)
    return this.set({ ...route, told: [...others, { ...told, changes }], toldAt })
  }
}
