import { CheckError } from '../probing/check-error.js'
import { quote } from '../probing/quote.js'

/** The states of a service (grpc.health.v1, HealthCheckResponse.ServingStatus). */
const servingStates = ['UNKNOWN', 'SERVING', 'NOT_SERVING', 'SERVICE_UNKNOWN'] as const

/** The state of a service, by its name, or its number where that has none. */
export type ServingState = (typeof servingStates)[number] | `${number}`

/** Makes the message of a request: not compressed, with the service in field 1 unless it is the server as a whole. */
export function healthRequest(service: string): Buffer {
  const name = Buffer.from(service)
  const content = name.length === 0 ? name : Buffer.concat([Buffer.from([0x0a]), varint(name.length), name])
  const head = Buffer.alloc(5)
  head.writeUInt32BE(content.length, 1)
  return Buffer.concat([head, content])
}

function varint(value: number): Buffer {
  const bytes: number[] = []
  let rest = value
  for (; rest > 0x7f; rest >>>= 7) bytes.push((rest & 0x7f) | 0x80)
  return Buffer.from([...bytes, rest])
}

/**
 * Reads the state off the message of a response: field 1. Other fields are skipped; an absent one is 0.
 *
 * @throws {@link CheckError} when it is no message of Protocol Buffers.
 */
export function parseHealthResponse(message: Buffer): ServingState {
  if (message.length < 5 || message[0] !== 0 || message.length !== 5 + message.readUInt32BE(1))
    throw invalid(message)
  const reader = new FieldReader(message.subarray(5), message)
  let state = 0
  while (!reader.isAtEnd) {
    const tag = reader.varint()
    const value = reader.value(tag & 7)
    if (tag === 0x08) state = value
  }
  return servingStates[state] ?? `${state}`
}

const invalid = (message: Buffer): CheckError =>
  new CheckError('protocol', `the answer is no message of gRPC health: ${quote(message)}`)

/** Reads the fields of a message of Protocol Buffers. */
class FieldReader {
  readonly #bytes: Buffer
  readonly #whole: Buffer
  #at = 0

  constructor(bytes: Buffer, whole: Buffer) {
    this.#bytes = bytes
    this.#whole = whole
  }

  get isAtEnd(): boolean {
    return this.#at >= this.#bytes.length
  }

  varint(): number {
    let value = 0
    for (let digit = 0; digit < 10; digit++) {
      const byte = this.#bytes[this.#at++]
      if (byte === undefined) throw invalid(this.#whole)
      value += (byte & 0x7f) * 2 ** (7 * digit)
      if (byte < 0x80) return value
    }
    throw invalid(this.#whole)
  }

  /** Reads the value of a field, by its wire type: that of a number, or 0 for any other, which is skipped. */
  value(wireType: number): number {
    if (wireType === 0) return this.varint()
    const lengths: Readonly<Record<number, () => number>> = { 1: () => 8, 2: () => this.varint(), 5: () => 4 }
    const length = lengths[wireType]?.()
    if (length === undefined || this.#at + length > this.#bytes.length) throw invalid(this.#whole)
    this.#at += length
    return 0
  }
}
