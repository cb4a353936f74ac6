import { readdirSync } from 'node:fs'
import { setFlagsFromString } from 'node:v8'
import { runInNewContext } from 'node:vm'
import { http } from '@telltale/adapters/http'
import { type Clock, createTelltale, type OwnerServices, systemClock } from '@telltale/core'
import { defined } from '@telltale/core/ports'
import { pgStorage } from '@telltale/storage-pg'
import type { SoakMinute, SoakOrder, SoakResult } from './run.js'

/** A clock whose minutes pass faster than the wall's. */
function fastClock(speed: number): Clock {
  const from = Date.now()
  const now = () => Math.round(from + (Date.now() - from) * speed)
  return {
    now,
    wakeAt: (at, wake) => systemClock.wakeAt(Math.ceil(from + (at - from) / speed), wake),
  }
}

/** The calls of dashboards and people while monitors are checked, one of each. */
const calls: Readonly<Record<string, (owner: OwnerServices, id: string) => Promise<unknown>>> = {
  'a list of monitors': ({ monitors }) => monitors.list({ limit: 50 }),
  'a page of checks': ({ monitors }, id) => monitors.checks(id, { limit: 50 }),
  'a summary': ({ monitors }) => monitors.summary({}),
  'the feed': ({ feed }) => feed.since({ limit: 50 }),
  'an audit row': ({ audit }, id) => audit.write({ who: 'the soak', what: 'looked', record: id }),
}

/** The number of owners of the monitors. */
const owners = 30

async function run({ connectionString, origin, monitors, minutes, speed }: SoakOrder): Promise<SoakResult> {
  const clock = fastClock(speed)
  const errors: string[] = []
  const found: SoakMinute[] = []
  let [checks, failed] = [0, 0]
  const telltale = createTelltale({
    storage: pgStorage({ connectionString }),
    adapters: [http()],
    clock,
    http: { allow: ['127.0.0.1'] },
    retention: { checks: '1d', minutes: '1h' },
  })
  telltale.on('error', ({ message }) => void errors.push(message))
  telltale.on('monitor:checked', ({ check }) => {
    checks++
    if (check.failure) failed++
  })
  await telltale.start()
  const watched: { readonly owner: OwnerServices; readonly id: string }[] = []
  for (let index = 0; index < monitors; index++) {
    const owner = telltale.for(`user ${index % owners}`)
    const { id } = await owner.monitors.create({ url: `${origin}/${index}`, every: '1m' })
    watched.push({ owner, id })
  }
  // Connections open, code is compiled, and every monitor has been checked before anything is counted.
  await pause((2 * 60_000) / speed)
  for (let minute = 0; minute < minutes; minute++) {
    const end = performance.now() + 60_000 / speed
    const callsMs = Object.fromEntries(Object.keys(calls).map((name): [string, number[]] => [name, []]))
    for (let round = 0; performance.now() < end; round++)
      for (const [name, call] of Object.entries(calls)) {
        const { owner, id } = watched[(round * 7) % watched.length] as (typeof watched)[number]
        const from = performance.now()
        await call(owner, id)
        callsMs[name]?.push(performance.now() - from)
        await pause(10)
      }
    found.push({ ...leftOver(), callsMs })
  }
  const result = { minutes: found, checks, failed, errors: [...errors] }
  await telltale.close()
  return result
}

setFlagsFromString('--expose-gc')
const collect: () => void = runInNewContext('gc')

function leftOver(): Omit<SoakMinute, 'callsMs'> {
  collect()
  const heapMb = process.memoryUsage().heapUsed / 2 ** 20
  const handles = process.getActiveResourcesInfo().length
  const descriptors = openDescriptors()
  return { heapMb, handles, ...defined({ descriptors }) }
}

function openDescriptors(): number | undefined {
  try {
    return readdirSync('/proc/self/fd').length
  } catch {
    return undefined
  }
}

const pause = (ms: number) => new Promise((resolve) => setTimeout(resolve, ms))

process.on('message', async (order: SoakOrder) => process.send?.(await run(order)))
