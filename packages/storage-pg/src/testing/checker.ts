import { fileURLToPath } from 'node:url'
import { createTelltale, systemClock, type Telltale } from '@telltale/core'
import type { Adapter, Clock } from '@telltale/core/ports'
import { pgStorage } from '../index.js'
import { startWriter, type Writer } from './writer.js'

const thisFile = fileURLToPath(import.meta.url)

/** The database that checkers share, and the clock of all of them. */
export interface CheckerSettings {
  readonly connectionString: string
  readonly schema: string
  /** The real time at which their clock is right. */
  readonly origin: number
  /** The speed of their clock: 4 is four times as fast as the real time. */
  readonly speed: number
  /** The time of one check, in milliseconds of their clock. */
  readonly checkMs: number
}

/** A clock that goes faster than the real time, and shows the same in every process. */
const fastClock = ({ origin, speed }: Pick<CheckerSettings, 'origin' | 'speed'>): Clock => {
  const now = () => origin + Math.floor((systemClock.now() - origin) * speed)
  return {
    now,
    wakeAt: (at, wake, options) => {
      let cancel = () => {}
      const arm = () => {
        const waitMs = Math.ceil(Math.max(0, at - now()) / speed)
        cancel = systemClock.wakeAt(systemClock.now() + waitMs, () => (now() >= at ? wake() : arm()), options)
      }
      arm()
      return () => cancel()
    },
  }
}

/** Makes the Telltale of a process, whose checks succeed after a while. */
export function openChecker(settings: CheckerSettings): Telltale {
  const { connectionString, schema, checkMs } = settings
  const clock = fastClock(settings)
  const probe: Adapter = {
    specVersion: 1,
    id: 'slow',
    probe: {
      matches: ({ protocol }) => protocol === 'slow:',
      check: (_, { signal }) =>
        new Promise((resolve, reject) => {
          const measured = { latencyMs: checkMs, uncertaintyMs: 0, phases: {} }
          const cancel = clock.wakeAt(clock.now() + checkMs, () => resolve(measured))
          signal.addEventListener('abort', () => {
            cancel()
            reject(signal.reason)
          })
        }),
    },
  }
  return createTelltale({
    storage: pgStorage({ connectionString, schema }),
    clock,
    adapters: [probe],
    concurrency: 200,
  })
}

/** Starts a process that does what is due. Resolves once it does. */
export const startChecker = (settings: CheckerSettings): Promise<Writer<string>> =>
  startWriter<string>(thisFile, [JSON.stringify(settings)])

if (process.argv[1] === thisFile) {
  const telltale = openChecker(JSON.parse(process.argv[2] ?? '{}'))
  telltale.on('error', (error) => console.error(error.message))
  await telltale.start()
  process.stdout.write('"started"\n')
}
