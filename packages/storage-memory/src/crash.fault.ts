import { type ChildProcess, spawn } from 'node:child_process'
import { once } from 'node:events'
import { mkdtemp, readdir, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { setTimeout } from 'node:timers/promises'
import { fileURLToPath } from 'node:url'
import type { SeriesDefinition, SeriesRow } from '@telltale/core/ports'
import { memoryStorage } from './index.js'

const thisFile = fileURLToPath(import.meta.url)
const repository = fileURLToPath(new URL('../../..', import.meta.url))

interface Mark extends SeriesRow {
  readonly text: string
}

const marksTable: SeriesDefinition<Mark> = { name: 'marks', columns: { text: { type: 'text' } } }

/** Writes to a snapshot file. After each write, both counters equal the number of rows. */
async function write(file: string, times: number): Promise<void> {
  const storage = memoryStorage({ file, snapshotEvery: '2ms' })
  const now = Date.UTC(2026, 0, 1)
  for (let time = 0; time < times; time++) {
    await storage.transaction(async ({ counters, series }) => {
      const { value } = await counters.add('ana', 'left', 1, { now })
      const text = 'x'.repeat(1_000)
      await series(marksTable).append([{ ownerId: 'ana', key: 'door', at: now + value, id: '1', text }])
      await counters.add('ana', 'right', 1, { now })
    })
    if (time === 0) console.log('writing')
    await new Promise(setImmediate)
  }
}

/** Starts a child process that writes and does not close its storage. Resolves when it has begun. */
export async function startWriter(file: string, times: number): Promise<ChildProcess> {
  const conditions = ['--conditions=@telltale/source', '--import=tsx']
  const child = spawn(process.execPath, [...conditions, thisFile, file, String(times)], {
    cwd: repository,
    stdio: ['ignore', 'pipe', 'inherit'],
  })
  const ended = once(child, 'exit').then(([code]) => {
    throw new Error(`the writer ended with code ${code} before it wrote`)
  })
  await Promise.race([once(child.stdout, 'data'), ended])
  return child
}

/** Reads the sums of both counters and the number of rows from a snapshot. */
export async function readBack(file: string): Promise<{ left: number; right: number; rows: number }> {
  const storage = memoryStorage({ file })
  const sums = new Map<unknown, number>()
  let rows = 0
  for await (const { kind, row } of storage.dump())
    if (kind === 'counter') sums.set(row.key, Number(row.value))
    else rows++
  return { left: sums.get('left') ?? 0, right: sums.get('right') ?? 0, rows }
}

async function killAtRandom(file: string, rounds: number): Promise<readonly string[]> {
  const broken: string[] = []
  let last = 0
  for (let round = 1; round <= rounds; round++) {
    const child = await startWriter(file, Number.POSITIVE_INFINITY)
    await setTimeout(Math.random() * 200)
    child.kill('SIGKILL')
    await once(child, 'exit')
    const { left, right, rows } = await readBack(file)
    if (left !== right || left !== rows)
      broken.push(`kill ${round} left ${left}, ${right} and ${rows} of each`)
    if (left < last) broken.push(`kill ${round} brought ${last} back to ${left}`)
    last = left
  }
  if (last < rounds) broken.push(`only ${last} transactions of ${rounds} processes reached the file`)
  return broken
}

/** The number of rounds with one file. It grows with each round, and with it the time of a snapshot. */
const roundsPerFile = 25

/** Kills writing processes, and checks each time that the snapshot is complete, consistent and no older than the last. */
export const faultRun = {
  name: 'storage-memory: kill -9 while a snapshot is written',
  rounds: 300,
  run: async (rounds: number): Promise<readonly string[]> => {
    const folder = await mkdtemp(join(tmpdir(), 'telltale-crash-'))
    try {
      const broken: string[] = []
      for (let done = 0; done < rounds; done += roundsPerFile) {
        const file = join(folder, `${done}.ndjson`)
        broken.push(...(await killAtRandom(file, Math.min(roundsPerFile, rounds - done))))
      }
      const others = (await readdir(folder)).filter((name) => !/^\d+\.ndjson(\.tmp|\.lock)?$/.test(name))
      return [...broken, ...others.map((name) => `${name} was left behind`)]
    } finally {
      await rm(folder, { recursive: true })
    }
  },
}

if (process.argv[1] === thisFile) await write(String(process.argv[2]), Number(process.argv[3]))
