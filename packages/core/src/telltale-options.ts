import { z } from 'zod'
import { type BudgetOptions, budgetSchema } from './budgets/index.js'
import { type CacheTimes, cacheTimesSchema } from './cache/index.js'
import type { HttpOptions } from './http/index.js'
import type {
  Adapter,
  Bus,
  Clock,
  KeyvLike,
  Logger,
  OptionsShape,
  Scheduler,
  Storage,
} from './ports/index.js'
import { type RetentionOptions, retentionSchema } from './runtime/index.js'

/** What Telltale is put together from. */
export interface TelltaleOptions {
  /** Where everything is kept, such as `memoryStorage()`. Closed together with Telltale. */
  readonly storage: Storage
  /** The sources, in the order in which they are asked. Closed together with Telltale. @default [] */
  readonly adapters?: readonly Adapter[]
  /** Runs what is due. Closed together with Telltale. @default one in this process */
  readonly scheduler?: Scheduler
  /** Tells other processes of the host that something happened. Closed together with Telltale. @default one in this process */
  readonly bus?: Bus
  /** Where the time comes from. @default the machine's clock */
  readonly clock?: Clock
  /** Where the log goes: pino, or anything of its shape. @default nowhere */
  readonly logger?: Logger
  /** How long what grows is kept. */
  readonly retention?: RetentionOptions
  /** How many scheduled checks and readings run side by side in the default scheduler. @default 50 */
  readonly concurrency?: number
  /** How pages and services are asked, and which addresses of the host's own network URLs may lead to. @default {} */
  readonly http?: HttpOptions
  /** How much the sources may be asked, and spend. @default what the adapters declare */
  readonly budgets?: BudgetOptions
  /** Where answers are kept for a while: a `Keyv`, with any of its backends; it stays open. @default one in memory */
  readonly cache?: KeyvLike
  /** For how long, by kind. */
  readonly cacheTimes?: CacheTimes
}

/** An object that has these methods: a port is checked by what it can do, never by its class. */
function port<Port>(name: string, methods: readonly (keyof Port & string)[]): z.ZodType<Port, Port> {
  const has = (value: unknown): boolean =>
    typeof value === 'object' &&
    value !== null &&
    methods.every((method) => typeof (value as Record<string, unknown>)[method] === 'function')
  return z.custom<Port>(has, { error: `expected a ${name}: an object with ${methods.join('(), ')}()` })
}

const capabilities = [
  'probe',
  'specs',
  'valuations',
  'listings',
  'insights',
  'decode',
  'distances',
  'products',
  'benchmarks',
  'render',
] as const satisfies readonly (keyof Adapter)[]

const adapter = z
  .custom<Adapter>((value) => typeof value === 'object' && value !== null, {
    error: 'expected an adapter, such as what http() returns',
  })
  .superRefine((given, context) => {
    const refuse = (message: string) => context.addIssue({ code: 'custom', message })
    if (given.specVersion !== 1) refuse('expected an adapter of specVersion 1; update it, or Telltale')
    else if (typeof given.id !== 'string' || given.id === '') refuse('expected an adapter with an id')
    else if (capabilities.every((name) => given[name] === undefined))
      refuse(`expected an adapter with at least one of: ${capabilities.join(', ')}`)
  })

const adapters = z.array(adapter).superRefine((list, context) => {
  const ids = list.map(({ id }) => id)
  const twice = ids.find((id, index) => ids.indexOf(id) !== index)
  if (twice)
    context.addIssue({ code: 'custom', message: `two adapters are called '${twice}'; give one another id` })
})

/** Checks {@link TelltaleOptions}. */
export const telltaleSchema = z.strictObject({
  storage: port<Storage>('storage', ['collection', 'series', 'transaction', 'migrate', 'close']).refine(
    ({ specVersion }) => specVersion === 1,
    { error: 'expected a storage of specVersion 1; update it, or Telltale' },
  ),
  adapters: adapters.default([]),
  scheduler: port<Scheduler>('scheduler', ['enqueue', 'remove', 'work', 'close']).optional(),
  bus: port<Bus>('bus', ['publish', 'subscribe', 'close']).optional(),
  clock: port<Clock>('clock', ['now', 'wakeAt']).optional(),
  logger: port<Logger>('logger', ['debug', 'info', 'warn', 'error']).optional(),
  retention: retentionSchema.prefault({}),
  concurrency: z.int().min(1).max(10_000).default(50),
  http: z
    .custom<HttpOptions>((value) => typeof value === 'object' && value !== null, 'expected options')
    .default({}),
  budgets: budgetSchema.prefault({}),
  cache: port<KeyvLike>('Keyv', ['getMany', 'set', 'delete', 'on', 'off']).optional(),
  cacheTimes: cacheTimesSchema.prefault({}),
} satisfies OptionsShape<TelltaleOptions>)
