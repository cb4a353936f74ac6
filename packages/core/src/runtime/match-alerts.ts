import type { AlertSubject } from '../alerting/alert-notice.js'
import { type AlertEdge, matchSubject } from '../alerting/match-subject.js'
import type { RuleFacts } from '../alerting/rule-facts.js'
import type { SubjectState, SubjectStates } from '../alerting/subject-state.js'
import { defined } from '../options/index.js'
import type { Tables } from '../ports/index.js'
import { type Alert, type AlertRule, alertRulesTable, alertsTable } from '../records/alert-records.js'
import type { WatchedSubject } from './alert-rules.js'
import { putAlertStep } from './alert-steps.js'
import { storeRecord } from './records.js'
import type { Emit, Runtime } from './runtime.js'

/** A subject with an observation, to be matched with the rules that watch it. */
export interface ObservedSubject extends WatchedSubject {
  readonly ownerId: string
  /** The states of the rules before. */
  readonly states?: SubjectStates | undefined
  /** The facts of the observation. */
  readonly facts: RuleFacts
  /** The only rules to match, of those that watch it. @default all of them */
  readonly rules?: readonly AlertRule[]
  /** The id of the monitor whose failure caused this one. */
  readonly causedBy?: string | undefined
  /** Makes the subject as an alert shows it. */
  describe(): AlertSubject
}

/** The result of matching the rules of a subject. */
export interface MatchedAlerts {
  /** The states of the rules, to be stored with the subject; absent where no rule watches it. */
  readonly states?: SubjectStates
  /** Emits the events of what fired, changed or ended. */
  tell(): void
}

/**
 * Matches the rules that watch a subject with an observation, in its transaction, and stores the alerts that begin, change
 * or end. The rules of the owner were loaded before.
 */
export async function matchAlerts(
  runtime: Runtime,
  { tables, emit }: { readonly tables: Tables; readonly emit: Emit },
  observed: ObservedSubject,
): Promise<MatchedAlerts> {
  const { rules = runtime.alertRules.watching(observed.ownerId, observed), states: before = {} } = observed
  const events: (() => void)[] = []
  const states: Record<string, SubjectState> = observed.rules ? { ...before } : {}
  const change: AlertChange = { runtime, tables, observed }
  for (const rule of rules) {
    const known = before[rule.id]
    // Another process changed the rule just now: what it stored stands until this one knows the change.
    if (known && known.revision > rule.revision) {
      states[rule.id] = known
      continue
    }
    if (known && known.revision !== rule.revision)
      events.push(...(await endSuperseded(change, rule, known, emit)))
    const { state, edge } = matchSubject(rule, known, observed.facts)
    const alert = edge && (await storeEdge(change, rule, known, edge))
    states[rule.id] = { ...state, ...defined({ alertId: openIdAfter(state, alert) }) }
    if (alert) events.push(() => emitEdge(emit, rule, alert, edge))
  }
  if (!observed.rules)
    Object.assign(
      states,
      await keepUnknown(change, rules, (alert) => events.push(() => emit('alert:ended', { alert }))),
    )
  return {
    ...defined({ states: Object.keys(states).length > 0 ? states : undefined }),
    tell: () => {
      for (const event of events) event()
    },
  }
}

/** The observation that changes alerts, with its transaction. */
interface AlertChange {
  readonly runtime: Runtime
  readonly tables: Tables
  readonly observed: ObservedSubject
}

const openIdAfter = (state: SubjectState, alert: Alert | undefined): string | undefined =>
  alert ? (alert.status === 'open' ? alert.id : undefined) : state.alertId

function emitEdge(emit: Emit, rule: AlertRule, alert: Alert, { effect, reason }: AlertEdge): void {
  if (effect === 'changed') emit('alert:changed', { rule, alert })
  else if (effect === 'ended') emit('alert:ended', { rule, alert })
  else emit('rule:fired', { rule, alert, reason })
}

