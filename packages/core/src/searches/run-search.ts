import { TelltaleError } from '../errors/index.js'
import { omit } from '../options/index.js'
import type { BaseRecord } from '../ports/index.js'
import type { Search, SearchRun } from '../records/search-records.js'
import { type TrackedVehicle, vehiclesTable } from '../records/vehicle-records.js'
import { adaptersWith, everyPage, markGone, type Runtime, type VehicleAssessor } from '../runtime/index.js'
import { askSource } from './ask-source.js'
import type { LeasedRun } from './leased-run.js'
import { matchesCriteria } from './match-criteria.js'
import { RunWriter } from './run-writer.js'

/** The number of queries that one source is asked at a time; its pace is that of its HTTP client. */
const queriesPerSource = 2

/** The number of queries in a row after which a source that fails is asked no more in a run. */
const maxFailures = 3

/** The number of batches that may wait for their assessment. */
const maxPendingBatches = 2

/** The parts that a run needs. */
export interface RunParts {
  readonly runtime: Runtime
  readonly assessor: VehicleAssessor
  /** Makes the base columns of a new record of the owner. */
  readonly base: () => BaseRecord
}

/** A run that is under way. */
export interface Running extends RunParts {
  readonly search: Search
  readonly leased: LeasedRun
  readonly signal: AbortSignal
}

/**
 * Asks all sources what a search is for, from where the run is: all at once, each at its own pace. Stores what they give,
 * has it assessed, and marks what whole answers lack as gone. The run is complete then, but for its end.
 *
 * @throws when the signal fires, or something cannot be stored.
 */
export async function askSources(running: Running): Promise<void> {
  const { runtime, search, leased, signal, base } = running
  const assessment = new Assessment(running)
  let costUsd = 0
  const takeCost = () => {
    const cost = costUsd
    costUsd = 0
    return cost
  }
  const onStored = (vehicles: readonly TrackedVehicle[]) => assessment.add(vehicles)
  const writer = new RunWriter({ runtime, search, leased, takeCost, onStored, base })
  await assessment.addLeftOver()
  const sources = adaptersWith(runtime.adapters, 'listings').map(async (adapter) => {
    const context = runtime.context(adapter, signal, search.ownerId, (usd) => {
      costUsd += usd
    })
    const open = leased.record.tasks.flatMap((task, at) =>
      task.source === adapter.id && task.status === 'open' ? [{ task, at }] : [],
    )
    let failures = 0
    const askNext = async (): Promise<void> => {
      for (let next = open.shift(); next; next = open.shift()) {
        const inquiry = { adapter, context, ...next, criteria: search.criteria, writer }
        const error = await askSource(failures < maxFailures ? inquiry : unasked(inquiry))
        failures = error ? failures + 1 : 0
      }
    }
    await Promise.all(Array.from({ length: queriesPerSource }, askNext))
    await markGoneOf(running, adapter.id, (vehicles) => assessment.add(vehicles))
  })
  await allOrFirstFailure(sources)
  await assessment.end()
  const rest = takeCost()
  await leased.change(async (_tables, _emit, run) => ({
    run: {
      ...run,
      costUsd: run.costUsd + rest + assessment.costUsd,
      opportunities: run.opportunities + assessment.opportunities,
      errors: [...run.errors, ...assessment.errors].slice(0, 100),
    },
    result: undefined,
  }))
}

/** Waits until all are settled, and rejects as the first that failed did. */
async function allOrFirstFailure(works: readonly Promise<void>[]): Promise<void> {
  for (const result of await Promise.allSettled(works)) if (result.status === 'rejected') throw result.reason
}

/** Returns a query that is not made, since its source failed too often. */
const unasked = (inquiry: Parameters<typeof askSource>[0]): typeof inquiry => ({
  ...inquiry,
  adapter: {
    ...inquiry.adapter,
    listings: {
      // biome-ignore lint/correctness/useYield: it fails before its first listing.
      search: async function* () {
        const message = `${inquiry.adapter.id} was not asked: it failed ${maxFailures} times in a row`
        throw new TelltaleError(message, { code: 'ADAPTER_FAILED', status: 502 })
      },
    },
  },
})

/** Marks what a source showed before as gone, when it answered every query of the run whole. */
async function markGoneOf(
  { runtime, search, leased }: Running,
  source: string,
  onGone: (vehicles: readonly TrackedVehicle[]) => Promise<void>,
): Promise<void> {
  const { tasks, startedAt } = leased.record
  const own = tasks.filter((task) => task.source === source)
  if (own.length === 0 || own.some(({ status }) => status !== 'done')) return
  const gone = await markGone(runtime, {
    ownerId: search.ownerId,
    source,
    since: startedAt,
    onGone,
    // What the search is not for any more is not missed in its answer.
    covers: (vehicle) => vehicle.searchIds.includes(search.id) && matchesCriteria(vehicle, search.criteria),
  })
  if (gone === 0) return
  await leased.change(async (_tables, _emit, run) => ({
    run: { ...run, gone: run.gone + gone },
    result: undefined,
  }))
}

/** The assessment of what a run stores, batch by batch, beside the run. */
class Assessment {
  readonly #running: Running
  #queue: Promise<void> = Promise.resolve()
  #pending = 0
  opportunities = 0
  costUsd = 0
  readonly errors: SearchRun['errors'][number][] = []

  constructor(running: Running) {
    this.#running = running
  }

  /** Adds what was stored before the process ended, and not assessed any more. */
  async addLeftOver(): Promise<void> {
    const { runtime, search } = this.#running
    const vehicles = runtime.storage.collection(vehiclesTable)
    const where = { needsAssessment: true } as never
    for await (const page of everyPage(vehicles, search.ownerId, { where }))
      await this.add(page.filter(({ searchIds }) => searchIds.includes(search.id)))
  }

  /** Adds vehicles. Resolves once there is room for more, so that what is stored never runs far ahead. */
  async add(vehicles: readonly TrackedVehicle[]): Promise<void> {
    if (vehicles.length === 0) return
    this.#pending += 1
    this.#queue = this.#queue
      .then(() => this.#assess(vehicles))
      .finally(() => {
        this.#pending -= 1
      })
    if (this.#pending > maxPendingBatches) await this.#queue
  }

  end(): Promise<void> {
    return this.#queue
  }

  async #assess(vehicles: readonly TrackedVehicle[]): Promise<void> {
    const { assessor, search, signal } = this.#running
    if (signal.aborted) return
    try {
      const { ownerId } = search
      const result = await assessor.assess({ ownerId, search, vehicles, signal })
      this.opportunities += result.opportunities
      this.costUsd += result.costUsd
    } catch (cause) {
      const [code, message] = TelltaleError.is(cause)
        ? [cause.code, cause.message]
        : ['INTERNAL', String(cause)]
      this.errors.push({ source: 'assessment', query: `${vehicles.length} vehicles`, code, message })
    }
  }
}

/** Returns a run at its end. It failed when no source answered. */
export function endedRun(run: SearchRun, endedAt: number): SearchRun {
  const isFailed =
    run.tasks.length > 0 && run.found === 0 && run.tasks.every(({ status }) => status === 'failed')
  const status = isFailed ? 'failed' : 'finished'
  const done = run.tasks.filter((task) => task.status !== 'open').length
  const progress = { total: run.tasks.length, done }
  const durationMs = Math.max(0, endedAt - run.startedAt)
  return { ...omit(run, 'runningOf'), status, endedAt, durationMs, progress }
}
