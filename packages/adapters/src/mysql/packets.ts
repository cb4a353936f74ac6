/** The packets of MySQL's client/server protocol: three bytes of length, a number, and so many bytes. */

/** The greeting of a server (Protocol::HandshakeV10). */
export interface Greeting {
  /** The version, such as `8.4.3` or `11.4.2-MariaDB`. */
  readonly version: string
  readonly hasTls: boolean
  /** The way in which the server wants to see a password. */
  readonly plugin: string
}

/** An error of a server (ERR_Packet). */
export interface ServerError {
  readonly code: number
  readonly message: string
}

/** The capabilities that are used here (MySQL, "Capabilities Flags"). */
const clientSsl = 0x800
const longPassword = 0x1
const protocol41 = 0x200
const secureConnection = 0x8000
const pluginAuth = 0x80000

/** Returns the length of a packet, with its header. */
export const packetLength = (received: Buffer): number | undefined =>
  received.length < 4 ? undefined : 4 + received.readUIntLE(0, 3)

/** Reads an error; returns `undefined` for any other packet. Before the login it has no state of SQL. */
export function parseError(packet: Buffer): ServerError | undefined {
  if (packet[4] !== 0xff || packet.length < 7) return undefined
  const text = packet.toString('utf8', 7)
  return { code: packet.readUInt16LE(5), message: text.replace(/^#.{5}/, '') }
}

/** Reads a greeting; returns `undefined` for what is none of version 10, which MySQL has since 3.21. */
export function parseGreeting(packet: Buffer): Greeting | undefined {
  const end = packet.indexOf(0, 5)
  // After the version: a thread, half of a salt, and a filler; then the capabilities, in two halves.
  const flagsAt = end + 14
  if (packet[4] !== 10 || end < 0 || packet.length < flagsAt + 18) return undefined
  const saltLength = Math.max(13, (packet[flagsAt + 7] ?? 0) - 8)
  const pluginAt = flagsAt + 18 + saltLength
  const pluginEnd = packet.indexOf(0, pluginAt)
  const plugin = packet.toString('latin1', pluginAt, pluginEnd < 0 ? packet.length : pluginEnd)
  return {
    version: packet.toString('latin1', 5, end).slice(0, 100),
    hasTls: (packet.readUInt16LE(flagsAt) & clientSsl) !== 0,
    plugin: plugin === '' ? 'mysql_native_password' : plugin,
  }
}

/** Makes a packet. */
function packetOf(number: number, content: Buffer): Buffer {
  const header = Buffer.alloc(4)
  header.writeUIntLE(content.length, 0, 3)
  header.writeUInt8(number & 0xff, 3)
  return Buffer.concat([header, content])
}

/** Returns the beginning of a client's first packet: its capabilities, 16 MiB a packet, and UTF-8. */
function clientHead(isOverTls: boolean): Buffer {
  const head = Buffer.alloc(32)
  const flags = longPassword | protocol41 | secureConnection | pluginAuth
  head.writeUInt32LE(isOverTls ? flags | clientSsl : flags, 0)
  head.writeUInt32LE(2 ** 24, 4)
  head.writeUInt8(33, 8)
  return head
}

/** The request for TLS, in the place of a client's first packet (Protocol::SSLRequest). */
export const sslRequest = packetOf(1, clientHead(true))

/** A client's user. */
interface SignIn {
  readonly user: string
  readonly plugin: string
  /** The number of the packet. */
  readonly number: number
  /** @default false */
  readonly isOverTls?: boolean
}

/** Makes the packet that names a user without a password (Protocol::HandshakeResponse41). */
export function signIn({ user, plugin, number, isOverTls = false }: SignIn): Buffer {
  const name = user.replaceAll('\0', '')
  return packetOf(number, Buffer.concat([clientHead(isOverTls), Buffer.from(`${name}\0\0${plugin}\0`)]))
}

/** Makes a packet without content. */
export const emptyPacket = (number: number): Buffer => packetOf(number, Buffer.alloc(0))

/** The command that ends a session (COM_QUIT). */
export const quit = packetOf(0, Buffer.from([1]))
