import { untilSignal } from '../async/index.js'
import type { Listing } from '../cars/vehicle/listing.js'
import { TelltaleError } from '../errors/index.js'
import { defined } from '../options/index.js'
import type { AdapterContext, ListingProgress } from '../ports/index.js'
import type { SearchCriteria, SearchRunError, SearchTask } from '../records/search-records.js'
import { type AdapterWith, admitListing } from '../runtime/index.js'
import { matchesCriteria } from './match-criteria.js'
import { queryInWords, queryOf } from './plan-tasks.js'
import { batchSize, type RunPart, type RunWriter } from './run-writer.js'

/** A query to a source, as a part of a run. */
export interface Inquiry {
  readonly adapter: AdapterWith<'listings'>
  readonly context: AdapterContext
  /** The index of its task. */
  readonly at: number
  readonly task: SearchTask
  readonly criteria: SearchCriteria
  readonly writer: Pick<RunWriter, 'store'>
}

/**
 * Asks a source one query, from the place on that is stored already, and hands what it gives to the writer: each page once it
 * was read, or a hundred listings. Resolves to the failure, if the source failed.
 *
 * @throws when the signal fires, or a batch cannot be stored.
 */
export async function askSource(inquiry: Inquiry): Promise<TelltaleError | undefined> {
  const part = new CollectedPart(inquiry)
  try {
    await readAnswer(inquiry, part)
  } catch (cause) {
    if (inquiry.context.signal.aborted || part.isUnstored) throw cause
    const error = TelltaleError.is(cause) ? cause : ofAdapter(inquiry, cause)
    part.fail(error.code, error.message)
    await part.store({ status: 'failed' })
    return error
  }
  await part.store({ status: part.isWhole ? 'done' : 'failed' })
  return undefined
}

async function readAnswer(inquiry: Inquiry, part: CollectedPart): Promise<void> {
  const { adapter, context, task, criteria } = inquiry
  const { signal } = context
  const progress: ListingProgress = {
    ...defined({ after: task.after }),
    reached: (after) => part.store({ after }),
    leftOut: (reason) => part.leaveOut(reason),
  }
  const listings = adapter.listings.search(queryOf(task, criteria), context, progress)
  const iterator = listings[Symbol.asyncIterator]()
  try {
    for (;;) {
      const next = await untilSignal(signal, iterator.next())
      if (next.done) return
      part.add(next.value)
      if (part.size >= batchSize) await part.store({})
    }
  } finally {
    // A source that hangs is not waited for.
    void Promise.resolve(iterator.return?.()).catch(() => undefined)
  }
}

const ofAdapter = ({ adapter }: Inquiry, cause: unknown): TelltaleError =>
  new TelltaleError(`${adapter.id} failed: ${cause instanceof Error ? cause.message : String(cause)}`, {
    code: 'ADAPTER_FAILED',
    status: 502,
    cause,
  })

/** The part of an answer that is not stored yet. */
class CollectedPart {
  readonly #inquiry: Inquiry
  #listings: Listing[] = []
  #refused: RunPart['refused'][number][] = []
  #errors: SearchRunError[] = []
  /** `false` when the source left a part of its answer out. */
  isWhole = true
  /** `true` when a part could not be stored, which is no failure of the source. */
  isUnstored = false

  constructor(inquiry: Inquiry) {
    this.#inquiry = inquiry
  }

  get size(): number {
    return this.#listings.length + this.#refused.length
  }

  /** Adds a listing, unless it is junk or not of the search. */
  add(given: unknown): void {
    const { adapter, context, criteria } = this.#inquiry
    const admission = admitListing(given, adapter.id, context.clock.now())
    if ('refusal' in admission) {
      const { refusal: reason, externalId } = admission
      this.#refused.push({ reason, source: adapter.id, ...defined({ externalId }) })
    } else if (matchesCriteria(admission.listing, criteria)) this.#listings.push(admission.listing)
  }

  leaveOut(reason: string): void {
    this.isWhole = false
    this.fail('INCOMPLETE', reason)
  }

  fail(code: string, message: string): void {
    const { adapter, task } = this.#inquiry
    this.#errors.push({ source: adapter.id, query: queryInWords(task), code, message })
  }

  async store(progress: RunPart['progress']): Promise<void> {
    const { at, writer } = this.#inquiry
    const part = {
      task: at,
      listings: this.#listings,
      refused: this.#refused,
      errors: this.#errors,
      progress,
    }
    this.#listings = []
    this.#refused = []
    this.#errors = []
    try {
      await writer.store(part)
    } catch (cause) {
      this.isUnstored = true
      throw cause
    }
  }
}
