import { readFile, stat } from 'node:fs/promises'
import { isIP } from 'node:net'
import { join } from 'node:path'
import type { HostAddress } from '../../ports/index.js'

/** The time for which the file is not looked at again. */
const validMs = 5_000

const loopback: readonly HostAddress[] = [
  { address: '127.0.0.1', family: 4 },
  { address: '::1', family: 6 },
]

/** The hosts file of this machine, which is read again when it has changed. */
export class HostsFile {
  readonly #path: string
  #names: ReadonlyMap<string, readonly HostAddress[]> = new Map()
  #version: string | undefined
  #readAt = Number.NEGATIVE_INFINITY
  #reading: Promise<void> | undefined

  /** @param path - the file. @default that of the system */
  constructor(path = systemPath()) {
    this.#path = path
  }

  /** Returns the addresses of a name in lower case; none when the file does not have it. `localhost` is always known. */
  async lookup(name: string): Promise<readonly HostAddress[]> {
    if (performance.now() - this.#readAt > validMs) {
      this.#reading ??= this.#read().finally(() => {
        this.#reading = undefined
      })
      await this.#reading
    }
    const isLocalhost = name === 'localhost' || name.endsWith('.localhost')
    return this.#names.get(name) ?? (isLocalhost ? (this.#names.get('localhost') ?? loopback) : [])
  }

  /** Reads the file when it has changed. One that cannot be read has no names. */
  async #read(): Promise<void> {
    try {
      const { mtimeMs, size, ino } = await stat(this.#path)
      const version = `${mtimeMs} ${size} ${ino}`
      if (version !== this.#version) this.#names = parseHosts(await readFile(this.#path, 'utf8'))
      this.#version = version
    } catch {
      this.#names = new Map()
      this.#version = undefined
    }
    this.#readAt = performance.now()
  }
}

const systemPath = (): string =>
  process.platform === 'win32'
    ? join(process.env.SystemRoot ?? 'C:\\Windows', 'System32', 'drivers', 'etc', 'hosts')
    : '/etc/hosts'

/** Parses a hosts file (hosts(5)): on each line an address and its names. */
function parseHosts(text: string): ReadonlyMap<string, readonly HostAddress[]> {
  const found = new Map<string, HostAddress[]>()
  for (const line of text.split(/\r?\n/)) {
    const [address = '', ...names] = line.replace(/#.*/, '').trim().split(/\s+/)
    const family = isIP(address)
    if (family === 0) continue
    for (const name of names.map((each) => each.toLowerCase())) {
      const addresses = found.get(name) ?? []
      found.set(name, addresses)
      if (!addresses.some((one) => one.address === address))
        addresses.push({ address, family: family === 6 ? 6 : 4 })
    }
  }
  return found
}
