import { ConflictError } from '../errors/index.js'
import { type CallOptions, defined, parseOptions } from '../options/index.js'
import type { BaseRecord, Where } from '../ports/index.js'
import { type MissedSlots, missedSlotsFromRow, missedSlotsTable } from '../records/missed-slot-records.js'
import { type Search, type SearchRun, searchesTable, searchRunsTable } from '../records/search-records.js'
import {
  type ChangeOptions,
  type HistoryOptions,
  type ListOptions,
  type ListPage,
  listPage,
  listSchema,
  ownedRecords,
  type PageList,
  pageList,
  type RecurringWork,
  type Runtime,
  storeRecord,
  versionCheck,
} from '../runtime/index.js'
import { buildSearch, checkSources, pausedSearch, resumedSearch, withPatch } from './build-search.js'
import { executeSearch, type SearchRunner } from './execute-search.js'
import { cancelRun, removeRuns } from './leased-run.js'
import { type SearchDefinition, type SearchPatch, searchPatchSchema, searchSchema } from './search-options.js'

/** The saved searches of one owner. An unknown id and another owner's id both give a `NotFoundError`. */
export interface Searches {
  /**
   * Saves a search. It runs for the first time as soon as Telltale works, or at the first slot of its cron expression.
   *
   * @throws `ValidationError` when an option is wrong or no adapter has listings.
   */
  create(definition: SearchDefinition): Promise<Search>
  /** Returns the searches, in the order in which they were created. */
  list(page?: ListOptions): PageList<Search>
  /** Returns one search. @throws `NotFoundError` */
  get(id: string): Promise<Search>
  /** Changes the named members of a search; `null` takes one off, or back to its default. */
  update(id: string, patch: SearchPatch, options?: ChangeOptions): Promise<Search>
  /** Deletes a search with its runs. What it found stays. */
  delete(id: string, options?: ChangeOptions): Promise<void>
  /** Pauses the schedule. The search can still be run. */
  pause(id: string): Promise<Search>
  /** Resumes the schedule from the next slot. */
  resume(id: string): Promise<Search>
  /**
   * Runs a search now, independently of its schedule, and resolves to the run at its end: sources that failed are its
   * `errors`. A run that was broken off, since its process ended, goes on where it was. A `signal` that fires cancels it.
   *
   * @throws `ConflictError` while the search runs already, `NotFoundError`.
   */
  run(id: string, options?: CallOptions): Promise<SearchRun>
  /** Returns the runs of a search, newest first. The `progress` of one that goes on says how far it is. */
  runs(id: string, page?: ListOptions): PageList<SearchRun>
  /** Cancels the run that goes on, wherever it runs. Resolves to it, or to `undefined` when none does. */
  cancel(id: string): Promise<SearchRun | undefined>
  /** Returns a page of the slots that a search missed, newest first. */
  missedSlots(id: string, page?: HistoryOptions): PageList<MissedSlots>
}

/** Reads a page of the runs of a search. */
async function readRuns(
  { runtime }: SearchRunner,
  ownerId: string,
  searchId: string,
  query: ListOptions,
): Promise<ListPage<SearchRun>> {
  const given = defined(parseOptions('searches.runs', listSchema, query))
  return listPage(runtime.storage.collection(searchRunsTable), ownerId, {
    ...given,
    where: { searchId } as Where<SearchRun>,
    orderBy: { column: 'startedAt', direction: 'desc' },
  })
}

/** Makes the function that changes a search, and plans its schedule anew. */
const changeOf =
  ({ runtime }: SearchRunner, work: RecurringWork, ownerId: string) =>
  async (id: string, changed: (search: Search) => Search): Promise<Search> => {
    const after = await runtime.commit(ownerId, async (tables, emit) => {
      const search =
        typeof id === 'string' ? await tables.collection(searchesTable).get(ownerId, id) : undefined
      if (!search) throw ownedRecords(runtime, searchesTable, ownerId, 'search').notFound(id)
      const after = changed(search)
      if (after === search) return search
      if (!search.paused && after.dueAt !== search.dueAt) await work.storeMissed(tables, emit, search)
      return storeRecord(tables, searchesTable, after)
    })
    await work.remove(id)
    await work.enqueue(after)
    return after
  }

