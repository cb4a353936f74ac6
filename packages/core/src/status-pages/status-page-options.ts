import { z } from 'zod'
import { type OptionsShape, timeZoneOption } from '../options/index.js'
import type { StatusPageGroup, StatusPageMonitor } from '../records/status-page-records.js'

/** Options of a new status page. */
export interface StatusPageOptions {
  /** The title that readers see, 1 to 200 characters. */
  readonly title: string
  /**
   * The part of its address that names it, such as `'shop'`: 1 to 60 lower-case letters, digits and hyphens, unique among
   * the owner's pages. Calls take it in place of the id. @default none
   */
  readonly slug?: string
  /** The words below the title, up to 2,000 characters. @default none */
  readonly description?: string
  /** The groups of monitors, 50 at most. @default [] */
  readonly groups?: readonly StatusPageGroup[]
  /** `true` shows the median latency of each monitor. @default false */
  readonly showLatency?: boolean
  /** `true` shows the tags of each monitor. @default false */
  readonly showTags?: boolean
  /** The language in which times and numbers are written, such as `'de-AT'`. @default 'en' */
  readonly locale?: string
  /** The time zone of the times that readers see. @default 'UTC' */
  readonly timeZone?: string
}

/** A change of a status page. A member that is absent stays as it is; `null` takes an option back to its default. */
export type StatusPagePatch = {
  readonly [Name in keyof Omit<StatusPageOptions, 'title'>]?: StatusPageOptions[Name] | null
} & Partial<Pick<StatusPageOptions, 'title'>>

/** The maximum number of monitors on a page. Of more that have a tag, the first by name are shown. */
export const maxShownMonitors = 200

const text = (maxChars: number) => z.string().trim().min(1).max(maxChars)

const isLocale = (name: string): boolean => {
  try {
    return Intl.getCanonicalLocales(name).length === 1
  } catch {
    return false
  }
}

/** The form of the id of a record, which no slug has. */
export const recordId = /^[\da-f]{8}(-[\da-f]{4}){3}-[\da-f]{12}$/

/** The form of a slug. */
export const slugWords = /^(?=.{1,60}$)[a-z\d]+(-[a-z\d]+)*$/

const slug = z
  .string()
  .regex(slugWords, { error: "expected lower-case words such as 'my-shop'" })
  .refine((given) => !recordId.test(given), { error: 'expected a name, not an id' })

const monitor = z.strictObject({
  id: z.string().max(100),
  name: text(200).exactOptional(),
} satisfies OptionsShape<StatusPageMonitor>)

const group = z
  .strictObject({
    name: text(200).exactOptional(),
    monitors: z
      .array(monitor)
      .max(100, { error: 'expected at most 100 monitors' })
      .refine((monitors) => new Set(monitors.map(({ id }) => id)).size === monitors.length, {
        error: 'expected each monitor once',
      })
      .exactOptional(),
    tag: text(50).exactOptional(),
  } satisfies OptionsShape<StatusPageGroup>)
  .refine(({ monitors, tag }) => monitors !== undefined || tag !== undefined, {
    error: 'expected `monitors`, `tag` or both',
  })

const shape = {
  title: text(200),
  slug: slug.optional(),
  description: text(2_000).optional(),
  groups: z
    .array(group)
    .max(50, { error: 'expected at most 50 groups' })
    .refine((groups) => groups.flatMap(({ monitors = [] }) => monitors).length <= maxShownMonitors, {
      error: `expected at most ${maxShownMonitors} monitors in all`,
    })
    .optional(),
  showLatency: z.boolean().optional(),
  showTags: z.boolean().optional(),
  locale: z
    .string()
    .max(50)
    .refine(isLocale, { error: "expected a language such as 'en' or 'de-AT'" })
    .optional(),
  timeZone: timeZoneOption.optional(),
} satisfies OptionsShape<StatusPageOptions>

/** The members that a status page has unless its options say otherwise. */
export const statusPageDefaults = {
  groups: [] as readonly StatusPageGroup[],
  showLatency: false,
  showTags: false,
  locale: 'en',
  timeZone: 'UTC',
} as const

/** The schema of {@link StatusPageOptions}. */
export const statusPageSchema = z.strictObject(shape)

/** The schema of {@link StatusPagePatch}. */
export const statusPagePatchSchema = z.strictObject({
  title: shape.title.optional(),
  slug: shape.slug.nullable(),
  description: shape.description.nullable(),
  groups: shape.groups.nullable(),
  showLatency: shape.showLatency.nullable(),
  showTags: shape.showTags.nullable(),
  locale: shape.locale.nullable(),
  timeZone: shape.timeZone.nullable(),
} satisfies OptionsShape<StatusPagePatch>)
