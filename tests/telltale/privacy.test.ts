import { memoryStorage } from '@telltale/storage-memory'
import { describe, expect, it } from 'vitest'
import { bytesOf, sourceOf } from './backup-bytes.js'
import { scriptedProbe } from './scripted-probe.js'
import { startTelltale } from './start.js'

function open() {
  const { telltale, clock } = startTelltale({ adapters: [scriptedProbe(() => 40)] })
  const use = async (owner: string) => {
    const { monitors, audit } = telltale.for(owner)
    const { id } = await monitors.create({ url: 'script:one', name: `of ${owner}`, every: '1m' })
    await monitors.check(id)
    await audit.write({ who: owner, what: 'monitor.created', record: id })
    return id
  }
  return { telltale, clock, use }
}

describe("an owner's data", () => {
  it('are exported completely as NDJSON, without rows of other owners', async () => {
    const { telltale, use } = open()
    await use('ana')
    await use('bo')
    const text = (await bytesOf(telltale.privacy.export('ana'))).toString()
    const [header, ...rows] = text
      .trimEnd()
      .split('\n')
      .map((line) => JSON.parse(line))
    const { rows: count, tables } = rows.pop()
    expect(header).toMatchObject({ format: 'telltale-backup', version: 1, ownerId: 'ana' })
    expect(rows).toHaveLength(count)
    expect(new Set(rows.map(({ row }) => row.ownerId))).toEqual(new Set(['ana']))
    expect(tables).toEqual({ monitors: 1, counters: 1, audit: 1, checks: 1, events: 2 })
    expect(text).not.toContain('of bo')
  })

  it('are erased in one transaction and counted by table, and those of others stay', async () => {
    const { telltale, use } = open()
    await use('ana')
    const id = await use('bo')
    const erased = await telltale.privacy.erase('ana')
    expect(erased).toEqual({ monitors: 1, counters: 1, audit: 1, checks: 1, events: 2 })
    const ana = telltale.for('ana')
    expect((await ana.monitors.list()).items).toEqual([])
    expect((await ana.audit.list()).items).toEqual([])
    expect((await ana.feed.since()).items).toEqual([])
    expect((await telltale.for('bo').monitors.get(id)).name).toBe('of bo')
    expect(await telltale.privacy.erase('ana')).toEqual({})
  })

  it('are not checked any more after the erasure', async () => {
    const { telltale, clock, use } = open()
    await use('ana')
    await telltale.start()
    await clock.advance(120_000)
    await telltale.privacy.erase('ana')
    await clock.advance(600_000)
    expect(await telltale.privacy.erase('ana')).toEqual({})
  })

  it('are restored by importing the export', async () => {
    const { telltale, use } = open()
    const id = await use('ana')
    const bytes = await bytesOf(telltale.privacy.export('ana', { gzip: true }))
    await telltale.privacy.erase('ana')
    await telltale.backup.import(sourceOf(bytes))
    expect((await telltale.for('ana').monitors.checks(id)).items).toHaveLength(1)
    expect((await telltale.for('ana').feed.since()).items).toHaveLength(2)
  })

  it('need a valid owner name', async () => {
    const { telltale } = startTelltale({ storage: memoryStorage() })
    const refused = { code: 'VALIDATION' }
    for (const owner of ['', 'shared', 'a\nb', undefined as never]) {
      await expect(telltale.privacy.erase(owner)).rejects.toMatchObject(refused)
      await expect(bytesOf(telltale.privacy.export(owner))).rejects.toMatchObject(refused)
    }
    await expect(bytesOf(telltale.privacy.export('ana', { zip: true } as never))).rejects.toMatchObject(
      refused,
    )
  })
})
