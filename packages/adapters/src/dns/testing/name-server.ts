import { createSocket } from 'node:dgram'
import { once } from 'node:events'
import type { ProbeServer } from '@telltale/core/testing'

/** A code of RFC 1035, section 4.1.1: 0 is no error, 3 is a name that does not exist. */
type ResponseCode = 0 | 3

/** The answers of a name server to every question, as type A. */
export interface NameServerAnswers {
  /** @default never */
  readonly afterMs?: number | undefined
  /** @default ['192.0.2.7'] */
  readonly addresses?: readonly string[]
  /** @default 0 */
  readonly code?: ResponseCode
}

/** Starts a name server over UDP on this machine, written after RFC 1035. */
export async function nameServer(answers: NameServerAnswers = {}): Promise<ProbeServer> {
  const { afterMs } = answers
  const socket = createSocket('udp4')
  const timers = new Set<NodeJS.Timeout>()
  let questions = 0
  socket.on('message', (query, { port, address }) => {
    questions += 1
    if (afterMs === undefined) return
    timers.add(setTimeout(() => socket.send(answerTo(query, answers), port, address), afterMs))
  })
  socket.bind(0, '127.0.0.1')
  await once(socket, 'listening')
  return {
    origin: `http://127.0.0.1:${socket.address().port}`,
    sockets: new Set(),
    connections: () => questions,
    close: async () => {
      for (const timer of timers) clearTimeout(timer)
      socket.close()
      await once(socket, 'close')
    },
  }
}

function answerTo(query: Buffer, { addresses = ['192.0.2.7'], code = 0 }: NameServerAnswers): Buffer {
  const given = code === 0 ? addresses : []
  // The question ends with the empty label of its name, its type and its class.
  const question = query.subarray(12, query.indexOf(0, 12) + 5)
  const header = Buffer.alloc(12)
  query.copy(header, 0, 0, 2)
  header.writeUInt16BE(0x8180 | code, 2)
  header.writeUInt16BE(1, 4)
  header.writeUInt16BE(given.length, 6)
  // A pointer to the name at byte 12, type A, class IN, 60 s to live, 4 bytes.
  const record = (address: string) =>
    Buffer.from([0xc0, 12, 0, 1, 0, 1, 0, 0, 0, 60, 0, 4, ...address.split('.').map(Number)])
  return Buffer.concat([header, question, ...given.map(record)])
}
