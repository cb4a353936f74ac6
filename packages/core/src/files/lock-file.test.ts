import { type ChildProcess, spawn } from 'node:child_process'
import { once } from 'node:events'
import { mkdtemp, readdir, readFile, rm, utimes, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, beforeEach, describe, expect, it, onTestFinished, vi } from 'vitest'
import { takeLock } from './lock-file.js'

let folder: string
let path: string
beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'telltale-lock-'))
  path = join(folder, 'data.lock')
  onTestFinished(() => rm(folder, { recursive: true }))
})
afterEach(() => {
  vi.useRealTimers()
})

const take = () => takeLock(path, 'the data')

/** Writes the lock of another process of this host. */
async function writeLock(changes: object): Promise<void> {
  const own = await take()
  const content = JSON.parse(await readFile(path, 'utf8'))
  await own.release()
  await writeFile(path, JSON.stringify({ ...content, token: 'another', ...changes }))
}

async function startProcess(): Promise<ChildProcess> {
  const child = spawn(process.execPath, ['-e', 'setInterval(() => {}, 1_000)'])
  await once(child, 'spawn')
  onTestFinished(() => void child.kill('SIGKILL'))
  return child
}

describe('a lock file', () => {
  it('is there while the lock is held, and can be taken again after that', async () => {
    const first = await take()
    expect(await readdir(folder)).toEqual(['data.lock'])
    await first.release()
    await first.release()
    expect(await readdir(folder)).toEqual([])
    await (await take()).release()
  })

  it('keeps a second storage of the same process out', async () => {
    const first = await take()
    await expect(take()).rejects.toMatchObject({
      code: 'STORAGE_FAILED',
      retryable: true,
      message: expect.stringContaining('the data is in use by another storage of this process'),
    })
    expect(await readdir(folder)).toEqual(['data.lock'])
    await first.release()
  })

  it('names the process that holds it, and is taken over when that was killed', async () => {
    const child = await startProcess()
    await writeLock({ pid: child.pid, started: '' })
    await expect(take()).rejects.toThrow(`in use by process ${child.pid}:`)
    child.kill('SIGKILL')
    await once(child, 'exit')
    await (await take()).release()
  })

  it.skipIf(process.platform === 'win32')(
    'is taken over when another process has the number of the dead one (needs a system that tells when one started)',
    async () => {
      const child = await startProcess()
      await writeLock({ pid: child.pid, started: 'long before' })
      await (await take()).release()
    },
  )

  it.each(['', '{"pid":', '{}', 'null'])('is taken over when a crash left %j in it', async (text) => {
    await writeFile(path, text)
    await (await take()).release()
  })

  it('goes to one of many that want it at once', async () => {
    await writeLock({ pid: 2 ** 30 })
    const results = await Promise.allSettled(Array.from({ length: 20 }, take))
    const taken = results.flatMap((result) => (result.status === 'fulfilled' ? [result.value] : []))
    expect(taken).toHaveLength(1)
    await taken[0]?.release()
    expect(await readdir(folder)).toEqual([])
  })

  it('leaves the file of the next holder alone when it is released late', async () => {
    const first = await take()
    await rm(path)
    const second = await take()
    await first.release()
    await expect(take()).rejects.toThrow(/in use/)
    await second.release()
  })
})

/** Runs a call to its end while time passes, a second at a time. */
async function inFastTime<Result>(call: Promise<Result>, onSecond: () => Promise<unknown>): Promise<Result> {
  let isOver = false
  const ended = call.finally(() => {
    isOver = true
  })
  ended.catch(() => undefined)
  while (!isOver) {
    await onSecond()
    await vi.advanceTimersByTimeAsync(1_000)
    await new Promise(setImmediate)
  }
  return ended
}

describe('the lock file of another host', () => {
  it('counts while its holder touches it', async () => {
    await writeLock({ host: 'elsewhere 1', pid: 7 })
    vi.useFakeTimers({ toFake: ['setTimeout'] })
    let seconds = 0
    const touch = () => utimes(path, ++seconds, seconds)
    await expect(inFastTime(take(), touch)).rejects.toThrow('in use by process 7 on elsewhere:')
  })

  it('is taken over after 20 s without a touch', async () => {
    await writeLock({ host: 'elsewhere 1', pid: 7 })
    vi.useFakeTimers({ toFake: ['setTimeout'] })
    let seconds = 0
    const lock = await inFastTime(take(), async () => seconds++)
    expect(seconds).toBeGreaterThanOrEqual(20)
    vi.useRealTimers()
    await lock.release()
  })
})
