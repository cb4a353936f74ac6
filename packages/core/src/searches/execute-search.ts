import { setMaxListeners } from 'node:events'
import type { BaseRecord, Tables } from '../ports/index.js'
import { type Search, type SearchRun, searchesTable } from '../records/search-records.js'
import { type Emit, type Runtime, storeRecord, type VehicleAssessor } from '../runtime/index.js'
import { withSpan } from '../telemetry/index.js'
import { hourMs } from '../time/index.js'
import { type CommitRun, cancelRun, type LeasedRun, openRun, withLastRun } from './leased-run.js'
import { askSources, endedRun } from './run-search.js'

/** The runs of this process, and what they need. */
export interface SearchRunner {
  readonly runtime: Runtime
  readonly assessor: VehicleAssessor
  /** The runs that this process holds, by their ids. */
  readonly active: Map<string, LeasedRun>
}

/** Makes the runner of a process. */
export const createSearchRunner = (runtime: Runtime, assessor: VehicleAssessor): SearchRunner => ({
  runtime,
  assessor,
  active: new Map(),
})

/** The circumstances of a run. */
export interface RunCircumstances {
  readonly signal: AbortSignal
  /**
   * Runs the transaction that ends the run. `search` is the record as it is then.
   * @default a transaction of its own
   */
  readonly commitEnd?: (
    work: (tables: Tables, emit: Emit, search: Search) => Promise<unknown>,
  ) => Promise<unknown>
}

/**
 * Runs a search: begins a run, or goes on with one that was broken off. Resolves to its end, or to `undefined` while another
 * process, or another call, runs it.
 *
 * @throws `TelltaleError` of code `ABORTED` when the signal fires, which cancels the run unless Telltale closes, and what a
 *   storage throws.
 */
export async function executeSearch(
  runner: SearchRunner,
  search: Search,
  { signal, commitEnd }: RunCircumstances,
): Promise<SearchRun | undefined> {
  const { runtime, active } = runner
  const { ownerId } = search
  const base = () => newBase(runtime, ownerId)
  const leased = await openRun(runtime, search, base)
  if (!leased) return undefined
  active.set(leased.record.id, leased)
  const running = AbortSignal.any([signal, leased.lost])
  // Each request listens, and Node would warn of a leak.
  setMaxListeners(0, running)
  // A search that was planned anew meanwhile has another slot now, and its run ends all the same.
  const commit = async (work: EndWork) =>
    (await commitEnd?.(work)) ?? runtime.commit(ownerId, (tables, emit) => endOf(tables, emit, search, work))
  try {
    await withSpan(
      {
        span: 'search',
        histogram: 'telltale.search.runs',
        attributes: () => ({ 'telltale.search.id': search.id, 'telltale.owner.id': ownerId }),
        metricAttributes: ['error.type', 'telltale.search.status'],
      },
      async (addAttributes) => {
        await askSources({ ...runner, search, leased, signal: running, base })
        const ended = await endRun(runtime, leased, commit)
        addAttributes({ 'telltale.search.status': ended.status })
      },
    )
    return leased.record
  } catch (cause) {
    const isCancelled = signal.aborted && !leased.lost.aborted && !runtime.closing.aborted
    if (isCancelled) await cancelRun(runtime, search).catch(() => undefined)
    else await leased.release().catch(() => undefined)
    throw cause
  } finally {
    active.delete(leased.record.id)
    await leased.end()
  }
}

type EndWork = (tables: Tables, emit: Emit, search: Search) => Promise<unknown>

/** Calls work with a search as it is stored. */
async function endOf(tables: Tables, emit: Emit, { ownerId, id }: Search, work: EndWork): Promise<unknown> {
  const search = await tables.collection(searchesTable).get(ownerId, id)
  return search && work(tables, emit, search)
}

/** Stores the end of a run with its search, and tells of it. */
async function endRun(
  runtime: Runtime,
  leased: LeasedRun,
  commitEnd: (work: EndWork) => Promise<unknown>,
): Promise<SearchRun> {
  const ended = endedRun(leased.record, runtime.clock.now())
  let stored: Search | undefined
  const commit: CommitRun = async (work) => {
    let result: Awaited<ReturnType<typeof work>> | undefined
    await commitEnd(async (tables, emit, search) => {
      result = await work(tables, emit)
      stored = await storeRecord(tables, searchesTable, withLastRun(search, ended))
      tell(emit, stored)
      return stored
    })
    return result
  }
  await leased.change(
    async (_tables, _emit, run) => ({ run: { ...ended, version: run.version }, result: undefined }),
    commit,
  )
  if (stored && ended.status === 'failed') await countFailure(runtime, stored)
  return leased.record
}

function tell(emit: Emit, search: Search): void {
  const { lastRun: run } = search
  if (run) emit(run.status === 'failed' ? 'search:failed' : 'search:finished', { search, run })
}

/** The number of failed runs within an hour that needs attention. */
const criticalFailures = 5

/** Counts a failed run by the hour of the clock, and tells of the fifth. */
async function countFailure(runtime: Runtime, search: Search): Promise<void> {
  const { ownerId, id, lastRun: run } = search
  const now = runtime.clock.now()
  const resetAt = (Math.floor(now / hourMs) + 1) * hourMs
  const key = `search-failures:${id}`
  const { value: failures } = await runtime.storage.counters.add(ownerId, key, 1, { now, resetAt })
  if (failures !== criticalFailures || !run) return
  await runtime.commit(ownerId, async (_tables, emit) => emit('search:critical', { search, run, failures }))
}

/** Makes the base columns of a new record. */
function newBase({ clock, newId }: Runtime, ownerId: string): BaseRecord {
  const now = clock.now()
  return { id: newId(), ownerId, version: 1, createdAt: now, updatedAt: now }
}
