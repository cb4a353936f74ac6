import { z } from 'zod'
import { ValidationError } from '../errors/index.js'
import { defined } from '../options/index.js'
import { type OptionsShape, parseOptions } from '../ports/index.js'
import type { Monitor } from '../records/monitor-records.js'
import { timeSlices } from '../runtime/index.js'
import { toDuration } from '../time/index.js'
import type { ImportedConfig, ImportedMonitor, ImportNote } from './import/imported-monitor.js'
import { readGatus } from './import/read-gatus.js'
import { readUptimeKuma } from './import/read-uptime-kuma.js'
import type { MonitorOptions } from './monitor-options.js'

/** Options of an import. */
export interface ImportOptions {
  /** The tool that the text is of: a backup of Uptime Kuma 1 as JSON, or the YAML configuration of Gatus. */
  readonly from: 'uptime-kuma' | 'gatus'
}

/** The result of an import. */
export interface ImportResult {
  /** The monitors that were created, in the order of the text. */
  readonly monitors: readonly Monitor[]
  /** Notes on everything that was not carried over, without passwords, tokens or headers. */
  readonly notes: readonly ImportNote[]
}

const optionsSchema = z.strictObject({
  from: z.enum(['uptime-kuma', 'gatus']),
} satisfies OptionsShape<ImportOptions>)

/**
 * Creates the monitors of another tool's configuration. One that is not valid here becomes a note.
 *
 * @throws `ValidationError` when the text cannot be read. No monitor is created then.
 */
export async function importMonitors(
  text: string,
  options: ImportOptions,
  create: (options: MonitorOptions) => Promise<Monitor>,
): Promise<ImportResult> {
  const { from } = parseOptions('monitors.import', optionsSchema, options)
  const config: ImportedConfig = from === 'gatus' ? await readGatus(text) : await readUptimeKuma(text)
  const monitors: Monitor[] = []
  const notes = [...config.notes]
  const pause = timeSlices()
  for (const imported of config.monitors) {
    try {
      monitors.push(await create(optionsOf(imported)))
    } catch (error) {
      if (!(error instanceof ValidationError)) throw error
      notes.push(...error.issues.map(({ path, message }) => ({ name: imported.name, field: path, message })))
    }
    await pause()
  }
  return { monitors, notes }
}

function optionsOf({ everyMs, timeoutMs, heartbeat, ...rest }: ImportedMonitor): MonitorOptions {
  return {
    ...rest,
    every: toDuration(everyMs),
    timeout: toDuration(timeoutMs),
    ...defined({
      heartbeat: heartbeat
        ? heartbeat.graceMs > 0
          ? { grace: toDuration(heartbeat.graceMs) }
          : {}
        : undefined,
    }),
  }
}
