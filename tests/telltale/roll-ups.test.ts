import { createTelltale, type Telltale } from '@telltale/core'
import { LatencySketch } from '@telltale/core/latency'
import type { Storage } from '@telltale/core/ports'
import { defined } from '@telltale/core/ports'
import { type TestClock, testClock } from '@telltale/core/testing'
import { memoryStorage } from '@telltale/storage-memory'
import { afterAll, describe, expect, it, onTestFinished } from 'vitest'
import { refused, type Script, scriptedProbe } from './scripted-probe.js'

const minuteMs = 60_000
const hourMs = 60 * minuteMs
const dayMs = 24 * hourMs

/** Wraps a storage so that it counts the rows read of each series, by name. */
function countReads(storage: Storage): { readonly storage: Storage; readonly reads: Map<string, number> } {
  const reads = new Map<string, number>()
  const note = (name: string, rows: number) => reads.set(name, (reads.get(name) ?? 0) + rows)
  const counting: Storage = {
    ...storage,
    series: (definition) => {
      const right = storage.series(definition)
      return {
        ...right,
        range: async (...question) => {
          const rows = await right.range(...question)
          note(definition.name, rows.length)
          return rows
        },
      }
    },
  }
  return { storage: counting, reads }
}

/** A Telltale that watches a target every minute or `every` so many, whose checks do what the script says of their number. */
async function watchFor(
  ms: number,
  script: (count: number) => Script,
  { storage = memoryStorage(), every = 1 }: { readonly storage?: Storage; readonly every?: number } = {},
) {
  const clock = testClock()
  let count = 0
  const telltale = createTelltale({ storage, clock, adapters: [scriptedProbe(() => script(count++))] })
  ends.push(() => telltale.close())
  const { id } = await telltale.monitors.create({
    url: 'script:target',
    every: `${every}m`,
    tags: ['shop'],
    region: 'eu',
  })
  await telltale.start()
  await clock.advance(every * minuteMs)
  await advance(clock, ms - every * minuteMs, every * minuteMs)
  return { telltale, clock, id, storage }
}

const sweepMs = 5_000

/** Moves a clock on from check to check. It leaps between them, where a process only looks for what is due. */
async function advance(clock: TestClock, ms: number, everyMs = minuteMs): Promise<void> {
  for (let left = ms; left > 0; left -= everyMs) {
    const step = Math.min(left, everyMs)
    if (step > sweepMs) clock.jump(step - sweepMs)
    await clock.advance(Math.min(step, sweepMs))
  }
}

async function readChecks(telltale: Telltale, id: string, from: number, to: number) {
  const found = []
  let after: string | undefined
  do {
    const page = await telltale.monitors.checks(id, {
      from,
      to,
      limit: 200,
      ...defined({ after: after || undefined }),
    })
    found.push(...page.items)
    after = page.next
  } while (after)
  return found
}

/** Slower by day, and broken for ten minutes each three hours. */
const daily = (count: number): Script => (count % 180 < 10 ? refused : 30 + ((count * 7) % 400))

/** Two days and an hour that several tests read. They take longer to pass than all that is asked of them. */
let days: Promise<Awaited<ReturnType<typeof watchFor>> & { readonly reads: Map<string, number> }> | undefined

function watchedForDays() {
  const { storage, reads } = countReads(memoryStorage())
  days ??= watchFor(2 * dayMs + hourMs, daily, { storage }).then((watched) => ({ ...watched, reads }))
  return days
}

const ends: (() => Promise<void>)[] = []
afterAll(() => Promise.all(ends.splice(0).map((end) => end())))

