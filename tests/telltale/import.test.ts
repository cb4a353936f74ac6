import { dns } from '@telltale/adapters/dns'
import { http } from '@telltale/adapters/http'
import { tcp } from '@telltale/adapters/tcp'
import { tls } from '@telltale/adapters/tls'
import { describe, expect, it } from 'vitest'
import { startTelltale } from './start.js'

const start = () => startTelltale({ adapters: [http(), tcp(), tls(), dns()] }).telltale.monitors

const gatus = `
endpoints:
  - name: shop
    group: checkout
    url: https://shop.example/health
    interval: 5m
    headers: { authorization: "Bearer \${TOKEN}" }
    conditions: ["[STATUS] == any(200, 204)", "[RESPONSE_TIME] < 300", "[BODY].status == UP"]
  - name: domain
    url: https://shop.example/
    conditions: ["[STATUS] == 200", "[DOMAIN_EXPIRATION] > 720h"]
  - name: game
    url: udp://game.example:27015
    conditions: ["[CONNECTED] == true"]
`

const from = 'gatus'
const variables = { TOKEN: 'a-token-that-nobody-sees' }

const kuma = (...monitorList: object[]) => JSON.stringify({ version: '1.23.11', monitorList })
const shop = { id: 1, name: 'Shop', type: 'http', url: 'https://shop.example', interval: 60, active: true }

describe('monitors.import', () => {
  it('carries over what Gatus checks, and tells how whole', async () => {
    const monitors = start()
    const report = await monitors.import(gatus, { from, variables })
    expect(report.carriedOver).toBe('1 of 3 monitors whole, 2 with notes')
    expect(report.entries).toMatchObject([
      { name: 'checkout / shop', outcome: 'created', isWhole: true },
      { name: 'domain', outcome: 'created', isWhole: false },
      { name: 'game', outcome: 'left-out', isWhole: false },
    ])
    expect(report.monitors).toMatchObject([
      {
        key: 'gatus/checkout / shop',
        url: 'https://shop.example/health',
        everyMs: 300_000,
        tags: ['checkout'],
        request: { headers: { authorization: 'REDACTED' } },
        expect: { status: [200, 204], latencyMs: { atMost: 300 }, json: { '$.status': { equals: 'UP' } } },
        paused: false,
      },
      { name: 'domain', paused: true },
    ])
    expect((await monitors.list()).items).toEqual(report.monitors)
    expect(report.notes.map(({ name, field, weakens }) => [name, field, weakens])).toEqual([
      ['domain', 'conditions[1]', true],
      ['game', 'url', true],
    ])
    expect(JSON.stringify(report)).not.toContain(variables.TOKEN)
  })

  it('adds nothing the second time, and changes what changed', async () => {
    const monitors = start()
    const first = await monitors.import(gatus, { from, variables })
    const ids = first.monitors.map(({ id }) => id)
    // Whoever lets the weaker one run has looked at it.
    await monitors.update(ids[1] as string, { paused: false })
    const second = await monitors.import(gatus, { from, variables })
    expect(second.monitors).toEqual([])
    expect(second.entries.map(({ outcome }) => outcome)).toEqual(['unchanged', 'unchanged', 'left-out'])
    const changed = gatus.replace('interval: 5m', 'interval: 1m').replace('any(200, 204)', '200')
    const dry = await monitors.import(changed, { from, variables, dryRun: true })
    expect(dry.entries.map(({ outcome }) => outcome)).toEqual(['changed', 'unchanged', 'left-out'])
    expect(dry.monitors).toEqual([])
    expect(await monitors.get(ids[0] as string)).toMatchObject({ everyMs: 300_000 })
    const third = await monitors.import(changed, { from, variables })
    expect(third.monitors).toMatchObject([{ id: ids[0], everyMs: 60_000, expect: { status: [200] } }])
    const fourth = await monitors.import(changed, { from, variables: { TOKEN: 'another' } })
    expect(fourth.entries[0]).toMatchObject({ outcome: 'changed', monitorId: ids[0] })
    expect((await monitors.list()).items.map(({ id, paused }) => [id, paused])).toEqual([
      [ids[0], false],
      [ids[1], false],
    ])
  })

  it('changes nothing in a dry run, and says what would be', async () => {
    const monitors = start()
    const report = await monitors.import(gatus, { from, variables, dryRun: true })
    expect(report.carriedOver).toBe('1 of 3 monitors whole, 2 with notes')
    expect(report.entries.map(({ outcome }) => outcome)).toEqual(['created', 'created', 'left-out'])
    expect((await monitors.list()).items).toEqual([])
  })

  it('creates the monitors of Uptime Kuma, push monitors among them', async () => {
    const monitors = start()
    const push = { id: 2, name: 'Backup', type: 'push', interval: 3600, active: true }
    const report = await monitors.import(kuma(shop, push), { from: 'uptime-kuma' })
    expect(report.carriedOver).toBe('2 of 2 monitors whole')
    expect(report.monitors).toMatchObject([
      { name: 'Shop', adapter: 'http', everyMs: 60_000, request: { maxRedirects: 10 } },
      { name: 'Backup', adapter: 'heartbeat', everyMs: 3_600_000 },
    ])
    const renamed = await monitors.import(kuma({ ...shop, name: 'Store' }, push), { from: 'uptime-kuma' })
    expect(renamed.monitors).toMatchObject([{ id: report.monitors[0]?.id, name: 'Store' }])
  })

  it('keeps the longest interval there is, and leaves out what this host cannot check', async () => {
    const { monitors } = startTelltale({ adapters: [tcp()] }).telltale
    const text = `
endpoints:
  - { name: rare, url: "tcp://shop.example:1", interval: 9000h, conditions: ["[CONNECTED] == true"] }
  - { name: web, url: "https://shop.example/", conditions: ["[STATUS] == 200"] }
`
    const report = await monitors.import(text, { from })
    expect(report.monitors).toMatchObject([{ everyMs: 30 * 86_400_000 }])
    expect(report.entries[1]).toMatchObject({ name: 'web', outcome: 'left-out', isWhole: false })
    expect(report.notes.find(({ name }) => name === 'web')?.message).toMatch(/^left out: .*adapter/)
  })

  it('creates nothing from a text that it cannot read', async () => {
    const monitors = start()
    const garbage = monitors.import('{ "monitorList": 5 }', { from: 'uptime-kuma' })
    await expect(garbage).rejects.toMatchObject({ code: 'VALIDATION' })
    await expect(monitors.import('', { from: 'nagios' as never })).rejects.toThrow(/from/)
    await expect(monitors.import(5 as never, { from })).rejects.toThrow(/expected a text/)
    await expect(monitors.import(['{}', '{}'], { from: 'uptime-kuma' })).rejects.toThrow(/expected a text/)
    expect((await monitors.list()).items).toEqual([])
  })
})
