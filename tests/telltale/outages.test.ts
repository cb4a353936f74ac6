import { type Monitor, type MonitorOptions, StorageError, type TelltaleEvents } from '@telltale/core'
import type { Storage, Tables } from '@telltale/core/ports'
import { testClock } from '@telltale/core/testing'
import { memoryStorage } from '@telltale/storage-memory'
import { pgStorage } from '@telltale/storage-pg'
import { describe, expect, it } from 'vitest'
import { monitorDependenciesTable } from '../../packages/core/src/records/dependency-records.js'
import { keepOpen } from './keep-open.js'
import { refused, type Script, scriptedProbe } from './scripted-probe.js'
import { startTelltale } from './start.js'

const minute = 60_000
const hour = 60 * minute
const day = 24 * hour

/** A Telltale on a clock from a moment on, with a target that does what the script says. It is not started. */
async function open(startAt: string, options: Partial<MonitorOptions>) {
  const clock = testClock({ now: Date.parse(startAt) })
  const script = { at: (_: number): Script => 40 }
  const { telltale } = startTelltale({ clock, adapters: [scriptedProbe(() => script.at(clock.now()))] })
  const monitor = await telltale.monitors.create({ url: 'script:target', ...options })
  return { telltale, clock, script, monitor }
}

/** The same, started. */
async function run(startAt: string, options: Partial<MonitorOptions>) {
  const opened = await open(startAt, options)
  await opened.telltale.start()
  return opened
}

describe('a monitor of working hours', () => {
  it('knows nothing of the weekend between its slots', async () => {
    const created = '2026-07-03T20:29:30Z'
    const { telltale, clock, script, monitor } = await run(created, {
      cron: { expression: '*/5 8-20 * * 1-5' },
    })
    // Six checks from 20:30 to 20:55 on Friday and six from 08:00 to 08:25 on Monday. Three of them fail, among them the
    // last one on Friday.
    const failing = ['2026-07-03T20:50Z', '2026-07-03T20:55Z', '2026-07-06T08:10Z'].map(Date.parse)
    script.at = (now) => (failing.some((at) => now >= at && now < at + minute) ? refused : 40)
    await clock.advanceTo(Date.parse('2026-07-03T21:01Z'))
    clock.jump(Date.parse('2026-07-06T07:59Z') - clock.now())
    await clock.advanceTo(Date.parse('2026-07-06T08:30Z'))
    const { uptime, checks } = await telltale.monitors.summary(monitor.id, { from: Date.parse(created) })
    expect(checks).toBe(12)
    expect(uptime).toMatchObject({ upMs: 9 * 5 * minute, downMs: 3 * 5 * minute, share: 0.75 })
  })
})

describe('a pause', () => {
  it('of a failing monitor is unknown from its first moment, ends its incident, and begins it anew', async () => {
    const { telltale, clock, script, monitor } = await open('2026-06-01T00:00Z', { every: '1d' })
    const ended: TelltaleEvents['incident:ended'][] = []
    telltale.on('incident:ended', (event) => void ended.push(event))
    script.at = () => refused
    const from = clock.now()
    for (let check = 0; check < 2; check++) {
      await telltale.monitors.check(monitor.id)
      clock.jump(day)
    }
    clock.jump(hour)
    const pausedAt = clock.now()
    const paused = await telltale.monitors.update(monitor.id, { paused: true })
    expect(paused).not.toHaveProperty('failing')
    expect(paused).not.toHaveProperty('tier')
    expect(ended.map(({ incident }) => [incident.endReason, incident.to])).toEqual([['paused', pausedAt]])
    clock.jump(5 * day)
    const { uptime } = await telltale.monitors.summary(monitor.id, { from })
    const [first] = (await telltale.monitors.incidents()).items
    expect(uptime.downMs).toBe(pausedAt - (first?.from as number))
    expect(await telltale.monitors.reliability(monitor.id, { from })).toEqual({ incidents: 1 })
    await telltale.monitors.update(monitor.id, { paused: false })
    await telltale.monitors.check(monitor.id)
    expect((await telltale.monitors.get(monitor.id)).failing).toMatchObject({ checks: 1 })
    expect((await telltale.monitors.incidents({ status: 'open' })).items).toEqual([])
  })

  it('that begins while a check is under way leaves that check out', async () => {
    let answer = (_: unknown) => {}
    const clock = testClock()
    const { telltale } = startTelltale({
      clock,
      adapters: [
        {
          specVersion: 1,
          id: 'slow',
          probe: {
            matches: ({ protocol }) => protocol === 'slow:',
            check: () =>
              new Promise((resolve) => {
                answer = () =>
                  resolve({ latencyMs: 1, phases: {}, uncertaintyMs: 0, failure: { ...refused } })
              }),
          },
        },
      ],
    })
    const { id } = await telltale.monitors.create({
      url: 'slow:target',
      every: '1h',
      failuresBeforeIncident: 1,
    })
    await telltale.start()
    const checked = telltale.events('monitor:checked')
    const next = checked.next()
    await clock.advance(5_000)
    await telltale.monitors.update(id, { paused: true })
    answer(undefined)
    await clock.advance(0)
    expect((await next).value?.check).toMatchObject({ ignored: 'paused' })
    expect((await telltale.monitors.incidents()).items).toEqual([])
  })
})

