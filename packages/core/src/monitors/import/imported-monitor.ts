import type { WeeklyMaintenance } from '../../latency/maintenance.js'

/** A monitor of another tool, as far as Telltale has the like. */
export interface ImportedMonitor {
  readonly name: string
  /** Where it is; absent of a push monitor. */
  readonly url?: string
  /** The time between two checks, or two heartbeats, in milliseconds. */
  readonly every: number
  /** How long one check may take, in milliseconds. */
  readonly timeout: number
  readonly paused: boolean
  /** The groups and labels that it had. */
  readonly tags: readonly string[]
  /** How many failed checks in a row the other tool took for a failure; absent where it did not say. */
  readonly failuresBeforeIncident?: number
  /** When its failures were expected. */
  readonly maintenance?: readonly WeeklyMaintenance[]
  /** Makes it a push monitor. */
  readonly heartbeat?: { readonly graceMs: number }
}

/** Something that could not be carried over, or has to be set by hand. */
export interface ImportNote {
  /** The monitor it is about; empty when it is about the whole. */
  readonly name: string
  /** Where it stands there, such as `accepted_statuscodes` or `conditions[1]`. */
  readonly field: string
  /** What to do about it. Never holds a password, a token, a header or a body. */
  readonly message: string
}

/** What was read of another tool's configuration. */
export interface Imported {
  readonly monitors: readonly ImportedMonitor[]
  /** Everything that is not in `monitors`, item by item. */
  readonly notes: readonly ImportNote[]
}

/** Notes something about a field of one monitor. */
export type AddNote = (field: string, message: string) => void

/** Nobody reads more than so many notes on fields that are not known. */
export const mostFields = 100

/** What a monitor of Telltale may be: see `MonitorOptions`. */
const limits = {
  every: { least: 1_000, most: 30 * 86_400_000 },
  timeout: { least: 50, most: 60_000 },
} as const

/** Holds a time within what a monitor may have, and notes it when that changes it. */
export function withinLimits(
  setting: keyof typeof limits,
  ms: number,
  { field, add }: { readonly field: string; readonly add: AddNote },
): number {
  const { least, most } = limits[setting]
  const held = Math.round(Math.min(Math.max(ms, least), most))
  if (held !== Math.round(ms))
    add(field, `${ms} ms became ${held} ms: \`${setting}\` is from ${least} to ${most} ms`)
  return held
}

const mostTags = 20
const longestTag = 50

/** The tags that a monitor may have, each once; notes those that are left out. */
export function tagsFrom(
  given: readonly string[],
  { field, add }: { readonly field: string; readonly add: AddNote },
): readonly string[] {
  const words = [...new Set(given.map((tag) => tag.trim()).filter((tag) => tag !== ''))]
  const fitting = words.filter((tag) => tag.length <= longestTag)
  const tags = fitting.slice(0, mostTags)
  if (tags.length < words.length)
    add(
      field,
      `${words.length - tags.length} left out: a monitor has up to ${mostTags} tags of ${longestTag} characters`,
    )
  return tags
}

const longestName = 200

/** The name that a monitor may have. */
export const nameFrom = (given: string): string => given.trim().slice(0, longestName).trim()

/**
 * A URL without a name and a password in it, which belong into the probe's `auth`; `undefined` when it is none.
 */
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

/** An option of the http adapter, as a note says it. */
export const useHttp = (options: string): string => `use an adapter http({ ${options} }) for it`