describe('roll-ups', () => {
  it('give the same summary of any span as the checks themselves', async () => {
    const { telltale, clock, id } = await watchedForDays()
    const now = clock.now()
    for (const span of [
      { from: now - dayMs, to: now },
      { from: now - dayMs - 4 * hourMs - 17 * minuteMs - 311, to: now - 3 * hourMs - 7 },
      { from: now - 3 * minuteMs, to: now },
    ]) {
      const checks = await readChecks(telltale, id, span.from, span.to)
      const summary = await telltale.monitors.summary(id, span)
      const succeeded = checks.filter(({ failure }) => !failure).map(({ latencyMs }) => latencyMs)
      expect(summary).toMatchObject({
        ...span,
        checks: checks.length,
        failed: checks.length - succeeded.length,
      })
      const sketch = new LatencySketch()
      for (const ms of succeeded) sketch.record(ms)
      // Three significant digits, and a 99.9th percentile only where there are a thousand checks.
      const rounded = (share: number) => Number(sketch.quantile(share)?.toPrecision(3))
      const hasTail = succeeded.length >= 1_000
      expect(summary.latency.p50Ms).toBe(rounded(0.5))
      expect(summary.latency.p999Ms).toBe(hasTail ? rounded(0.999) : undefined)
      const { upMs, downMs, unknownMs } = summary.uptime
      // Each of the times is a whole number of milliseconds.
      expect(Math.abs(upMs + downMs + unknownMs - (span.to - span.from))).toBeLessThanOrEqual(2)
      const tiersMs = Object.values(summary.tierMs).reduce((sum, ms) => sum + ms, 0)
      expect(Math.abs(tiersMs - (upMs + downMs))).toBeLessThanOrEqual(2)
    }
  })

  it('count the downtime: ten minutes of each three hours', async () => {
    const { telltale, clock, id } = await watchedForDays()
    const { uptime } = await telltale.monitors.summary(id, { from: clock.now() - 12 * hourMs })
    expect(uptime.downMs / minuteMs).toBeCloseTo(40, 0)
    const reliability = await telltale.monitors.reliability(id, { from: clock.now() - 12 * hourMs })
    expect(reliability).toMatchObject({
      incidents: 4,
      meanTimeToRecoveryMs: 10 * minuteMs,
      meanTimeBetweenFailuresMs: 170 * minuteMs,
    })
  })

  it('answer for whole days without reading checks', async () => {
    const { telltale, clock, id, reads } = await watchedForDays()
    const today = Math.floor(clock.now() / dayMs) * dayMs
    const made = await readChecks(telltale, id, today - 2 * dayMs, today)
    reads.clear()
    const { checks } = await telltale.monitors.summary(id, { from: today - 2 * dayMs, to: today })
    expect(checks).toBe(made.length)
    expect([...reads]).toEqual([
      ['checks_by_day', 2],
      ['missed_slots', 0],
    ])
  })

  it('are dropped level by level after their retention, and summaries stay the same', async () => {
    const storage = memoryStorage()
    const clock = testClock()
    const telltale = createTelltale({
      storage,
      clock,
      adapters: [scriptedProbe(() => 40)],
      retention: { checks: '2h', minutes: '1h', hours: '1d', events: '1h' },
    })
    onTestFinished(() => telltale.close())
    const { id } = await telltale.monitors.create({ url: 'script:target', every: '30s' })
    await telltale.start()
    await advance(clock, 2 * dayMs + 10 * minuteMs, minuteMs / 2)
    const rows = new Map<string, number>()
    for await (const { name } of storage.dump()) rows.set(name, (rows.get(name) ?? 0) + 1)
    expect(rows.get('checks')).toBeLessThan(4 * 120)
    expect(rows.get('checks_by_minute')).toBeLessThan(3 * 60)
    expect(rows.get('checks_by_hour')).toBeLessThan(27)
    expect(rows.get('checks_by_day')).toBe(2)
    const { checks, from } = await telltale.monitors.summary(id, { from: clock.now() - 1.5 * dayMs })
    expect(from % dayMs).toBe(0)
    // The first check of a monitor comes beside its slots.
    expect(checks - (clock.now() - from) / (minuteMs / 2)).toBeCloseTo(0, -1)
  })

  it('are the same when two processes compute them, and when one breaks off', async () => {
    const storage = memoryStorage()
    const { telltale, clock, id } = await watchFor(3 * hourMs, daily, { storage })
    const rolled = async () => {
      const rows = []
      for await (const row of storage.dump()) if (row.name.startsWith('checks_by_')) rows.push(row)
      return rows
    }
    const before = await rolled()
    const again = createTelltale({
      storage: { ...storage, close: async () => {} },
      clock,
      adapters: [scriptedProbe(() => 1)],
    })
    await again.start()
    await clock.advance(1_000)
    await again.close()
    expect(await rolled()).toEqual(before)
    expect((await telltale.monitors.summary(id)).checks).toBeGreaterThan(170)
  })

  it('include a check that is stored long after it began', async () => {
    const storage = memoryStorage()
    let finish: ((latencyMs: number) => void) | undefined
    const clock = testClock()
    const held = scriptedProbe(() => 40)
    const adapter: typeof held = {
      ...held,
      probe: {
        matches: held.probe?.matches ?? (() => true),
        check: async (target, context) => {
          if (target.url.pathname === 'held') await new Promise<void>((resolve) => (finish = () => resolve()))
          return (await held.probe?.check(target, context)) as never
        },
      },
    }
    const telltale = createTelltale({ storage, clock, adapters: [adapter] })
    onTestFinished(() => telltale.close())
    const { id } = await telltale.monitors.create({ url: 'script:held', paused: true })
    await telltale.start()
    const from = clock.now()
    const first = telltale.monitors.check(id)
    await clock.advance(1)
    finish?.(1)
    await first
    const second = telltale.monitors.check(id)
    await advance(clock, 3 * hourMs)
    expect((await telltale.monitors.summary(id, { from, to: from + hourMs })).checks).toBe(1)
    finish?.(1)
    await second
    expect((await telltale.monitors.summary(id, { from, to: from + hourMs })).checks).toBe(2)
  })
})