describe('a push monitor by cron', () => {
  const nightly = { name: 'backup', cron: { expression: '0 3 * * *' }, heartbeat: {} }

  it('takes a heartbeat that comes two seconds early for its slot, every day', async () => {
    const { telltale, clock, monitor } = await run('2026-06-01T00:00Z', {
      ...nightly,
      url: undefined as never,
    })
    for (let count = 0; count < 5; count++) {
      clock.jump(Date.parse('2026-06-01T02:59:58Z') + count * day - clock.now())
      await telltale.monitors.heartbeat(monitor.id)
      await clock.advance(10 * minute)
    }
    expect((await telltale.monitors.incidents()).items).toEqual([])
    clock.jump(Date.parse('2026-06-06T02:58Z') - clock.now())
    await clock.advance(4 * minute)
    expect((await telltale.monitors.incidents()).items).toHaveLength(1)
  })

  it('takes a heartbeat hours before its slot for no slot', async () => {
    const { telltale, clock, monitor } = await run('2026-06-01T00:00Z', {
      ...nightly,
      url: undefined as never,
    })
    await telltale.monitors.heartbeat(monitor.id)
    clock.jump(3 * hour - 2 * minute)
    await clock.advance(4 * minute)
    expect((await telltale.monitors.incidents()).items).toHaveLength(1)
  })

  it('whose host was down when it was due is unknown, and no incident', async () => {
    const storage = memoryStorage()
    const clock = testClock({ now: Date.parse('2026-06-01T02:59Z') })
    const first = startTelltale({ storage: keepOpen(storage), clock }).telltale
    const { id } = await first.monitors.create(nightly)
    await first.start()
    await clock.advanceTo(Date.parse('2026-06-01T03:00:02Z'))
    await first.monitors.heartbeat(id)
    await first.close()
    clock.jump(Date.parse('2026-06-03T12:00Z') - clock.now())
    const { telltale } = startTelltale({ storage: keepOpen(storage), clock })
    await telltale.start()
    await clock.advance(minute)
    expect((await telltale.monitors.incidents()).items).toEqual([])
    const { uptime } = await telltale.monitors.summary(id, { from: Date.parse('2026-06-02T04:00Z') })
    expect(uptime).toMatchObject({ upMs: 0, downMs: 0 })
    clock.jump(Date.parse('2026-06-04T02:58Z') - clock.now())
    await clock.advance(4 * minute)
    expect((await telltale.monitors.incidents()).items).toHaveLength(1)
  })

  it.each([
    ['for three minutes when it was expected', 3 * minute, 0],
    ['for ten seconds, as on a restart', 10_000, 1],
  ])('whose host was down %s, and up again before it was late', async (_, downMs, incidents) => {
    const storage = memoryStorage()
    const clock = testClock({ now: Date.parse('2026-06-01T02:50Z') })
    const first = startTelltale({ storage: keepOpen(storage), clock }).telltale
    const { id } = await first.monitors.create({ ...nightly, heartbeat: { grace: '10m' } })
    await first.start()
    await clock.advanceTo(Date.parse('2026-06-01T03:00:00Z') - downMs / 2)
    await first.close()
    clock.jump(downMs)
    const { telltale } = startTelltale({ storage: keepOpen(storage), clock })
    await telltale.start()
    await clock.advance(15 * minute)
    expect((await telltale.monitors.incidents()).items).toHaveLength(incidents)
    clock.jump(Date.parse('2026-06-02T02:58Z') - clock.now())
    await clock.advance(15 * minute)
    expect((await telltale.monitors.incidents({ status: 'open' })).items).toHaveLength(1)
    expect((await telltale.monitors.get(id)).failing?.checks).toBe(incidents + 1)
  })

  it('whose host was down, and failed to start at first, is unknown too', async () => {
    const whole = memoryStorage()
    let isAway = false
    const storage: Storage = {
      ...keepOpen(whole),
      collection: (definition) => {
        const real = whole.collection(definition)
        const fail = () => Promise.reject(new StorageError('the server restarts', { retryable: true }))
        return { ...real, write: (operations) => (isAway ? fail() : real.write(operations)) }
      },
    }
    const clock = testClock({ now: Date.parse('2026-06-01T02:50Z') })
    const first = startTelltale({ storage, clock }).telltale
    await first.monitors.create({ ...nightly, heartbeat: { grace: '10m' } })
    await first.start()
    await clock.advanceTo(Date.parse('2026-06-01T02:59Z'))
    await first.close()
    clock.jump(3 * minute)
    const { telltale } = startTelltale({ storage, clock })
    isAway = true
    await expect(telltale.start()).rejects.toThrow('the server restarts')
    isAway = false
    await telltale.start()
    await clock.advance(15 * minute)
    expect((await telltale.monitors.incidents()).items).toEqual([])
  })

  it('whose host was down for one process only', async () => {
    const storage = memoryStorage()
    const clock = testClock({ now: Date.parse('2026-06-01T02:50Z') })
    const [first, second, third] = Array.from({ length: 3 }, () =>
      startTelltale({ storage: keepOpen(storage), clock }),
    )
    await first?.telltale.monitors.create({ ...nightly, heartbeat: { grace: '10m' } })
    await first?.telltale.start()
    await second?.telltale.start()
    await clock.advanceTo(Date.parse('2026-06-01T02:58Z'))
    await first?.telltale.close()
    await clock.advance(5 * minute)
    await third?.telltale.start()
    await clock.advance(15 * minute)
    expect((await second?.telltale.monitors.incidents())?.items).toHaveLength(1)
  })
})

