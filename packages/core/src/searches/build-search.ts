import type { z } from 'zod'
import { ValidationError } from '../errors/index.js'
import { defined, omit } from '../options/index.js'
import type { Adapter, BaseRecord } from '../ports/index.js'
import type { Search, SearchCriteria } from '../records/search-records.js'
import {
  adapterNames,
  adaptersWith,
  dueAtOfPaused,
  farFuture,
  planOf,
  type Timing,
  timingOf,
} from '../runtime/index.js'
import { firstSlot } from '../schedule/slot.js'
import {
  criteriaSchema,
  dealSchema,
  defaultEveryMs,
  type searchPatchSchema,
  type searchSchema,
} from './search-options.js'

/** Makes the record of a new search. Its first run is due at once; that of a cron expression, at its first slot. */
export function buildSearch(
  base: BaseRecord,
  { every, cron, ...rest }: z.output<typeof searchSchema>,
): Search {
  const timing = timingOf(every ?? defaultEveryMs, cron, base.createdAt)
  const dueAt = timing.cron ? nextDueAt({ ...base, ...timing }, base.createdAt) : base.createdAt
  return { ...base, ...defined(rest), ...timing, dueAt }
}

/** Returns a search with the changes of a patch. */
export function withPatch(
  search: Search,
  { every, cron, criteria, ...patch }: z.output<typeof searchPatchSchema>,
  now: number,
): Search {
  const defaults = { deal: dealSchema.parse({}), missedRuns: 'once' } as const
  const given = Object.entries(defined(patch))
  const removed = given.flatMap(([member, value]) => (value === null ? [member] : []))
  const set = Object.fromEntries(given.filter(([, value]) => value !== null))
  const kept = Object.fromEntries(Object.entries(search).filter(([member]) => !removed.includes(member)))
  const changed = { ...defaults, ...kept, ...set, updatedAt: now } as Search
  const asked = criteria === null ? criteriaSchema.parse({}) : criteria
  const patched = asked === undefined ? changed : { ...changed, criteria: asked }
  const isRetimed = every !== undefined || cron !== undefined
  if (!isRetimed) return patched
  const timing = timingOf(every ?? defaultEveryMs, cron ?? undefined, now)
  const retimed = { ...omit(patched, 'everyMs', 'cron'), ...timing }
  return { ...retimed, dueAt: nextDueAt(retimed, now) }
}

/** Returns a search whose schedule rests. */
export const pausedSearch = (search: Search, now: number): Search =>
  search.paused ? search : { ...search, paused: true, dueAt: dueAtOfPaused(search, now), updatedAt: now }

/** Returns a search whose schedule goes on from the next slot. */
export const resumedSearch = (search: Search, now: number): Search =>
  search.paused ? { ...search, paused: false, dueAt: nextDueAt(search, now), updatedAt: now } : search

const nextDueAt = (search: Timing & { readonly id: string }, now: number): number =>
  search.cron ? (planOf(search).next(now) ?? farFuture) : firstSlot(search.id, search.everyMs, now)

/** @throws `ValidationError` when no adapter has listings, or one that is named has none. */
export function checkSources(adapters: readonly Adapter[], { sources }: SearchCriteria, call: string): void {
  const able = adaptersWith(adapters, 'listings')
  const known = `adapters with \`listings\`: ${adapterNames(able)}`
  if (able.length === 0)
    throw new ValidationError(call, [{ path: '', message: `no adapter searches cars; ${known}` }])
  const issues = sources.flatMap((id, at) =>
    able.some((adapter) => adapter.id === id)
      ? []
      : [
          {
            path: `criteria.sources[${at}]`,
            message: `no adapter with \`listings\` is called '${id}'; ${known}`,
          },
        ],
  )
  if (issues.length > 0) throw new ValidationError(call, issues)
}
