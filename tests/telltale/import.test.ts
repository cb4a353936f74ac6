import { describe, expect, it } from 'vitest'
import { startTelltale } from './start.js'

const gatus = `
endpoints:
  - name: shop
    group: checkout
    url: https://shop.example/health
    interval: 5m
    conditions: ["[STATUS] == 200", "[RESPONSE_TIME] < 300"]
  - name: mail
    url: starttls://mail.example:587
    conditions: ["[CONNECTED] == true"]
`

const uptimeKuma = {
  version: '1.23.11',
  monitorList: [
    { id: 1, name: 'Shop', type: 'http', url: 'https://shop.example', interval: 60, active: true },
    { id: 2, name: 'Backup', type: 'push', interval: 3600, active: true },
  ],
}

describe('monitors.import', () => {
  it('creates the monitors of Gatus, and notes what it could not carry over', async () => {
    const { telltale } = startTelltale()
    const { monitors, notes } = await telltale.monitors.import(gatus, { from: 'gatus' })
    expect(monitors).toMatchObject([
      { url: 'https://shop.example/health', everyMs: 300_000, tags: ['checkout'] },
    ])
    expect((await telltale.monitors.list()).items).toEqual(monitors)
    expect(notes.map(({ name }) => name)).toContain('mail')
  })

  it('creates the monitors of Uptime Kuma, push monitors among them', async () => {
    const { telltale } = startTelltale()
    const { monitors } = await telltale.monitors.import(JSON.stringify(uptimeKuma), { from: 'uptime-kuma' })
    expect(monitors).toMatchObject([
      { name: 'Shop', adapter: 'http', everyMs: 60_000 },
      { name: 'Backup', adapter: 'heartbeat', everyMs: 3_600_000 },
    ])
  })

  it('keeps the longest interval there is', async () => {
    const { telltale } = startTelltale()
    const yearly = 'endpoints:\n  - name: rare\n    url: https://shop.example/\n    interval: 9000h\n'
    const { monitors } = await telltale.monitors.import(yearly, { from: 'gatus' })
    expect(monitors).toMatchObject([{ everyMs: 30 * 86_400_000 }])
  })

  it('creates nothing from a text that it cannot read', async () => {
    const { telltale } = startTelltale()
    const garbage = telltale.monitors.import('{ "monitorList": 5 }', { from: 'uptime-kuma' })
    await expect(garbage).rejects.toMatchObject({ code: 'VALIDATION' })
    await expect(telltale.monitors.import('', { from: 'nagios' as never })).rejects.toThrow(/from/)
    expect((await telltale.monitors.list()).items).toEqual([])
  })
})
