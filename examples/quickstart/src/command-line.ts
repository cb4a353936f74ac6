import { parseArgs } from 'node:util'
import { type Duration, parseDuration, TelltaleError } from '@telltale/core'
import { defined } from '@telltale/core/ports'

const usage = 'usage: pnpm start [--for 20s] [URL …]'

/** Reads the command line: further URLs to watch, and the time to run. Ends the process when it is wrong. */
export function readCommandLine(): { urls: string[]; forMs?: number } {
  try {
    const { values, positionals } = parseArgs({
      options: { for: { type: 'string' } },
      allowPositionals: true,
    })
    const { for: duration } = values
    return {
      urls: positionals,
      ...defined({ forMs: duration ? parseDuration(duration as Duration) : undefined }),
    }
  } catch (error) {
    const reason = TelltaleError.is(error)
      ? `--for: ${error.message}`
      : error instanceof Error && error.message
    console.error(`${reason}\n${usage}`)
    process.exit(2)
  }
}

/** Resolves on Ctrl-C, on SIGTERM, or after the given time. */
export function untilDone(forMs?: number): Promise<void> {
  return new Promise((resolve) => {
    process.once('SIGINT', () => resolve())
    process.once('SIGTERM', () => resolve())
    if (forMs !== undefined) setTimeout(resolve, forMs)
  })
}
