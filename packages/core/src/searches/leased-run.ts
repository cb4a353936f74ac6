import { ConflictError, TelltaleError } from '../errors/index.js'
import { omit } from '../options/index.js'
import type { BaseRecord, Tables, Where } from '../ports/index.js'
import { type Search, type SearchRun, searchesTable, searchRunsTable } from '../records/search-records.js'
import { type Emit, everyPage, type Runtime, storeRecord } from '../runtime/index.js'
import { planTasks } from './plan-tasks.js'

/** The length of the lease of a run, and the time between two renewals. A process that was killed holds its run for so long. */
const [leaseMs, renewEveryMs] = [10_000, 3_000]

/** The counts of a run at its beginning. */
const noCounts = {
  found: 0,
  new: 0,
  changed: 0,
  gone: 0,
  refused: 0,
  refusals: {},
  opportunities: 0,
  costUsd: 0,
  errors: [],
} as const

/** Runs a transaction that also stores its events. Resolves to `undefined` when it may store nothing any more. */
export type CommitRun = <Result>(
  work: (tables: Tables, emit: Emit) => Promise<Result>,
) => Promise<Result | undefined>

/** A function that changes a run in a transaction. */
export type ChangeRun<Result> = (
  tables: Tables,
  emit: Emit,
  run: SearchRun,
) => Promise<{ readonly run: SearchRun; readonly result: Result }>

/**
 * A run that this process holds. The lease of its record is renewed with each change, and in between. A run that another
 * process cancelled, or took over, is lost: its signal fires.
 */
export class LeasedRun {
  readonly #runtime: Runtime
  readonly #lost = new AbortController()
  #record: SearchRun
  #isOver = false
  #cancelRenewal = () => {}
  /** The changes under way, one after the other: each needs the version that the one before left. */
  #changes: Promise<unknown> = Promise.resolve()

  constructor(runtime: Runtime, record: SearchRun) {
    this.#runtime = runtime
    this.#record = record
    this.#planRenewal()
  }

  /** The run as it is stored. */
  get record(): SearchRun {
    return this.#record
  }

  /** Fires when the run is another process's, or was cancelled. */
  get lost(): AbortSignal {
    return this.#lost.signal
  }

  /**
   * Changes the run in a transaction, after the changes before, and keeps its lease while it goes on.
   *
   * @param commit - runs the transaction. @default the one of the runtime
   * @throws `TelltaleError` of code `ABORTED` when the run is lost.
   */
  change<Result>(change: ChangeRun<Result>, commit: CommitRun = this.#commit): Promise<Result> {
    const changed = this.#changes.then(async () => {
      if (this.lost.aborted) throw this.lost.reason
      const done = await commit(async (tables, emit) => {
        const { run, result } = await change(tables, emit, this.#record)
        return { stored: await this.#write(tables, run), result }
      })
      if (!done) throw this.lose()
      this.#record = done.stored
      return done.result
    })
    this.#changes = changed.catch(() => undefined)
    return changed
  }

  /** Gives the run up, since it is another process's or was cancelled. Returns the error that says so. */
  lose(): TelltaleError {
    const message = `the run ${this.#record.id} was cancelled, or goes on in another process`
    const error = new TelltaleError(message, { code: 'ABORTED', status: 503 })
    this.#lost.abort(error)
    return error
  }

  /** Renews the lease no more. */
  async end(): Promise<void> {
    this.#isOver = true
    this.#cancelRenewal()
    await this.#changes
  }

  /** Ends the lease, so that the run can go on elsewhere at once. */
  async release(): Promise<void> {
    await this.end()
    if (this.lost.aborted || this.#record.status !== 'running') return
    await this.#runtime.storage.collection(searchRunsTable).write([{ update: this.#record }])
  }

  readonly #commit: CommitRun = (work) => this.#runtime.commit(this.#record.ownerId, work)

  async #write(tables: Tables, run: SearchRun): Promise<SearchRun> {
    const updatedAt = this.#runtime.clock.now()
    const [written] = await tables.collection(searchRunsTable).write([{ update: { ...run, updatedAt } }])
    if (!written?.ok) throw this.lose()
    if (written.record.status !== 'running') return written.record
    // An update ends the lease.
    return (await claimRun(tables, this.#runtime, written.record)) ?? written.record
  }

  #planRenewal(): void {
    const { clock } = this.#runtime
    this.#cancelRenewal = clock.wakeAt(clock.now() + renewEveryMs, () => {
      // The storage may be away: the next renewal may reach it.
      const renewed = this.change(async (_tables, _emit, run) => ({ run, result: undefined }))
      void renewed
        .catch(() => undefined)
        .then(() => {
          if (!this.#isOver && !this.lost.aborted) this.#planRenewal()
        })
    })
  }
}

