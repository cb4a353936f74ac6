import { createHash } from 'node:crypto'
import { mkdir, mkdtemp, readdir, readFile, rename, rm, stat, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import type { DumpedRow, Storage } from '@telltale/core/ports'
import fc from 'fast-check'
import { beforeEach, describe, expect, it, onTestFinished, vi } from 'vitest'
import { memoryStorage } from './index.js'

const now = Date.UTC(2026, 0, 1)

let folder: string
let file: string
beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'telltale-storage-'))
  file = join(folder, 'telltale.ndjson')
  onTestFinished(() => rm(folder, { recursive: true, force: true }))
})

const add = (storage: Storage, amount = 1) => storage.counters.add('ana', 'calls', amount, { now })

async function dumpOf(storage: Storage): Promise<readonly DumpedRow[]> {
  const rows: DumpedRow[] = []
  for await (const row of storage.dump()) rows.push(row)
  return rows
}

/** A snapshot as it is documented: these lines, and a last one with their number and SHA-256. */
function snapshot(
  rows: readonly unknown[],
  header: object = { format: 'telltale-memory', version: 1 },
): string {
  const text = [header, ...rows].map((line) => `${JSON.stringify(line)}\n`).join('')
  const sha256 = createHash('sha256').update(text).digest('hex')
  return `${text}${JSON.stringify({ rows: rows.length, sha256 })}\n`
}

const counter = (value: unknown) => ({
  kind: 'counter',
  name: 'counters',
  row: { ownerId: 'ana', key: 'calls', value },
})

describe('the snapshot file of a memory storage', () => {
  it('is not touched by making a storage, nor by closing one that was not used', async () => {
    await memoryStorage({ file: join(folder, 'no such folder', 'telltale.ndjson') }).close()
    await memoryStorage({ file }).close()
    expect(await readdir(folder)).toEqual([])
  })

  it('carries everything from one storage to the next', async () => {
    const first = memoryStorage({ file })
    await first.load([
      {
        kind: 'series',
        name: 'readings',
        row: { ownerId: 'ana', key: 'door', at: -1, id: '1', note: '🚗\n"\u2028' },
      },
    ])
    await add(first, 2.5)
    await first.counters.reserve('bo', 'shop', { now, gapMs: 100 })
    const before = await dumpOf(first)
    await first.close()
    const second = memoryStorage({ file })
    expect(await dumpOf(second)).toEqual(before)
    expect(await add(second)).toEqual({ ok: true, value: 3.5 })
    await second.close()
    const third = memoryStorage({ file })
    expect(await add(third)).toEqual({ ok: true, value: 4.5 })
    await third.close()
  })

  it('is one line that names the format, one for each row, and one with their number and hash', async () => {
    const storage = memoryStorage({ file })
    await add(storage, 3)
    await storage.close()
    expect(await readFile(file, 'utf8')).toBe(snapshot([counter(3)]))
  })

  it('can be read by its owner alone, and nothing is left beside it', async () => {
    const storage = memoryStorage({ file })
    await add(storage)
    await storage.close()
    expect((await stat(file)).mode & 0o777).toBe(0o600)
    expect(await readdir(folder)).toEqual(['telltale.ndjson'])
  })

  it('is written some time after a change, without waiting for the end', async () => {
    const storage = memoryStorage({ file, snapshotEvery: '5ms' })
    await add(storage, 7)
    await vi.waitFor(async () => expect(await readFile(file, 'utf8')).toBe(snapshot([counter(7)])))
    await add(storage, 1)
    await vi.waitFor(async () => expect(await readFile(file, 'utf8')).toBe(snapshot([counter(8)])))
    await storage.close()
  })

  it('is not written again when nothing has changed', async () => {
    const first = memoryStorage({ file })
    await add(first)
    await first.close()
    const { mtimeMs } = await stat(file)
    const second = memoryStorage({ file, snapshotEvery: '1ms' })
    await second.erase('nobody')
    await second.counters.add('ana', 'calls', 5, { now, limit: 1 })
    await dumpOf(second)
    await second.close()
    expect((await stat(file)).mtimeMs).toBe(mtimeMs)
  })

  it('holds one moment, while what is stored goes on changing', async () => {
    const storage = memoryStorage({ file, snapshotEvery: '1ms' })
    const rows = Array.from({ length: 5_000 }, (_, at) => ({ ownerId: 'ana', key: 'door', at, id: '1' }))
    await storage.series({ name: 'marks', columns: {} }).append(rows)
    const addTwice = () =>
      storage.transaction(async ({ counters }) => {
        await counters.add('ana', 'left', 1, { now })
        await counters.add('ana', 'right', 1, { now })
      })
    const sums = new Set<number>()
    while (sums.size < 5) {
      for (let round = 0; round < 20; round++) await addTwice()
      const text = await readFile(file, 'utf8').catch(() => '')
      const values = text
        .split('\n')
        .filter((line) => line.includes('"counter"'))
        .map((line) => JSON.parse(line).row.value)
      if (values.length === 0) continue
      expect(values[0]).toBe(values[1])
      sums.add(values[0])
    }
    await storage.close()
  })
})

