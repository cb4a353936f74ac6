import { ConflictError } from '../errors/index.js'
import { defined } from '../options/index.js'
import { parseOptions, type Tables } from '../ports/index.js'
import { type AlertRule, alertRulesTable } from '../records/alert-records.js'
import {
  type ChangeOptions,
  type Emit,
  type ListPage,
  listPage,
  type OwnedRecords,
  ownedRecords,
  type PageList,
  pageList,
  type Runtime,
  storeRecord,
  versionCheck,
} from '../runtime/index.js'
import { buildRule, patchRule } from './build-rule.js'
import { checkSubject } from './check-subject.js'
import {
  type AlertRuleOptions,
  type AlertRulePatch,
  type RuleQuery,
  rulePatchSchema,
  ruleQuerySchema,
  ruleSchema,
} from './rule-options.js'
import type { AlertSubjects } from './subjects.js'
import { endAlertsOfRule, tellNow } from './tell-now.js'

/** The maximum number of rules of an owner, and of those that watch one subject alone. Each is matched with every observation. */
const [maxRules, maxOfSubject] = [1_000, 50]

/** The rules of one owner. An unknown id and another owner's id both give a `NotFoundError`. */
export interface AlertRulesService {
  /**
   * Adds a rule. It is matched with each observation, in the transaction that stores it, and emits `rule:fired` when an alert
   * begins. What it finds failing already is told at once.
   *
   * @throws `ValidationError` naming the invalid part, such as a price in a currency that the product never had; `ConflictError` when the owner has 1,000 rules, or the subject 50.
   */
  create(options: AlertRuleOptions): Promise<AlertRule>
  /** Returns one rule. @throws `NotFoundError` */
  get(id: string): Promise<AlertRule>
  /** Returns the rules of a subject or all rules, oldest first. */
  list(query?: RuleQuery): PageList<AlertRule>
  /** Changes a rule. With another condition its open alerts end, and it begins anew. @throws `NotFoundError` `ValidationError` */
  update(id: string, patch: AlertRulePatch, options?: ChangeOptions): Promise<AlertRule>
  /** Pauses a rule: it is matched with nothing, and its open alerts end. @throws `NotFoundError` */
  pause(id: string): Promise<AlertRule>
  /** Resumes a rule. What it finds failing is told at once. @throws `NotFoundError` */
  resume(id: string): Promise<AlertRule>
  /** Removes a rule, and ends its open alerts. @throws `NotFoundError` */
  remove(id: string, options?: ChangeOptions): Promise<void>
}

/** Makes the rules service of one owner. */
export function createAlertRules(
  runtime: Runtime,
  subjects: AlertSubjects,
  ownerId: string,
): AlertRulesService {
  const records = ownedRecords(runtime, alertRulesTable, ownerId, 'rule')
  const { clock, run } = runtime

  const commit = rulesCommit(runtime, ownerId)
  const change = ruleChange({ runtime, subjects, records, commit }, ownerId)

  const create = async (given: AlertRuleOptions): Promise<AlertRule> => {
    const call = 'alerts.rules.create'
    const rule = buildRule(records.base(), call, defined(parseOptions(call, ruleSchema, given)))
    await checkSubject(runtime, subjects, rule, call)
    const stored = await commit(async (tables) => {
      await checkCount(tables, rule)
      await tables.collection(alertRulesTable).write([{ insert: rule }])
      return rule
    })
    await tellNow(runtime, subjects, stored)
    return stored
  }

  const { update, remove } = ruleEdits({ runtime, subjects, records, commit }, ownerId)

  const setPaused = (id: string, paused: boolean) =>
    run(async () => {
      await records.find(id)
      return change(id, (rule) => ({ ...rule, paused, updatedAt: clock.now() }), 'its rule was paused')
    })

  return {
    create: (options) => run(() => create(options)),
    get: (id) => run(() => records.find(id)),
    list: (query) => pageList((next) => run(() => listRules(runtime, ownerId, next)), query),
    update: (id, patch, options) => run(() => update(id, patch, options)),
    pause: (id) => setPaused(id, true),
    resume: (id) => setPaused(id, false),
    remove: (id, options) => run(() => remove(id, options)),
  }
}

