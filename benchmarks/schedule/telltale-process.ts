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
    await telltale.monitors.create({ url: `${origin}/${index}`, every })
  await telltale.start()
  // The first slots of all come within 5 s; the grid, which spreads them, holds from the second slot on.
  await pause(everyMs + 10_000)
  telltale.on('monitor:checked', ({ check: { at, slotAt, failure } }) => {
    if (slotAt !== undefined) latenessMs.push(at - slotAt)
    if (failure) failed += 1
  })
  const [cpu, from] = [process.cpuUsage(), performance.now()]
  const rssMb: number[] = []
  for (let minute = 0; minute < minutes; minute++) {
    await pause(60_000)
    rssMb.push(process.memoryUsage.rss() / 2 ** 20)
  }
  const { user, system } = process.cpuUsage(cpu)
  const cpuShare = (user + system) / 1_000 / (performance.now() - from)
  await telltale.close()
  return { latenessMs, failed, cpuShare, rssMb }
}

const pause = (ms: number) => new Promise((resolve) => setTimeout(resolve, ms))

process.on('message', async (order: RunOrder) => process.send?.(await run(order)))
