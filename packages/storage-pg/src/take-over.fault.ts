import { setTimeout } from 'node:timers/promises'
import { type CheckerSettings, openChecker, startChecker } from './testing/checker.js'
import { startServer } from './testing/server.js'
import { countSlots, type MadeMonitor } from './testing/slot-count.js'

const processes = 3
const monitors = 60
const maxTakeOverMs = 20_000

/** Kills one of three processes again and again, and puts another in its place. */
async function killCheckers(settings: CheckerSettings, rounds: number): Promise<readonly string[]> {
  const telltale = openChecker(settings)
  const running = await Promise.all(Array.from({ length: processes }, () => startChecker(settings)))
  const made: MadeMonitor[] = []
  for (let index = 0; index < monitors; index++)
    made.push(
      await telltale.monitors.create({
        url: `slow:${index}`,
        every: '10s',
        missedRuns: index % 2 ? 'once' : 'skip',
      }),
    )
  const realMs = (ms: number) => ms / settings.speed
  await setTimeout(realMs(6_000))
  for (let round = 0; round < rounds; round++) {
    await setTimeout(realMs(Math.random() * 5_000))
    const index = round % processes
    await running[index]?.kill()
    const [next] = await Promise.all([startChecker(settings), setTimeout(realMs(maxTakeOverMs))])
    running[index] = next
  }
  for (const checker of running) await checker.kill()
  const { broken, checked, missed, maxDelayMs } = await countSlots(telltale, made, settings.checkMs)
  await telltale.close()
  console.log(`${rounds} kills: ${checked} slots checked, ${missed} told as missed, none other`)
  console.log(`the longest take-over took ${(maxDelayMs / 1_000).toFixed(1)} s`)
  const isSlow = maxDelayMs > maxTakeOverMs
  return [...broken, ...(isSlow ? [`a take-over took ${maxDelayMs} ms`] : [])]
}

/**
 * Kills one of three processes that share a server: another has its checks within 20 seconds, no slot has two checks, and
 * each that has none is told as missed. Their clock may go faster than the real time, and then any delay of the machine
 * counts that much more.
 */
export const faultRun = {
  name: 'schedule: kill -9 of one of three processes',
  rounds: 100,
  run: async (rounds: number, speed = 1): Promise<readonly string[]> => {
    const server = await startServer({ isDurable: false })
    try {
      const { connectionString } = server
      const settings = { connectionString, schema: 'take_over', origin: Date.now(), speed, checkMs: 4_000 }
      return await killCheckers(settings, rounds)
    } finally {
      await server.stop()
    }
  },
}
