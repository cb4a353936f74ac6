import { omit } from '../../options/index.js'
import type { Collection, Where } from '../../ports/index.js'
import { type AlertRoute, alertRoutesTable } from '../../records/alert-routing-records.js'
import { type Monitor, monitorsTable } from '../../records/monitor-records.js'
import { everyPage, failingConditions, groupWaitMs } from '../../runtime/index.js'
import { hourMs, minuteMs } from '../../time/index.js'
import type { Decision } from './decision.js'
import { severityRank } from './owed.js'

/** The longest time that an alert waits for that of a parent which has begun to fail. */
const maxPatienceMs = 10 * minuteMs

/** Tells whether an alert says that a monitor does not work. */
const isFailing = ({ notice }: AlertRoute): boolean =>
  notice.subject.kind === 'monitor' && failingConditions.has(notice.condition)

/** The decision on the group of an alert. */
export type Grouped = 'alone' | 'grouped' | 'waits'

/**
 * The groups of alerts that begin: those behind a failed monitor join its alert, and so do several monitors of one host. Each is
 * named in one message.
 */
export class Grouping {
  readonly #decision: Decision
  readonly #monitors = new Map<string, Monitor>()
  /** The open alerts that others join, by their key and by their subject. */
  readonly #byGroup = new Map<string, string>()
  readonly #bySubject = new Map<string, string>()

  constructor(decision: Decision) {
    this.#decision = decision
  }

  /** Reads what the groups of alerts are decided by. */
  async load(started: readonly AlertRoute[]): Promise<void> {
    const { tables, runtime, choices } = this.#decision
    const failing = started.filter(isFailing)
    const monitors = tables.collection(monitorsTable)
    await runtime.alertRules.load(choices.ownerId)
    await this.#readMonitors(
      monitors,
      failing.map(({ subjectId }) => subjectId),
    )
    await this.#readMonitors(
      monitors,
      [...this.#monitors.values()].flatMap(({ dependsOn = [] }) => dependsOn),
    )
    const causes = new Set(failing.flatMap((route) => this.#causeOf(route) ?? []))
    const keys = new Set(started.flatMap((route) => this.#keyOf(route) ?? []))
    for (const { subjectId } of failing) keys.add(waitingKey(subjectId))
    await this.#readRoutes('subjectId', [...causes])
    await this.#readRoutes('group', [...keys])
    for (const route of this.#decision.routes.values()) this.#index(route)
  }

  /** Decides on the group of an alert that begins. */
  async join(route: AlertRoute): Promise<Grouped> {
    const cause = isFailing(route) ? this.#causeOf(route) : undefined
    if (cause !== undefined) {
      const root = await this.#leaderOf(this.#bySubject.get(cause))
      if (root && this.#mayName(root, route)) return this.#group(route, root, 'it failed before it')
      if (!root && this.#awaits(route, cause)) return 'waits'
    }
    const key = this.#keyOf(route)
    const leader = key === undefined ? undefined : await this.#leaderOf(this.#byGroup.get(key))
    if (leader && this.#mayName(leader, route) && !this.#decision.silenceOf(leader)) {
      if (leader.told.length > 0) this.#tellOfChild(leader)
      return this.#group(route, leader, 'it is on the same host and failed first')
    }
    const leads = this.#decision.set(key === undefined ? route : { ...route, group: key })
    this.#index(leads)
    if (isFailing(leads)) this.#gather(leads)
    return 'alone'
  }

  /** Lets go of the alerts that an ended one named: those that go on are told of once their monitors were checked again. */
  async release({ id: groupedUnder }: AlertRoute): Promise<void> {
    const { tables, choices, routes } = this.#decision
    const where: Where<AlertRoute> = { groupedUnder, status: 'open' }
    const records = tables.collection(alertRoutesTable)
    for await (const page of everyPage(records, choices.ownerId, { where })) this.#decision.take(page)
    const children = [...routes.values()].filter(
      (route) => route.groupedUnder === groupedUnder && route.status === 'open',
    )
    await this.#readMonitors(
      tables.collection(monitorsTable),
      children.map(({ subjectId }) => subjectId),
    )
    for (const child of children) {
      this.#decision.set(omit(child, 'groupedUnder', 'causedBy'))
      this.againAfterCheck(child)
    }
  }

  /** Decides anew on an alert once its monitor was checked again. */
  againAfterCheck({ id: alertId, subjectId }: AlertRoute): void {
    const everyMs = Math.min(this.#monitors.get(subjectId)?.everyMs ?? minuteMs, hourMs)
    const dueAt = this.#decision.choices.now + everyMs + groupWaitMs
    this.#decision.plan({ key: `${alertId}:started`, step: 'started', alertId, dueAt })
  }

  /** Tells whether the monitor of an alert works again, though the alert has not ended yet. */
  worksAgain(route: AlertRoute): boolean {
    const monitor = this.#monitors.get(route.subjectId)
    return isFailing(route) && monitor !== undefined && monitor.failing === undefined
  }

  /** Returns the monitor that failed first, of those that the monitor of an alert depends on. */
  #causeOf(route: AlertRoute): string | undefined {
    const { dependsOn = [] } = this.#monitors.get(route.subjectId) ?? {}
    for (const id of dependsOn) {
      const parent = this.#monitors.get(id)
      if (parent?.failing) return parent.failing.causedBy ?? id
    }
    return route.causedBy
  }

  /** Returns the key of the alerts that one is told together with: of one cause, or of one host and one reason. */
  #keyOf(route: AlertRoute): string | undefined {
    const { subject, condition } = route.notice
    if (subject.kind !== 'monitor') return undefined
    if (!isFailing(route)) return `${route.ruleId}@${hostOf(subject.url)}`
    const cause = this.#causeOf(route)
    return cause === undefined ? `${condition}@${hostOf(subject.url)}` : `cause:${cause}`
  }

  /** Tells whether an alert waits for that of its parent: a rule watches that, and its failure is not confirmed yet. */
  #awaits(route: AlertRoute, cause: string): boolean {
    const { runtime, choices } = this.#decision
    const parent = this.#monitors.get(cause)
    const rules = parent
      ? runtime.alertRules.watching(choices.ownerId, { watches: 'monitor', id: cause, tags: parent.tags })
      : []
    const isWatched = rules.some(
      ({ condition, severity }) =>
        failingConditions.has(condition.kind) &&
        severityRank(severity) >= severityRank(route.notice.severity),
    )
    const patienceMs = Math.min((parent?.everyMs ?? 0) + groupWaitMs, maxPatienceMs)
    const dueAt = route.createdAt + patienceMs
    if (!isWatched || choices.now >= dueAt) return false
    this.#decision.set({ ...route, group: waitingKey(cause) })
    this.#decision.plan({ key: `${route.id}:started`, step: 'started', alertId: route.id, dueAt })
    return true
  }

  /** Groups the alerts under one that begins which waited for it. */
  #gather(root: AlertRoute): void {
    for (const route of this.#decision.routes.values())
      if (route.group === waitingKey(root.subjectId) && this.#mayName(root, route))
        this.#group(route, root, 'it failed before it')
  }

  #group(route: AlertRoute, leader: AlertRoute, why: string): 'grouped' {
    const child = this.#decision.set({ ...omit(route, 'group'), groupedUnder: leader.id })
    const reason = `the alert of ${leader.notice.subject.name} names it: ${why}`
    this.#decision.note(child, 'started', { outcome: 'grouped', reason })
    return 'grouped'
  }

  #mayName(leader: AlertRoute, route: AlertRoute): boolean {
    const isUrgentEnough = severityRank(leader.notice.severity) >= severityRank(route.notice.severity)
    return leader.id !== route.id && leader.status === 'open' && isUrgentEnough
  }

  /** Tells those who were told of an alert that another one joined it: soon, and of several at once. */
  #tellOfChild({ id: alertId }: AlertRoute): void {
    const dueAt = this.#decision.choices.now + groupWaitMs
    this.#decision.plan({ key: `${alertId}:changed`, step: 'changed', alertId, dueAt })
  }

  async #leaderOf(id: string | undefined): Promise<AlertRoute | undefined> {
    const { routes, tables, choices } = this.#decision
    const route = id === undefined ? undefined : routes.get(id)
    if (route?.groupedUnder === undefined) return route
    if (!routes.has(route.groupedUnder)) {
      const leader = await tables.collection(alertRoutesTable).get(choices.ownerId, route.groupedUnder)
      if (leader) this.#decision.take([leader])
    }
    return routes.get(route.groupedUnder)
  }

