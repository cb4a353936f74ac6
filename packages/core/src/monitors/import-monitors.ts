import { z } from 'zod'
import { ValidationError } from '../errors/index.js'
import { defined } from '../options/index.js'
import { type OptionsShape, parseOptions } from '../ports/index.js'
import type { Monitor } from '../records/monitor-records.js'
import type { Duration } from '../time/index.js'
import type { Imported, ImportedMonitor, ImportNote } from './import/imported-monitor.js'
import { readGatus } from './import/read-gatus.js'
import { readUptimeKuma } from './import/read-uptime-kuma.js'
import type { MonitorOptions } from './monitor-options.js'

/** What is to be imported. */
export interface ImportOptions {
  /** Whose configuration it is: a backup of Uptime Kuma 1 as JSON, or the YAML that Gatus is configured with. */
  readonly from: 'uptime-kuma' | 'gatus'
}

/** What came of an import. */
export interface ImportResult {
  /** The monitors that were made, in the order they stand there. */
  readonly monitors: readonly Monitor[]
  /** Everything that was not carried over, item by item, and what to do about it. Holds no password, token or header. */
  readonly notes: readonly ImportNote[]
}

const optionsSchema = z.strictObject({
  from: z.enum(['uptime-kuma', 'gatus']),
} satisfies OptionsShape<ImportOptions>)

/**
 * Makes the monitors of another tool's configuration; one that cannot be made here becomes a note.
 *
 * @throws `ValidationError` when the text cannot be read; nothing was made then.
 */
export async function importMonitors(
  text: string,
  options: ImportOptions,
  create: (options: MonitorOptions) => Promise<Monitor>,
): Promise<ImportResult> {
  const { from } = parseOptions('monitors.import', optionsSchema, options)
  const read: Imported = from === 'gatus' ? await readGatus(text) : readUptimeKuma(text)
  const monitors: Monitor[] = []
  const notes = [...read.notes]
  for (const imported of read.monitors) {
    try {
      monitors.push(await create(optionsOf(imported)))
    } catch (error) {
      if (!(error instanceof ValidationError)) throw error
      notes.push(...error.issues.map(({ path, message }) => ({ name: imported.name, field: path, message })))
    }
  }
  return { monitors, notes }
}

function optionsOf({ every, timeout, heartbeat, ...rest }: ImportedMonitor): MonitorOptions {
  const ms = (time: number): Duration => `${time}ms`
  return {
    ...rest,
    every: ms(every),
    timeout: ms(timeout),
    ...defined({
      heartbeat: heartbeat ? (heartbeat.graceMs > 0 ? { grace: ms(heartbeat.graceMs) } : {}) : undefined,
    }),
  }
}