/** Ends the alert of an earlier condition of a rule. */
async function endSuperseded(
  change: AlertChange,
  rule: AlertRule,
  { alertId }: SubjectState,
  emit: Emit,
): Promise<readonly (() => void)[]> {
  const ended = await endAlert(change, { alertId, rule, reason: 'its rule was changed' })
  return ended ? [() => emit('alert:ended', { rule, alert: ended })] : []
}

/** Ends the alerts of rules that watch the subject no more, and keeps the states of those that this process does not know yet. */
async function keepUnknown(
  change: AlertChange,
  rules: readonly AlertRule[],
  onEnded: (alert: Alert) => void,
): Promise<SubjectStates> {
  const { tables, observed } = change
  const { states = {}, ownerId } = observed
  const watching = new Set(rules.map(({ id }) => id))
  const kept: Record<string, SubjectState> = {}
  for (const [id, state] of Object.entries(states)) {
    if (watching.has(id) || state.alertId === undefined) continue
    const rule = await tables.collection(alertRulesTable).get(ownerId, id)
    if (rule && !rule.paused) kept[id] = state
    const { alertId } = state
    const alert =
      rule && !rule.paused
        ? undefined
        : await endAlert(change, { alertId, rule, reason: 'its rule watches it no more' })
    if (alert) onEnded(alert)
  }
  return kept
}

/** An alert that ends for another reason than an observation. */
interface AlertEnd {
  readonly alertId: string | undefined
  readonly rule: AlertRule | undefined
  readonly reason: string
}

async function endAlert(
  { runtime, tables, observed }: AlertChange,
  { alertId, rule, reason }: AlertEnd,
): Promise<Alert | undefined> {
  const alert =
    alertId === undefined ? undefined : await tables.collection(alertsTable).get(observed.ownerId, alertId)
  if (alert?.status !== 'open') return undefined
  const { tags, facts } = observed
  const ended = await storeRecord(tables, alertsTable, { ...alert, status: 'ended', to: facts.at, reason })
  await putAlertStep(runtime, tables, { step: 'ended', alert: ended, rule, tags })
  return ended
}

async function storeEdge(
  change: AlertChange,
  rule: AlertRule,
  state: SubjectState | undefined,
  edge: AlertEdge,
): Promise<Alert | undefined> {
  const { runtime, tables, observed } = change
  if (edge.effect === 'fired' || edge.effect === 'started') return beginAlert(change, rule, edge)
  const alert =
    state?.alertId === undefined
      ? undefined
      : await tables.collection(alertsTable).get(observed.ownerId, state.alertId)
  if (alert?.status !== 'open') return undefined
  const { at } = observed.facts
  const changed = { ...alert, subject: observed.describe(), reason: edge.reason, updatedAt: at }
  const after: Alert = edge.effect === 'ended' ? { ...changed, status: 'ended', to: at } : changed
  const stored = await storeRecord(tables, alertsTable, after)
  const { tags } = observed
  await putAlertStep(runtime, tables, { step: edge.effect, alert: stored, rule, tags })
  return stored
}

async function beginAlert(
  { runtime, tables, observed }: AlertChange,
  rule: AlertRule,
  { effect, reason, condition }: AlertEdge,
): Promise<Alert> {
  const { ownerId, id: subjectId, watches, tags, facts, causedBy } = observed
  const { at } = facts
  const now = runtime.clock.now()
  const alert: Alert = {
    id: runtime.newId(),
    ownerId,
    version: 1,
    createdAt: now,
    updatedAt: now,
    ruleId: rule.id,
    watches,
    subjectId,
    subject: observed.describe(),
    status: effect === 'fired' ? 'ended' : 'open',
    severity: rule.severity,
    from: at,
    reason,
    condition,
    ...defined({ to: effect === 'fired' ? at : undefined, causedBy }),
  }
  await tables.collection(alertsTable).write([{ insert: alert }])
  await putAlertStep(runtime, tables, { step: 'started', alert, rule, tags })
  return alert
}
