import {
  ConflictError,
  type Monitor,
  type MonitorOptions,
  type TelltaleEvents,
  type TelltaleOptions,
} from '@telltale/core'
import { describe, expect, it } from 'vitest'
import { refused, type Script, scriptedProbe } from './scripted-probe.js'
import { startTelltale } from './start.js'

const minuteMs = 60_000

/** A Telltale with one monitor of a target that does what the script says, one check after the other. */
async function watch(options: Partial<MonitorOptions> = {}) {
  let script: Script[] = []
  const { telltale, clock } = startTelltale({ adapters: [scriptedProbe(() => script.shift() ?? 40)] })
  const monitor = await telltale.monitors.create({ url: 'script:target', ...options })
  const checkAll = async (...steps: Script[]) => {
    script = [...steps]
    const checks = []
    for (const _ of steps) {
      checks.push(await telltale.monitors.check(monitor.id))
      await clock.advance(minuteMs)
    }
    return checks
  }
  const heard: TelltaleEvents['monitor:tier-changed'][] = []
  telltale.on('monitor:tier-changed', (event) => void heard.push(event))
  return { telltale, clock, id: monitor.id, checkAll, heard }
}

describe('the tier of a monitor', () => {
  it('changes after two slow checks and not after one, and each check keeps its own tier', async () => {
    const { checkAll, heard, telltale, id } = await watch()
    const checks = await checkAll(40, 900, 41, 900, 900)
    expect(checks.map(({ tier }) => tier)).toEqual(['SONIC', 'EGGMAN', 'SONIC', 'EGGMAN', 'EGGMAN'])
    expect(checks.map(({ monitorTier }) => monitorTier)).toEqual([
      'SONIC',
      'SONIC',
      'SONIC',
      'SONIC',
      'EGGMAN',
    ])
    expect(heard.map(({ from, to }) => [from, to])).toEqual([
      [undefined, 'SONIC'],
      ['SONIC', 'EGGMAN'],
    ])
    expect(await telltale.monitors.get(id)).toMatchObject({ tier: 'EGGMAN', tierChangedAt: checks[4]?.at })
  })

  it('changes with an event that names the phase that became slower', async () => {
    const { checkAll, heard } = await watch()
    await checkAll(40, 40, 240, 240)
    expect(heard.at(-1)).toMatchObject({ to: 'KNUCKLES', change: { differenceMs: 200, phase: 'tlsMs' } })
    expect(heard.at(-1)?.change?.words).toBe('slower by 200 ms, 70 % of it TLS')
    expect(heard[0]).not.toHaveProperty('change')
  })

  it('is that of a statistic of the last checks, where the monitor has one', async () => {
    const { checkAll } = await watch({
      statistic: { quantile: 0.5, checks: 3 },
      hysteresis: { confirmations: 1, maxConfirmations: 1 },
    })
    const checks = await checkAll(40, 900, 40, 900, 900)
    expect(checks.map(({ monitorTier }) => monitorTier)).toEqual([
      'SONIC',
      // 470 ms, halfway between the two there are, lies in the gap above KNUCKLES.
      'KNUCKLES',
      'SONIC',
      'EGGMAN',
      'EGGMAN',
    ])
    const { checkAll: checkWithin } = await watch({
      statistic: { quantile: 1, withinMs: 2.5 * minuteMs },
      hysteresis: { confirmations: 1, maxConfirmations: 1 },
    })
    const slowest = await checkWithin(900, 40, 40, 40)
    expect(slowest.map(({ monitorTier }) => monitorTier)).toEqual(['EGGMAN', 'EGGMAN', 'EGGMAN', 'SONIC'])
  })

  it('becomes the worst after k failures of n, where the monitor says so', async () => {
    const { checkAll } = await watch({ hysteresis: { failures: { count: 2, of: 3 } } })
    const checks = await checkAll(40, refused, 40, refused)
    expect(checks.map(({ monitorTier }) => monitorTier)).toEqual(['SONIC', 'SONIC', 'SONIC', 'EGGMAN'])
  })

  it('does not change in maintenance, in which failures are no incident', async () => {
    const from = Date.UTC(2026, 0, 1)
    const { checkAll, telltale, id } = await watch({
      failuresBeforeIncident: 1,
      maintenance: [{ from: from + minuteMs, to: from + 4 * minuteMs }],
    })
    const checks = await checkAll(40, refused, refused, refused, 41)
    expect(checks.map(({ ignored }) => ignored)).toEqual([
      undefined,
      'maintenance',
      'maintenance',
      'maintenance',
      undefined,
    ])
    expect(checks.map(({ monitorTier }) => monitorTier)).toEqual(Array(5).fill('SONIC'))
    expect(await telltale.monitors.incidents({ monitorId: id })).toEqual({ items: [] })
    const { uptime } = await telltale.monitors.summary(id, { from })
    expect(uptime).toEqual({ upMs: 2 * minuteMs, downMs: 0, unknownMs: 0, share: 1 })
  })
})

