import { setTimeout as wait } from 'node:timers/promises'
import { createTelltale, type Telltale, TelltaleError } from '@telltale/core'
import { defined } from '@telltale/core/ports'
import { pgStorage } from '../index.js'

/** The number of outages, and the longest time from the end of each to the next success, of a call and of a check. */
export interface OutageRounds {
  readonly rounds: number
  readonly maxRecoveryMs: number
}

/** An outage: begins when it is called, and has ended when its promise resolves. */
export type Outage = (round: number) => Promise<void>

/** A Telltale with monitors that runs, and the names of monitors whose creation was acknowledged. */
interface Host {
  readonly telltale: Telltale
  readonly acknowledged: Set<string>
  /** Failures that do not say that the call may be tried again. */
  readonly unclear: string[]
  lastSuccessAt: number
  lastCheckAt: number
  /** Ends the creation of monitors, when the last call was answered. */
  endCreating(): Promise<unknown>
}

/** Starts a Telltale that checks every second, and creates monitors all the time. */
async function startHost(connectionString: string, schema: string): Promise<Host> {
  const telltale = createTelltale({
    storage: pgStorage({ connectionString, schema }),
    adapters: [
      {
        specVersion: 1,
        id: 'steady',
        probe: {
          matches: ({ protocol }) => protocol === 'steady:',
          check: async () => ({ latencyMs: 1, uncertaintyMs: 0, phases: {} }),
        },
      },
    ],
  })
  // What fails in the background is tried again; only what is acknowledged counts.
  telltale.on('error', () => undefined)
  await telltale.start()
  for (let number = 0; number < 3; number++)
    await telltale.monitors.create({ name: `steady ${number}`, url: `steady://${number}`, every: '1s' })
  let isOver = false
  const create = async (worker: number) => {
    for (let number = 0; !isOver; number++) {
      const name = `${worker} ${number}`
      try {
        await telltale.monitors.create({ name, url: `steady://${worker}.${number}`, every: '1d' })
        host.acknowledged.add(name)
        host.lastSuccessAt = performance.now()
        await wait(20)
      } catch (cause) {
        if (!TelltaleError.is(cause) || !cause.retryable) host.unclear.push(String(cause))
        await wait(50)
      }
    }
  }
  const creating = [1, 2, 3].map(create)
  const host: Host = {
    telltale,
    acknowledged: new Set(),
    unclear: [],
    lastSuccessAt: 0,
    lastCheckAt: 0,
    endCreating: () => {
      isOver = true
      return Promise.all(creating)
    },
  }
  telltale.on('monitor:checked', () => {
    host.lastCheckAt = performance.now()
  })
  return host
}

/** Waits for a condition. Returns `false` when it did not come in time. */
async function comesWithin(maxMs: number, condition: () => boolean): Promise<boolean> {
  const from = performance.now()
  while (!condition()) {
    if (performance.now() - from > maxMs) return false
    await wait(10)
  }
  return true
}

/**
 * Runs a Telltale through outages of its database. Each time it must go on by itself, and keep what it acknowledged.
 * Returns a description of every promise that was not kept.
 */
export async function runOutages(
  connectionString: string,
  { rounds, maxRecoveryMs }: OutageRounds,
  outage: Outage,
): Promise<readonly string[]> {
  const host = await startHost(connectionString, `outage ${process.pid}`)
  const broken: string[] = []
  for (let round = 1; round <= rounds; round++) {
    await comesWithin(maxRecoveryMs, () => host.acknowledged.size > 0)
    await outage(round)
    const over = performance.now()
    if (!(await comesWithin(maxRecoveryMs, () => host.lastSuccessAt > over)))
      broken.push(`outage ${round}: no call held within ${maxRecoveryMs} ms of its end`)
    if (!(await comesWithin(maxRecoveryMs, () => host.lastCheckAt > over)))
      broken.push(`outage ${round}: no check was stored within ${maxRecoveryMs} ms more`)
  }
  await host.endCreating()
  const kept = new Set<string>()
  let after: string | undefined
  do {
    const page = await host.telltale.monitors.list({ limit: 100, ...defined({ after }) })
    for (const { name } of page.items) kept.add(name)
    after = page.next
  } while (after)
  const lost = [...host.acknowledged].filter((name) => !kept.has(name))
  if (lost.length > 0)
    broken.push(`${lost.length} of ${host.acknowledged.size} acknowledged monitors are lost`)
  broken.push(...host.unclear.map((failure) => `told as ${failure}, which is not retryable`))
  await host.telltale.close()
  return broken
}