describe('a job that tells when it starts', () => {
  const hourly = { name: 'job', every: '1h', heartbeat: { grace: '1m', maxRun: '30m' } } as const

  it('has the time between start and heartbeat as its latency, each run its own', async () => {
    const { telltale, clock, monitor } = await run('2026-06-01T00:00Z', {
      ...hourly,
      url: undefined as never,
    })
    await telltale.monitors.heartbeatStart(monitor.id)
    await clock.advance(minute)
    await telltale.monitors.heartbeatStart(monitor.id, { run: 'second' })
    await clock.advance(minute)
    expect((await telltale.monitors.heartbeat(monitor.id)).latencyMs).toBe(2 * minute)
    expect((await telltale.monitors.heartbeat(monitor.id, { run: 'second' })).latencyMs).toBe(minute)
    expect(await telltale.monitors.get(monitor.id)).not.toHaveProperty('running')
    expect((await telltale.monitors.get(monitor.id)).dueAt).toBe(clock.now() + hour + minute)
  })

  it('is late when the run does not end in time', async () => {
    const { telltale, clock, monitor } = await run('2026-06-01T00:00Z', {
      ...hourly,
      url: undefined as never,
    })
    await telltale.monitors.heartbeatStart(monitor.id)
    await clock.advance(31 * minute)
    const [incident] = (await telltale.monitors.incidents()).items
    expect(incident?.cause).toEqual({
      kind: 'late',
      message: 'its run that began at 2026-06-01T00:00:00.000Z has not ended by 2026-06-01T00:30:00.000Z',
    })
  })

  it('runs for longer than the grace of its slot without being late', async () => {
    const { telltale, clock, monitor } = await run('2026-06-01T02:00Z', {
      url: undefined as never,
      name: 'backup',
      cron: { expression: '0 3 * * *' },
      heartbeat: { grace: '1m' },
    })
    clock.jump(hour)
    await telltale.monitors.heartbeatStart(monitor.id)
    await clock.advance(50 * minute)
    await telltale.monitors.heartbeat(monitor.id)
    expect((await telltale.monitors.incidents()).items).toEqual([])
    expect((await telltale.monitors.get(monitor.id)).dueAt).toBe(Date.parse('2026-06-02T03:01Z'))
  })

  it.each([
    [{ exitCode: 0 }, undefined],
    [{ exitCode: 3 }, 'the job ended with exit code 3'],
    [{ exitCode: 3, failure: 'no disk' }, 'no disk (exit code 3)'],
    [{ exitCode: 0, failure: 'no disk' }, 'no disk'],
  ])('reports %j', async (report, message) => {
    const { telltale, monitor } = await run('2026-06-01T00:00Z', { ...hourly, url: undefined as never })
    expect((await telltale.monitors.heartbeat(monitor.id, report)).failure?.message).toBe(message)
  })
})

