import type { Socket } from 'node:net'
import type { Dispatcher, Pool } from 'undici'
import { AdapterError } from '../../errors/index.js'
import type { HostAddress } from '../../ports/index.js'

/** What tunnels lead through: a proxy of the host's own, and how the host names itself to it. */
export interface ProxyConnections {
  readonly pool: Pool
  readonly headers: Readonly<Record<string, string>>
}

/** Opens the connections to a proxy; its name and password stay out of what errors say. */
export function openProxy(PoolClass: typeof Pool, url: URL, timeoutMs: number): ProxyConnections {
  const pool = new PoolClass(url.origin, { connect: { timeout: timeoutMs }, headersTimeout: timeoutMs })
  if (!url.username) return { pool, headers: {} }
  const login = `${decodeURIComponent(url.username)}:${decodeURIComponent(url.password)}`
  return { pool, headers: { 'proxy-authorization': `Basic ${Buffer.from(login).toString('base64')}` } }
}

/**
 * Has a proxy connect to an address that was checked. It is told the address and never the name, so that it cannot find
 * another one.
 *
 * @throws `AdapterError` when the proxy cannot be reached or refuses
 */
export async function tunnel(
  { pool, headers }: ProxyConnections,
  { address, family }: HostAddress,
  port: number,
  signal: AbortSignal,
): Promise<Socket> {
  const path = `${family === 6 ? `[${address}]` : address}:${port}`
  const answer = await pool
    .connect({ path, headers: { host: path, ...headers }, signal })
    .catch((cause: unknown): Dispatcher.ConnectData => {
      throw new AdapterError('the proxy cannot be reached; see `http.proxy`', { retryable: true, cause })
    })
  const { statusCode, socket } = answer
  if (statusCode === 200) return socket as Socket
  socket.destroy()
  const retryable = statusCode >= 500
  throw new AdapterError(`the proxy does not connect to ${path}: it answers ${statusCode}`, { retryable })
}
