import { CheckError } from '../probing/check-error.js'

/** The names of the parameters of a service (IANA, Service Parameter Keys). */
const parameterNames = [
  'mandatory',
  'alpn',
  'no-default-alpn',
  'port',
  'ipv4hint',
  'ech',
  'ipv6hint',
  'dohpath',
]

/**
 * Returns the data of a record of type SVCB or HTTPS as text: the priority, the target, and the parameters.
 *
 * @throws {@link CheckError} when it is not as RFC 9460, section 2.2, has it.
 */
export function serviceText(data: Buffer): string {
  const reader = new Reader(data)
  const priority = reader.number()
  const parts = [String(priority), reader.name()]
  while (!reader.isAtEnd) {
    const key = reader.number()
    const value = parameterText(key, reader.bytes(reader.number()))
    const name = parameterNames[key] ?? `key${key}`
    parts.push(value === '' ? name : `${name}=${value}`)
  }
  return parts.join(' ')
}

function parameterText(key: number, value: Buffer): string {
  const reader = new Reader(value)
  switch (parameterNames[key]) {
    case 'mandatory':
      return reader.all(() => parameterNames[reader.number()] ?? 'unknown').join(',')
    case 'alpn':
      return reader.all(() => reader.bytes(reader.bytes(1)[0] ?? 0).toString('latin1')).join(',')
    case 'port':
      return String(reader.number())
    case 'ipv4hint':
      return reader.all(() => reader.bytes(4).join('.')).join(',')
    case 'ipv6hint':
      return reader.all(() => ipv6Text(reader.bytes(16))).join(',')
    case 'dohpath':
      return value.toString('utf8')
    default:
      return value.toString('base64')
  }
}

/** Returns an IPv6 address in the form of RFC 5952, as URLs have it. */
function ipv6Text(bytes: Buffer): string {
  const groups = Array.from({ length: 8 }, (_, at) => bytes.readUInt16BE(2 * at).toString(16))
  return new URL(`http://[${groups.join(':')}]`).hostname.slice(1, -1)
}

/** Reads values off bytes, one after the other. */
class Reader {
  readonly #data: Buffer
  #at = 0

  constructor(data: Buffer) {
    this.#data = data
  }

  get isAtEnd(): boolean {
    return this.#at >= this.#data.length
  }

  bytes(length: number): Buffer {
    const end = this.#at + length
    if (end > this.#data.length) throw new CheckError('protocol', 'a record of a service is cut off')
    const bytes = this.#data.subarray(this.#at, end)
    this.#at = end
    return bytes
  }

  number(): number {
    return this.bytes(2).readUInt16BE()
  }

  /** Reads a name, which is not compressed. The root is the record's own name. */
  name(): string {
    const labels: string[] = []
    for (let length = this.bytes(1)[0] ?? 0; length > 0; length = this.bytes(1)[0] ?? 0)
      labels.push(this.bytes(length).toString('latin1'))
    return labels.join('.') || '.'
  }

  all(read: () => string): string[] {
    const values: string[] = []
    while (!this.isAtEnd) values.push(read())
    return values
  }
}