describe('an incident', () => {
  it('starts with the first of two failed checks, and ends with the next successful one', async () => {
    const { checkAll, telltale, id } = await watch()
    const heard: string[] = []
    telltale.on('incident:started', ({ incident }) => void heard.push(`started ${incident.checks}`))
    telltale.on('incident:ended', ({ incident }) => void heard.push(`ended ${incident.checks}`))
    const checks = await checkAll(40, refused, 40, refused, refused, refused)
    const [open] = (await telltale.monitors.incidents({ status: 'open' })).items
    expect(open).toMatchObject({ monitorId: id, from: checks[3]?.at, cause: refused, checks: 3 })
    expect(open).not.toHaveProperty('to')
    const [recovered] = await checkAll(40)
    expect(await telltale.monitors.incidents({ status: 'open' })).toEqual({ items: [] })
    const ended = {
      ...open,
      status: 'ended',
      to: recovered?.at,
      version: 3,
      updatedAt: recovered?.at,
      endReason: 'recovered',
    }
    expect((await telltale.monitors.incidents({ monitorId: id })).items).toEqual([
      { ...ended, version: expect.any(Number) },
    ])
    expect(heard).toEqual(['started 2', 'ended 3'])
    expect(await telltale.monitors.reliability(id)).toEqual({
      incidents: 1,
      meanTimeToRecoveryMs: 3 * minuteMs,
    })
  })

  it('is in the feed, belongs to its owner, and is deleted with its monitor', async () => {
    const { checkAll, telltale, id } = await watch()
    await checkAll(40, refused, refused)
    const { items } = await telltale.feed.since()
    expect(items.map(({ name }) => name)).toContain('incident:started')
    expect((await telltale.for('ben').monitors.incidents()).items).toEqual([])
    await expect(telltale.for('ben').monitors.incidents({ monitorId: id })).rejects.toMatchObject({
      code: 'NOT_FOUND',
    })
    await telltale.monitors.delete(id)
    expect((await telltale.monitors.incidents()).items).toEqual([])
  })
})

