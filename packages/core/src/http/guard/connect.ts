import { connect as connectTcp, isIP, type LookupFunction, type Socket } from 'node:net'
import { connect as connectTls } from 'node:tls'
import { TelltaleError, TimeoutError } from '../../errors/index.js'
import { defined } from '../../options/index.js'
import type { ConnectOptions, HostAddress } from '../../ports/index.js'
import { connectionError } from '../client/connection-error.js'
import type { Resolve } from './resolve.js'

const stripBrackets = (hostname: string): string => hostname.replace(/^\[(.*)\]$/, '$1')

/** Opens a connection to one of the checked addresses of a host, and to no other. */
export async function guardedConnect(resolve: Resolve, options: ConnectOptions): Promise<Socket> {
  const { port, trust = 'untrusted', timeoutMs = 10_000, signal } = options
  const host = stripBrackets(options.host)
  const target = `${options.host}:${port}`
  const aborted = () =>
    new TelltaleError(`the connection to ${target} was aborted`, {
      code: 'ABORTED' as const,
      status: 503,
      cause: signal?.reason,
    })
  if (signal?.aborted) throw aborted()
  const timeout = new TimeoutError(`could not reach ${target}: no connection within ${timeoutMs} ms`)
  const limit = new AbortController()
  const timer = setTimeout(() => limit.abort(timeout), timeoutMs)
  const onAbort = () => limit.abort(aborted())
  signal?.addEventListener('abort', onAbort)
  try {
    const aborting = new Promise<never>((_, reject) => {
      limit.signal.addEventListener('abort', () => reject(limit.signal.reason))
    })
    const opening = resolve(host, trust).then((addresses) => open(host, addresses, options, limit.signal))
    return await Promise.race([opening, aborting])
  } catch (cause) {
    throw TelltaleError.is(cause) ? cause : connectionError(target, cause)
  } finally {
    clearTimeout(timer)
    signal?.removeEventListener('abort', onAbort)
  }
}

function open(
  host: string,
  addresses: readonly HostAddress[],
  { port, tls = false }: ConnectOptions,
  signal: AbortSignal,
): Promise<Socket> {
  const [first] = addresses
  const lookup: LookupFunction = (_, { all }, done) => {
    const found = addresses.map((each) => ({ ...each }))
    if (all || !first) done(null, found)
    else done(null, first.address, first.family)
  }
  return new Promise((resolve, reject) => {
    const target = { host, port, lookup, autoSelectFamily: true }
    const socket = tls
      ? connectTls({ ...target, ...defined({ servername: isIP(host) === 0 ? host : undefined }) })
      : connectTcp(target)
    const onAbort = () => void socket.destroy()
    signal.addEventListener('abort', onAbort)
    socket.once('error', reject)
    socket.once(tls ? 'secureConnect' : 'connect', () => {
      socket.removeListener('error', reject)
      signal.removeEventListener('abort', onAbort)
      if (signal.aborted) socket.destroy()
      else resolve(socket)
    })
    if (signal.aborted) onAbort()
  })
}
