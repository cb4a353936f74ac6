import type { CarValuation } from '../cars/car.js'
import { defined } from '../options/index.js'
import { toStorableText, type ValuationQuery, type Where } from '../ports/index.js'
import { type KeptValuation, valuationsTable } from '../records/valuation-records.js'
import {
  type AdapterWith,
  adaptersWith,
  checkedAnswer,
  type MissingAnswers,
  ownedRecords,
  type Runtime,
  valuationAnswer,
} from '../runtime/index.js'
import { parseDuration } from '../time/index.js'

/** A valuation by a source, with the time of its answer. */
export interface SourceValuation extends CarValuation {
  /** The id of the adapter. */
  readonly adapter: string
  /** The time of the answer, in epoch milliseconds. */
  readonly at: number
  /** The time before which the source's terms want it removed, in epoch milliseconds; absent without such terms. */
  readonly keptUntil?: number
}

/** A question of an owner to all sources of valuations. */
export interface SourceQuestion {
  readonly ownerId: string
  readonly query: ValuationQuery
  readonly signal: AbortSignal
  readonly missing: MissingAnswers
  /** Is told what each call costs, in US dollars. */
  readonly onSpent: (usd: number) => void
}

/** The miles by which an odometer has to differ for a source to be asked again. */
const sameMiles = 500

/**
 * Asks every source for the value of a car. An answer that is fresh is taken from the storage, also that a source does not
 * know the car. Of a source that fails an older answer stands in, as long as its terms let it be kept.
 */
export async function askSources(
  runtime: Runtime,
  asked: SourceQuestion,
): Promise<readonly SourceValuation[]> {
  const question = questionOf(asked.query)
  const where = { question } as Where<KeptValuation>
  const records = runtime.storage.collection(valuationsTable)
  const { items } = await records.page(asked.ownerId, { where, limit: 100 })
  const now = runtime.clock.now()
  const kept = items.filter(({ keptUntil = Number.POSITIVE_INFINITY }) => keptUntil > now)
  const answers = adaptersWith(runtime.adapters, 'valuations').map(async (source) => {
    const before = kept.find(({ adapter }) => adapter === source.id)
    if (before && before.freshUntil > now) return before
    try {
      const answer = await askSource(runtime, source, { ...asked, question })
      const place = items.find(({ adapter }) => adapter === source.id)
      // Of two that ask at the same time one stores its answer.
      await records.write([place ? { update: { ...place, ...answer } } : { insert: answer }])
      return answer
    } catch (cause) {
      asked.missing.fail('valuation', source, cause)
      return before
    }
  })
  return (await Promise.all(answers)).flatMap((answer) => (answer?.valuation ? [shown(answer)] : []))
}

/** Asks one source. Resolves to its answer as a record. */
async function askSource(
  runtime: Runtime,
  source: AdapterWith<'valuations'>,
  { ownerId, query, signal, onSpent, question }: SourceQuestion & { readonly question: string },
): Promise<KeptValuation> {
  const context = runtime.context(source, signal, ownerId, onSpent)
  const answer = checkedAnswer(source, valuationAnswer, await source.valuations.value(query, context))
  const base = ownedRecords(runtime, valuationsTable, ownerId, 'valuation').base()
  const at = base.createdAt
  const keptUntil = source.keepFor === undefined ? undefined : at + parseDuration(source.keepFor)
  const freshUntil = Math.min(
    at + runtime.sources.cacheTimes.valuation,
    keptUntil ?? Number.POSITIVE_INFINITY,
  )
  const valuation = answer && toStorableText(answer)
  return {
    ...base,
    adapter: source.id,
    question,
    at,
    freshUntil,
    ...defined({ valuation, keptUntil }),
  }
}

function shown({ adapter, at, keptUntil, valuation }: KeptValuation): SourceValuation {
  return { ...(valuation as CarValuation), adapter, at, ...defined({ keptUntil }) }
}

/** Returns a question in words that are the same for the same car in the same state. */
function questionOf({ make, model, year, trim, vin, mileageMiles, zip }: ValuationQuery): string {
  const miles = mileageMiles === undefined ? '' : sameMiles * Math.round(mileageMiles / sameMiles)
  const words = [year, make, model, trim ?? '', vin ?? '', miles, zip ?? '']
  return toStorableText(words.join('|').toLowerCase())
}
