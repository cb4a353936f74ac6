import { ConflictError, ValidationError } from '../errors/index.js'
import { defined } from '../options/index.js'
import { parseOptions, type Tables, type Where } from '../ports/index.js'
import { type Silence, silencesTable } from '../records/alert-routing-records.js'
import {
  listPage,
  type OwnedRecords,
  ownedRecords,
  type PageList,
  pageList,
  putStep,
  type Runtime,
  storeRecord,
} from '../runtime/index.js'
import {
  maxSilenceMs,
  type SilenceOptions,
  type SilenceQuery,
  type SpanEnd,
  silenceQuerySchema,
  silenceSchema,
} from './silence-options.js'

/** The maximum number of silences of an owner that have not ended: each is compared with every alert. */
const maxActive = 1_000

/** The silences of one owner. An unknown id and another owner's id both give a `NotFoundError`. */
export interface AlertSilences {
  /**
   * Begins a silence: alerts that it is about are told to nobody, though they are kept. The end of one that was told before goes
   * out all the same, and one that goes on when the silence ends is told at once, with its author and reason.
   *
   * @throws `ValidationError` naming the invalid part; `ConflictError` when 1,000 silences have not ended.
   */
  create(options: SilenceOptions): Promise<Silence>
  /** Returns one silence. @throws `NotFoundError` */
  get(id: string): Promise<Silence>
  /** Returns silences, oldest first. @throws `ValidationError` */
  list(query?: SilenceQuery): PageList<Silence>
  /** Ends a silence now. One that has ended stays as it is. @throws `NotFoundError` */
  end(id: string): Promise<Silence>
}

/** Makes the silences of one owner. */
export function createSilences(runtime: Runtime, ownerId: string): AlertSilences {
  const records = ownedRecords(runtime, silencesTable, ownerId, 'silence')
  const { run, storage, clock } = runtime

  const list = async (query: SilenceQuery = {}) => {
    const parsed = defined(parseOptions('alerts.silences.list', silenceQuerySchema, query))
    const { limit, after, total, active } = parsed
    const now = clock.now()
    const where: Where<Silence> = active === undefined ? {} : { to: active ? { gt: now } : { lte: now } }
    return listPage(storage.collection(silencesTable), ownerId, { where, limit, after, total })
  }

  return {
    create: (options) => run(() => createSilence({ runtime, records }, ownerId, options)),
    get: (id) => run(() => records.find(id)),
    list: (query) => pageList((next) => run(() => list(next)), query),
    end: (id) => run(() => endSilence({ runtime, records }, ownerId, id)),
  }
}

/** The parts that a silence is made and ended with. */
interface SilenceParts {
  readonly runtime: Runtime
  readonly records: OwnedRecords<Silence>
}

async function createSilence(
  { runtime, records }: SilenceParts,
  ownerId: string,
  options: SilenceOptions,
): Promise<Silence> {
  const call = 'alerts.silences.create'
  const { matcher, author, reason, ...end } = parseOptions(call, silenceSchema, options)
  const from = runtime.clock.now()
  const to = endAt(call, end, from)
  const silence: Silence = {
    ...records.base(),
    matcher: defined(matcher),
    from,
    to,
    author,
    ...defined({ reason }),
  }
  return runtime.commit(ownerId, async (tables) => {
    const silences = tables.collection(silencesTable)
    if ((await silences.count(ownerId, { to: { gt: from } })) >= maxActive)
      throw new ConflictError(`${maxActive} silences have not ended; end one first`)
    await silences.write([{ insert: silence }])
    await planEnd(runtime, tables, silence)
    return silence
  })
}

async function endSilence({ runtime, records }: SilenceParts, ownerId: string, id: string): Promise<Silence> {
  await records.find(id)
  const now = runtime.clock.now()
  const ended = await runtime.commit(ownerId, async (tables) => {
    const silence = await tables.collection(silencesTable).get(ownerId, id)
    if (!silence) throw records.notFound(id)
    if (silence.to <= now) return silence
    const stored = await storeRecord(tables, silencesTable, { ...silence, to: now, updatedAt: now })
    await planEnd(runtime, tables, stored)
    return stored
  })
  runtime.stepsWaiting.wake(ownerId)
  return ended
}

/** Plans that what goes on at the end of a silence is told. */
const planEnd = (runtime: Runtime, tables: Tables, { id, ownerId, to }: Silence): Promise<unknown> =>
  putStep(runtime, tables, { ownerId, key: `silence:${id}`, step: 'silence', silenceId: id, dueAt: to })

/**
 * Returns the end of a span that begins now.
 *
 * @throws `ValidationError` when it is past, or more than 365 days away.
 */
export function endAt(
  call: string,
  { for: lasts, until }: { readonly for?: number | undefined; readonly until?: number | undefined },
  now: number,
): number {
  const to = until ?? now + (lasts ?? 0)
  if (to > now && to <= now + maxSilenceMs) return to
  const message = 'expected a time that lies ahead, by at most 365 days'
  throw new ValidationError(call, [{ path: 'until' satisfies keyof SpanEnd, message }])
}
