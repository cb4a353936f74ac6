import { randomInt } from 'node:crypto'
import { createSocket } from 'node:dgram'
import { isIP, Socket } from 'node:net'
import { type DecodedPacket, decode, encode } from 'dns-packet'
import { CheckError } from '../probing/check-error.js'
import { Conversation } from '../probing/conversation.js'
import type { CheckRun } from '../probing/measure.js'
import type { Question } from './question.js'

/** A name server: an address and a port. */
export interface NameServer {
  readonly address: string
  readonly port: number
}

/** The numbers of the types that the library does not know (RFC 9460, section 14.2). */
const typeNumbers: Readonly<Record<string, number>> = { SVCB: 64, HTTPS: 65 }

/** The name of a type for the library, which calls those that it does not know by their number. */
export const libraryType = (type: Question['type']): string =>
  type in typeNumbers ? `UNKNOWN_${typeNumbers[type]}` : type

/** The length of an answer over UDP that passes every network in one piece (dnsflagday.net/2020). */
const maxUdpBytes = 1_232

/** The flag by which a resolver is asked to look further than into its own zones (RFC 1035, section 4.1.1). */
const recursionDesired = 0x0100

/** Asks one name server: once over UDP, and over TCP when the answer did not fit (RFC 7766, section 5). */
export async function exchange(
  server: NameServer,
  question: Question,
  run: CheckRun,
): Promise<DecodedPacket> {
  const id = randomInt(0x10000)
  const query = encode({
    type: 'query',
    id,
    flags: recursionDesired,
    questions: [{ name: question.name, type: libraryType(question.type) as 'A' }],
    additionals: [
      {
        type: 'OPT',
        name: '.',
        udpPayloadSize: maxUdpBytes,
        flags: 0,
        options: [],
        extendedRcode: 0,
        ednsVersion: 0,
        flag_do: false,
      },
    ],
  })
  run.details.protocol = 'DNS'
  const answer = await exchangeOverUdp(server, { query, id }, run)
  if (!answer.flag_tc) return answer
  run.details.protocol = 'DNS over TCP'
  return exchangeOverTcp(server, { query, id }, run)
}

interface Query {
  readonly query: Buffer
  readonly id: number
}

async function exchangeOverUdp(
  { address, port }: NameServer,
  { query, id }: Query,
  run: CheckRun,
): Promise<DecodedPacket> {
  const socket = createSocket(isIP(address) === 6 ? 'udp6' : 'udp4')
  try {
    return await run.step<DecodedPacket>((resolve, reject) => {
      socket.on('error', (error) => reject(unreachable(error, address)))
      // A connected socket receives from this server alone, and is told that nobody listens.
      socket.once('connect', () => {
        run.stopwatch.resume()
        socket.send(query)
        run.stopwatch.markSent()
      })
      socket.connect(port, address)
      socket.on('message', (message) => {
        // An answer to another question is late, or forged.
        if (message.length < 2 || message.readUInt16BE() !== id) return
        run.stopwatch.markReceived()
        try {
          resolve(parse(message))
        } catch (error) {
          reject(error)
        }
      })
    })
  } finally {
    socket.close()
  }
}

async function exchangeOverTcp(
  { address, port }: NameServer,
  { query, id }: Query,
  run: CheckRun,
): Promise<DecodedPacket> {
  run.enter('connectMs')
  const socket = new Socket().setNoDelay(true)
  try {
    await run.step<void>((resolve, reject) => {
      socket.once('error', reject)
      socket.connect({ host: address, port }, resolve)
      run.stopwatch.markSent()
    })
    const length = Buffer.alloc(2)
    length.writeUInt16BE(query.length)
    const message = await new Conversation(socket, run).ask(Buffer.concat([length, query]), (received) =>
      received.length < 2 ? undefined : 2 + received.readUInt16BE(),
    )
    const packet = parse(message.subarray(2))
    if (packet.id !== id) throw new CheckError('protocol', 'the answer is one to another question')
    return packet
  } finally {
    socket.destroy()
  }
}

function parse(message: Buffer): DecodedPacket {
  try {
    const packet = decode(message)
    if (packet.type === 'response') return packet
  } catch {
    // Whatever the library makes of it: it is no answer.
  }
  throw new CheckError('protocol', `the answer is not valid DNS (${message.length} bytes)`)
}

function unreachable(error: NodeJS.ErrnoException, address: string): Error {
  if (error.code === 'ECONNREFUSED')
    return new CheckError('refused', 'the name server does not answer (ECONNREFUSED)')
  if (['EHOSTUNREACH', 'ENETUNREACH', 'EADDRNOTAVAIL', 'EINVAL'].includes(error.code ?? ''))
    return new CheckError('unreachable', `no route leads to ${address} (${error.code})`)
  return error
}
