import { once } from 'node:events'
import type { AddressInfo, Socket } from 'node:net'
import { createServer } from 'node:tls'
import { adapterCases, type ProbeServer } from '@telltale/core/testing'
import { describe, it } from 'vitest'
import { certificate } from '../probing/testing/certificate.js'
import { tls } from './index.js'

const pair = await certificate()

/** A server that shakes hands at once, and answers the first word after so long, or never. */
async function serve(answerAfterMs: number | undefined): Promise<ProbeServer> {
  const sockets = new Set<Socket>()
  let connections = 0
  const server = createServer(pair, (socket) => {
    socket.on('error', () => {})
    socket.once('data', () => {
      if (answerAfterMs !== undefined) setTimeout(() => socket.write('PONG'), answerAfterMs)
    })
  })
  server.on('connection', (socket: Socket) => {
    connections += 1
    sockets.add(socket)
    socket.on('close', () => sockets.delete(socket))
  })
  server.listen(0, '127.0.0.1')
  await once(server, 'listening')
  const { port } = server.address() as AddressInfo
  const close = async () => {
    server.close()
    for (const socket of sockets) socket.destroy()
    await once(server, 'close')
  }
  return { origin: `http://127.0.0.1:${port}`, sockets, connections: () => connections, close }
}

describe('tls', () => {
  const open = () => tls({ ca: [pair.cert], send: 'PING', expect: 'PONG' })
  const target = (origin: string) => origin.replace('http:', 'tls:')
  const cases = adapterCases(open, { probe: { target, serve, foreign: 'https://shop.example/' } })
  for (const { name, run } of cases) it(name, run)
})
