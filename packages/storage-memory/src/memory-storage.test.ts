import { ValidationError } from '@telltale/core'
import type { BaseRecord, CollectionDefinition, DumpedRow, Storage } from '@telltale/core/ports'
import { describe, expect, it } from 'vitest'
import { memoryStorage } from './index.js'

interface Note extends BaseRecord {
  readonly text: string
}

const notesTable: CollectionDefinition<Note> = {
  name: 'notes',
  columns: { text: { type: 'text' } },
  unique: [['text']],
  indexes: [],
}

const note = (number: number, changes: Partial<Note> = {}): Note => ({
  id: `019b76da-a800-7000-8000-${String(number).padStart(12, '0')}`,
  ownerId: 'ana',
  version: 1,
  createdAt: number,
  updatedAt: number,
  text: `note ${number}`,
  ...changes,
})

const dumped = (number: number, changes: object = {}): DumpedRow => ({
  kind: 'collection',
  name: 'notes',
  row: { ...note(number), ...changes },
})

async function dumpOf(storage: Storage): Promise<readonly DumpedRow[]> {
  const rows: DumpedRow[] = []
  for await (const row of storage.dump()) rows.push(row)
  return rows
}

describe('a memory storage', () => {
  it('refuses options that it does not know, or that make no sense', () => {
    expect(() => memoryStorage({ path: 'x' } as never)).toThrow(/memoryStorage: unknown option 'path'/)
    expect(() => memoryStorage({ file: '' })).toThrow(ValidationError)
    expect(() => memoryStorage({ file: 'x', snapshotEvery: 'soon' as '1s' })).toThrow(
      /snapshotEvery: expected a dur/,
    )
    expect(() => memoryStorage({ file: 'x', snapshotEvery: '2d' })).toThrow(/snapshotEvery/)
  })

  it('refuses to be written to from within a transaction, where it would wait for itself', async () => {
    const storage = memoryStorage()
    const outside = storage.collection(notesTable)
    const forbidden = [
      () => outside.write([{ insert: note(1) }]),
      () => storage.transaction(async () => undefined),
      () => storage.erase('ana'),
      () => storage.close(),
    ]
    for (const call of forbidden)
      await expect(storage.transaction(async () => void (await call()))).rejects.toThrow(
        /within a transaction/,
      )
    expect(await outside.count('ana')).toBe(0)
  })

  it('may be written to by work that a transaction began, once that is over', async () => {
    const storage = memoryStorage()
    const outside = storage.collection(notesTable)
    let release = () => {}
    const held = new Promise<void>((resolve) => {
      release = resolve
    })
    const later = await storage.transaction(async () => ({
      written: held.then(() => outside.write([{ insert: note(1) }])),
    }))
    release()
    await later.written
    expect(await outside.count('ana')).toBe(1)
  })

  it('goes on after a transaction that throws', async () => {
    const storage = memoryStorage()
    const notes = storage.collection(notesTable)
    const failing = storage.transaction(() => Promise.reject(new Error('no')))
    const waiting = notes.write([{ insert: note(1) }])
    await expect(failing).rejects.toThrow('no')
    expect(await waiting).toMatchObject([{ ok: true }])
  })

  it('refuses an operation that is neither an insert nor an update', async () => {
    const notes = memoryStorage().collection(notesTable)
    const both = { insert: note(1), update: note(1) }
    for (const operation of [both, { upsert: note(1) }, {}])
      await expect(notes.write([operation as never])).rejects.toThrow(/expected operations/)
  })

  it('takes rows of tables that nobody has used yet, and gives them to whoever does', async () => {
    const storage = memoryStorage()
    const row = { ownerId: 'bo', key: 'door', at: 5, id: '1', value: 1.5 }
    await storage.load([dumped(2), dumped(1), { kind: 'series', name: 'readings', row }])
    expect(await dumpOf(storage)).toEqual([dumped(1), dumped(2), { kind: 'series', name: 'readings', row }])
    expect(await storage.collection(notesTable).get('ana', note(1).id)).toEqual(note(1))
    const readings = storage.series({ name: 'readings', columns: { value: { type: 'real' } } })
    expect(await readings.range('bo', ['door'])).toEqual([row])
    expect(await storage.erase('ana')).toEqual({ notes: 2 })
  })

  it('erases and replaces rows of tables that nobody has used yet', async () => {
    const storage = memoryStorage()
    await storage.load([dumped(1), dumped(2), dumped(3, { ownerId: 'bo' })])
    await storage.load([dumped(1, { text: 'again' })])
    expect(await dumpOf(storage)).toEqual([
      dumped(1, { text: 'again' }),
      dumped(2),
      dumped(3, { ownerId: 'bo' }),
    ])
    expect(await storage.erase('ana')).toEqual({ notes: 2 })
    expect(await dumpOf(storage)).toEqual([dumped(3, { ownerId: 'bo' })])
  })

  it('refuses rows of tables that nobody has used yet where they lack what all rows have', async () => {
    const storage = memoryStorage()
    const malformed = [
      dumped(1, { id: 'one' }),
      dumped(1, { version: undefined }),
      dumped(1, { text: () => 'no JSON' }),
      { kind: 'series', name: 'readings', row: note(1) },
      { kind: 'collection', name: 'counters', row: note(1) },
    ]
    for (const row of malformed)
      await expect(storage.load([dumped(2), row as unknown as DumpedRow])).rejects.toThrow(ValidationError)
    expect(await dumpOf(storage)).toEqual([])
  })

  it('says so when rows that were loaded do not fit the definition, and keeps them', async () => {
    const storage = memoryStorage()
    await storage.load([dumped(1, { text: 7 })])
    const notes = storage.collection(notesTable)
    await expect(notes.count('ana')).rejects.toMatchObject({
      code: 'STORAGE_DAMAGED',
      message: expect.stringMatching(/'notes' does not fit its definition.*text: expected well-formed text/),
    })
    expect(await dumpOf(storage)).toEqual([dumped(1, { text: 7 })])
  })

  it('lets other work of the process go first while many writes wait', async () => {
    const notes = memoryStorage().collection(notesTable)
    let written = 0
    const writes = Array.from({ length: 1_000 }, async (_, index) => {
      await notes.write([{ insert: note(index) }])
      written += 1
    })
    await new Promise(setImmediate)
    expect(written).toBeLessThan(writes.length)
    await Promise.all(writes)
  })
})
