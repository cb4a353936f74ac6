import { createReadStream, createWriteStream } from 'node:fs'
import { mkdtemp, readFile, rm, stat, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { pipeline } from 'node:stream/promises'
import { gunzipSync } from 'node:zlib'
import type { Telltale } from '@telltale/core'
import type { Storage } from '@telltale/core/ports'
import { memoryStorage } from '@telltale/storage-memory'
import { pgStorage } from '@telltale/storage-pg'
import { describe, expect, it, onTestFinished } from 'vitest'
import { bytesOf, sourceOf } from './backup-bytes.js'
import { scriptedProbe } from './scripted-probe.js'
import { startTelltale } from './start.js'

/** Makes a Telltale on a storage, with a probe that always answers in 40 ms. */
const open = (storage: Storage = memoryStorage()) =>
  startTelltale({ storage, adapters: [scriptedProbe(() => 40)] }).telltale

async function folder(): Promise<string> {
  const path = await mkdtemp(join(tmpdir(), 'telltale-backup-'))
  onTestFinished(() => rm(path, { recursive: true }))
  return path
}

/** Stores monitors, checks, events, counters, audit entries and unusual texts for two owners. */
async function fill(telltale: Telltale): Promise<void> {
  for (const owner of ['ana', 'bo 🚗']) {
    const { monitors, audit } = telltale.for(owner)
    const { id } = await monitors.create({ url: 'script:one', name: 'Ünïcödé\u2028"🚗"', every: '1m' })
    for (let check = 0; check < 3; check++) await monitors.check(id)
    await audit.write({
      who: owner,
      what: 'monitor.created',
      record: id,
      details: { z: [1, null], a: 1e-300 },
    })
  }
}

async function exported(telltale: Telltale, gzip = false): Promise<Buffer> {
  return bytesOf(telltale.backup.export({ gzip }))
}

describe('a backup', () => {
  it('can be imported into another kind of storage and back, with the same hash', async () => {
    const first = open()
    await fill(first)
    const bytes = await exported(first, true)
    const made = await first.backup.verify(sourceOf(bytes))
    expect(made.tables).toMatchObject({ monitors: 2, checks: 6, audit: 2 })

    const embedded = open(pgStorage({ directory: join(await folder(), 'pglite') }))
    expect(await embedded.backup.import(sourceOf(bytes))).toEqual(made)
    const back = await exported(embedded)
    expect(await embedded.backup.verify(sourceOf(back))).toEqual(made)

    const last = open()
    expect(await last.backup.import(sourceOf(back))).toEqual(made)
    const owner = last.for('bo 🚗')
    const [monitor] = (await owner.monitors.list()).items
    expect(monitor?.name).toBe('Ünïcödé\u2028"🚗"')
    expect((await owner.monitors.checks(String(monitor?.id))).items).toHaveLength(3)
  })

  it('is streamed to a file and back, and smaller when compressed', async () => {
    const telltale = open()
    await fill(telltale)
    const plain = join(await folder(), 'telltale.ndjson')
    const compressed = `${plain}.gz`
    await pipeline(telltale.backup.export(), createWriteStream(plain))
    await pipeline(telltale.backup.export({ gzip: true }), createWriteStream(compressed))
    expect((await stat(compressed)).size).toBeLessThan((await stat(plain)).size / 2)
    expect(gunzipSync(await readFile(compressed))).toEqual(await readFile(plain))
    const other = open()
    const summary = await other.backup.import(() => createReadStream(compressed))
    expect(summary).toEqual(await telltale.backup.verify(() => createReadStream(plain)))
  })

  it('schedules what it imports', async () => {
    const first = open()
    await first.monitors.create({ url: 'script:one', every: '1m' })
    const bytes = await exported(first)
    const { telltale, clock } = startTelltale({ adapters: [scriptedProbe(() => 40)] })
    await telltale.start()
    await telltale.backup.import(sourceOf(bytes))
    await clock.advance(120_000)
    const [monitor] = (await telltale.monitors.list()).items
    expect(monitor?.tier).toBe('SONIC')
  })

  it('replaces rows that exist, and leaves the others', async () => {
    const telltale = open()
    const { id } = await telltale.monitors.create({ url: 'script:one', name: 'before', every: '1m' })
    const bytes = await exported(telltale)
    await telltale.monitors.update(id, { name: 'after' })
    const other = await telltale.monitors.create({ url: 'script:two', every: '1m' })
    await telltale.backup.import(sourceOf(bytes))
    expect((await telltale.monitors.get(id)).name).toBe('before')
    expect((await telltale.monitors.get(other.id)).id).toBe(other.id)
  })

  it('fails when Telltale closes meanwhile or has closed before', async () => {
    const telltale = open()
    const details = 'x'.repeat(50_000)
    for (let entry = 0; entry < 4; entry++) await telltale.audit.write({ who: 'ana', what: 'wrote', details })
    const chunks = telltale.backup.export()[Symbol.asyncIterator]()
    await chunks.next()
    await chunks.next()
    await telltale.close()
    await expect(chunks.next()).rejects.toMatchObject({ code: 'ABORTED' })
    await expect(exported(telltale)).rejects.toMatchObject({ code: 'CLOSED' })
  })
})

describe('a backup is refused, and nothing is imported,', () => {
  async function refusing() {
    const first = open()
    await fill(first)
    const telltale = open()
    await telltale.monitors.create({ url: 'script:mine', every: '1m' })
    const before = await exported(telltale)
    const refuse = async (bytes: Uint8Array, message: RegExp) => {
      await expect(telltale.backup.import(sourceOf(bytes))).rejects.toThrow(message)
      await expect(telltale.backup.import(sourceOf(bytes))).rejects.toMatchObject({ code: 'VALIDATION' })
    }
    const unchanged = async () => expect((await exported(telltale)).equals(before)).toBe(true)
    return { plain: await exported(first), packed: await exported(first, true), refuse, unchanged, telltale }
  }

  it('wherever it is cut short', async () => {
    const { plain, packed, refuse, unchanged } = await refusing()
    for (const bytes of [plain, packed])
      for (let length = 0; length < bytes.length; length += 1 + Math.floor(bytes.length / 60))
        await refuse(bytes.subarray(0, length), /telltale\.backup: source: the backup (is|holds|has) /)
    await refuse(
      plain.subarray(0, plain.lastIndexOf('\n', plain.length - 2) + 1),
      /cut short: its last line is missing/,
    )
    await refuse(packed.subarray(0, packed.length - 9), /cut short: its compression does not end/)
    await unchanged()
  })

  it('whichever of its bytes is changed', async () => {
    const { plain, packed, telltale, unchanged } = await refusing()
    // The gzip header has a time and the name of a system, which say nothing of what is in it.
    for (const bytes of [plain, packed])
      for (let at = bytes === packed ? 10 : 0; at < bytes.length; at += 1 + Math.floor(bytes.length / 150)) {
        const damaged = Buffer.from(bytes)
        damaged[at] = (damaged[at] ?? 0) ^ 1
        await expect(telltale.backup.import(sourceOf(damaged)), `byte ${at}`).rejects.toMatchObject({
          code: 'VALIDATION',
        })
      }
    await unchanged()
  })

  it('when it is another file, or of a newer version', async () => {
    const { plain, refuse, unchanged } = await refusing()
    const text = plain.toString()
    await refuse(Buffer.from('hello\n'), /is none of Telltale/)
    await refuse(Buffer.from('{"format":"telltale-memory","version":1}\n'), /is none of Telltale/)
    await refuse(Buffer.alloc(0), /is empty/)
    await refuse(
      Buffer.from(text.replace('"version":1', '"version":2')),
      /version 2 of the format.* update Telltale/,
    )
    await refuse(Buffer.from(`${text}${text}`), /goes on after its last line/)
    await unchanged()
  })

  it('when it has changed before the second read', async () => {
    const { plain, telltale, unchanged } = await refusing()
    const other = open()
    await fill(other)
    const sources = [plain, await exported(other)]
    const changing = () => sourceOf(sources.shift() ?? Buffer.alloc(0))()
    await expect(telltale.backup.import(changing)).rejects.toThrow(/was changed while it was read/)
    await unchanged()
  })

  it('when its rows do not fit the tables of this version', async () => {
    const { telltale, unchanged } = await refusing()
    const row = { ownerId: 'ana', key: 'audit', at: 1, id: '1', who: 'ana', what: 'x', colour: 'red' }
    const newer = {
      ...memoryStorage(),
      dump: async function* () {
        yield { kind: 'series', name: 'audit', row } as const
      },
    }
    const bytes = await exported(open(newer))
    await expect(telltale.backup.import(sourceOf(bytes))).rejects.toThrow(
      /does not know \(audit: colour: is not a column\)/,
    )
    await unchanged()
  })

  it('when the source is no function', async () => {
    const { telltale } = await refusing()
    const stream = createReadStream(import.meta.filename)
    await expect(telltale.backup.import(stream as never)).rejects.toThrow(
      /expected a function that opens the backup/,
    )
    stream.destroy()
    const path = join(await folder(), 'missing.ndjson')
    await expect(telltale.backup.import(() => createReadStream(path))).rejects.toMatchObject({
      code: 'ENOENT',
    })
    await writeFile(path, '')
    await expect(telltale.backup.verify(() => createReadStream(path))).rejects.toThrow(/is empty/)
  })
})
