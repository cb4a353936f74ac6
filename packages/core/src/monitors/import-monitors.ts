import { z } from 'zod'
import { ConflictError, QuotaError, ValidationError } from '../errors/index.js'
import { defined, type OptionsShape, omit, parseOptions } from '../options/index.js'
import type { Monitor } from '../records/monitor-records.js'
import { timeSlices } from '../runtime/index.js'
import { updateMonitor } from './change-monitor.js'
import { createMonitor } from './create-monitor.js'
import { changedOptions, type KeyedOptions, monitorsByKey, patchOf } from './definitions/plan-monitor.js'
import type { Variables } from './import/gatus-variables.js'
import type { ImportedConfig, ImportedMonitor, ImportNote } from './import/imported-monitor.js'
import { readGatus } from './import/read-gatus.js'
import { readUptimeKuma } from './import/read-uptime-kuma.js'
import type { MonitorsContext } from './monitors-context.js'

/** Options of an import. */
export interface ImportOptions {
  /** The tool that the text is of: Uptime Kuma, as JSON or the bytes of `kuma.db`, or Gatus, as YAML. */
  readonly from: 'uptime-kuma' | 'gatus'
  /** The values for `${NAME}` in a configuration of Gatus, such as `process.env`. @default {} */
  readonly variables?: Readonly<Record<string, string | undefined>>
  /** `true` to tell what would be done, and to change nothing. @default false */
  readonly dryRun?: boolean
}

/** A configuration: its text, the texts of several files of it, or the bytes of the database of Uptime Kuma. */
export type ImportText = string | readonly string[] | Uint8Array

/** The fate of one monitor of the text. */
export interface ImportEntry {
  /** The name of the monitor. */
  readonly name: string
  /** The result: in a dry run, the one that there would be. */
  readonly outcome: 'created' | 'changed' | 'unchanged' | 'left-out'
  /** `true` when everything that was checked before is checked here, too. Others start paused, or are left out. */
  readonly isWhole: boolean
  /** The id of the monitor; absent where there is none. */
  readonly monitorId?: string
}

/** The result of an import. */
export interface ImportResult {
  /** The monitors that were created or changed, in the order of the text; none after a dry run. */
  readonly monitors: readonly Monitor[]
  /** The fate of each monitor of the text, in its order. */
  readonly entries: readonly ImportEntry[]
  /** Notes on what was not carried over and what a person should know, without passwords, tokens or headers. */
  readonly notes: readonly ImportNote[]
  /** The result in words, such as `27 of 29 monitors whole, 2 with notes`. */
  readonly carriedOver: string
}

const optionsSchema = z.strictObject({
  from: z.enum(['uptime-kuma', 'gatus']),
  variables: z.record(z.string(), z.string().optional()).default({}),
  dryRun: z.boolean().default(false),
} satisfies OptionsShape<ImportOptions>)

/** Carries the monitors of another tool's configuration over. One that is not valid here becomes a note. */
export async function importMonitors(
  context: MonitorsContext,
  text: ImportText,
  options: ImportOptions,
): Promise<ImportResult> {
  const { from, variables, dryRun } = parseOptions('monitors.import', optionsSchema, options)
  const config = await read(text, from, variables)
  const stored = await monitorsByKey(context, `${from}/`)
  const entries: ImportEntry[] = []
  const monitors: Monitor[] = []
  const notes: ImportNote[] = []
  const pause = timeSlices()
  for (const entry of config.entries) {
    const existing = entry.monitor && stored.get(entry.monitor.key)
    const { monitor, outcome, note } = await carryOver(context, entry.monitor, existing, dryRun)
    const own = [...entry.notes, ...note.map((each) => ({ ...each, name: entry.name }))]
    notes.push(...own)
    if (monitor && outcome !== 'unchanged') monitors.push(monitor)
    const isWhole = outcome !== 'left-out' && !own.some(({ weakens }) => weakens)
    const monitorId = monitor?.id ?? existing?.id
    entries.push({ name: entry.name, outcome, isWhole, ...defined({ monitorId }) })
    await pause()
  }
  return { monitors, entries, notes: [...notes, ...config.notes], carriedOver: inWords(entries) }
}

function read(text: ImportText, from: ImportOptions['from'], variables: Variables): Promise<ImportedConfig> {
  if (text instanceof Uint8Array && from === 'uptime-kuma') return readUptimeKuma(text)
  const texts = typeof text === 'string' ? [text] : text
  if (!isTexts(texts) || (from === 'uptime-kuma' && texts.length !== 1))
    throw new ValidationError('monitors.import', [
      {
        path: 'text',
        message: 'expected a text; for Gatus a list of them, and for Uptime Kuma bytes, will do too',
      },
    ])
  return from === 'gatus' ? readGatus(texts, variables) : readUptimeKuma(texts[0] ?? '')
}

const isTexts = (given: unknown): given is readonly string[] =>
  Array.isArray(given) && given.every((each) => typeof each === 'string')

/** The result for one monitor. */
interface CarriedOver {
  readonly monitor?: Monitor
  readonly outcome: ImportEntry['outcome']
  readonly note: readonly Omit<ImportNote, 'name'>[]
}

async function carryOver(
  context: MonitorsContext,
  imported: ImportedMonitor | undefined,
  existing: Monitor | undefined,
  dryRun: boolean,
): Promise<CarriedOver> {
  if (!imported) return { outcome: 'left-out', note: [] }
  const options: KeyedOptions = { ...imported.options, key: imported.key }
  try {
    // Whoever lets a paused monitor run, or pauses one, is not overruled.
    const given = existing ? omit(options, 'paused') : options
    const changes = await changedOptions(context, existing, given)
    if (existing && changes.length === 0) return { monitor: existing, outcome: 'unchanged', note: [] }
    const outcome = existing ? 'changed' : 'created'
    if (dryRun) return { outcome, note: [] }
    const monitor = existing
      ? await updateMonitor(context, existing.id, patchOf(given, changes))
      : await createMonitor(context, options)
    return { monitor, outcome, note: [] }
  } catch (error) {
    return { outcome: 'left-out', note: notesOf(error) }
  }
}

/** Makes notes of what is wrong with one monitor. @throws what is wrong with everything */
function notesOf(error: unknown): CarriedOver['note'] {
  if (error instanceof ValidationError)
    return error.issues.map(({ path, message }) => ({
      field: path,
      message: `left out: ${message}`,
      weakens: true,
    }))
  if (error instanceof QuotaError)
    return [{ field: 'name', message: `left out: ${error.message}`, weakens: true }]
  if (error instanceof ConflictError && !error.retryable)
    return [{ field: 'key', message: `left out: ${error.message}`, weakens: true }]
  throw error
}

function inWords(entries: readonly ImportEntry[]): string {
  const whole = entries.filter(({ isWhole }) => isWhole).length
  const rest = entries.length - whole
  return `${whole} of ${entries.length} monitors whole${rest > 0 ? `, ${rest} with notes` : ''}`
}
