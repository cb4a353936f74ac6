import { z } from 'zod'
import type { MessageWords, RenderOptions } from './alerting/index.js'
import { type AlertLinkOptions, alertLinkSchema } from './alerts/links/link-options.js'
import { type BudgetOptions, budgetSchema, type QuotaOptions, quotaSchema } from './budgets/index.js'
import { type CacheTimes, cacheTimesSchema } from './cache/index.js'
import type { HttpOptions } from './http/index.js'
import { type Duration, durationOption, type OptionsShape } from './options/index.js'
import type { Adapter, Bus, Clock, KeyvLike, Logger, Scheduler, Storage } from './ports/index.js'
import { type RetentionOptions, retentionSchema } from './runtime/index.js'
import type { SecretKey } from './secrets/index.js'
import { dayMs, minuteMs } from './time/index.js'

/** The options by which a probe that lost its own network is told from targets that are down. */
export interface ProbeHealthOptions {
  /**
   * URLs, such as `'https://one.one.one.one'`, that answer whenever this machine has a network; one of the adapters must
   * have a probe for each. They are checked, at most every five seconds, when a target does not answer: its failure counts
   * if one of them does. Where the host serves several owners, this is the way to tell for all of them alike. URLs in the
   * host's own network need `http.allow`. @default [], so that each owner's own targets tell, for this owner
   */
  readonly references?: readonly string[]
  /** The time after which failures count although the probe seems to have no network. @default '10m' */
  readonly maxDoubt?: Duration
}

/** Options of the messages of alerts. */
export interface AlertOptions {
  /** The links of messages, by which a reader acknowledges an alert or ends the messages. @default messages have no links */
  readonly links?: AlertLinkOptions
  /**
   * Draws the SVG of a chart as PNG, such as `svgToPng` of `@telltale/adapters/resvg`, for the channels that show a picture.
   * Resolves to `undefined` where it cannot. @default messages have no picture
   */
  readonly image?: (svg: string) => Promise<Uint8Array | undefined>
  /** The words by language, such as `{ de: … }`. @default English alone */
  readonly words?: Readonly<Record<string, MessageWords>>
  /** Makes the texts instead of those given: it replaces the template of any notice. @default the given texts */
  readonly template?: NonNullable<RenderOptions['template']>
}

/** Options of backups, exports and archives. */
export interface BackupSealOptions {
  /**
   * A secret key of at least 32 bytes that seals them (HMAC-SHA-256). With it, only what this host has exported can be
   * imported; without it, their seal shows damage, not who made them. @default none
   */
  readonly key?: SecretKey
}

/**
 * The key that encrypts the secrets of monitors and products, or several: the first encrypts, and all decrypt.
 *
 * A key is at least 32 bytes, as text or bytes. To change it, put the new one in front; within the hour everything is
 * encrypted with it, and the old one can go.
 */
export type SecretKeys = SecretKey | readonly SecretKey[]

/**
 * Options of `createTelltale`.
 *
 * @typeParam Given - the adapters, from whose types monitors know their settings.
 */
export interface TelltaleOptions<Given extends Adapter = Adapter> {
  /** The storage, such as `memoryStorage()`. Closed together with Telltale. */
  readonly storage: Storage
  /** The sources, in the order in which they are called. Closed together with Telltale. @default [] */
  readonly adapters?: readonly Given[]
  /** The scheduler. Closed together with Telltale. @default one in this process */
  readonly scheduler?: Scheduler
  /**
   * The bus between the processes of the host. Closed together with Telltale.
   * @default that of the storage, as PostgreSQL has one, or else one in this process
   */
  readonly bus?: Bus
  /** The source of time. @default the machine's clock */
  readonly clock?: Clock
  /** The logger: pino, or any object of its shape. @default no log */
  readonly logger?: Logger
  /** The time that growing data is kept. @default see each member */
  readonly retention?: RetentionOptions
  /**
   * The key that encrypts logins, keys and other secrets of targets (AES-256-GCM), such as
   * `process.env.TELLTALE_SECRET_KEY`. Without it, no URL and no setting with a secret is accepted. @default none
   */
  readonly secretKey?: SecretKeys
  /** The seal of backups, exports and archives. @default a hash without a key */
  readonly backup?: BackupSealOptions
  /**
   * The number of places: of jobs that the default scheduler runs at the same time, and of checks and readings that the
   * host asks for itself. Kinds and owners share them fairly: one kind, or one owner within it, leaves about a tenth to
   * others. @default 50
   */
  readonly concurrency?: number
  /** The way in which a probe that lost its own network is told from targets that are down. @default see each member */
  readonly probeHealth?: ProbeHealthOptions
  /** The HTTP client, and the private addresses that URLs may lead to. @default {} */
  readonly http?: HttpOptions
  /** The limits on calls and spending. @default those that the adapters declare */
  readonly budgets?: BudgetOptions
  /** The quotas of owners, by plan. @default none */
  readonly quotas?: QuotaOptions
  /** The looks of the messages of alerts. @default see each member */
  readonly alerts?: AlertOptions
  /** The cache of answers: a `Keyv` with any of its backends. It is not closed. @default one in memory */
  readonly cache?: KeyvLike
  /** The cache times by kind of answer. @default see each member */
  readonly cacheTimes?: CacheTimes
}