describe('an interval of more than 11.6 days', () => {
  it.each(['1000000000ms', '2592000000ms', '30d'] as const)('of %s is taken', async (every) => {
    const { telltale, clock, monitor } = await open('2026-06-01T00:00Z', { every })
    await telltale.start()
    await clock.advance(10_000)
    const { dueAt, everyMs } = await telltale.monitors.get(monitor.id)
    expect(everyMs).toBeGreaterThanOrEqual(1e9)
    expect(dueAt).toBeGreaterThan(clock.now())
    clock.jump(dueAt - clock.now())
    await clock.advance(15_000)
    const slots = (await telltale.monitors.checks(monitor.id)).items.map(({ slotAt }) => slotAt)
    expect(slots).toEqual([dueAt, expect.any(Number)])
  })
})

describe('null', () => {
  it('takes every option off that a monitor has', async () => {
    const { telltale } = startTelltale({ adapters: [scriptedProbe(() => 40)] })
    const router = await telltale.monitors.create({ url: 'script:router' })
    const bare = await telltale.monitors.create({ url: 'script:shop' })
    const full = await telltale.monitors.create({
      url: 'script:shop',
      name: 'Shop',
      cron: { expression: '0 3 * * *' },
      missedRuns: 'skip',
      timeout: '5s',
      tiers: [
        { name: 'fine', belowMs: 500 },
        { name: 'slow', fromMs: 500 },
      ],
      statistic: { quantile: 0.5, checks: 5 },
      hysteresis: { confirmations: 3 },
      failuresBeforeIncident: 5,
      maintenance: [{ at: '02:00', durationMs: hour }],
      tags: ['shop'],
      dependsOn: [router.id],
      region: 'fra',
      adapter: 'scripted',
    })
    const names = [
      'name',
      'cron',
      'missedRuns',
      'timeout',
      'tiers',
      'statistic',
      'hysteresis',
      'failuresBeforeIncident',
      'maintenance',
      'tags',
      'dependsOn',
      'region',
      'adapter',
    ]
    const patch = Object.fromEntries(names.map((name) => [name, null]))
    const taken = await telltale.monitors.update(full.id, patch)
    const own = ({ id, version, createdAt, updatedAt, dueAt, ...rest }: Monitor) => rest
    expect(own(taken)).toEqual(own(bare))
    const { everyMs } = await telltale.monitors.update(bare.id, { every: '5m' })
    expect(everyMs).toBe(5 * minute)
    expect((await telltale.monitors.update(bare.id, { every: null })).everyMs).toBe(minute)
  })
})

describe('maintenance that is added for the past', () => {
  const from = Date.parse('2026-06-01T00:00Z')

  it('leaves the figures of then out at every level, and back in when it is taken off', async () => {
    const { telltale, clock, script, monitor } = await run('2026-06-01T00:00Z', { every: '5m' })
    script.at = (now) => (now >= from + hour && now < from + 1.5 * hour ? refused : 40)
    await clock.advance(2.1 * hour)
    clock.jump(hour)
    await clock.advance(3 * minute)
    const before = await telltale.monitors.summary(monitor.id, { from, to: from + 3 * hour })
    expect(before.uptime.downMs).toBeGreaterThan(0.4 * hour)
    const maintenance = [{ from: from + 0.75 * hour, to: from + 1.75 * hour }]
    await telltale.monitors.update(monitor.id, { maintenance })
    const inside = await telltale.monitors.summary(monitor.id, { from, to: from + 3 * hour })
    expect(inside.uptime).toMatchObject({ downMs: 0 })
    expect(inside.failed).toBe(0)
    expect(inside.checks).toBe(before.checks - 12)
    const points = await telltale.monitors.chart(monitor.id, { from, to: from + 3 * hour, by: 'hour' })
    expect(points.some(({ failed }) => failed > 0)).toBe(false)
    await telltale.monitors.update(monitor.id, { maintenance: null })
    const after = await telltale.monitors.summary(monitor.id, { from, to: from + 3 * hour })
    expect(after).toEqual(before)
  })

  it('says from when on the figures follow it, where checks are kept no more', async () => {
    const clock = testClock({ now: from })
    const { telltale } = startTelltale({
      clock,
      adapters: [scriptedProbe(() => 40)],
      retention: { checks: '2d', hours: '2d' },
    })
    const { id } = await telltale.monitors.create({ url: 'script:target', every: '1h' })
    await telltale.start()
    await clock.advance(minute)
    clock.jump(7 * day)
    await telltale.monitors.update(id, { maintenance: [{ at: '02:00', durationMs: hour }] })
    const { maintenanceFrom } = await telltale.monitors.summary(id, { from })
    expect(maintenanceFrom).toBe(Date.parse('2026-06-07T00:00Z'))
    expect(await telltale.monitors.summary(id)).not.toHaveProperty('maintenanceFrom')
  })
})

