import { z } from 'zod'
import type { Notice, NoticeReader, RenderedMessage, RenderOptions } from '../alerting/index.js'
import { defined, type OptionsShape } from '../options/index.js'
import { parseOptions } from '../ports/index.js'
import { type Alert, alertsTable } from '../records/alert-records.js'
import {
  type AlertDecision,
  type AlertDecisionRow,
  alertDecisionsTable,
} from '../records/alert-routing-records.js'
import {
  type HistoryOptions,
  type ListOptions,
  type ListPage,
  listPage,
  listShape,
  ownedRecords,
  type PageList,
  pageList,
  type Runtime,
} from '../runtime/index.js'
import { storeAcknowledgement } from './acknowledge.js'
import { type AlertDeliveries, createDeliveries } from './deliveries.js'
import type { AlertDestinations } from './destinations/alert-destinations.js'
import { createDestinations } from './destinations/destinations.js'
import { pauseAll, resumeAll } from './pause-all.js'
import { type AlertPreferencesService, createPreferences } from './preferences.js'
import { previewNotice } from './preview-notice.js'
import type { AlertRuleOptions } from './rule-options.js'
import { type AlertRulesService, createAlertRules } from './rules.js'
import type { SpanEnd } from './silence-options.js'
import { type AlertSilences, createSilences } from './silences.js'
import { type SimulatedAlert, type SimulationOptions, simulateRule } from './simulate.js'
import type { AlertSubjects } from './subjects.js'

/** Options of a list of alerts. */
export interface AlertQuery extends ListOptions {
  /** Their status. @default any */
  readonly status?: Alert['status']
  /** The id of the rule that they are of. @default any */
  readonly ruleId?: string
  /** The id of the monitor or product that they are about. @default any */
  readonly subjectId?: string
}

/** The acknowledgement of an alert. */
export interface AlertAcknowledgementOptions {
  /** The person who takes care of it, by the host's name for them, 1 to 200 characters. */
  readonly who: string
}

const querySchema = z.strictObject({
  status: z.enum(['open', 'ended']).optional(),
  ruleId: z.string().max(100).optional(),
  subjectId: z.string().max(100).optional(),
  ...listShape,
} satisfies OptionsShape<AlertQuery>)

const acknowledgementSchema = z.strictObject({
  who: z.string().min(1).max(200),
} satisfies OptionsShape<AlertAcknowledgementOptions>)

/** The alerts of one owner. An unknown id and another owner's id both give a `NotFoundError`. */
export interface Alerts {
  /** The rules: when an alert begins, and about what. */
  readonly rules: AlertRulesService
  /** Returns alerts, the last begun first. */
  list(query?: AlertQuery): PageList<Alert>
  /** Returns one alert. @throws `NotFoundError` */
  get(id: string): Promise<Alert>
  /** The places that alerts are sent to. */
  readonly destinations: AlertDestinations
  /** The ways and times in which the owner is told: quiet hours, digest, limits, language and time zone. */
  readonly preferences: AlertPreferencesService
  /** The spans in which alerts are told to nobody. */
  readonly silences: AlertSilences
  /**
   * Returns the decisions on an alert, the newest first: who was told of it and why, and why nobody was.
   *
   * @throws `NotFoundError` `ValidationError`
   */
  decisions(id: string, page?: HistoryOptions): PageList<AlertDecision>
  /**
   * Pauses the telling of everything, also of what is critical. What begins or ends meanwhile is told when the pause ends.
   *
   * @throws `ValidationError` when the end is past, or more than 365 days away.
   */
  pauseAll(options: SpanEnd): Promise<void>
  /** Ends the pause: what was held back is told now. */
  resumeAll(): Promise<void>
  /**
   * Says that somebody takes care of an alert. The first one counts. Reminders and escalation end, on every channel.
   *
   * @throws `NotFoundError` `ValidationError`
   */
  acknowledge(id: string, options: AlertAcknowledgementOptions): Promise<Alert>
  /** The messages to destinations: what became of each, and the dead letters. */
  readonly deliveries: AlertDeliveries
  /**
   * Returns the message of a notice as a reader would get it, in the host's words and template, without links and picture.
   *
   * @throws `ValidationError` when it is no notice.
   */
  preview(notice: Notice, reader?: NoticeReader): Promise<RenderedMessage>
  /**
   * Returns what a rule would have told of the stored observations of a span, as the same code tells it live: of at most 100
   * monitors or products, and the newest 2,000 readings of each.
   *
   * @throws `ValidationError` naming the invalid part.
   */
  simulate(rule: AlertRuleOptions, span?: SimulationOptions): Promise<readonly SimulatedAlert[]>
}

/** The history of decisions. */
const decisionHistory = {
  table: alertDecisionsTable,
  call: 'alerts.decisions',
  fromRow: ({ key, ...decision }: AlertDecisionRow): AlertDecision => decision,
}

/** Makes the alerts service of one owner. */
export function createAlerts(
  runtime: Runtime,
  subjects: AlertSubjects,
  ownerId: string,
  { words, template }: Pick<RenderOptions, 'words' | 'template'> = {},
): Alerts {
  const records = ownedRecords(runtime, alertsTable, ownerId, 'alert')
  const { run, storage, clock } = runtime

  const list = async (query: AlertQuery = {}): Promise<ListPage<Alert>> => {
    const { limit, after, total, ...where } = defined(parseOptions('alerts.list', querySchema, query))
    const orderBy = { column: 'from', direction: 'desc' } as const
    return listPage(storage.collection(alertsTable), ownerId, { where, limit, after, orderBy, total })
  }

  const acknowledge = async (id: string, given: AlertAcknowledgementOptions): Promise<Alert> => {
    const { who } = parseOptions('alerts.acknowledge', acknowledgementSchema, given)
    await records.find(id)
    return runtime.commit(ownerId, async (tables) => {
      const alert = await tables.collection(alertsTable).get(ownerId, id)
      if (!alert) throw records.notFound(id)
      if (alert.acknowledgement) return alert
      return storeAcknowledgement(runtime, tables, alert, { at: clock.now(), who })
    })
  }

  return {
    rules: createAlertRules(runtime, subjects, ownerId),
    deliveries: createDeliveries(runtime, ownerId),
    preview: (notice, reader = {}) =>
      run(() => previewNotice(notice, { reader, ...defined({ words, template }) })),
    list: (query) => pageList((next) => run(() => list(next)), query),
    get: (id) => run(() => records.find(id)),
    destinations: createDestinations(runtime, ownerId),
    preferences: createPreferences(runtime, ownerId),
    silences: createSilences(runtime, ownerId),
    decisions: (id, page) => records.history(id, decisionHistory, page),
    pauseAll: (options) => run(() => pauseAll(runtime, ownerId, options)),
    resumeAll: () => run(() => resumeAll(runtime, ownerId)),
    acknowledge: (id, options) => run(() => acknowledge(id, options)),
    simulate: (rule, span = {}) => run(() => simulateRule(runtime, subjects, ownerId, { rule, span })),
  }
}