describe('a file that is no whole snapshot', () => {
  const damages: Readonly<Record<string, [text: string, message: RegExp]>> = {
    'is empty': ['', /is empty/],
    'is something else': ['hello\n', /is no snapshot of a memory storage/],
    'is JSON of something else': ['{"format":"diary"}\n', /is no snapshot of a memory storage/],
    'is of a newer version': [
      snapshot([], { format: 'telltale-memory', version: 2 }),
      /has version 2 of the format, where 1 was expected/,
    ],
    'has a first line only': [snapshot([]).slice(0, snapshot([]).indexOf('\n') + 1), /is cut short/],
    'ends after a whole line': [
      snapshot([counter(1)])
        .split('\n')
        .slice(0, 2)
        .join('\n')
        .concat('\n'),
      /is cut short/,
    ],
    'ends in the middle of a line': [snapshot([counter(1)]).slice(0, -9), /ends in the middle of a line/],
    'lacks a row': [snapshot([counter(1)]).replace(/\n.*counter.*\n/, '\n'), /was changed/],
    'has a row that was edited': [snapshot([counter(1)]).replace('"value":1', '"value":2'), /was changed/],
    'has a line that is no JSON': [snapshot([counter(1)]).replace('"value"', 'value'), /no JSON in line 2/],
    'has a row that fits no table': [
      snapshot([counter('one')]),
      /wrong row in line 2 .*value: expected a finite number/,
    ],
    'goes on after its end': [
      `${snapshot([counter(1)])}${JSON.stringify(counter(2))}\n`,
      /wrong row in line 3/,
    ],
  }

  it.each(Object.entries(damages))(
    'is refused and left as it is where it %s',
    async (_what, [text, message]) => {
      await writeFile(file, text)
      const storage = memoryStorage({ file })
      const error = { code: 'STORAGE_DAMAGED', message: expect.stringMatching(message) }
      await expect(storage.migrate()).rejects.toMatchObject(error)
      await expect(add(storage)).rejects.toMatchObject(error)
      await expect(add(storage)).rejects.toThrow(file)
      await storage.close()
      expect(await readFile(file, 'utf8')).toBe(text)
    },
  )

  it('is refused wherever it was cut, and whichever byte was changed', async () => {
    const whole = Buffer.from(snapshot([counter(1), { kind: 'collection', name: 'notes', row: note }]))
    const refused = async (bytes: Buffer) => {
      await writeFile(file, bytes)
      await expect(memoryStorage({ file }).migrate()).rejects.toMatchObject({ code: 'STORAGE_DAMAGED' })
    }
    for (let length = 0; length < whole.length; length += 7) await refused(whole.subarray(0, length))
    const change = fc.tuple(fc.nat(whole.length - 1), fc.integer({ min: 1, max: 255 }))
    await fc.assert(
      fc.asyncProperty(change, async ([at, difference]) => {
        const bytes = Buffer.from(whole)
        bytes[at] = whole.readUInt8(at) ^ difference
        await refused(bytes)
      }),
      { numRuns: 200, interruptAfterTimeLimit: 3_000, markInterruptAsFailure: false },
    )
    await writeFile(file, whole)
    await memoryStorage({ file }).migrate()
  })

  it('is refused where it is a folder', async () => {
    await mkdir(file)
    await expect(memoryStorage({ file }).migrate()).rejects.toMatchObject({ code: 'STORAGE_DAMAGED' })
  })

  it('keeps the rows of a table that does not fit its definition, and lets the others be used', async () => {
    const row = { kind: 'collection', name: 'notes', row: note }
    await writeFile(file, snapshot([row]))
    const storage = memoryStorage({ file })
    const notes = storage.collection({
      name: 'notes',
      columns: { text: { type: 'integer' } },
      unique: [],
      indexes: [],
    })
    await expect(notes.count('ana')).rejects.toMatchObject({ code: 'STORAGE_DAMAGED' })
    await add(storage)
    await storage.close()
    expect(await readFile(file, 'utf8')).toBe(snapshot([row, counter(1)]))
  })
})