/** Claims a run for this process; resolves to `undefined` while another one holds it. */
async function claimRun(
  tables: Pick<Tables, 'collection'>,
  { clock }: Runtime,
  { ownerId, id }: Pick<SearchRun, 'ownerId' | 'id'>,
): Promise<SearchRun | undefined> {
  const query = { where: { id } as Where<SearchRun>, limit: 1, now: clock.now(), leaseMs }
  return (await tables.collection(searchRunsTable).claim(ownerId, query))[0]
}

/** Resolves to the run of a search that goes on, if any. */
async function runningRun(
  tables: Pick<Tables, 'collection'>,
  { ownerId, id }: Pick<Search, 'ownerId' | 'id'>,
): Promise<SearchRun | undefined> {
  const where = { searchId: id, status: 'running' } as Where<SearchRun>
  return (await tables.collection(searchRunsTable).page(ownerId, { where, limit: 1 })).items[0]
}

/**
 * Begins a run of a search, or takes over the one that goes on and that nobody holds. Resolves to `undefined` while another
 * process, or another call, holds it.
 */
export async function openRun(
  runtime: Runtime,
  search: Search,
  base: () => BaseRecord,
): Promise<LeasedRun | undefined> {
  const record = await runtime.commit(search.ownerId, async (tables) => {
    const going = await runningRun(tables, search)
    if (going) return claimRun(tables, runtime, going)
    const run = newRun(runtime, search, base())
    const [written] = await tables.collection(searchRunsTable).write([{ insert: run }])
    if (!written?.ok) throw new ConflictError('another run began meanwhile; try again', { retryable: true })
    return claimRun(tables, runtime, run)
  })
  return record && new LeasedRun(runtime, record)
}

function newRun(runtime: Runtime, search: Search, base: BaseRecord): SearchRun {
  const tasks = planTasks(runtime.adapters, search.criteria)
  return {
    ...base,
    ...noCounts,
    searchId: search.id,
    runningOf: search.id,
    status: 'running',
    startedAt: base.createdAt,
    tasks,
    progress: { total: tasks.length, done: 0 },
  }
}

/** Marks the run of a search that goes on as cancelled: whoever holds it then ends. Resolves to the run, if there is one. */
export function cancelRun(runtime: Runtime, search: Search): Promise<SearchRun | undefined> {
  return runtime.commit(search.ownerId, async (tables) => {
    const going = await runningRun(tables, search)
    if (!going) return undefined
    const endedAt = runtime.clock.now()
    const durationMs = Math.max(0, endedAt - going.startedAt)
    const status = 'cancelled' as const
    const progress = omit(going.progress, 'endsAt')
    const ended = { ...omit(going, 'runningOf'), status, endedAt, durationMs, progress, updatedAt: endedAt }
    const stored = await storeRecord(tables, searchRunsTable, ended)
    const current = await tables.collection(searchesTable).get(search.ownerId, search.id)
    if (current) await storeRecord(tables, searchesTable, withLastRun(current, stored))
    return stored
  })
}

/** Returns a search with the result of a run that ended. */
export function withLastRun(search: Search, run: SearchRun): Search {
  const { found, new: fresh, changed, gone, refused, refusals, opportunities, costUsd, errors } = run
  const counts = { found, new: fresh, changed, gone, refused, refusals, opportunities, costUsd, errors }
  const status = run.status === 'running' ? 'cancelled' : run.status
  const lastRun = { runId: run.id, status, durationMs: run.durationMs ?? 0, ...counts }
  return { ...search, lastExecutedAt: run.startedAt, lastRun }
}

/** Removes the runs of a search. */
export async function removeRuns(
  tables: Tables,
  { ownerId, id }: Pick<Search, 'ownerId' | 'id'>,
): Promise<void> {
  const runs = tables.collection(searchRunsTable)
  const where = { searchId: id } as Where<SearchRun>
  for await (const page of everyPage(runs, ownerId, { where }))
    await runs.delete(
      ownerId,
      page.map((run) => run.id),
    )
}
