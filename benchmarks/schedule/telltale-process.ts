import { readFileSync } from 'node:fs'
import { setFlagsFromString } from 'node:v8'
import { runInNewContext } from 'node:vm'
import { http } from '@telltale/adapters/http'
import { createTelltale } from '@telltale/core'
import { memoryStorage } from '@telltale/storage-memory'
import type { RunOrder, RunResult } from './run.js'

/** A whole Telltale, as a host has it, with nothing else in the process. */
async function run({ origin, monitors, everyMs, minutes }: RunOrder): Promise<RunResult> {
  const latenessMs: number[] = []
  let failed = 0
  const telltale = createTelltale({
    storage: memoryStorage(),
    adapters: [http()],
    http: { allow: ['127.0.0.1'] },
  })
  telltale.on('error', (error) => console.error(error.message))
  const every = `${everyMs}ms` as const
  for (let index = 0; index < monitors; index++)
    await telltale.monitors.create({
      url: `${origin}/${index}`,
      every,
      request: { headers: { accept: 'text/html', 'x-monitor': `${index}` } },
      expect: { status: [200, 204] },
    })
  await telltale.start()
  // The first slots of all come within 5 s; the grid, which spreads them, holds from the second slot on.
  await pause(everyMs + 10_000)
  const heapFromMb = heapInUseMb()
  telltale.on('monitor:checked', ({ check: { at, slotAt, failure } }) => {
    if (slotAt !== undefined) latenessMs.push(at - slotAt)
    if (failure) failed += 1
  })
  const [cpu, waited, from] = [process.cpuUsage(), waitedMs(), performance.now()]
  const rssMb: number[] = []
  for (let minute = 0; minute < minutes; minute++) {
    await pause(60_000)
    rssMb.push(process.memoryUsage.rss() / 2 ** 20)
  }
  const { user, system } = process.cpuUsage(cpu)
  const tookMs = performance.now() - from
  const waitShare = waited !== undefined && { waitShare: ((waitedMs() ?? waited) - waited) / tookMs }
  const heapMb = [heapFromMb, heapInUseMb()] as const
  await telltale.close()
  return { latenessMs, failed, cpuShare: (user + system) / 1_000 / tookMs, ...waitShare, rssMb, heapMb }
}

/** The time that the main thread was ready and had no processor: the second field of /proc/self/schedstat. */
function waitedMs(): number | undefined {
  try {
    return Number(readFileSync('/proc/self/schedstat', 'utf8').split(' ')[1]) / 1e6
  } catch {
    return undefined
  }
}

setFlagsFromString('--expose-gc')
const collect: () => void = runInNewContext('gc')

function heapInUseMb(): number {
  collect()
  return process.memoryUsage().heapUsed / 2 ** 20
}

const pause = (ms: number) => new Promise((resolve) => setTimeout(resolve, ms))

process.on('message', async (order: RunOrder) => process.send?.(await run(order)))
