import { setTimeout } from 'node:timers/promises'
import type { Telltale } from '@telltale/core'
import { type CheckerSettings, openChecker, startChecker } from './testing/checker.js'
import { startServer } from './testing/server.js'
import { countSlots, type MadeMonitor } from './testing/slot-count.js'

const processes = 3
const schedules = 1_000
/** The schedules that the nodes plan anew all the time. The slots of these cannot be told from their last plan. */
const stormSchedules = 80
const nodes = 8
const killEveryMs = 5_000
/** The time after the storm in which each monitor has a check, also on a machine that has much to catch up on. */
const maxCalmMs = 120_000

async function makeMonitors(telltale: Telltale, count: number, every: '10s' | '5s'): Promise<MadeMonitor[]> {
  const made: MadeMonitor[] = []
  for (let index = 0; index < count; index++)
    made.push(
      await telltale.monitors.create({
        url: `slow:${index}`,
        every,
        missedRuns: index % 2 ? 'once' : 'skip',
      }),
    )
  return made
}

/** Plans the same monitors anew from eight nodes at once, until it is over. */
async function storm(
  settings: CheckerSettings,
  monitors: readonly MadeMonitor[],
  isOver: () => boolean,
): Promise<void> {
  const node = async () => {
    const telltale = openChecker(settings)
    while (!isOver())
      for (const { id } of monitors) {
        if (isOver()) break
        await telltale.monitors.update(id, { every: Math.random() < 0.5 ? '5s' : '6s' })
        await setTimeout(20)
      }
    await telltale.close()
  }
  await Promise.all(Array.from({ length: nodes }, node))
}

/** Returns the monitors that were planned anew and have two checks of a slot, or none that began after the storm. */
async function judgeStormy(
  telltale: Telltale,
  stormy: readonly MadeMonitor[],
  stoppedAt: number,
): Promise<string[]> {
  const broken: string[] = []
  for (const { id } of stormy) {
    const read = async () => (await telltale.monitors.checks(id, { limit: 200 })).items
    let items = await read()
    while ((items[0]?.at ?? 0) < stoppedAt && Date.now() < stoppedAt + maxCalmMs) {
      await setTimeout(1_000)
      items = await read()
    }
    const slots = items.flatMap(({ slotAt }) => slotAt ?? [])
    if (new Set(slots).size < slots.length) broken.push(`${id} has two checks of one slot`)
    if ((items[0]?.at ?? 0) < stoppedAt) broken.push(`${id} was lost: it has no check after the storm`)
  }
  return broken
}

async function runStorm(settings: CheckerSettings, rounds: number): Promise<readonly string[]> {
  const telltale = openChecker(settings)
  const running = await Promise.all(Array.from({ length: processes }, () => startChecker(settings)))
  const made = await makeMonitors(telltale, schedules, '10s')
  const stormy = await makeMonitors(telltale, stormSchedules, '5s')
  let isOver = false
  const storming = storm(settings, stormy, () => isOver)
  for (let round = 0; round < rounds; round++) {
    await setTimeout(killEveryMs)
    const index = round % processes
    await running[index]?.kill()
    running[index] = await startChecker(settings)
  }
  isOver = true
  await storming
  const broken = await judgeStormy(telltale, stormy, Date.now())
  for (const checker of running) await checker.kill()
  const count = await countSlots(telltale, made, settings.checkMs)
  await telltale.close()
  console.log(`${rounds} kills: ${count.checked} slots checked, ${count.missed} told as missed`)
  return [...broken, ...count.broken]
}

/**
 * Kills a worker of a thousand schedules every five seconds, while eight nodes plan others anew: each slot has one check or
 * is told as missed, none has two, and no schedule is lost.
 */
export const faultRun = {
  name: 'schedule: a worker is killed every five seconds, and eight nodes plan anew',
  rounds: 120,
  run: async (rounds: number): Promise<readonly string[]> => {
    const server = await startServer({ isDurable: false })
    try {
      const { connectionString } = server
      const settings = { connectionString, schema: 'storm', origin: Date.now(), speed: 1, checkMs: 20 }
      return await runStorm(settings, rounds)
    } finally {
      await server.stop()
    }
  },
}
