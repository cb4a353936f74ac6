import type { Listing } from '../cars/vehicle/listing.js'
import type { BaseRecord } from '../ports/index.js'
import type { Search, SearchRun, SearchRunError, SearchTask } from '../records/search-records.js'
import type { TrackedVehicle } from '../records/vehicle-records.js'
import { type BareSight, BlockSizes, type Runtime, storeListings } from '../runtime/index.js'
import type { LeasedRun } from './leased-run.js'

/** The number of listings of a transaction. */
export const batchSize = 100

/** A part of an answer, to be stored. */
export interface RunPart {
  /** The index of its task. */
  readonly task: number
  /** The listings that were admitted. */
  readonly listings: readonly Listing[]
  /** The listings that were refused, by reason. */
  readonly refused: readonly (Partial<BareSight> & { readonly reason: string })[]
  /** The change of its task: how far it came, or its end. */
  readonly progress: Partial<SearchTask>
  /** The failures and what was left out. */
  readonly errors: readonly SearchRunError[]
}

interface WaitingPart extends RunPart {
  readonly done: () => void
  readonly failed: (cause: unknown) => void
}

/** The parts that a writer needs. */
export interface WriterParts {
  readonly runtime: Runtime
  readonly search: Search
  readonly leased: LeasedRun
  /** Returns what the calls of the run cost since it was asked last, in US dollars. */
  takeCost(): number
  /** Is called with the vehicles of each batch that are new or changed, after its transaction. The next one waits for it. */
  onStored(vehicles: readonly TrackedVehicle[]): Promise<void>
  readonly base: () => BaseRecord
}

/** The number of errors that a run keeps. */
const maxErrors = 100

/**
 * Stores the parts of all tasks of a run, one batch at a time: what came meanwhile goes into the next one. Each batch is one
 * transaction, together with how far its tasks came.
 */
export class RunWriter {
  readonly #parts: WriterParts
  readonly #sizes = new BlockSizes()
  #waiting: WaitingPart[] = []
  #isWriting = false

  constructor(parts: WriterParts) {
    this.#parts = parts
  }

  /** Stores a part of an answer; resolves once it is safe. */
  store(part: RunPart): Promise<void> {
    return new Promise((done, failed) => {
      this.#waiting.push({ ...part, done, failed })
      if (!this.#isWriting) void this.#writeAll()
    })
  }

  async #writeAll(): Promise<void> {
    this.#isWriting = true
    for (let batch = this.#takeBatch(); batch.length > 0; batch = this.#takeBatch()) {
      try {
        await this.#write(batch)
        for (const { done } of batch) done()
      } catch (cause) {
        for (const { failed } of batch) failed(cause)
      }
    }
    this.#isWriting = false
  }

  #takeBatch(): readonly WaitingPart[] {
    let size = 0
    const end = this.#waiting.findIndex(({ listings }, at) => {
      size += listings.length
      return at > 0 && size > batchSize
    })
    const batch = end < 0 ? this.#waiting : this.#waiting.slice(0, end)
    this.#waiting = end < 0 ? [] : this.#waiting.slice(end)
    return batch
  }

  async #write(batch: readonly RunPart[]): Promise<void> {
    const { runtime, search, leased, takeCost, onStored, base } = this.#parts
    const { ownerId } = search
    const listings = batch.flatMap((part) => part.listings)
    const refused = batch.flatMap((part) => part.refused).filter(isKnownById)
    const costUsd = takeCost()
    const stored = await leased.change(async (tables, emit, run) => {
      const at = runtime.clock.now()
      const sight = { at, searchId: search.id }
      const parts = { tables, emit, ownerId, sight, listings, refused, sizes: this.#sizes, base }
      const result = await storeListings(parts)
      const counted = withCounts(run, batch, costUsd)
      const { fresh, changed } = result
      const grown = {
        ...counted,
        new: run.new + fresh.length,
        changed: run.changed + changed.length,
        progress: progressOf(counted, at),
      }
      return { run: grown, result }
    })
    this.#sizes.add(stored.fresh)
    await onStored(stored.toAssess)
  }
}

const isKnownById = (
  refused: Partial<BareSight> & { readonly reason: string },
): refused is BareSight & { readonly reason: string } =>
  refused.externalId !== undefined && refused.source !== undefined

/** Adds what came to the counts of a run and of its tasks. */
function withCounts(run: SearchRun, batch: readonly RunPart[], costUsd: number): SearchRun {
  const tasks = [...run.tasks]
  const refusals: Record<string, number> = { ...run.refusals }
  let [found, refused] = [0, 0]
  for (const { task: at, listings, refused: junk, progress } of batch) {
    const task = tasks[at]
    const count = listings.length + junk.length
    if (task) tasks[at] = { ...task, ...progress, found: task.found + count }
    found += count
    refused += junk.length
    for (const { reason } of junk) refusals[reason] = (refusals[reason] ?? 0) + 1
  }
  const errors = [...run.errors, ...batch.flatMap((part) => part.errors)].slice(0, maxErrors)
  const sums = { found: run.found + found, refused: run.refused + refused, costUsd: run.costUsd + costUsd }
  return { ...run, ...sums, tasks, refusals, errors }
}

/** Returns the progress of a run. Its end is estimated by the time that its queries took so far. */
function progressOf({ tasks, startedAt }: SearchRun, now: number): SearchRun['progress'] {
  const [total, done] = [tasks.length, tasks.filter(({ status }) => status !== 'open').length]
  if (done === 0 || done === total) return { total, done }
  return { total, done, endsAt: Math.round(now + ((now - startedAt) / done) * (total - done)) }
}
