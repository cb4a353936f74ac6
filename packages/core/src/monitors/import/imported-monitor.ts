import { z } from 'zod'
import { ValidationError } from '../../errors/index.js'
import { defined, parseOptions } from '../../options/index.js'
import { timeSlices } from '../../runtime/index.js'
import type { MonitorOptions } from '../monitor-options.js'

/** A monitor of another tool, as options of Telltale. */
export interface ImportedMonitor {
  /** Tells it from the other monitors of its tool, and stays the same from one import to the next. */
  readonly key: string
  readonly options: MonitorOptions & { readonly name: string }
}

/** A note on something that was not carried over, or that a person should know. */
export interface ImportNote {
  /** The monitor's name; empty for a note on the whole configuration. */
  readonly name: string
  /** The field of the configuration, such as `accepted_statuscodes` or `conditions[1]`. */
  readonly field: string
  /** The advice, without passwords, tokens, headers or bodies. */
  readonly message: string
  /** `true` when the monitor is checked more weakly than before, so that it starts paused, or is left out. */
  readonly weakens: boolean
}

/** A monitor of the text. */
export interface ImportedEntry {
  readonly name: string
  /** The monitor; absent when it was left out. */
  readonly monitor?: ImportedMonitor
  /** The notes on it. */
  readonly notes: readonly ImportNote[]
}

/** The configuration of another tool, as far as Telltale has the like. */
export interface ImportedConfig {
  /** The monitors of the text, in its order. */
  readonly entries: readonly ImportedEntry[]
  /** The notes on the whole. */
  readonly notes: readonly ImportNote[]
}

/** The notes on one monitor. */
export interface Notes {
  /** Adds a note on what a person should know. */
  tell(field: string, message: string): void
  /** Adds a note on what makes the monitor weaker than it was. */
  weaken(field: string, message: string): void
}

/** The maximum number of monitors of one import. */
export const maxImportedMonitors = 5_000

/** The schema of a list of monitors. {@link readItems} checks what is in it. */
export const monitorList = z.array(z.unknown()).max(maxImportedMonitors, {
  error: `expected up to ${maxImportedMonitors} monitors; divide the text`,
})

/** The items of a list in a configuration. */
export interface ItemList<Item> {
  /** The function that was called, which begins the message of an error. */
  readonly where: string
  /** The name of the list. */
  readonly name: string
  readonly items: readonly unknown[]
  readonly schema: z.ZodType<Item>
  /** Returns the name that people see of an item. */
  nameOf(item: Item): string
}

/**
 * Reads the items of a list one by one, and lets other work go first every few milliseconds. One that cannot be read
 * becomes notes, and so does what `read` notes; one with a note that weakens it starts paused.
 */
export async function readItems<Item>(
  list: ItemList<Item>,
  read: (item: Item, notes: Notes) => ImportedMonitor | undefined,
): Promise<readonly ImportedEntry[]> {
  const entries: ImportedEntry[] = []
  const pause = timeSlices()
  for (const [index, given] of list.items.entries()) {
    const notes: ImportNote[] = []
    const found = readItem(list, { index, given }, notes, read)
    const isWeaker = notes.some(({ weakens }) => weakens)
    const monitor = found && isWeaker ? paused(found) : found
    const name = monitor?.options.name ?? notes[0]?.name ?? `${list.name}[${index}]`
    entries.push({ name, notes, ...defined({ monitor }) })
    await pause()
  }
  return entries
}

const paused = ({ key, options }: ImportedMonitor): ImportedMonitor => ({
  key,
  options: { ...options, paused: true },
})

function readItem<Item>(
  { where, name: listName, schema, nameOf }: ItemList<Item>,
  { index, given }: { readonly index: number; readonly given: unknown },
  notes: ImportNote[],
  read: (item: Item, notes: Notes) => ImportedMonitor | undefined,
): ImportedMonitor | undefined {
  const place = `${listName}[${index}]`
  try {
    const item = parseOptions(where, schema, given)
    const name = nameOf(item)
    return read(item, {
      tell: (field, message) => notes.push({ name, field, message, weakens: false }),
      weaken: (field, message) => notes.push({ name, field, message, weakens: true }),
    })
  } catch (error) {
    if (!(error instanceof ValidationError)) throw error
    const name = guessName(given) ?? place
    for (const { path, message } of error.issues)
      notes.push({ name, field: path || place, message: `left out: ${message}`, weakens: true })
    return undefined
  }
}

const guessName = (given: unknown): string | undefined => {
  const name: unknown = Object(given).name
  return typeof name === 'string' && name.trim() !== '' ? nameFrom(name) : undefined
}

/** The number of unknown fields that are noted at most. */
export const maxUnknownFields = 100

const maxTags = 20
const maxTagChars = 50

/** Returns the tags that a monitor may have, each once. Adds a note on those that are left out. */
export function tagsFrom(given: readonly string[], field: string, notes: Notes): readonly string[] {
  const all = [...new Set(given.map((tag) => tag.trim()).filter((tag) => tag !== ''))]
  const fitting = all.filter((tag) => tag.length <= maxTagChars)
  const tags = fitting.slice(0, maxTags)
  if (tags.length < all.length)
    notes.tell(
      field,
      `${all.length - tags.length} left out: a monitor has up to ${maxTags} tags of ${maxTagChars} characters`,
    )
  return tags
}

const maxNameChars = 200

/** Returns a name cut to the length that a monitor's may have. */
export const nameFrom = (given: string): string => given.trim().slice(0, maxNameChars).trim()

/** Returns a key cut to the length that a monitor's may have. */
export const keyFrom = (given: string): string => given.slice(0, maxNameChars)