describe('a probe that loses its network', () => {
  const offline = { kind: 'dns', message: 'no name resolves' } as const
  const heardNames = ['probe:unhealthy', 'probe:recovered', 'incident:started'] as const

  /** Owners with so many monitors each, whose targets do what the test says. */
  async function watchOwners(
    owners: Readonly<Record<string, number>>,
    options: Partial<TelltaleOptions> = {},
  ) {
    const script = { of: (_: URL): Script => 40 }
    const { telltale, clock } = startTelltale({
      adapters: [scriptedProbe((url) => script.of(url))],
      ...options,
    })
    const heard: string[] = []
    for (const name of heardNames)
      telltale.on(
        name,
        (event) =>
          void heard.push(`${name} ${'monitor' in event ? event.monitor.ownerId : (event.ownerId ?? 'all')}`),
      )
    const monitors: Monitor[] = []
    for (const [owner, count] of Object.entries(owners))
      for (let index = 0; index < count; index++)
        monitors.push(
          await telltale.for(owner).monitors.create({
            url: `script://${owner}-${index}/`,
            failuresBeforeIncident: owner === 'bad' ? 1_000 : 2,
          }),
        )
    const round = async () => {
      for (const { id, ownerId } of monitors) await telltale.for(ownerId).monitors.check(id)
      await clock.advance(30_000)
    }
    await round()
    return { telltale, clock, script, heard, monitors, round }
  }

  it('is reported as unhealthy, and its failures are no incidents', async () => {
    const { telltale, script, heard, monitors, round } = await watchOwners({ ana: 8 })
    script.of = () => offline
    for (let count = 0; count < 3; count++) await round()
    expect(heard).toEqual(['probe:unhealthy ana'])
    script.of = () => 40
    await round()
    expect(heard).toEqual(['probe:unhealthy ana', 'probe:recovered ana'])
    const { items } = await telltale.for('ana').monitors.checks(monitors[7]?.id ?? '')
    expect(items.map(({ ignored }) => ignored)).toEqual([
      undefined,
      'unhealthy-probe',
      'unhealthy-probe',
      'unhealthy-probe',
      undefined,
    ])
  })

  it('excuses no failure of another owner', async () => {
    const { script, heard, round } = await watchOwners({ bad: 40, ana: 3 })
    script.of = () => offline
    for (let count = 0; count < 3; count++) await round()
    expect(heard.toSorted()).toEqual([...Array(3).fill('incident:started ana'), 'probe:unhealthy bad'])
  })

  it('is told by the references of the host, for all owners alike and from the first failure', async () => {
    const { script, heard, round } = await watchOwners(
      { bad: 9, ana: 1 },
      { probeHealth: { references: ['script://reference/'] } },
    )
    script.of = (url) => (url.host === 'reference' ? refused : offline)
    for (let count = 0; count < 3; count++) await round()
    expect(heard).toEqual(['incident:started ana'])
    script.of = (url) => (url.host.startsWith('bad') ? offline : 40)
    await round()
    heard.length = 0
    script.of = () => offline
    for (let count = 0; count < 3; count++) await round()
    expect(heard).toEqual(['probe:unhealthy all'])
    script.of = (url) => (url.host === 'reference' ? 40 : offline)
    for (let count = 0; count < 2; count++) await round()
    expect(heard).toEqual(['probe:unhealthy all', 'probe:recovered all', 'incident:started ana'])
  })

  it('excuses failures for ten minutes, or as long as the host says', async () => {
    const { script, heard, round } = await watchOwners({ ana: 6 }, { probeHealth: { maxDoubt: '2m' } })
    script.of = () => offline
    for (let count = 0; count < 4; count++) await round()
    expect(heard).toEqual(['probe:unhealthy ana'])
    for (let count = 0; count < 2; count++) await round()
    expect(heard.filter((one) => one === 'incident:started ana')).toHaveLength(6)
  })

  it('takes references that one of its probes knows, and no others', () => {
    expect(() => startTelltale({ probeHealth: { references: ['gopher://old.example'] } })).toThrow(
      'createTelltale: probeHealth.references: url: no adapter knows gopher://old.example',
    )
    expect(() => startTelltale({ probeHealth: { references: ['the router'] } })).toThrow(
      'probeHealth.references',
    )
  })
})

describe('a push monitor', () => {
  const start = async () => {
    const { telltale, clock } = startTelltale()
    const job = await telltale.monitors.create({
      name: 'backup',
      every: '1h',
      heartbeat: { grace: '5m' },
      tags: ['nightly'],
    })
    await telltale.start()
    return { telltale, clock, job }
  }

  it('records heartbeats, and is in the tier of how long the job took', async () => {
    const { telltale, clock, job } = await start()
    expect(job).toMatchObject({
      adapter: 'heartbeat',
      dueAt: clock.now() + 65 * minuteMs,
      failuresBeforeIncident: 1,
    })
    await clock.advance(30 * minuteMs)
    expect(await telltale.monitors.heartbeat(job.id, { durationMs: 700 })).toMatchObject({
      tier: 'EGGMAN',
      latencyMs: 700,
    })
    expect(await telltale.monitors.get(job.id)).toMatchObject({ dueAt: clock.now() + 65 * minuteMs })
  })

  it('has an incident when a heartbeat is late, until the next one', async () => {
    const { telltale, clock, job } = await start()
    await telltale.monitors.heartbeat(job.id)
    await clock.advance(64 * minuteMs)
    expect((await telltale.monitors.incidents()).items).toEqual([])
    await clock.advance(2 * minuteMs)
    const [late] = (await telltale.monitors.incidents({ status: 'open' })).items
    expect(late?.cause).toEqual({ kind: 'late', message: 'no heartbeat came by 2026-01-01T01:05:00.000Z' })
    await telltale.monitors.heartbeat(job.id)
    expect((await telltale.monitors.incidents({ status: 'open' })).items).toEqual([])
  })

  it('has an incident at once when its job reports a failure', async () => {
    const { telltale, job } = await start()
    await telltale.monitors.heartbeat(job.id, { failure: 'the disk is full' })
    const [failed] = (await telltale.monitors.incidents()).items
    expect(failed?.cause).toEqual({ kind: 'job', message: 'the disk is full' })
  })

  it('cannot be checked, and other monitors take no heartbeats', async () => {
    const { telltale, job } = await start()
    await expect(telltale.monitors.check(job.id)).rejects.toBeInstanceOf(ConflictError)
    const checked = await telltale.monitors.create({ url: 'https://shop.example' })
    await expect(telltale.monitors.heartbeat(checked.id)).rejects.toThrow(/use monitors\.check/)
    await expect(telltale.monitors.heartbeat(job.id, { durationMs: -1 })).rejects.toThrow(/durationMs/)
  })

  it.each([
    [{ heartbeat: {} }, /name: is required for a heartbeat/],
    [{ name: 'job', heartbeat: {}, url: 'https://shop.example' }, /url: expected none for a heartbeat/],
    [{ name: 'job', heartbeat: {}, adapter: 'http' }, /adapter: expected none for a heartbeat/],
    [{ name: 'job', heartbeat: { grace: 'soon' } }, /heartbeat\.grace: expected a duration/],
  ])('is refused as %j', async (options, message) => {
    const { telltale } = startTelltale()
    await expect(telltale.monitors.create(options as MonitorOptions)).rejects.toThrow(message)
  })
})