/** Makes the function that changes an owner's rules in a transaction, and lets every process know. */
function rulesCommit(runtime: Runtime, ownerId: string) {
  return async <Result>(work: (tables: Tables, emit: Emit) => Promise<Result>): Promise<Result> => {
    const result = await runtime.commit(ownerId, async (tables, emit) => {
      await runtime.alertRules.noteChange(tables, runtime.clock.now())
      return work(tables, emit)
    })
    runtime.alertRules.forget()
    return result
  }
}

/** The parts that a rule is changed with. */
interface RuleParts {
  readonly runtime: Runtime
  readonly subjects: AlertSubjects
  readonly records: OwnedRecords<AlertRule>
  readonly commit: ReturnType<typeof rulesCommit>
}

/** Makes the functions that update and remove rules, where their version is the expected one. */
function ruleEdits(parts: RuleParts, ownerId: string): Pick<AlertRulesService, 'update' | 'remove'> {
  const { runtime, subjects, records, commit } = parts
  const { clock } = runtime
  const change = ruleChange(parts, ownerId)

  const update: AlertRulesService['update'] = async (id, given, options) => {
    const call = 'alerts.rules.update'
    const checkVersion = versionCheck(call, options)
    const patch = defined(parseOptions(call, rulePatchSchema, given))
    const before = await records.find(id)
    await checkSubject(runtime, subjects, patchRule(before, call, patch, clock.now()), call)
    return change(id, (rule) => {
      checkVersion(rule)
      return patchRule(rule, call, patch, clock.now())
    })
  }

  const remove: AlertRulesService['remove'] = async (id, options) => {
    const checkVersion = versionCheck('alerts.rules.remove', options)
    await records.find(id)
    await commit(async (tables, emit) => {
      const rule = await tables.collection(alertRulesTable).get(ownerId, id)
      if (!rule) throw records.notFound(id)
      checkVersion(rule)
      await endAlertsOfRule(runtime, { tables, emit }, rule, 'its rule was removed')
      await tables.collection(alertRulesTable).delete(ownerId, [id])
    })
  }

  return { update, remove }
}

/** Makes the function that changes one rule: its open alerts end where it is matched no more as before. */
function ruleChange({ runtime, subjects, records, commit }: RuleParts, ownerId: string) {
  return async (id: string, changed: (rule: AlertRule) => AlertRule, reason = 'its rule was changed') => {
    const after = await commit(async (tables, emit) => {
      const rule = await tables.collection(alertRulesTable).get(ownerId, id)
      if (!rule) throw records.notFound(id)
      const next = await storeRecord(tables, alertRulesTable, changed(rule))
      const isEnded = next.paused || next.revision !== rule.revision
      if (isEnded) await endAlertsOfRule(runtime, { tables, emit }, rule, reason)
      return next
    })
    await tellNow(runtime, subjects, after)
    return after
  }
}

async function listRules(
  { storage }: Runtime,
  ownerId: string,
  query: RuleQuery = {},
): Promise<ListPage<AlertRule>> {
  const { subjectId, ...page } = defined(parseOptions('alerts.rules.list', ruleQuerySchema, query))
  const where = defined({ subjectId })
  return listPage(storage.collection(alertRulesTable), ownerId, { ...page, where })
}

async function checkCount(tables: Tables, { ownerId, subjectId }: AlertRule): Promise<void> {
  const rules = tables.collection(alertRulesTable)
  if (subjectId !== undefined && (await rules.count(ownerId, { subjectId })) >= maxOfSubject)
    throw new ConflictError(`${maxOfSubject} rules watch it already; remove one first`)
  if ((await rules.count(ownerId)) >= maxRules)
    throw new ConflictError(`there are ${maxRules} rules already; remove one first`)
}
