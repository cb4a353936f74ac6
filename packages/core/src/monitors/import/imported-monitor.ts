import { z } from 'zod'
import { ValidationError } from '../../errors/index.js'
import type { WeeklyMaintenance } from '../../latency/maintenance.js'
import { parseOptions } from '../../options/index.js'
import { timeSlices } from '../../runtime/index.js'
import { dayMs } from '../../time/index.js'

/** A monitor of another tool, with the settings that Telltale has too. */
export interface ImportedMonitor {
  readonly name: string
  /** The URL; absent for a push monitor. */
  readonly url?: string
  /** The time between two checks, or two heartbeats, in milliseconds. */
  readonly everyMs: number
  /** The time limit of one check, in milliseconds. */
  readonly timeoutMs: number
  readonly paused: boolean
  /** The groups and labels that it had. */
  readonly tags: readonly string[]
  /** The number of failed checks in a row that are an incident; absent where the other tool does not say. */
  readonly failuresBeforeIncident?: number
  /** The maintenance windows. */
  readonly maintenance?: readonly WeeklyMaintenance[]
  /** Makes it a push monitor. */
  readonly heartbeat?: { readonly graceMs: number }
}

/** A note on something that could not be carried over, or has to be set by hand. */
export interface ImportNote {
  /** The monitor's name; empty for a note on the whole configuration. */
  readonly name: string
  /** The field of the configuration, such as `accepted_statuscodes` or `conditions[1]`. */
  readonly field: string
  /** The advice, without passwords, tokens, headers or bodies. */
  readonly message: string
}

/** The configuration of another tool, as far as Telltale has the like. */
export interface ImportedConfig {
  readonly monitors: readonly ImportedMonitor[]
  /** Notes on everything that is not in `monitors`. */
  readonly notes: readonly ImportNote[]
}

/** The maximum number of monitors of one import. */
const maxImportedMonitors = 5_000

/** The schema of a list of monitors. {@link readItems} checks what is in it. */
export const monitorList = z.array(z.unknown()).max(maxImportedMonitors, {
  error: `expected up to ${maxImportedMonitors} monitors; divide the text`,
})

/** The items of a list in a configuration. */
export interface ItemList<Schema extends z.ZodType> {
  /** The function that was called, which begins the message of an error. */
  readonly where: string
  /** The name of the list. */
  readonly name: string
  readonly items: readonly unknown[]
  readonly schema: Schema
}

/**
 * Checks and reads the items of a list one by one, and lets other work go first every few milliseconds.
 *
 * @throws `ValidationError` naming all that is wrong with the first wrong item.
 */
export async function readItems<Schema extends z.ZodType, Result>(
  { where, name, items, schema }: ItemList<Schema>,
  read: (item: z.output<Schema>) => Result,
): Promise<readonly Result[]> {
  const pause = timeSlices()
  const results: Result[] = []
  for (const [index, item] of items.entries()) {
    try {
      results.push(read(parseOptions(where, schema, item)))
    } catch (error) {
      if (!(error instanceof ValidationError)) throw error
      const within = (path: string) => `${name}[${index}]${path && `.${path}`}`
      throw new ValidationError(
        where,
        error.issues.map(({ path, message }) => ({ path: within(path), message })),
        { cause: error },
      )
    }
    await pause()
  }
  return results
}

/** Adds a note on a field of one monitor. */
export type AddNote = (field: string, message: string) => void

/** The number of unknown fields that are noted at most. */
export const maxUnknownFields = 100

/** The limits of a monitor: see `MonitorOptions`. */
const limits = {
  every: { minMs: 1_000, maxMs: 30 * dayMs },
  timeout: { minMs: 50, maxMs: 60_000 },
} as const

/** Clamps a time to the limits of a monitor, and adds a note when that changes it. */
export function withinLimits(
  setting: keyof typeof limits,
  ms: number,
  { field, add }: { readonly field: string; readonly add: AddNote },
): number {
  const { minMs, maxMs } = limits[setting]
  const clamped = Math.round(Math.min(Math.max(ms, minMs), maxMs))
  if (clamped !== Math.round(ms))
    add(field, `${ms} ms became ${clamped} ms: \`${setting}\` is from ${minMs} to ${maxMs} ms`)
  return clamped
}

const maxTags = 20
const maxTagChars = 50

/** Returns the tags that a monitor may have, each once. Adds a note on those that are left out. */
export function tagsFrom(
  given: readonly string[],
  { field, add }: { readonly field: string; readonly add: AddNote },
): readonly string[] {
  const all = [...new Set(given.map((tag) => tag.trim()).filter((tag) => tag !== ''))]
  const fitting = all.filter((tag) => tag.length <= maxTagChars)
  const tags = fitting.slice(0, maxTags)
  if (tags.length < all.length)
    add(
      field,
      `${all.length - tags.length} left out: a monitor has up to ${maxTags} tags of ${maxTagChars} characters`,
    )
  return tags
}

const maxNameChars = 200

/** Returns a name cut to the length that a monitor's may have. */
export const nameFrom = (given: string): string => given.trim().slice(0, maxNameChars).trim()

/** Returns a URL without its user name and password, which belong into the probe's `auth`. `undefined` when it is none. */
export function urlFrom(
  text: string,
  { field, add }: { readonly field: string; readonly add: AddNote },
): string | undefined {
  if (!URL.canParse(text) || text.length > 2_048) {
    add(field, 'left out: no absolute URL of up to 2048 characters; put in what stands for variables first')
    return undefined
  }
  const url = new URL(text)
  if (url.username === '' && url.password === '') return text
  url.username = ''
  url.password = ''
  add(field, 'its login was left out: use an adapter http({ auth: { username, password } })')
  return url.href
}

/** Returns the advice to set options of the http adapter. */
export const useHttp = (options: string): string => `use an adapter http({ ${options} }) for it`
