import { setImmediate as turn } from 'node:timers/promises'
import { parseArgs } from 'node:util'
import { setFlagsFromString } from 'node:v8'
import { runInNewContext } from 'node:vm'
import { createTelltale, type FeedEvent, TelltaleError } from '@telltale/core'
import { memoryStorage } from '@telltale/storage-memory'
import { quantile, report, slope } from '../report.js'

/**
 * Measures whether followers that take nothing harm the others, the writer or the memory. One owner's feed has a thousand
 * followers, of which fifty stop after their first event. Heartbeats are written one after the other; each is an event. The
 * memory in use is sampled after every hundred of them, right after a garbage collection, without the events that the
 * storage itself keeps.
 */
const { values } = parseArgs({
  options: {
    followers: { type: 'string', default: '1000' },
    stalled: { type: 'string', default: '50' },
    events: { type: 'string', default: '3000' },
  },
})
const [followers, stalled, events] = [values.followers, values.stalled, values.events].map(Number) as [
  number,
  number,
  number,
]
setFlagsFromString('--expose-gc')
const collect: () => void = runInNewContext('gc')

/** The memory of one stored event, in bytes, which is none of the followers'. */
async function bytesPerStoredEvent(): Promise<number> {
  const { telltale, beat } = await open()
  await beat(1_000)
  const before = heapUsed()
  await beat(1_000)
  const bytes = (heapUsed() - before) / 1_000
  await telltale.close()
  return bytes
}

async function open() {
  const telltale = createTelltale({ storage: memoryStorage(), adapters: [] })
  const { id } = await telltale.monitors.create({ name: 'job', heartbeat: {}, every: '1h' })
  const beat = async (count: number) => {
    for (let done = 0; done < count; done++) await telltale.monitors.heartbeat(id)
  }
  await beat(1)
  return { telltale, beat }
}

function heapUsed(): number {
  collect()
  return process.memoryUsage().heapUsed
}

async function writeTimes(
  beat: (count: number) => Promise<void>,
  count: number,
  each = async (_done: number) => {},
) {
  const times: number[] = []
  for (let done = 1; done <= count; done++) {
    const from = performance.now()
    await beat(1)
    times.push(performance.now() - from)
    await each(done)
  }
  return times
}

const storedBytes = await bytesPerStoredEvent()
const alone = await open()
const aloneMs = quantile(await writeTimes(alone.beat, 500), 0.5)
await alone.telltale.close()

const { telltale, beat } = await open()
const after = await telltale.feed.lastId()
const writtenAt = new Map<number, number>()
telltale.on('monitor:checked', () => void writtenAt.set(writtenAt.size, performance.now()))
const delays: number[] = []
let received = 0
const stalledOnes: AsyncGenerator<FeedEvent>[] = []
const readers = Array.from({ length: followers }, async (_, index) => {
  const events = telltale.feed.follow({ after })
  await events.next()
  if (index < stalled) return void stalledOnes.push(events)
  for (let seen = 1; ; seen++) {
    const { done } = await events.next()
    if (done) return
    received++
    const at = writtenAt.get(seen)
    // One in twenty is enough, and needs little memory itself.
    if (index % 20 === 0 && at !== undefined) delays.push(performance.now() - at)
  }
})
await turn()
await beat(1)
while (stalledOnes.length < stalled) await turn()

const inUse: number[] = []
const times = await writeTimes(beat, events, async (done) => {
  if (done % 100 !== 0) return
  while (received < (followers - stalled) * done) await turn()
  inUse.push((heapUsed() - done * storedBytes) / 2 ** 20)
})
while (received < (followers - stalled) * events) await turn()
const refused = await Promise.all(
  stalledOnes.map((one) =>
    one.next().then(
      () => 0,
      (error) => (TelltaleError.is(error) && error.code === 'SLOW_CONSUMER' ? 1 : 0),
    ),
  ),
)
await telltale.close()
await Promise.all(readers)

report(
  [
    {
      followers,
      stalled,
      events,
      'write alone, p50 ms': aloneMs,
      'write followed, p50 ms': quantile(times, 0.5),
      'delivery, p50 ms': quantile(delays, 0.5),
      'delivery, p99 ms': quantile(delays, 0.99),
      'in use, most, MB': Math.max(...inUse),
    },
  ],
  { name: 'delivery to the others, p99', figure: quantile(delays, 0.99), bar: 1_000, unit: 'ms' },
  {
    name: 'memory in use grows by',
    figure: slope(inUse.slice(10)) * 10,
    bar: 1,
    unit: 'MB for each 1,000 events',
  },
  {
    name: 'stalled followers let go',
    figure: refused.reduce<number>((sum, one) => sum + one, 0),
    bar: stalled,
    atLeast: true,
    unit: `of ${stalled}`,
  },
)
