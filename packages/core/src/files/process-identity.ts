import { execFile } from 'node:child_process'
import { readFile, readlink } from 'node:fs/promises'
import { hostname } from 'node:os'
import { promisify } from 'node:util'

/** The identity of a process, which no later process shares, even one with the same number. */
export interface ProcessIdentity {
  /** The number of the process. */
  readonly pid: number
  /** The machine, its boot and the container: where `pid` means a process. */
  readonly host: string
  /** The start of the process, in the words of the system. Empty where the system does not tell. */
  readonly started: string
}

const textOr = (reading: Promise<string>): Promise<string> =>
  reading.then(
    (text) => text.trim(),
    () => '',
  )

/** Returns the identity of the place that this process runs in. A container has process numbers of its own. */
async function readHost(): Promise<string> {
  const boot = await textOr(readFile('/proc/sys/kernel/random/boot_id', 'utf8'))
  const container = await textOr(readlink('/proc/self/ns/pid'))
  return [hostname(), boot, container].filter(Boolean).join(' ')
}

/** Returns the start of a process: on Linux in ticks since the boot, elsewhere as `ps` prints it. */
async function readStart(pid: number): Promise<string> {
  const stat = await textOr(readFile(`/proc/${pid}/stat`, 'utf8'))
  // The name of the program, in parentheses, may hold spaces. The start is the 20th field after it.
  if (stat) return stat.slice(stat.lastIndexOf(')') + 2).split(' ')[19] ?? ''
  if (process.platform === 'win32') return ''
  const ps = promisify(execFile)('ps', ['-o', 'lstart=', '-p', String(pid)])
  return textOr(ps.then(({ stdout }) => stdout))
}

/** Returns the identity of this process. */
export async function ownIdentity(): Promise<ProcessIdentity> {
  return { pid: process.pid, host: await readHost(), started: await readStart(process.pid) }
}

/** Checks whether a process of this host still runs. */
export async function isRunning({ pid, started }: ProcessIdentity): Promise<boolean> {
  try {
    process.kill(pid, 0)
  } catch (cause) {
    // A process of another user may not be sent a signal, but is there.
    if (Object(cause).code !== 'EPERM') return false
  }
  const found = await readStart(pid)
  return started === '' || found === '' || found === started
}
