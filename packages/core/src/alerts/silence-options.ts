import { z } from 'zod'
import type { AlertSubject, Severity, SubjectKind } from '../alerting/alert-notice.js'
import { type Duration, durationOption, type OptionsShape, timeOption } from '../options/index.js'
import type { SilenceMatcher } from '../records/alert-routing-records.js'
import { type ListOptions, listShape } from '../runtime/index.js'
import { dayMs } from '../time/index.js'

/** The end of a silence or a pause: after a time, or at one. */
export interface SpanEnd {
  /** Its length, such as `'2h'`, at most 365 days. @default given by `until` */
  readonly for?: Duration
  /** Its end, in epoch milliseconds, at most 365 days from now. @default given by `for` */
  readonly until?: number
}

/** A silence to begin. One of `for` and `until` is given. */
export interface SilenceOptions extends SpanEnd {
  /** The alerts it is about: those that meet all of its members, of which it has one at least. */
  readonly matcher: SilenceMatcher
  /** The person who makes it, by the host's name for them, 1 to 200 characters. */
  readonly author: string
  /** Their reason, 1 to 500 characters. @default none */
  readonly reason?: string
}

/** Options of a list of silences. */
export interface SilenceQuery extends ListOptions {
  /** `true` for those that have not ended, `false` for those that have. @default both */
  readonly active?: boolean
}

/** The longest silence or pause: what is meant for ever is a rule to pause. */
export const maxSilenceMs = 365 * dayMs

const kinds = [
  'monitor',
  'product',
  'source',
] as const satisfies readonly SubjectKind[] satisfies readonly AlertSubject['kind'][]

const listOf = <Item extends z.ZodType>(item: Item) => z.array(item).min(1).max(100).exactOptional()
const idOption = z.string().min(1).max(100)

/** Checks a {@link SilenceMatcher}. */
export const matcherSchema = z
  .strictObject({
    watches: listOf(z.enum(kinds)),
    ruleIds: listOf(idOption),
    subjectIds: listOf(idOption),
    tags: listOf(idOption),
    severities: listOf(z.enum(['info', 'warning', 'critical'] satisfies readonly Severity[])),
  } satisfies OptionsShape<SilenceMatcher>)
  .refine((matcher) => Object.keys(matcher).length > 0, {
    error:
      'expected one of watches, ruleIds, subjectIds, tags and severities; alerts.pauseAll holds everything back',
  })

/** The members of an end, for schemas that extend it. */
const endShape = {
  for: durationOption({ minMs: 1_000, maxMs: maxSilenceMs }).exactOptional(),
  until: timeOption.exactOptional(),
} satisfies OptionsShape<SpanEnd>

const hasOneEnd = ({ for: lasts, until }: { readonly for?: number; readonly until?: number }) =>
  (lasts === undefined) !== (until === undefined)

const oneEnd = { error: "expected either for, such as '2h', or until, a time" }

/** Checks a {@link SpanEnd}. */
export const endSchema = z.strictObject(endShape).refine(hasOneEnd, oneEnd)

/** Checks {@link SilenceOptions}. */
export const silenceSchema = z
  .strictObject({
    matcher: matcherSchema,
    author: z.string().min(1).max(200),
    reason: z.string().min(1).max(500).exactOptional(),
    ...endShape,
  } satisfies OptionsShape<SilenceOptions>)
  .refine(hasOneEnd, oneEnd)

/** Checks a {@link SilenceQuery}. */
export const silenceQuerySchema = z.strictObject({
  active: z.boolean().optional(),
  ...listShape,
} satisfies OptionsShape<SilenceQuery>)
