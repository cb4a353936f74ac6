import { z } from 'zod'
import { type OptionsShape, parseOptions } from '../options/index.js'
import { everyOwner, toStorableText } from '../ports/index.js'
import { type IdempotentRecord, idempotentRequestsTable } from '../records/idempotency-records.js'
import { everyPage, ownedRecords, type Runtime } from '../runtime/index.js'
import type { RowSchemas } from '../runtime/row-schemas.js'
import { groupBy } from '../statistics/index.js'
import { dayMs, minuteMs } from '../time/index.js'

/** A request that a client may send again. */
export interface IdempotentRequest {
  /** The key that the client chose: 1 to 255 printable characters of ASCII. */
  readonly key: string
  /** The digest of the request, such as the SHA-256 of its method, path and body. */
  readonly fingerprint: string
}

/** An answer to keep or not: one that failed by chance is not, so that the next attempt may succeed. */
export interface KeptAnswer<Answer> {
  /** The answer, as plain JSON. */
  readonly answer: Answer
  /** `true` to give it to every further request of this key. */
  readonly isKept: boolean
}

/**
 * The result of an idempotent request: its answer, done now or kept from the `first` time; or that the same request is
 * `running`, or that the key was `used` for another one.
 */
export type IdempotentResult<Answer> =
  | { readonly outcome: 'first' | 'replayed'; readonly answer: Answer }
  | { readonly outcome: 'running' | 'used' }

/** Requests of one owner that clients may send again without doing something twice. */
export interface Idempotency {
  /**
   * Does the work of a request, once for each key in all processes, and keeps its answer for 24 hours. What `work` throws is
   * kept by nobody. When the process ends within the work, the key is free again after ten minutes.
   *
   * @throws `ValidationError` when the key or the fingerprint is wrong.
   */
  run<Answer>(
    request: IdempotentRequest,
    work: () => Promise<KeptAnswer<Answer>>,
  ): Promise<IdempotentResult<Answer>>
}

const keptMs = dayMs
/** No request takes so long: whoever began it has ended. */
const abandonedMs = 10 * minuteMs

const requestSchema = z.strictObject({
  key: z.string().regex(/^[\x21-\x7e]{1,255}$/, { error: 'expected 1 to 255 printable characters of ASCII' }),
  fingerprint: z.string().min(1).max(200),
} satisfies OptionsShape<IdempotentRequest>)

/** The schemas of the rows of idempotent requests. */
export const idempotencyRows: RowSchemas = {
  idempotent_requests: z.looseObject(requestSchema.shape),
}

/** Makes the idempotent requests of one owner. */
export function createIdempotency(runtime: Runtime, ownerId: string): Idempotency {
  const records = ownedRecords(runtime, idempotentRequestsTable, ownerId, 'request')
  const collection = runtime.storage.collection(idempotentRequestsTable)

  /** Takes the key; resolves to the record of this request, or to the result that there is already. */
  const claim = async (request: IdempotentRequest): Promise<IdempotentRecord | IdempotentResult<unknown>> => {
    for (;;) {
      const own: IdempotentRecord = { ...records.base(), ...request }
      const [inserted] = await collection.write([{ insert: own }])
      if (inserted?.ok) return inserted.record
      const { items } = await collection.page(ownerId, { where: { key: request.key }, limit: 1 })
      const [there] = items
      // Its work failed meanwhile.
      if (!there) continue
      if (isOver(there, own.createdAt)) {
        const [taken] = await collection.write([{ update: { ...own, id: there.id, version: there.version } }])
        if (taken?.ok) return taken.record
        continue
      }
      if (there.fingerprint !== request.fingerprint) return { outcome: 'used' }
      return there.answer === undefined
        ? { outcome: 'running' }
        : { outcome: 'replayed', answer: there.answer }
    }
  }

  const keep = async (record: IdempotentRecord, answer: unknown): Promise<void> => {
    const update = { ...record, answer: toStorableText(answer), updatedAt: runtime.clock.now() }
    await collection.write([{ update }])
  }

  return {
    run: (given, work) =>
      runtime.run(async () => {
        const request = parseOptions('idempotency.run', requestSchema, given)
        const claimed = await claim(request)
        if ('outcome' in claimed) return claimed as never
        try {
          const { answer, isKept } = await work()
          // The work is done, whatever becomes of its record.
          if (isKept) await keep(claimed, answer).catch((cause) => runtime.report(cause, 'keeping an answer'))
          else await collection.delete(ownerId, [claimed.id])
          return { outcome: 'first', answer }
        } catch (cause) {
          await collection.delete(ownerId, [claimed.id])
          throw cause
        }
      }),
  }
}

const isOver = ({ createdAt, answer }: IdempotentRecord, now: number): boolean =>
  now - createdAt >= (answer === undefined ? abandonedMs : keptMs)

/** Removes the answers that were kept long enough. */
export async function dropKeptAnswers({ storage, clock }: Runtime, signal: AbortSignal): Promise<void> {
  const collection = storage.collection(idempotentRequestsTable)
  const where = { createdAt: { lt: clock.now() - keptMs } }
  for await (const page of everyPage(collection, everyOwner, { where })) {
    if (signal.aborted) return
    for (const [ownerId, records] of groupBy(page, (record) => record.ownerId))
      await collection.delete(
        ownerId,
        records.map(({ id }) => id),
      )
  }
}
