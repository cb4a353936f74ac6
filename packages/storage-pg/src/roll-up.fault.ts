import { setTimeout } from 'node:timers/promises'
import { fileURLToPath } from 'node:url'
import { createTelltale } from '@telltale/core'
import type { Adapter, JobRun, Scheduler, Storage } from '@telltale/core/ports'
import { testClock } from '@telltale/core/testing'
import { pgStorage } from './index.js'
import { startServer } from './testing/server.js'
import { startWriter } from './testing/writer.js'

const thisFile = fileURLToPath(import.meta.url)
const beginning = Date.UTC(2026, 0, 1)
const minuteMs = 60_000

/** Answers in another time for each address it is asked for, at once. */
const probe: Adapter = {
  specVersion: 1,
  id: 'instant',
  probe: {
    matches: ({ protocol }) => protocol === 'instant:',
    check: async ({ url }) => ({ latencyMs: 10 + url.href.length, uncertaintyMs: 0, phases: {} }),
  },
}

/** Does its one job, the upkeep, when it is told to. */
function handScheduler(): { readonly scheduler: Scheduler; run(slotAt: number): Promise<void> } {
  let handle: ((run: JobRun) => Promise<void>) | undefined
  const signal = new AbortController().signal
  return {
    scheduler: {
      enqueue: async () => undefined,
      remove: async () => undefined,
      work: async (handler) => {
        handle = handler
      },
      close: async () => undefined,
    },
    run: async (slotAt) => {
      await handle?.({ id: 'upkeep', slotAt, attempt: 1, signal, data: { kind: 'upkeep' } })
    },
  }
}

/** The newest check there is, so that a process goes on where the one before was killed. */
async function newestAt(storage: Storage): Promise<number> {
  let newest = beginning
  for await (const { name, row } of storage.dump())
    if (name === 'checks') newest = Math.max(newest, Number(row.at))
  return newest
}

/** Checks two monitors every twenty seconds of its own time, and rolls up every five minutes. */
async function watch(connectionString: string, schema: string, minutes: number): Promise<void> {
  const storage = pgStorage({ connectionString, schema })
  await storage.migrate()
  const clock = testClock({ now: (await newestAt(storage)) + 20_000 })
  const { scheduler, run } = handScheduler()
  const telltale = createTelltale({ storage, clock, scheduler, adapters: [probe] })
  await telltale.start()
  let { items } = await telltale.monitors.list()
  if (items.length < 2) {
    for (const path of ['one', 'three'].slice(items.length))
      await telltale.monitors.create({ url: `instant:${path}`, every: '20s' })
    items = (await telltale.monitors.list()).items
  }
  const end = clock.now() + minutes * minuteMs
  for (let lastSlot = 0; clock.now() < end; ) {
    for (const { id } of items) await telltale.monitors.check(id)
    const slot = Math.floor(clock.now() / (5 * minuteMs)) * 5 * minuteMs
    if (slot > lastSlot) {
      process.stdout.write(`${clock.now()}\n`)
      await run(slot)
    }
    lastSlot = slot
    await clock.advance(20_000)
  }
  await telltale.close()
}

const bucketMs = { checks_by_minute: minuteMs, checks_by_hour: 60 * minuteMs } as const

/** Returns every roll-up with a wrong number of checks, and every bucket without one or with two. */
async function wrongRollUps(storage: Storage): Promise<readonly string[]> {
  const checks = new Map<string, number[]>()
  const rollUps: {
    readonly name: keyof typeof bucketMs
    readonly key: string
    readonly at: number
    readonly checks: number
  }[] = []
  for await (const { name, row } of storage.dump())
    if (name === 'checks') {
      const key = String(row.key)
      const times = checks.get(key) ?? []
      times.push(Number(row.at))
      checks.set(key, times)
    } else if (name in bucketMs) rollUps.push({ ...row, name } as unknown as (typeof rollUps)[number])
  const wrong: string[] = []
  for (const { name, key, at, checks: counted } of rollUps) {
    const inside = (checks.get(key) ?? []).filter((time) => time >= at && time < at + bucketMs[name])
    if (inside.length !== counted) wrong.push(`${name} of ${at} says ${counted} checks of ${inside.length}`)
  }
  for (const name of ['checks_by_minute', 'checks_by_hour'] as const)
    for (const [key, times] of checks) {
      const found = rollUps.filter((one) => one.name === name && one.key === key).map(({ at }) => at)
      const last = Math.max(...found)
      const wanted = new Set(times.map((at) => Math.floor(at / bucketMs[name]) * bucketMs[name]))
      const missing = [...wanted].filter((at) => at < last && !found.includes(at))
      if (missing.length > 0 || new Set(found).size < found.length || found.length === 0)
        wrong.push(
          `${name}: ${missing.length} of ${wanted.size} buckets are missing, ${found.length} are there`,
        )
    }
  return wrong
}

/** Kills processes that roll up, lets one end by itself, and looks at what is left. */
async function killRollUps(connectionString: string, rounds: number): Promise<readonly string[]> {
  const schema = `roll up ${process.pid}`
  const storage = pgStorage({ connectionString, schema })
  for (let round = 0; round < rounds; round++) {
    const writer = await startWriter<number>(thisFile, [connectionString, schema, '600'])
    await setTimeout(Math.random() * 1_000)
    await writer.kill()
  }
  const last = await startWriter<number>(thisFile, [connectionString, schema, '75'])
  await last.ended()
  const wrong = await wrongRollUps(storage)
  await storage.close()
  return wrong
}

/** Kills the host's process while it rolls checks up: in the end each check is in each level once. */
export const faultRun = {
  name: 'storage-pg: kill -9 while checks are rolled up',
  rounds: 50,
  run: async (rounds: number): Promise<readonly string[]> => {
    const server = await startServer()
    try {
      return await killRollUps(server.connectionString, rounds)
    } finally {
      await server.stop()
    }
  },
}

if (process.argv[1] === thisFile) {
  const [connectionString = '', schema = '', minutes = ''] = process.argv.slice(2)
  await watch(connectionString, schema, Number(minutes))
}
