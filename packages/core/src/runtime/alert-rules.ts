import type { SubjectKind } from '../alerting/alert-notice.js'
import type { Storage, Tables } from '../ports/index.js'
import { type AlertRule, alertRulesTable } from '../records/alert-records.js'
import { everyRecord } from './every-record.js'

/** The name of the counter that rises with each change of a rule, of any owner. */
const versionKey = 'alert-rules'

/** The time for which a process trusts what it knows of rules, before it looks for changes of other processes. */
const trustedMs = 1_000

/** The maximum number of owners whose rules are known at once. */
const maxOwners = 10_000

/** The part of a storage that rules are read from. */
type RuleStorage = Pick<Storage, 'collection' | 'counters'>

/** The rules of one owner that are not paused, by what they watch. */
interface KnownRules {
  readonly bySubject: ReadonlyMap<string, readonly AlertRule[]>
  readonly ofSeveral: Readonly<Record<SubjectKind, readonly AlertRule[]>>
}

/** A subject that rules may watch. */
export interface WatchedSubject {
  readonly watches: SubjectKind
  readonly id: string
  readonly tags?: readonly string[]
}

/**
 * The rules by owner, kept in this process so that an observation reads none. A rule that another process changed is seen
 * within a second; rules compare states, so that an observation in between is made up for by the next.
 */
export class AlertRules {
  readonly #storage: RuleStorage
  readonly #owners = new Map<string, KnownRules>()
  #version: number | undefined
  #checkedAt = Number.NEGATIVE_INFINITY

  constructor(storage: RuleStorage) {
    this.#storage = storage
  }

  /** Loads the rules of an owner, unless they are known. */
  async load(ownerId: string): Promise<void> {
    await this.#refresh()
    if (this.#owners.has(ownerId)) return
    const known = await readRules(this.#storage, ownerId)
    if (this.#owners.size >= maxOwners) this.#owners.clear()
    this.#owners.set(ownerId, known)
  }

  /** Returns the rules that watch a subject, of those that were loaded. */
  watching(ownerId: string, { watches, id, tags = [] }: WatchedSubject): readonly AlertRule[] {
    const known = this.#owners.get(ownerId)
    if (!known) return []
    const own = known.bySubject.get(id) ?? []
    const several = known.ofSeveral[watches]
    if (several.length === 0) return own
    return [
      ...own,
      ...several.filter((rule) => rule.tags === undefined || rule.tags.some((tag) => tags.includes(tag))),
    ]
  }

  /** Notes a change of an owner's rules, in its transaction, so that every process learns of it. */
  async noteChange(tables: Tables, now: number): Promise<void> {
    await tables.counters.add('shared', versionKey, 1, { now })
  }

  /** Forgets what this process knows of rules: after a change is committed. */
  forget(): void {
    this.#owners.clear()
    this.#checkedAt = Number.NEGATIVE_INFINITY
  }

  async #refresh(): Promise<void> {
    const now = performance.now()
    if (now - this.#checkedAt < trustedMs) return
    this.#checkedAt = now
    const { value } = await this.#storage.counters.add('shared', versionKey, 0, { now: Date.now() })
    if (value !== this.#version) this.#owners.clear()
    this.#version = value
  }
}

async function readRules(storage: RuleStorage, ownerId: string): Promise<KnownRules> {
  const bySubject = new Map<string, AlertRule[]>()
  const ofSeveral: Record<SubjectKind, AlertRule[]> = { monitor: [], product: [], source: [] }
  for await (const rule of everyRecord(storage.collection(alertRulesTable), ownerId)) {
    if (rule.paused) continue
    if (rule.subjectId === undefined) ofSeveral[rule.watches].push(rule)
    else bySubject.set(rule.subjectId, [...(bySubject.get(rule.subjectId) ?? []), rule])
  }
  return { bySubject, ofSeveral }
}
