import { execFileSync } from 'node:child_process'
import { mkdtempSync } from 'node:fs'
import { chmod, readdir, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, describe, expect, it } from 'vitest'
import { memoryStorage } from './index.js'

const now = Date.UTC(2026, 0, 1)
const folder = mkdtempSync(join(tmpdir(), 'telltale-disk-'))
const isRoot = process.getuid?.() === 0

/** A file system of 256 KB, where this process may make one. */
function mountSmallDisk(): boolean {
  try {
    execFileSync('mount', ['-t', 'tmpfs', '-o', 'size=256k', 'tmpfs', folder], { stdio: 'ignore' })
    return true
  } catch {
    return false
  }
}

const isMounted = isRoot && mountSmallDisk()
afterAll(async () => {
  if (isMounted) execFileSync('umount', [folder])
  await rm(folder, { recursive: true })
})

const marks = (storage: ReturnType<typeof memoryStorage>) => storage.series({ name: 'marks', columns: {} })

describe.skipIf(!isMounted)('on a disk that is full (needs root, to mount a small one)', () => {
  it('a storage says so, keeps the last snapshot and what it holds, and recovers', async () => {
    const file = join(folder, 'telltale.ndjson')
    const storage = memoryStorage({ file, snapshotEvery: '1h' })
    await storage.counters.add('ana', 'calls', 5, { now })
    await storage.close()

    const next = memoryStorage({ file, snapshotEvery: '1h' })
    const rows = Array.from({ length: 5_000 }, (_, at) => ({ ownerId: 'ana', key: 'door', at, id: '1' }))
    await marks(next).append(rows)
    await expect(next.close()).rejects.toMatchObject({
      code: 'STORAGE_FAILED',
      message: expect.stringMatching(/ENOSPC/),
    })
    expect((await readdir(folder)).sort()).toEqual(['telltale.ndjson', 'telltale.ndjson.lock'])
    expect((await marks(next).range('ana', ['door'])).length).toBe(rows.length)
    const kept: unknown[] = []
    for await (const { row } of memoryStorage({ file }).dump()) kept.push(row)
    expect(kept).toEqual([{ ownerId: 'ana', key: 'calls', value: 5 }])

    execFileSync('mount', ['-o', 'remount,size=4m', folder])
    await next.close()
    expect((await marks(memoryStorage({ file })).range('ana', ['door'])).length).toBe(rows.length)
  })

  it('a storage in a folder that it may not write says so', async () => {
    execFileSync('mount', ['-o', 'remount,ro', folder])
    const storage = memoryStorage({ file: join(folder, 'another.ndjson') })
    await expect(storage.counters.add('ana', 'calls', 1, { now })).rejects.toMatchObject({
      code: 'STORAGE_FAILED',
      message: expect.stringMatching(/EROFS/),
    })
    execFileSync('mount', ['-o', 'remount,rw', folder])
    await storage.close()
  })
})

describe.skipIf(isRoot)('without the rights (needs not to be root, who has them all)', () => {
  it('a storage in a folder that it may not write says so', async () => {
    await chmod(folder, 0o500)
    const storage = memoryStorage({ file: join(folder, 'telltale.ndjson') })
    await expect(storage.counters.add('ana', 'calls', 1, { now })).rejects.toMatchObject({
      code: 'STORAGE_FAILED',
      message: expect.stringMatching(/EACCES/),
    })
    await chmod(folder, 0o700)
    await storage.close()
  })

  it('a storage whose file it may not read says so', async () => {
    const file = join(folder, 'secret.ndjson')
    await writeFile(file, '', { mode: 0 })
    await expect(memoryStorage({ file }).migrate()).rejects.toMatchObject({ code: 'STORAGE_FAILED' })
  })
})
