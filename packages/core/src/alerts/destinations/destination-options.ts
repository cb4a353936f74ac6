import { z } from 'zod'
import type { Severity } from '../../alerting/alert-notice.js'
import {
  type Duration,
  durationOption,
  type OptionsShape,
  schemaOf,
  timeZoneOption,
} from '../../options/index.js'
import type { Destination } from '../../records/destination-records.js'
import { type ListOptions, listShape } from '../../runtime/index.js'
import { dayMs } from '../../time/index.js'
import { severityOption } from '../rule-options.js'
import { languageCheck } from './language-check.js'

/** A destination to add. */
export interface DestinationOptions {
  /** The id of the adapter whose channel reaches it, such as `'telegram'`. */
  readonly channel: string
  /** The settings that the channel takes, such as `{ chatId: '123' }`. Their secrets are stored encrypted. */
  readonly settings: object
  /** The name that people see, 1 to 200 characters. @default none */
  readonly name?: string
  /** The least urgency that it is told of. @default 'info', which is everything */
  readonly minSeverity?: Severity
  /** The time after which it is told of an alert that nobody acknowledged, at most 7 days. @default '0s', which is at once */
  readonly after?: Duration
  /** The language of its reader, as a BCP 47 tag such as `'de-AT'`. @default that of `alerts.preferences` */
  readonly language?: string
  /** The IANA time zone of its reader. @default that of `alerts.preferences` */
  readonly timeZone?: string
}

/** Changes of a destination. A member that is absent stays; `null` takes it off. */
export interface DestinationPatch {
  /** The settings, with their secrets. With another place it has to be verified anew. @default unchanged */
  readonly settings?: object
  /** The name. @default unchanged */
  readonly name?: string | null
  /** The least urgency that it is told of. @default unchanged */
  readonly minSeverity?: Severity
  /** The time after which it is told of an alert that nobody acknowledged. @default unchanged */
  readonly after?: Duration
  /** The language of its reader. @default unchanged */
  readonly language?: string | null
  /** The time zone of its reader. @default unchanged */
  readonly timeZone?: string | null
}

/** The code that the reader of a destination hands back. */
export interface DestinationCode {
  /** The six digits that were sent to it. */
  readonly code: string
}

/** Options of a list of destinations. */
export interface DestinationQuery extends ListOptions {
  /** Their status. @default any */
  readonly status?: Destination['status']
  /** The id of their channel. @default any */
  readonly channel?: string
}

const settings = z.custom<object>(
  (value) => typeof value === 'object' && value !== null && !Array.isArray(value),
  "expected the settings that the channel takes, such as { to: 'ana@shop.example' }",
)
const name = z.string().min(1).max(200)
const after = durationOption({ minMs: 0, maxMs: 7 * dayMs })

/** The schema of a language. */
export const languageOption = schemaOf(languageCheck)

/** The schema of {@link DestinationOptions}. */
export const destinationSchema = z.strictObject({
  channel: z.string().min(1).max(100),
  settings,
  name: name.exactOptional(),
  minSeverity: severityOption.exactOptional(),
  after: after.exactOptional(),
  language: languageOption.exactOptional(),
  timeZone: timeZoneOption.exactOptional(),
} satisfies OptionsShape<DestinationOptions>)

/** The schema of {@link DestinationPatch}. */
export const destinationPatchSchema = z.strictObject({
  settings: settings.exactOptional(),
  name: name.nullable().exactOptional(),
  minSeverity: severityOption.exactOptional(),
  after: after.exactOptional(),
  language: languageOption.nullable().exactOptional(),
  timeZone: timeZoneOption.nullable().exactOptional(),
} satisfies OptionsShape<DestinationPatch>)

/** The schema of {@link DestinationCode}. */
export const codeSchema = z.strictObject({
  code: z.string().regex(/^\d{6}$/, 'expected the six digits that were sent'),
} satisfies OptionsShape<DestinationCode>)

/** The schema of {@link DestinationQuery}. */
export const destinationQuerySchema = z.strictObject({
  status: z.enum(['unverified', 'active', 'disabled']).optional(),
  channel: z.string().max(100).optional(),
  ...listShape,
} satisfies OptionsShape<DestinationQuery>)