/** Saves a new search, and plans its first run. */
async function create(
  { adapters, storage }: Runtime,
  work: RecurringWork,
  base: BaseRecord,
  definition: SearchDefinition,
): Promise<Search> {
  const search = buildSearch(base, parseOptions('searches.create', searchSchema, definition))
  checkSources(adapters, search.criteria, 'searches.create')
  await storage.collection(searchesTable).write([{ insert: search }])
  await work.enqueue(search)
  return search
}

/** Runs a search in a place that the owner's calls share with those of others. */
async function runNow(
  { runner, work: { kind } }: { readonly runner: SearchRunner; readonly work: RecurringWork },
  search: Search,
  signal: AbortSignal,
): Promise<SearchRun> {
  const { adapters, callPlaces } = runner.runtime
  const { ownerId, id, criteria } = search
  checkSources(adapters, criteria, 'searches.run')
  const ended = await callPlaces.run({ kind, ownerId }, signal, () =>
    executeSearch(runner, search, { signal }),
  )
  if (ended) return ended
  throw new ConflictError(`the search ${id} runs already; runs() tells how far it is`)
}

/** Makes the searches service of one owner. */
export function createSearches(runner: SearchRunner, work: RecurringWork, ownerId: string): Searches {
  const { runtime, active } = runner
  const { run, clock } = runtime
  const searches = ownedRecords(runtime, searchesTable, ownerId, 'search')
  const change = changeOf(runner, work, ownerId)
  return {
    create: (definition) => run(() => create(runtime, work, searches.base(), definition)),
    list: searches.list,
    get: (id) => run(() => searches.find(id)),
    update: (id, given, options) =>
      run(async () => {
        const patch = parseOptions('searches.update', searchPatchSchema, given)
        const checkVersion = versionCheck('searches.update', options)
        return change(id, (search) => {
          checkVersion(search)
          const changed = withPatch(search, patch, clock.now())
          checkSources(runtime.adapters, changed.criteria, 'searches.update')
          return changed
        })
      }),
    delete: (id, options) =>
      run(async () => {
        const checkVersion = versionCheck('searches.delete', options)
        checkVersion(await searches.find(id))
        const cancelled = await cancelRun(runtime, await searches.find(id))
        if (cancelled) active.get(cancelled.id)?.lose()
        await runtime.commit(ownerId, async (tables) => {
          await removeRuns(tables, { ownerId, id })
          await tables.collection(searchesTable).delete(ownerId, [id])
          await tables.series(missedSlotsTable).deleteKeys(ownerId, [id])
        })
        await work.remove(id)
      }),
    pause: (id) => run(() => change(id, (search) => pausedSearch(search, clock.now()))),
    resume: (id) => run(() => change(id, (search) => resumedSearch(search, clock.now()))),
    run: (id, options = {}) =>
      runtime.call('searches.run', options, async (signal) =>
        runNow({ runner, work }, await searches.find(id), signal),
      ),
    runs: (id, page) =>
      pageList(
        (query = {}) => run(async () => readRuns(runner, ownerId, (await searches.find(id)).id, query)),
        page,
      ),
    cancel: (id) =>
      run(async () => {
        const cancelled = await cancelRun(runtime, await searches.find(id))
        if (cancelled) active.get(cancelled.id)?.lose()
        return cancelled
      }),
    missedSlots: (id, page) =>
      searches.history(
        id,
        { table: missedSlotsTable, fromRow: missedSlotsFromRow, call: 'searches.missedSlots' },
        page,
      ),
  }
}
