import type { Socket } from 'node:net'
import type { Dispatcher, Pool } from 'undici'
import { AdapterError } from '../../errors/index.js'
import type { HostAddress } from '../../ports/index.js'

/** The connections to the host's proxy. */
export interface ProxyConnections {
  readonly pool: Pool
  /** The headers of each `CONNECT` request, with the host's credentials. */
  readonly headers: Readonly<Record<string, string>>
}

/** Opens a pool of connections to a proxy. Its user name and password appear in no error. */
export function openProxy(PoolClass: typeof Pool, url: URL, timeoutMs: number): ProxyConnections {
  const pool = new PoolClass(url.origin, { connect: { timeout: timeoutMs }, headersTimeout: timeoutMs })
  if (!url.username) return { pool, headers: {} }
  const login = `${decodeURIComponent(url.username)}:${decodeURIComponent(url.password)}`
  return { pool, headers: { 'proxy-authorization': `Basic ${Buffer.from(login).toString('base64')}` } }
}

/**
 * Opens a tunnel through a proxy to a checked address. The proxy gets the address and not the name, so that it cannot
 * resolve the name to another one.
 *
 * @throws `AdapterError` when the proxy cannot be reached or refuses.
 */
export async function tunnel(
  { pool, headers }: ProxyConnections,
  { address, family }: HostAddress,
  port: number,
  signal: AbortSignal,
): Promise<Socket> {
  const path = `${family === 6 ? `[${address}]` : address}:${port}`
  const response = await pool
    .connect({ path, headers: { host: path, ...headers }, signal })
    .catch((cause: unknown): Dispatcher.ConnectData => {
      throw new AdapterError('the proxy cannot be reached; see `http.proxy`', { retryable: true, cause })
    })
  const { statusCode, socket } = response
  if (statusCode === 200) return socket as Socket
  socket.destroy()
  const retryable = statusCode >= 500
  throw new AdapterError(`the proxy does not connect to ${path}: it answers ${statusCode}`, { retryable })
}
