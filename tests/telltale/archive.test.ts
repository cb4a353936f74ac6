import type { Archive, RetentionOptions, TelltaleError } from '@telltale/core'
import { memoryStorage } from '@telltale/storage-memory'
import { describe, expect, it, vi } from 'vitest'
import { bytesOf, sourceOf } from './backup-bytes.js'
import { scriptedProbe } from './scripted-probe.js'
import { startTelltale } from './start.js'

const hourMs = 3_600_000

/** Runs a Telltale for some hours that checks every ten minutes and keeps checks for two hours. */
async function watchFor(hours: number, archive: NonNullable<RetentionOptions['archive']>) {
  let underWay = 0
  const { telltale, clock } = startTelltale({
    storage: memoryStorage(),
    adapters: [scriptedProbe(() => 40)],
    retention: {
      checks: '2h',
      minutes: '2h',
      archive: async (given) => {
        underWay++
        await archive(given).finally(() => underWay--)
      },
    },
  })
  const errors: TelltaleError[] = []
  telltale.on('error', (error) => void errors.push(error))
  const { id } = await telltale.monitors.create({ url: 'script:one', every: '10m' })
  await telltale.start()
  /** Waits for real I/O, which the test clock does not await: compression. */
  const advance = async (ms: number) => {
    for (let left = ms; left > 0; left -= hourMs / 12) {
      await clock.advance(hourMs / 12)
      while (underWay > 0) {
        await vi.waitFor(() => expect(underWay).toBe(0))
        await clock.advance(0)
      }
    }
  }
  await advance(hours * hourMs)
  const checks = async () => (await telltale.monitors.checks(id, { limit: 200 })).items
  return { telltale, errors, advance, checks }
}

describe('retention', () => {
  it('archives rows before it drops them, and an import restores them', async () => {
    const archives: (Archive & { readonly bytes: Buffer })[] = []
    const { telltale, checks, errors } = await watchFor(5.5, async (archive) => {
      archives.push({ ...archive, bytes: await bytesOf(archive.content) })
    })
    expect(errors).toEqual([])
    expect(archives.filter(({ table }) => table === 'checks').length).toBeGreaterThanOrEqual(3)
    const kept = await checks()
    const ofChecks = archives.filter(({ table }) => table === 'checks')
    expect(ofChecks[0]?.name).toMatch(/^checks-before-2026-01-01T\d\d-00-00-000Z\.ndjson\.gz$/)
    const archived = []
    for (const { bytes, before } of ofChecks) {
      const { tables } = await telltale.backup.verify(sourceOf(bytes))
      expect(Object.keys(tables)).toEqual(['checks'])
      archived.push(tables.checks ?? 0)
      expect(Math.min(...kept.map(({ at }) => at))).toBeGreaterThanOrEqual(before)
    }
    for (const { bytes } of ofChecks) await telltale.backup.import(sourceOf(bytes))
    const all = await checks()
    expect(all).toHaveLength(kept.length + archived.reduce((sum, count) => sum + count, 0))
    expect(new Set(all.map(({ id }) => id)).size).toBe(all.length)
  })

  it('drops nothing while the archive fails, and emits an error', async () => {
    let isFull = true
    let written = 0
    const { checks, errors, advance } = await watchFor(5.5, async ({ table, content }) => {
      await bytesOf(content)
      if (isFull && table === 'checks') throw new Error('the disk is full')
      if (table === 'checks') written++
    })
    expect(errors[0]?.message).toBe('the retention of checks failed: the disk is full')
    expect((await checks()).length).toBeGreaterThanOrEqual(29)
    isFull = false
    await advance(hourMs)
    expect(written).toBe(1)
    expect((await checks()).length).toBeLessThanOrEqual(19)
  })

  it('drops nothing of an archive that was not read to its end', async () => {
    const { checks, errors } = await watchFor(5.5, async ({ content }) => {
      for await (const _ of content) break
    })
    expect(errors[0]?.message).toMatch(
      /the archive of \w+ was not read to its end, so nothing of it is dropped/,
    )
    expect((await checks()).length).toBeGreaterThanOrEqual(29)
  })

  it('refuses an archive that is no function', () => {
    expect(() => startTelltale({ retention: { archive: 'checks.gz' as never } })).toThrow(
      /expected a function/,
    )
  })
})