describe('a monitor that depends on another', () => {
  it('names the one that failed first as the cause of its incident', async () => {
    const down = new Set<string>()
    const { telltale, clock } = startTelltale({
      adapters: [scriptedProbe(({ pathname }) => (down.has(pathname) ? refused : 40))],
    })
    const { monitors } = telltale
    const router = await monitors.create({ url: 'script:router' })
    const shop = await monitors.create({ url: 'script:shop', dependsOn: [router.id] })
    const cart = await monitors.create({ url: 'script:cart', dependsOn: [shop.id] })
    const round = async () => {
      for (const { id } of [router, shop, cart]) await monitors.check(id)
      await clock.advance(minute)
    }
    await round()
    for (const name of ['router', 'shop', 'cart']) down.add(name)
    await round()
    await round()
    const causes = (await monitors.incidents()).items.map(({ monitorId, causedBy }) => [monitorId, causedBy])
    expect(new Map(causes as [string, string][])).toEqual(
      new Map([
        [router.id, undefined],
        [shop.id, router.id],
        [cart.id, router.id],
      ] as never),
    )
    await expect(monitors.update(router.id, { dependsOn: [cart.id] })).rejects.toThrow(
      'dependsOn: expected no circle',
    )
    await expect(monitors.update(router.id, { dependsOn: [router.id] })).rejects.toThrow('no circle')
    await expect(
      telltale.for('ben').monitors.create({ url: 'script:x', dependsOn: [shop.id] }),
    ).rejects.toThrow(/dependsOn: no monitor has the id/)
    await monitors.delete(shop.id)
    expect(await monitors.get(cart.id)).not.toHaveProperty('dependsOn')
  })
})

describe('lists', () => {
  it('of monitors are filtered by tag, tier, region and state, page by page', async () => {
    const { telltale } = startTelltale({
      adapters: [scriptedProbe(({ pathname }) => (Number(pathname) % 2 ? refused : 40))],
    })
    const { monitors } = telltale
    for (let index = 0; index < 12; index++) {
      const { id } = await monitors.create({
        url: `script:${index}`,
        tags: index < 9 ? ['shop'] : [],
        paused: index === 10,
      })
      if (index < 8 || index > 9) for (let check = 0; check < 2; check++) await monitors.check(id)
    }
    const namesOf = async (query: object) => {
      const found: string[] = []
      for await (const { name } of monitors.list({ ...query, limit: 2 })) found.push(name)
      return found.join(' ')
    }
    expect(await namesOf({ tag: 'shop' })).toBe('0 1 2 3 4 5 6 7 8')
    expect(await namesOf({ state: 'down' })).toBe('1 3 5 7 11')
    expect(await namesOf({ state: 'down', tag: 'shop' })).toBe('1 3 5 7')
    expect(await namesOf({ tier: 'SONIC' })).toBe('0 2 4 6 10')
    expect(await namesOf({ state: 'paused' })).toBe('10')
    expect(await namesOf({ state: 'new' })).toBe('8 9')
    await expect(monitors.list({ state: 'broken' as never })).rejects.toThrow(
      "expected one of 'up', 'degraded', 'down'",
    )
    await expect(monitors.list({ state: 'up', after: 'nonsense' })).rejects.toThrow(
      'after: expected the `next`',
    )
  })

  it('of checks have those that failed only, page by page', async () => {
    let count = 0
    const { telltale, clock } = startTelltale({
      adapters: [scriptedProbe(() => (count++ % 3 ? 40 : refused))],
    })
    const { id } = await telltale.monitors.create({ url: 'script:target' })
    // Several checks at one time are told apart too.
    for (let check = 0; check < 21; check++) {
      await telltale.monitors.check(id)
      if (check % 5 === 0) await clock.advance(minute)
    }
    const failed: string[] = []
    for await (const check of telltale.monitors.checks(id, { failed: true, limit: 2 })) failed.push(check.id)
    const all = (await telltale.monitors.checks(id, { limit: 100 })).items
    expect(failed).toEqual(all.filter(({ failure }) => failure).map((check) => check.id))
    expect(failed).toHaveLength(7)
  })
})