/**
 * Makes the schema of a port: an object with these methods, whatever its class.
 *
 * @param name - what is expected, in words.
 */
function port<Port>(name: string, methods: readonly (keyof Port & string)[]): z.ZodType<Port, Port> {
  const has = (value: unknown): boolean =>
    typeof value === 'object' &&
    value !== null &&
    methods.every((method) => typeof (value as Record<string, unknown>)[method] === 'function')
  return z.custom<Port>(has, {
    error: ({ input }) => `expected ${name}, an object with ${methods.join('(), ')}()${uncalled(input)}`,
  })
}

/** Adds the likely mistake where a function came in place of what it returns. */
const uncalled = (input: unknown): string => (typeof input === 'function' ? '; got a function: call it' : '')

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
  'channel',
] as const satisfies readonly (keyof Adapter)[]

const adapter = z
  .custom<Adapter>((value) => typeof value === 'object' && value !== null, {
    error: ({ input }) => `expected an adapter, such as what http() returns${uncalled(input)}`,
  })
  .superRefine((given, context) => {
    const refuse = (message: string) => context.addIssue({ code: 'custom', message })
    if (given.specVersion !== 1) refuse('expected an adapter of specVersion 1; update it, or Telltale')
    else if (typeof given.id !== 'string' || given.id === '') refuse('expected an adapter with an id')
    else if (capabilities.every((name) => given[name] === undefined))
      refuse(`expected an adapter with at least one of: ${capabilities.join(', ')}`)
  })

const adapters = z
  .array(adapter)
  .max(1_000)
  .superRefine((list, context) => {
    const ids = list.map(({ id }) => id)
    const twice = ids.find((id, index) => ids.indexOf(id) !== index)
    if (twice)
      context.addIssue({ code: 'custom', message: `two adapters are called '${twice}'; give one another id` })
  })

const probeHealthSchema = z
  .strictObject({
    references: z.array(z.url('expected a URL')).max(20).exactOptional(),
    maxDoubt: durationOption({ maxMs: dayMs }).exactOptional(),
  } satisfies OptionsShape<ProbeHealthOptions>)
  .transform(({ references = [], maxDoubt = 10 * minuteMs }) => ({ references, maxDoubtMs: maxDoubt }))

const secretKey = z.custom<SecretKey>(
  (key) => (typeof key === 'string' || key instanceof Uint8Array) && Buffer.byteLength(key) >= 32,
  'expected a secret of at least 32 bytes, as text or bytes',
)

const functionOption = <Given>(expected: string) =>
  z.custom<Given>((value) => typeof value === 'function', `expected a function that ${expected}`)

const alertOptionsSchema = z.strictObject({
  links: alertLinkSchema.exactOptional(),
  image: functionOption<NonNullable<AlertOptions['image']>>('draws an SVG as PNG').exactOptional(),
  words: z
    .custom<NonNullable<AlertOptions['words']>>(
      (value) => typeof value === 'object' && value !== null,
      'expected the words by language, such as { de: { ...englishMessageWords, … } }',
    )
    .exactOptional(),
  template: functionOption<NonNullable<AlertOptions['template']>>(
    'makes the texts of a notice',
  ).exactOptional(),
} satisfies OptionsShape<AlertOptions>)

/** The options of alerts as they were checked. */
export type CheckedAlertOptions = z.output<typeof alertOptionsSchema>

/** The schema of {@link TelltaleOptions}. */
export const telltaleSchema = z.strictObject({
  storage: port<Storage>("a storage, such as memoryStorage() of '@telltale/storage-memory'", [
    'collection',
    'series',
    'transaction',
    'migrate',
    'close',
  ]).refine(({ specVersion }) => specVersion === 1, {
    error: 'expected a storage of specVersion 1; update it, or Telltale',
  }),
  adapters: adapters.default([]),
  scheduler: port<Scheduler>('a scheduler', ['enqueue', 'remove', 'work', 'close']).optional(),
  bus: port<Bus>('a bus', ['publish', 'subscribe', 'close']).optional(),
  clock: port<Clock>('a clock', ['now', 'wakeAt']).optional(),
  logger: port<Logger>('a logger, such as pino()', ['debug', 'info', 'warn', 'error']).optional(),
  retention: retentionSchema.prefault({}),
  secretKey: z.union([secretKey.transform((key) => [key]), z.array(secretKey).min(1).max(20)]).optional(),
  backup: z
    .strictObject({
      key: secretKey.exactOptional(),
    } satisfies OptionsShape<BackupSealOptions>)
    .default({}),
  concurrency: z.int().min(1).max(10_000).default(50),
  probeHealth: probeHealthSchema.prefault({}),
  http: z
    .custom<HttpOptions>((value) => typeof value === 'object' && value !== null, 'expected options')
    .default({}),
  budgets: budgetSchema.prefault({}),
  quotas: quotaSchema.exactOptional(),
  alerts: alertOptionsSchema.prefault({}),
  cache: port<KeyvLike>('a Keyv', ['getMany', 'set', 'delete', 'on', 'off']).optional(),
  cacheTimes: cacheTimesSchema.prefault({}),
} satisfies OptionsShape<TelltaleOptions>)