describe('a monitor with a cron expression', () => {
  const nineInBerlin = { expression: '0 9 * * *', timeZone: 'Europe/Berlin' }

  it('is due at its slots, also across a change to daylight saving time', async () => {
    const { telltale, clock } = startTelltale({ adapters: [scriptedProbe(() => 40)] })
    await clock.advanceTo(Date.UTC(2026, 2, 28, 7))
    const { id, dueAt } = await telltale.monitors.create({ url: 'script:target', cron: nineInBerlin })
    expect(dueAt).toBe(Date.UTC(2026, 2, 28, 8))
    await telltale.start()
    await clock.advanceTo(Date.UTC(2026, 2, 29, 8))
    const slots = (await telltale.monitors.checks(id)).items.map(({ slotAt }) => slotAt)
    expect(slots).toEqual([Date.UTC(2026, 2, 29, 7), Date.UTC(2026, 2, 28, 8)])
    const changed = await telltale.monitors.update(id, { every: '1h' })
    expect(changed).not.toHaveProperty('cron')
    expect(changed.everyMs).toBe(3_600_000)
  })

  it.each([
    ['once', 1],
    ['skip', 0],
  ] as const)('makes up for missed slots by its policy: %s', async (missedRuns, made) => {
    const { telltale, clock } = startTelltale({ adapters: [scriptedProbe(() => 40)] })
    const { id } = await telltale.monitors.create({ url: 'script:target', cron: nineInBerlin, missedRuns })
    await clock.advance(3 * 86_400_000)
    await telltale.start()
    await clock.advance(1)
    const { items } = await telltale.monitors.checks(id)
    expect(items).toHaveLength(made)
    expect(items.every(({ slotAt }) => slotAt === undefined)).toBe(true)
    expect((await telltale.monitors.get(id)).dueAt).toBe(Date.UTC(2026, 0, 4, 8))
  })

  it.each([
    [{ cron: nineInBerlin, every: '1m' }, /cron: expected `every` or `cron`, not both/],
    [{ cron: { expression: 'soon' } }, /cron\.expression: expected five fields/],
    [{ statistic: { quantile: 0.5 } }, /statistic: expected `checks`, `withinMs` or both/],
    [
      { maintenance: [{ at: '25:00', durationMs: 1 }] },
      /maintenance\[0\]\.at: expected a time such as '02:30'/,
    ],
    [{ maintenance: [{ from: 5, to: 5 }] }, /maintenance\[0\]: expected \{ from, to \}/],
    [{ maintenance: ['sunday'] }, /maintenance\[0\]: expected \{ from, to \} or/],
    [{ hysteresis: { failures: { count: 3, of: 2 } } }, /hysteresis\.failures: expected `of` to be at least/],
  ])('is refused as %j', async (options, message) => {
    const { telltale } = startTelltale()
    const refusal = telltale.monitors.create({ url: 'https://shop.example', ...options } as MonitorOptions)
    await expect(refusal).rejects.toThrow(message)
  })
})
