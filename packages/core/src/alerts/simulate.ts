import { z } from 'zod'
import { type AlertEdge, matchSubject } from '../alerting/match-subject.js'
import type { RuleFacts } from '../alerting/rule-facts.js'
import type { SubjectState } from '../alerting/subject-state.js'
import type { Span } from '../latency/spans.js'
import { defined, type OptionsShape, timeOption } from '../options/index.js'
import { parseOptions, type Where } from '../ports/index.js'
import type { AlertRule } from '../records/alert-records.js'
import { type Monitor, monitorsTable } from '../records/monitor-records.js'
import { type Product, productsTable } from '../records/product-records.js'
import { everyRecord, type Runtime, timeSlices } from '../runtime/index.js'
import { dayMs } from '../time/index.js'
import { buildRule } from './build-rule.js'
import { checkSubject } from './check-subject.js'
import { type AlertRuleOptions, ruleSchema } from './rule-options.js'
import type { AlertSubjects } from './subjects.js'

/** The span of a simulation. */
export interface SimulationOptions {
  /** Its beginning, in epoch milliseconds. @default a year before `to` */
  readonly from?: number
  /** Its end, in epoch milliseconds. @default now */
  readonly to?: number
}

/** One alert that a rule would have begun, changed or ended. */
export interface SimulatedAlert extends AlertEdge {
  /** The time of the observation, in epoch milliseconds. */
  readonly at: number
  /** The id of the monitor or product. */
  readonly subjectId: string
}

const spanSchema = z.strictObject({
  from: timeOption.exactOptional(),
  to: timeOption.exactOptional(),
} satisfies OptionsShape<SimulationOptions>)

/** The maximum number of subjects of a simulation. */
const maxSubjects = 100

/** Returns what a rule would have told of the stored observations of a span, in order of time. */
export async function simulateRule(
  runtime: Runtime,
  subjects: AlertSubjects,
  ownerId: string,
  { rule: given, span: givenSpan }: { readonly rule: AlertRuleOptions; readonly span: SimulationOptions },
): Promise<readonly SimulatedAlert[]> {
  const call = 'alerts.simulate'
  const { from, to = runtime.clock.now() + 1 } = parseOptions(call, spanSchema, givenSpan)
  const span = { from: from ?? to - 365 * dayMs, to }
  const base = { id: '', ownerId, version: 1, createdAt: 0, updatedAt: 0 }
  const rule = buildRule(base, call, defined(parseOptions(call, ruleSchema, given)))
  await checkSubject(runtime, subjects, rule, call)
  const told: SimulatedAlert[] = []
  for await (const { id, facts } of observationsOf(runtime, subjects, rule, span))
    for await (const edge of edgesOf(rule, facts)) told.push({ ...edge, subjectId: id })
  return told.sort((one, other) => one.at - other.at)
}

/** A subject with its observations. */
interface Replayed {
  readonly id: string
  readonly facts: AsyncIterable<RuleFacts>
}

async function* observationsOf(
  { storage }: Runtime,
  subjects: AlertSubjects,
  rule: AlertRule,
  span: Span,
): AsyncGenerator<Replayed> {
  const { ownerId, subjectId, tags, watches } = rule
  const where: Where<Monitor & Product> = subjectId === undefined ? {} : { id: subjectId }
  let count = 0
  if (watches === 'product')
    for await (const product of everyRecord(storage.collection(productsTable), ownerId, { where })) {
      if (count++ >= maxSubjects) return
      yield { id: product.id, facts: subjects.replayProduct(product, span) }
    }
  if (watches === 'monitor')
    for await (const monitor of everyRecord(storage.collection(monitorsTable), ownerId, { where })) {
      if (tags && !tags.some((tag) => monitor.tags.includes(tag))) continue
      if (count++ >= maxSubjects) return
      yield { id: monitor.id, facts: subjects.replayMonitor(monitor, rule, span) }
    }
}

async function* edgesOf(
  rule: AlertRule,
  observations: AsyncIterable<RuleFacts>,
): AsyncGenerator<AlertEdge & { readonly at: number }> {
  const pause = timeSlices()
  let state: SubjectState | undefined
  for await (const facts of observations) {
    const match = matchSubject(rule, state, facts)
    // The alert is made up: all that counts is that one is open.
    state = match.edge?.effect === 'started' ? { ...match.state, alertId: 'simulated' } : match.state
    if (match.edge) yield { ...match.edge, at: facts.at }
    await pause()
  }
}