describe('reports from roll-ups', () => {
  it('are a summary of all monitors with a tag, or of a region', async () => {
    const { telltale, clock, id } = await watchFor(2 * hourMs, () => 40)
    const other = await telltale.monitors.create({ url: 'script:other', tags: ['shop', 'api'] })
    await advance(clock, hourMs)
    const of = async (which: string | { tag?: string; region?: string }) => telltale.monitors.summary(which)
    const [one, two] = [await of(id), await of(other.id)]
    expect(await of({ tag: 'shop' })).toMatchObject({ monitors: 2, checks: one.checks + two.checks })
    expect(await of({ tag: 'api' })).toMatchObject({ monitors: 1, checks: two.checks })
    expect(await of({ region: 'eu' })).toMatchObject({ monitors: 1, checks: one.checks })
    expect(await of({ tag: 'none' })).toMatchObject({ monitors: 0, checks: 0, uptime: { upMs: 0 } })
    await expect(telltale.monitors.summary({ tagg: 'shop' } as never)).rejects.toThrow(
      /unknown option 'tagg'/,
    )
  })

  it('are an Apdex score', async () => {
    const { telltale, id } = await watchFor(2 * hourMs, (count) => [50, 300, 900][count % 3] as number)
    const { apdex } = await telltale.monitors.summary(id, { targetMs: 100 })
    expect(apdex).toBeCloseTo((1 + 0.5 + 0) / 3, 2)
  })

  it('are a chart, by the level that fits or the one requested', async () => {
    const { telltale, clock, id } = await watchedForDays()
    const now = clock.now()
    const hours = await telltale.monitors.chart(id)
    expect(hours).toHaveLength(24)
    expect(hours.at(-2)).toMatchObject({ checks: 60, to: (hours.at(-2)?.from ?? 0) + hourMs })
    const minutes = await telltale.monitors.chart(id, { from: now - 2 * hourMs })
    expect(minutes).toHaveLength(120)
    expect(minutes.every(({ checks }) => checks === 1)).toBe(true)
    const [checks] = [await readChecks(telltale, id, now - 2 * hourMs, now)]
    expect(minutes.reduce((sum, { failed }) => sum + failed, 0)).toBe(
      checks.filter(({ failure }) => failure).length,
    )
    expect(await telltale.monitors.chart(id, { by: 'day' })).toHaveLength(2)
    await expect(telltale.monitors.chart(id, { from: 0, by: 'minute' })).rejects.toThrow(
      /at most 2000 points/,
    )
  })

  it('are an error budget, with burn rates that alert', async () => {
    const { telltale, id } = await watchFor(26 * hourMs, (count) => (count > 25 * 30 ? 900 : 40), {
      every: 2,
    })
    const calm = await telltale.monitors.errorBudget(id, { share: 0.99 })
    expect(calm.errorBudget).toMatchObject({ bad: 0, remaining: 1 })
    expect(calm.burnRates.map(({ isAlerting }) => isAlerting)).toEqual([false, false, false])
    const { errorBudget, burnRates } = await telltale.monitors.errorBudget(id, { share: 0.99, withinMs: 300 })
    expect(errorBudget.bad).toBeGreaterThanOrEqual(27)
    expect(burnRates.map(({ isAlerting }) => isAlerting)).toEqual([true, true, true])
    expect(burnRates[0]?.shortRate).toBeCloseTo(100, 6)
    await expect(telltale.monitors.errorBudget(id, { share: 1 })).rejects.toThrow(/share/)
  })

  it('are the deviation of the last check from what is usual at its hour', async () => {
    const slots = (7 * 24 + 1.5) * 20
    const script = (count: number) => (count > slots - 3 ? 400 : 100 + (count % 9))
    const { telltale, id } = await watchFor(7 * dayMs + 1.5 * hourMs, script, { every: 3 })
    const deviation = await telltale.monitors.deviation(id)
    expect(deviation).toMatchObject({ isAnomaly: true })
    expect(deviation?.words).toMatch(
      /^400 ms is \d+\.\d deviations above the 10\d ms that are usual on Thursdays from 1:00 to 2:00/,
    )
  })

  it('are suggested tiers that fit the target', async () => {
    const { telltale, id } = await watchFor(5 * hourMs, (count) => 100 + (count % 100))
    expect((await telltale.monitors.suggestTiers(id))?.[0]).toMatchObject({ name: 'SONIC', toMs: 190 })
  })
})
