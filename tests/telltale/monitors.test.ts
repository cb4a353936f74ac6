import { createServer } from 'node:net'
import { http } from '@telltale/adapters/http'
import { type MonitorOptions, NotFoundError, ValidationError } from '@telltale/core'
import { classify, sonicTiers } from '@telltale/core/latency'
import { defined } from '@telltale/core/ports'
import { memoryStorage } from '@telltale/storage-memory'
import { describe, expect, it } from 'vitest'
import { nextEvents, startTelltale, tiers } from './start.js'
import { Target } from './target.js'

const unreachable = 'http://127.0.0.1:1/'

describe('a monitor', () => {
  it('is stored with its defaults, and read back', async () => {
    const { telltale, clock } = startTelltale()
    const monitor = await telltale.monitors.create({ url: 'https://shop.example/health' })
    expect(monitor).toMatchObject({
      ownerId: 'default',
      name: 'shop.example/health',
      adapter: 'http',
      everyMs: 60_000,
      timeoutMs: 10_000,
      tiers: sonicTiers,
      paused: false,
      version: 1,
      createdAt: clock.now(),
      updatedAt: clock.now(),
    })
    expect(monitor.dueAt - clock.now()).toBeLessThanOrEqual(5_000)
    expect(await telltale.monitors.get(monitor.id)).toEqual(monitor)
  })

  it.each([
    [{}, /url: is required/],
    [{ url: 'shop' }, /url: expected an absolute URL, got "shop"/],
    [
      { url: 'gopher://old.example' },
      /url: no adapter knows gopher:\/\/old\.example; adapters with `probe`: 'http'/,
    ],
    [{ url: 'https://a.example', every: 'soon' }, /every: expected a duration such as/],
    [{ url: 'https://a.example', every: '1ms' }, /every: expected between 1000 ms/],
    [{ url: 'https://a.example', timeout: '2h' }, /timeout: expected between 50 ms and 60000 ms/],
    [
      { url: 'https://a.example', adapter: 'ping' },
      /adapter: no adapter with `probe` is called 'ping'; .*'http'/,
    ],
    [{ url: 'https://a.example', tiers: [] }, /tiers/],
    [{ url: 'https://a.example', evry: '5s' }, /unknown option 'evry'/],
    [undefined, /is required/],
  ])(
    'is refused as %j, with a message that says what to do, and nothing is kept',
    async (options, message) => {
      const { telltale } = startTelltale()
      const refused = telltale.monitors.create(options as MonitorOptions)
      await expect(refused).rejects.toThrow(message)
      await expect(refused).rejects.toBeInstanceOf(ValidationError)
      expect(await telltale.monitors.list()).toEqual({ items: [] })
    },
  )

  it('keeps what a patch does not name, and loses its tier when its tiers change', async () => {
    const target = await Target.start()
    const { telltale } = startTelltale()
    const { id } = await telltale.monitors.create({ url: target.url, name: 'Shop' })
    const { tier } = await telltale.monitors.check(id)
    const slower = await telltale.monitors.update(id, { every: '5m' })
    expect(slower).toMatchObject({ name: 'Shop', url: target.url, everyMs: 300_000, tier })
    expect(await telltale.monitors.update(id, { tiers })).not.toHaveProperty('tier')
    expect(await telltale.monitors.check(id)).toMatchObject({ tier: 'fine' })
    await expect(telltale.monitors.update(id, { url: 'nowhere' })).rejects.toThrow(
      /url: expected an absolute URL/,
    )
  })

  it('is deleted with all of its checks', async () => {
    const target = await Target.start()
    const storage = memoryStorage()
    const { telltale } = startTelltale({ storage })
    const { id } = await telltale.monitors.create({ url: target.url })
    await telltale.monitors.check(id)
    await telltale.monitors.delete(id)
    await expect(telltale.monitors.get(id)).rejects.toBeInstanceOf(NotFoundError)
    await expect(telltale.monitors.delete(id)).rejects.toBeInstanceOf(NotFoundError)
    for await (const { name } of storage.dump()) expect(['monitors', 'checks']).not.toContain(name)
  })

  it('is listed a page at a time, each once', async () => {
    const { telltale } = startTelltale()
    const made: string[] = []
    for (let count = 0; count < 7; count++)
      made.push((await telltale.monitors.create({ url: `https://shop.example/${count}` })).id)
    const seen: string[] = []
    for (let after: string | undefined, pages = 0; pages < 10; pages++) {
      const page = await telltale.monitors.list({ limit: 3, ...defined({ after: after || undefined }) })
      seen.push(...page.items.map(({ id }) => id))
      after = page.next
      if (!after) break
    }
    expect(seen).toEqual(made)
    await expect(telltale.monitors.list({ limit: 0 })).rejects.toThrow(/monitors\.list: limit/)
    await expect(telltale.monitors.list({ after: 'garbage' })).rejects.toBeInstanceOf(ValidationError)
  })

  it('is visible to its owner only', async () => {
    const { telltale } = startTelltale()
    const ana = telltale.for('ana')
    const ben = telltale.for('ben')
    const { id } = await ana.monitors.create({ url: 'https://shop.example' })
    const unknown = '0190b0c0-0000-7000-8000-000000000000'
    const messageFor = (wanted: string) =>
      ben.monitors.get(wanted).catch((error: Error) => error.message.replace(wanted, 'ID'))
    expect(await messageFor(id)).toBe(await messageFor(unknown))
    for (const attempt of [
      ben.monitors.get(id),
      ben.monitors.update(id, { name: 'mine' }),
      ben.monitors.delete(id),
      ben.monitors.check(id),
      ben.monitors.checks(id),
      telltale.monitors.get(id),
    ])
      await expect(attempt).rejects.toMatchObject({ code: 'NOT_FOUND', status: 404 })
    expect((await ben.monitors.list()).items).toEqual([])
    expect(await ana.monitors.get(id)).toMatchObject({ name: 'shop.example' })
  })
})

