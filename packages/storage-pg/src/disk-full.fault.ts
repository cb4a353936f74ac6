import { execFileSync } from 'node:child_process'
import { chownSync, mkdtempSync, rmSync, statSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { StorageError, TelltaleError } from '@telltale/core'
import type { Storage } from '@telltale/core/ports'
import pg from 'pg'
import { pgStorage } from './index.js'
import { startServer } from './testing/server.js'
import { testTables } from './testing/test-tables.js'

/** A disk of a few megabytes, which may be made larger. */
interface SmallDisk {
  readonly folder: string
  resize(megabytes: number): void
  unmount(): void
}

/** Mounts one; gives none where this process may not. */
export function mountSmallDisk(): SmallDisk | undefined {
  const folder = mkdtempSync(join(tmpdir(), 'telltale-disk-'))
  const mount = (options: string, ...rest: string[]) =>
    execFileSync('mount', [...rest, '-o', options, 'tmpfs', folder], { stdio: 'ignore' })
  try {
    mount('size=8m', '-t', 'tmpfs')
  } catch {
    rmSync(folder, { recursive: true })
    return undefined
  }
  return {
    folder,
    resize: (megabytes) => execFileSync('mount', ['-o', `remount,size=${megabytes}m`, folder]),
    unmount: () => {
      execFileSync('umount', [folder])
      rmSync(folder, { recursive: true })
    },
  }
}

const readings = (storage: Storage) => storage.series({ name: 'readings', columns: {} })
const rowsAtOnce = 2_000

/** Appends until that fails; gives how many calls held, and the failure. */
async function fill(
  storage: Storage,
  from: number,
): Promise<{ readonly held: number; readonly failure: unknown }> {
  for (let call = from; ; call++) {
    const rows = Array.from({ length: rowsAtOnce }, (_, row) => ({
      ownerId: 'ana',
      key: 'x'.repeat(100),
      at: call,
      id: String(row),
    }))
    try {
      await readings(storage).append(rows)
    } catch (failure) {
      return { held: call, failure }
    }
  }
}

async function count(storage: Storage): Promise<number> {
  let rows = 0
  for await (const _ of storage.dump()) rows++
  return rows
}

/** Keeps the tables on a small disk, by the server's own means. */
async function useDisk(connectionString: string, { folder }: SmallDisk): Promise<void> {
  const pool = new pg.Pool({ connectionString })
  const { rows } = await pool.query('show data_directory')
  const { uid, gid } = statSync(rows[0].data_directory)
  chownSync(folder, uid, gid)
  await pool.query(`create tablespace small location '${folder}'`)
  await pool.query('alter database postgres set default_tablespace = small')
  await pool.end()
}

/** Fills the disk that the tables are on, makes room, and fills it again. */
async function fillDisk(disk: SmallDisk, rounds: number): Promise<readonly string[]> {
  const server = await startServer()
  const broken: string[] = []
  try {
    await useDisk(server.connectionString, disk)
    const storage = pgStorage({ connectionString: server.connectionString, tables: testTables })
    await storage.migrate()
    let calls = 0
    for (let round = 1; round <= rounds; round++) {
      const { held, failure } = await fill(storage, calls)
      const isClear = failure instanceof StorageError && TelltaleError.is(failure) && failure.retryable
      if (!isClear || !failure.message.startsWith('PostgreSQL has no space left'))
        broken.push(`disk ${round}: told as ${failure}`)
      const there = await count(storage)
      if (there !== held * rowsAtOnce)
        broken.push(`disk ${round}: ${held} calls held, and ${there} rows are there`)
      disk.resize(8 * (round + 1))
      const after = await fill(storage, held)
      if (after.held === held) broken.push(`disk ${round}: nothing was stored though there was room again`)
      calls = after.held
    }
    await storage.close()
    return broken
  } finally {
    await server.stop()
  }
}

/** Lets the disk of the tables run full: that is told plainly, nothing half is kept, and with room it goes on. */
export const faultRun = {
  name: 'storage-pg: the disk is full',
  rounds: 3,
  run: async (rounds: number): Promise<readonly string[]> => {
    const disk = mountSmallDisk()
    if (!disk) {
      console.log('skipped: a disk to fill needs the right to mount one (tmpfs)')
      return []
    }
    try {
      return await fillDisk(disk, rounds)
    } finally {
      disk.unmount()
    }
  },
}
