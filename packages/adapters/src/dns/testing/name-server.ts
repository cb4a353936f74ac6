import { createSocket, type Socket as UdpSocket } from 'node:dgram'
import { once } from 'node:events'
import { createServer, type Socket } from 'node:net'
import type { ProbeServer } from '@telltale/core/testing'

/** A record of an answer: the number of its type, and its data, both by RFC 1035 or the document of the type. */
export interface TestRecord {
  readonly type: number
  readonly data: Uint8Array
}

/** The answers of a name server to every question. */
export interface NameServerAnswers {
  /** @default never */
  readonly afterMs?: number | undefined
  /** The addresses, as records of type A. @default ['192.0.2.7'] */
  readonly addresses?: readonly string[]
  /** The records in the place of addresses. */
  readonly records?: readonly TestRecord[]
  /** The response code of RFC 1035, section 4.1.1: 0 is no error, 3 is a name that does not exist. @default 0 */
  readonly code?: number
  /** `true` to answer in full over TCP alone. @default false */
  readonly truncated?: boolean
  /** The bytes to send as they are, after the id of the question, in the place of an answer. */
  readonly raw?: Uint8Array
}

/** Starts a name server over UDP and TCP on this machine, written after RFC 1035. */
export async function nameServer(answers: NameServerAnswers = {}): Promise<ProbeServer> {
  const { afterMs, truncated = false } = answers
  const timers = new Set<NodeJS.Timeout>()
  const sockets = new Set<Socket>()
  let questions = 0
  const later = (send: () => void) => {
    questions += 1
    if (afterMs !== undefined) timers.add(setTimeout(send, afterMs))
  }
  const tcp = createServer((socket) => {
    sockets.add(socket)
    socket.on('error', () => {}).on('close', () => sockets.delete(socket))
    socket.once('data', (query) =>
      later(() => {
        const answer = answerTo(query.subarray(2), answers)
        const length = Buffer.alloc(2)
        length.writeUInt16BE(answer.length)
        // In two pieces, as a stream may come.
        socket.write(length, () => socket.write(answer))
      }),
    )
  })
  const udp = await bindBoth(tcp)
  udp.on('message', (query, { port, address }) =>
    later(() =>
      udp.send(answerTo(query, truncated ? { ...answers, records: [], tc: true } : answers), port, address),
    ),
  )
  return {
    origin: `http://127.0.0.1:${udp.address().port}`,
    sockets,
    connections: () => questions,
    close: async () => {
      for (const timer of timers) clearTimeout(timer)
      for (const socket of sockets) socket.destroy()
      tcp.close()
      udp.close()
      await once(udp, 'close')
    },
  }
}

/** Binds a port for UDP that is free for TCP too. */
async function bindBoth(tcp: ReturnType<typeof createServer>): Promise<UdpSocket> {
  for (;;) {
    const udp = createSocket('udp4')
    udp.bind(0, '127.0.0.1')
    await once(udp, 'listening')
    tcp.listen(udp.address().port, '127.0.0.1')
    const isFree = await once(tcp, 'listening').then(
      () => true,
      () => false,
    )
    if (isFree) return udp
    udp.close()
  }
}

function answerTo(
  query: Buffer,
  {
    addresses = ['192.0.2.7'],
    records,
    code = 0,
    raw,
    tc = false,
  }: NameServerAnswers & { readonly tc?: boolean },
): Buffer {
  if (raw) return Buffer.concat([query.subarray(0, 2), raw])
  const ofAddresses = addresses.map((address) => ({
    type: 1,
    data: Buffer.from(address.split('.').map(Number)),
  }))
  const given = code === 0 ? (records ?? ofAddresses) : []
  // The question ends with the empty label of its name, its type and its class.
  const question = query.subarray(12, query.indexOf(0, 12) + 5)
  const header = Buffer.alloc(12)
  query.copy(header, 0, 0, 2)
  header.writeUInt16BE(0x8180 | (tc ? 0x0200 : 0) | code, 2)
  header.writeUInt16BE(1, 4)
  header.writeUInt16BE(given.length, 6)
  // A pointer to the name at byte 12, the type, class IN, 60 s to live, and the data.
  const record = ({ type, data }: TestRecord) =>
    Buffer.concat([
      Buffer.from([0xc0, 12, 0, type, 0, 1, 0, 0, 0, 60, data.length >> 8, data.length & 0xff]),
      data,
    ])
  return Buffer.concat([header, question, ...given.map(record)])
}
