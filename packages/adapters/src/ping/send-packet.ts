import { spawn } from 'node:child_process'
import { isIPv6 } from 'node:net'
import { AdapterError } from '@telltale/core'
import { CheckError } from '../probing/check-error.js'
import type { CheckRun } from '../probing/measure.js'
import { parsePing } from './parse-ping.js'

/** One packet to an address. */
export interface Packet {
  /** The program. */
  readonly command: string
  /** An IP address, never a name: the program looks nothing up. */
  readonly address: string
  /** The time that the answer may take, in milliseconds. */
  readonly waitMs: number
}

/** The maximum output that is read, in characters. */
const maxOutputChars = 16_384

/**
 * Sends one packet by the system's program. Resolves to its round trip in milliseconds, or to `undefined` when no answer
 * came.
 *
 * @throws `AdapterError` when the program is missing or may not send, and {@link CheckError} when no route leads there.
 */
export async function sendPacket(
  { command, address, waitMs }: Packet,
  run: CheckRun,
): Promise<number | undefined> {
  const isWindows = process.platform === 'win32'
  // Of macOS and the BSDs, older ones have a program of its own for IPv6.
  const program =
    command === 'ping' && isIPv6(address) && /^(darwin|freebsd|openbsd)$/.test(process.platform)
      ? 'ping6'
      : command
  const args = isWindows ? ['-n', '1', '-w', String(waitMs), address] : ['-n', '-c', '1', address]
  const child = spawn(program, args, {
    stdio: ['ignore', 'pipe', 'pipe'],
    // Its words are parsed, so it has to speak English; it needs nothing else of this process.
    env: { ...pick('PATH'), ...pick('SystemRoot'), LC_ALL: 'C' },
    windowsHide: true,
  })
  let output = ''
  const hear = (chunk: Buffer) => {
    output = (output + chunk.toString('latin1')).slice(0, maxOutputChars)
  }
  child.stdout.on('data', hear)
  child.stderr.on('data', hear)
  const timer = setTimeout(() => child.kill('SIGKILL'), waitMs)
  try {
    await run.step<void>((resolve, reject) => {
      child.once('error', (error: NodeJS.ErrnoException) =>
        reject(unusable(program, error.code ?? error.message)),
      )
      child.once('close', () => resolve())
    })
  } finally {
    clearTimeout(timer)
    child.kill('SIGKILL')
  }
  const result = parsePing(output)
  if (result.problem === 'denied') throw unusable(program, result.line)
  if (result.problem === 'unreachable')
    throw new CheckError('unreachable', `no route leads to ${address}: ${result.line}`)
  return result.roundTripMs
}

const unusable = (program: string, reason: string): AdapterError =>
  new AdapterError(
    `no check was made: this machine has no program '${program}' that may send ICMP (${reason}); install iputils-ping or BusyBox, or name one by \`command\``,
    { retryable: false },
  )

/** Returns one variable of this process's environment, if it is set. */
function pick(name: string): Record<string, string> {
  const value = process.env[name]
  return value === undefined ? {} : { [name]: value }
}
