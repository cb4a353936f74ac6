import { once } from 'node:events'
import { type AddressInfo, createServer, type Socket } from 'node:net'
import { createSecureContext, TLSSocket } from 'node:tls'
import { defined } from '@telltale/core/ports'
import type { ProbeServer } from '@telltale/core/testing'
import { onTestFinished } from 'vitest'
import type { KeyPair } from './certificate.js'

/** Returns the answer to the bytes of a client, or to its connection when there are none: bytes, or `end`. */
export type Answer = (asked: Buffer) => Uint8Array | string | 'end' | undefined

/** Options of a scripted server, besides its answers. */
export interface ScriptOptions {
  /** The certificate of TLS: from the first byte, or after {@link startsTls}. @default none */
  readonly pair?: KeyPair
  /** Returns the number of a client's bytes after which TLS begins, once they are answered. @default from the first byte */
  readonly startsTls?: (asked: Buffer) => number | undefined
  /** The authority of the certificates that clients have to show. @default none is asked for */
  readonly clientAuthority?: string
  /** The delay of each answer; it never answers when `undefined` is given. @default 0 */
  readonly afterMs?: number | undefined
}

/** Starts a server on this machine that answers by a script. Whoever does not close it lets it end with the test. */
export async function scriptedServer(answer: Answer, options: ScriptOptions = {}): Promise<ProbeServer> {
  const { pair, startsTls, clientAuthority: ca } = options
  const afterMs = 'afterMs' in options ? options.afterMs : 0
  const secureContext = pair && createSecureContext({ ...pair, ...defined({ ca }) })
  const asking = { requestCert: ca !== undefined, rejectUnauthorized: ca !== undefined }
  const sockets = new Set<Socket>()
  const timers = new Set<NodeJS.Timeout>()
  let connections = 0
  const later = (act: () => void) => {
    if (afterMs === 0) act()
    else if (afterMs !== undefined) timers.add(setTimeout(act, afterMs))
  }
  const secured = (socket: Socket) => new TLSSocket(socket, { isServer: true, secureContext, ...asking })
  const serve = (socket: Socket, isFirst: boolean) => {
    socket.on('error', () => {})
    const give = (asked: Buffer, then = () => {}) => {
      const given = answer(asked)
      if (given === 'end') socket.end()
      else if (given !== undefined) later(() => socket.write(given, then))
    }
    if (isFirst) give(Buffer.alloc(0))
    socket.on('data', function hear(asked: Buffer) {
      const length = startsTls?.(asked)
      if (length === undefined) return give(asked)
      socket.off('data', hear).pause()
      // The client may have begun with TLS already.
      if (asked.length > length) socket.unshift(asked.subarray(length))
      const plain = asked.subarray(0, length)
      if (answer(plain) === undefined) serve(secured(socket), false)
      else give(plain, () => serve(secured(socket), false))
    })
  }
  const server = createServer((socket) => {
    connections += 1
    sockets.add(socket)
    socket.on('error', () => {}).on('close', () => sockets.delete(socket))
    serve(pair && !startsTls ? secured(socket) : socket, true)
  })
  server.listen(0, '127.0.0.1')
  await once(server, 'listening')
  return {
    origin: `http://127.0.0.1:${(server.address() as AddressInfo).port}`,
    sockets,
    connections: () => connections,
    close: async () => {
      for (const timer of timers) clearTimeout(timer)
      server.close()
      for (const socket of sockets) socket.destroy()
      await once(server, 'close')
    },
  }
}

/** Starts a scripted server that ends with the test. Returns its URL. */
export async function scriptedUrl(
  scheme: string,
  answer: Answer,
  options: ScriptOptions = {},
): Promise<string> {
  const server = await scriptedServer(answer, options)
  onTestFinished(() => server.close())
  return server.origin.replace('http', scheme)
}
