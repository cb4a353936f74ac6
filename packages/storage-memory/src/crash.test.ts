import { type ChildProcess, spawn } from 'node:child_process'
import { once } from 'node:events'
import { mkdtemp, readdir, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { setTimeout } from 'node:timers/promises'
import { fileURLToPath } from 'node:url'
import { expect, it, onTestFinished } from 'vitest'
import { memoryStorage } from './index.js'

const repository = fileURLToPath(new URL('../../..', import.meta.url))
const writer = fileURLToPath(new URL('crash.fault.ts', import.meta.url))

/** Starts a process of its own that writes; resolves once it has begun. */
async function startWriter(file: string, times: string): Promise<ChildProcess> {
  const conditions = ['--conditions=@telltale/source', '--import=tsx']
  const child = spawn(process.execPath, [...conditions, writer, file, times], {
    cwd: repository,
    stdio: ['ignore', 'pipe', 'inherit'],
  })
  const ended = once(child, 'exit').then(([code]) => {
    throw new Error(`the writer ended with code ${code} before it wrote`)
  })
  await Promise.race([once(child.stdout, 'data'), ended])
  return child
}

/** What a snapshot holds: the sums of both counters, and the number of rows. */
async function readBack(file: string): Promise<readonly number[]> {
  const storage = memoryStorage({ file })
  const sums: unknown[] = []
  let rows = 0
  for await (const { kind, row } of storage.dump()) kind === 'counter' ? sums.push(row.value) : rows++
  return [...sums, rows].map(Number)
}

async function inFolder(): Promise<string> {
  const folder = await mkdtemp(join(tmpdir(), 'telltale-crash-'))
  onTestFinished(() => rm(folder, { recursive: true }))
  return folder
}

it('leaves a whole snapshot of one moment whenever its process is killed', { timeout: 60_000 }, async () => {
  const folder = await inFolder()
  const file = join(folder, 'telltale.ndjson')
  let last = 0
  for (let kill = 0; kill < 12; kill++) {
    const child = await startWriter(file, 'forever')
    await setTimeout(Math.random() * 200)
    child.kill('SIGKILL')
    await once(child, 'exit')
    const [left = 0, right = 0, rows = 0] = await readBack(file)
    expect([right, rows]).toEqual([left, left])
    expect(left).toBeGreaterThanOrEqual(last)
    last = left
  }
  expect(last).toBeGreaterThan(12)
  expect((await readdir(folder)).filter((name) => !name.startsWith('telltale.ndjson'))).toEqual([])
})

it('keeps its process until what was stored is in the file', { timeout: 20_000 }, async () => {
  const file = join(await inFolder(), 'telltale.ndjson')
  const child = await startWriter(file, 'once')
  const [code] = child.exitCode === null ? await once(child, 'exit') : [child.exitCode]
  expect(code).toBe(0)
  expect(await readBack(file)).toEqual([1, 1, 1])
})