describe('a check', () => {
  it('has a latency, a tier and phases, and is stored', async () => {
    const target = await Target.start()
    const { telltale, clock } = startTelltale()
    const { id } = await telltale.monitors.create({ url: target.url })
    const check = await telltale.monitors.check(id)
    const tier = classify(check.latencyMs)
    expect(check).toMatchObject({ monitorId: id, tier, httpStatus: 200, at: clock.now(), bytes: 2 })
    const sum = Object.values(check.phases).reduce((total, phaseMs) => total + phaseMs, 0)
    expect(sum).toBeCloseTo(check.latencyMs, 6)
    expect((await telltale.monitors.checks(id)).items).toEqual([check])
    expect(await telltale.monitors.get(id)).toMatchObject({
      tier,
      latencyMs: check.latencyMs,
      checkedAt: check.at,
    })
  })

  it('of a failing target is in the worst tier with its reason, and the next one succeeds', async () => {
    const target = await Target.start()
    const { telltale } = startTelltale()
    const { id } = await telltale.monitors.create({ url: unreachable, tiers })
    const failed = await telltale.monitors.check(id)
    expect(failed).toMatchObject({ tier: 'broken', failure: { kind: 'refused' } })
    expect(await telltale.monitors.get(id)).toMatchObject({ tier: 'broken', failure: failed.failure })
    await telltale.monitors.update(id, { url: target.url })
    const recovered = await telltale.monitors.check(id)
    expect(recovered).toMatchObject({ tier: 'fine' })
    expect(await telltale.monitors.get(id)).not.toHaveProperty('failure')
    expect((await telltale.monitors.checks(id)).items.map(({ id }) => id)).toEqual([recovered.id, failed.id])
  })

  it('that changes the tier emits an event with both tiers', async () => {
    const target = await Target.start()
    const { telltale } = startTelltale()
    const { id } = await telltale.monitors.create({ url: target.url, tiers })
    const changes = nextEvents(telltale, 'monitor:tier-changed', 2)
    await telltale.monitors.check(id)
    await telltale.monitors.check(id)
    target.answer = (response) => void response.writeHead(503).end()
    await telltale.monitors.check(id)
    await telltale.monitors.check(id)
    const [first, second] = await changes
    expect(first).toMatchObject({ to: 'fine', monitor: { id } })
    expect(first).not.toHaveProperty('from')
    expect(second).toMatchObject({
      from: 'fine',
      to: 'broken',
      check: { httpStatus: 503, failure: { kind: 'status' } },
    })
  })

  it('ends at its timeout when the target does not answer', async () => {
    const silent = createServer(() => {})
    await new Promise<void>((resolve) => silent.listen(0, '127.0.0.1', resolve))
    const address = silent.address()
    const { telltale } = startTelltale()
    const url = `http://127.0.0.1:${typeof address === 'object' && address?.port}/`
    const { id } = await telltale.monitors.create({ url, timeout: '200ms' })
    const check = await telltale.monitors.check(id)
    silent.close()
    expect(check.failure?.kind).toBe('timeout')
    expect(check.latencyMs).toBeLessThan(200 + 250)
  })

  it('uses the adapter that the monitor names, where two know the URL', async () => {
    const target = await Target.start()
    target.answer = (response) => void response.writeHead(404).end()
    const strict = http()
    const lenient = http({ id: 'lenient', acceptStatus: [404] })
    const { telltale } = startTelltale({ adapters: [strict, lenient] })
    const first = await telltale.monitors.create({ url: target.url })
    const second = await telltale.monitors.create({ url: target.url, adapter: 'lenient' })
    expect(await telltale.monitors.check(first.id)).toHaveProperty('failure')
    expect(await telltale.monitors.check(second.id)).not.toHaveProperty('failure')
  })
})