const note = {
  id: '019b76da-a800-7000-8000-000000000001',
  ownerId: 'ana',
  version: 1,
  createdAt: now,
  updatedAt: now,
  text: 'ünïcödé',
}

describe('a snapshot that cannot be written', () => {
  /** Resolves once a background snapshot has failed. */
  const untilRefused = (storage: Storage) =>
    vi.waitFor(() => expect(add(storage)).rejects.toMatchObject({ code: 'STORAGE_FAILED', retryable: true }))

  it('has new writes refused, keeps what was stored, and is tried again until it can be', async () => {
    const storage = memoryStorage({ file, snapshotEvery: '1ms' })
    await add(storage, 5)
    await vi.waitFor(() => stat(file))
    await rename(folder, `${folder} gone`)
    await add(storage, 2).catch(() => undefined)
    await untilRefused(storage)
    const accepted = (await dumpOf(storage))[0]
    await expect(storage.transaction(async () => 1)).rejects.toThrow(/nothing can be stored until/)
    await rename(`${folder} gone`, folder)
    await vi.waitFor(async () => expect(await add(storage, 0)).toMatchObject({ ok: true }))
    await storage.close()
    expect(await dumpOf(memoryStorage({ file }))).toEqual([accepted])
  })

  it('has close() reject; the storage stays open and can be closed later', async () => {
    const storage = memoryStorage({ file, snapshotEvery: '1h' })
    await add(storage, 5)
    await rename(folder, `${folder} gone`)
    await expect(storage.close()).rejects.toMatchObject({
      code: 'STORAGE_FAILED',
      message: expect.stringContaining(file),
    })
    expect(await dumpOf(storage)).toEqual([counter(5)])
    await rename(`${folder} gone`, folder)
    await storage.close()
    expect(await dumpOf(memoryStorage({ file }))).toEqual([counter(5)])
  })

  it('is told at the first use where the folder is not there', async () => {
    const storage = memoryStorage({ file: join(folder, 'none', 'telltale.ndjson') })
    await expect(storage.migrate()).rejects.toMatchObject({ code: 'STORAGE_FAILED' })
    await storage.close()
  })

  it('never takes the place of a file that somebody else wrote', async () => {
    const storage = memoryStorage({ file })
    await add(storage, 2)
    await writeFile(file, snapshot([counter(1)]))
    await expect(storage.close()).rejects.toMatchObject({
      code: 'STORAGE_FAILED',
      message: expect.stringMatching(/written by somebody else meanwhile/),
    })
    expect(await readFile(file, 'utf8')).toBe(snapshot([counter(1)]))
  })

  it('belongs to the storage that wrote first, and can be read by others', async () => {
    const [first, second] = [memoryStorage({ file, snapshotEvery: '1ms' }), memoryStorage({ file })]
    await second.migrate()
    await add(first, 1)
    await expect(add(second, 2)).rejects.toMatchObject({
      code: 'STORAGE_FAILED',
      retryable: true,
      message: expect.stringMatching(/is in use by another storage of this process/),
    })
    expect(await dumpOf(second)).toEqual([])
    await first.close()
    expect(await dumpOf(memoryStorage({ file }))).toEqual([counter(1)])
    await expect(add(second, 2)).rejects.toThrow(/written by somebody else meanwhile/)
    await second.close()
    expect(await readFile(file, 'utf8')).toBe(snapshot([counter(1)]))
    expect(await readdir(folder)).toEqual(['telltale.ndjson'])
  })
})
