import { randomUUID } from 'node:crypto'
import { constants, copyFile, link, readFile, rm, stat, utimes, writeFile } from 'node:fs/promises'
import { StorageError } from '../errors/index.js'
import { isRunning, ownIdentity, type ProcessIdentity } from './process-identity.js'

/** A lock that this process holds. */
export interface HeldLock {
  /** Gives the lock up. May be called twice. */
  release(): Promise<void>
}

/** The content of a lock file. */
interface LockContent extends ProcessIdentity {
  /** Tells the locks of one process apart. */
  readonly token: string
}

/** The interval at which a holder touches its file, for processes of other hosts, which cannot look for it. */
const touchMs = 5_000

/** The time without a touch after which a holder on another host is taken for dead. */
const abandonedMs = 20_000

/** The number of attempts to take a lock whose holder has gone, against others that try the same. */
const maxAttempts = 50

/** The pause after an attempt that met another one. */
const retryMs = 50

/** The age at which the mark of such an attempt was left by a crash. */
const maxTurnMs = 10_000

const pause = (ms: number): Promise<void> => new Promise((resolve) => setTimeout(resolve, ms))

/** The failures of a file system without links. */
const linkless = ['EPERM', 'ENOTSUP', 'ENOSYS', 'EOPNOTSUPP']

const isMissing = (cause: unknown): boolean => Object(cause).code === 'ENOENT'

/**
 * Takes the lock of a file or folder for this process: creates `path`, which names the process. The file of a process that
 * was killed is taken over, at once on the same host, and after 20 s without a sign of life on another one, such as
 * another container with the same disk.
 *
 * @param path - the lock file. Its folder must exist.
 * @param what - the locked thing, for the error.
 * @throws `StorageError` that is `retryable` and names the process that holds the lock.
 */
export async function takeLock(path: string, what: string): Promise<HeldLock> {
  const own: LockContent = { ...(await ownIdentity()), token: randomUUID() }
  for (let attempt = 1; attempt <= maxAttempts; attempt++) {
    if (await create(path, own)) return holdLock(path, own)
    const holder = await readLock(path)
    if (!holder) continue
    if (await isHeld(path, holder, own)) throw inUse(what, path, holder, own)
    await discard(path, holder)
  }
  throw new StorageError(`could not take the lock ${path}: other processes try the same; try again`, {
    retryable: true,
  })
}

/** Creates the lock file with its content, in one step. Returns `false` when there is one. */
async function create(path: string, own: LockContent): Promise<boolean> {
  const temporary = `${path}.${own.token}`
  try {
    await writeFile(temporary, JSON.stringify(own), { mode: 0o600, flag: 'wx' })
    await link(temporary, path).catch((cause) => {
      if (!linkless.includes(Object(cause).code)) throw cause
      return copyFile(temporary, path, constants.COPYFILE_EXCL)
    })
    return true
  } catch (cause) {
    if (Object(cause).code === 'EEXIST') return false
    throw cause
  } finally {
    await rm(temporary, { force: true })
  }
}

/** Reads a lock file. Returns `undefined` when it is gone. One that a crash left without content names no process. */
async function readLock(path: string): Promise<LockContent | undefined> {
  try {
    const text = await readFile(path, 'utf8')
    try {
      const { pid, host, started, token } = Object(JSON.parse(text))
      return { pid: Number(pid), host: String(host), started: String(started), token: String(token) }
    } catch {
      return { pid: 0, host: '', started: '', token: '' }
    }
  } catch (cause) {
    if (isMissing(cause)) return undefined
    throw cause
  }
}

async function isHeld(path: string, holder: LockContent, own: LockContent): Promise<boolean> {
  if (!(holder.pid >= 1)) return false
  if (holder.host === own.host) return isRunning(holder)
  const before = await touchedAt(path)
  // The clocks of two hosts may differ: only a time that stands still says that nobody is there.
  for (let waitedMs = 0; waitedMs < abandonedMs; waitedMs += touchMs / 5) {
    const touched = await touchedAt(path)
    if (touched !== before) return touched !== undefined
    await pause(touchMs / 5)
  }
  return false
}

const touchedAt = (path: string): Promise<number | undefined> =>
  stat(path).then(
    ({ mtimeMs }) => mtimeMs,
    () => undefined,
  )

/** Removes the file of a holder that has gone. One process does so at a time, so that none removes the next holder's. */
async function discard(path: string, { token }: LockContent): Promise<void> {
  const turn = `${path}.turn`
  try {
    await writeFile(turn, '', { flag: 'wx' })
  } catch (cause) {
    if (Object(cause).code !== 'EEXIST') throw cause
    const touched = await touchedAt(turn)
    if (touched !== undefined && Date.now() - touched > maxTurnMs) await rm(turn, { force: true })
    await pause(retryMs)
    return
  }
  try {
    const found = await readLock(path)
    if (found?.token === token) await rm(path, { force: true })
  } finally {
    await rm(turn, { force: true })
  }
}

function holdLock(path: string, own: LockContent): HeldLock {
  const touch = () => {
    const now = new Date()
    void utimes(path, now, now).catch(() => undefined)
  }
  const timer = setInterval(touch, touchMs).unref()
  return {
    release: async () => {
      clearInterval(timer)
      const found = await readLock(path).catch(() => undefined)
      if (found?.token === own.token) await rm(path, { force: true })
    },
  }
}

function inUse(what: string, path: string, { pid, host }: LockContent, own: LockContent): StorageError {
  const place = host === own.host ? '' : ` on ${host.split(' ')[0]}`
  const holder =
    pid === own.pid && host === own.host ? 'another storage of this process' : `process ${pid}${place}`
  return new StorageError(
    `${what} is in use by ${holder}: close that one first, or name another place (if there is no such process, remove ${path})`,
    { retryable: true },
  )
}