  #index(route: AlertRoute): void {
    if (route.status !== 'open') return
    if (route.group !== undefined && !this.#byGroup.has(route.group)) this.#byGroup.set(route.group, route.id)
    const isLeader = route.group !== undefined || route.groupedUnder !== undefined
    if (isLeader && isFailing(route) && !this.#bySubject.has(route.subjectId))
      this.#bySubject.set(route.subjectId, route.id)
  }

  async #readMonitors(monitors: Collection<Monitor>, ids: readonly string[]): Promise<void> {
    const missing = [...new Set(ids)].filter((id) => !this.#monitors.has(id))
    for (const some of chunks(missing))
      for (const monitor of (
        await monitors.page(this.#decision.choices.ownerId, {
          where: { id: { in: some } },
          limit: some.length,
        })
      ).items)
        this.#monitors.set(monitor.id, monitor)
  }

  async #readRoutes(column: 'subjectId' | 'group', values: readonly string[]): Promise<void> {
    const { tables, choices } = this.#decision
    const records = tables.collection(alertRoutesTable)
    for (const some of chunks(values)) {
      const where: Where<AlertRoute> = { [column]: { in: some }, status: 'open' }
      for await (const page of everyPage(records, choices.ownerId, { where })) this.#decision.take(page)
    }
  }
}

/** The key of the alerts that wait for the one of a monitor. */
const waitingKey = (monitorId: string): string => `waits:${monitorId}`

const hostOf = (url: string): string => (URL.canParse(url) ? new URL(url).host || url : url)

/** The number of values that a query names at most. */
const chunkSize = 500

function* chunks<Item>(items: readonly Item[]): Generator<readonly Item[]> {
  for (let from = 0; from < items.length; from += chunkSize) yield items.slice(from, from + chunkSize)
}