describe('an incident that people deal with', () => {
  it('has who acknowledged it, their notes, and an entry of each in the audit log', async () => {
    const { telltale, clock } = startTelltale({ adapters: [scriptedProbe(() => refused)] })
    const { monitors } = telltale
    const { id: monitorId } = await monitors.create({ url: 'script:target', failuresBeforeIncident: 1 })
    await monitors.check(monitorId)
    const [{ id } = { id: '' }] = (await monitors.incidents()).items
    const heard: string[] = []
    telltale.on(
      'incident:acknowledged',
      ({ incident }) => void heard.push(incident.acknowledgement?.who ?? ''),
    )
    telltale.on('incident:noted', ({ incident }) => void heard.push(incident.notes?.at(-1)?.text ?? ''))
    await monitors.acknowledge(id, { who: 'ana', text: 'on it' })
    await monitors.acknowledge(id, { who: 'ana' })
    await expect(monitors.acknowledge(id, { who: 'ben' })).rejects.toThrow('ana has acknowledged it')
    await clock.advance(minute)
    await monitors.note(id, { who: 'ben', text: 'It was the disk.' })
    await monitors.check(monitorId)
    expect(await monitors.incident(id)).toMatchObject({
      checks: 2,
      acknowledgement: { at: clock.now() - minute, who: 'ana', text: 'on it' },
      notes: [{ at: clock.now(), who: 'ben', text: 'It was the disk.' }],
    })
    expect(heard).toEqual(['ana', 'ana', 'It was the disk.'])
    const entries = (await telltale.audit.list()).items.map(({ who, what, record }) => [who, what, record])
    expect(entries[0]).toEqual(['ben', 'incident.noted', id])
    expect(entries.at(-1)).toEqual(['ana', 'incident.acknowledged', id])
    await monitors.update(monitorId, { paused: true })
    await expect(monitors.acknowledge(id, { who: 'ana' })).rejects.toThrow('the incident is over')
    await expect(telltale.for('ben').monitors.note(id, { who: 'ben', text: 'x' })).rejects.toMatchObject({
      code: 'NOT_FOUND',
    })
  })
})

it.each([
  ['in memory', memoryStorage],
  ['in PostgreSQL', () => pgStorage({ directory: 'memory://' })],
])('deleting a monitor reads those that depend on it, and no others: %s', async (_, open) => {
  const kept = open()
  await kept.migrate()
  let read = 0
  const counting = (tables: Tables): Tables => ({
    ...tables,
    collection: (definition) => {
      const right = tables.collection(definition)
      return {
        ...right,
        page: async (...question) => {
          const page = await right.page(...question)
          read += page.items.length
          return page
        },
      }
    },
  })
  const storage: Storage = {
    ...kept,
    ...counting(kept),
    transaction: (work) => kept.transaction((tables) => work(counting(tables))),
  }
  const { telltale } = startTelltale({ storage, adapters: [scriptedProbe(() => 40)] })
  const { monitors } = telltale
  const router = await monitors.create({ url: 'script:router' })
  const other = await monitors.create({ url: 'script:other' })
  for (let count = 0; count < 50; count++) await monitors.create({ url: `script:${count}` })
  const shop = await monitors.create({ url: 'script:shop', dependsOn: [router.id] })
  const cart = await monitors.create({ url: 'script:cart', dependsOn: [router.id, other.id] })
  const freed = await monitors.create({ url: 'script:freed', dependsOn: [router.id] })
  await monitors.update(freed.id, { dependsOn: null })
  read = 0
  await monitors.delete(router.id)
  expect(read).toBeLessThan(10)
  expect(await monitors.get(shop.id)).not.toHaveProperty('dependsOn')
  expect(await monitors.get(cart.id)).toMatchObject({ dependsOn: [other.id] })
  await monitors.delete(cart.id)
  await monitors.delete(other.id)
  expect(await kept.collection(monitorDependenciesTable).count('default')).toBe(0)
})
