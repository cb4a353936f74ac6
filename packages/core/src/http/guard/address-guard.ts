import { isIP } from 'node:net'
import ipaddr from 'ipaddr.js'
import { ForbiddenError } from '../../errors/index.js'
import type { HostAddress, Trust } from '../../ports/index.js'
import {
  type Address,
  type Block,
  embeddedAddresses,
  isMetadata,
  liesIn,
  parseAddress,
  specialKind,
} from './address.js'

/** The description of a valid `allow` entry, for messages. */
export const allowHint =
  "expected a block such as '10.0.0.0/8', an address, or a host name such as 'db.internal'"

/** Parses an `allow` entry into a block of addresses or a host name. Returns `undefined` when it is neither. */
export function parseAllowed(entry: string): Block | string | undefined {
  const [address = '', bits, ...rest] = entry.split('/')
  if (isIP(address) && !address.includes('%') && rest.length === 0) {
    const cidr = bits === undefined ? `${address}/${isIP(address) === 4 ? 32 : 128}` : entry
    return ipaddr.isValidCIDR(cidr) ? unmapped(ipaddr.parseCIDR(cidr)) : undefined
  }
  const hostname = URL.canParse(`http://${entry}`) ? new URL(`http://${entry}`).hostname : ''
  return hostname !== '' && hostname === entry.toLowerCase() && !isIP(hostname) && !hostname.startsWith('[')
    ? normalizeName(hostname)
    : undefined
}

/** Converts a block of IPv4-mapped IPv6 addresses to IPv4, as the addresses are that it is compared with. */
function unmapped([base, bits]: Block): Block {
  return base instanceof ipaddr.IPv6 && base.isIPv4MappedAddress() && bits >= 96
    ? [base.toIPv4Address(), bits - 96]
    : ([base, bits] as Block)
}

/** Returns a host name in lower case, without the final dot of a fully qualified name. */
const normalizeName = (hostname: string): string => hostname.toLowerCase().replace(/\.$/, '')

/** The rules that decide which addresses may be connected to. */
export class AddressGuard {
  readonly #blocks: readonly Block[]
  readonly #names: ReadonlySet<string>

  /** @param allowed - the entries, parsed by {@link parseAllowed}. */
  constructor(allowed: readonly (Block | string)[]) {
    this.#blocks = allowed.filter((entry) => typeof entry !== 'string')
    this.#names = new Set(allowed.filter((entry) => typeof entry === 'string'))
  }

  /**
   * Checks all addresses of a host. A single forbidden one forbids the host.
   *
   * @throws `ForbiddenError` with the kind of the address, but without the address, which the caller may not know.
   */
  check(hostname: string, addresses: readonly HostAddress[], trust: Trust): void {
    const isTrusted = trust === 'configured' || this.#names.has(normalizeName(hostname))
    for (const { address } of addresses) {
      const parsed = parseAddress(address)
      const kind = metadataKind(parsed) ?? (isTrusted ? undefined : this.#forbiddenKind(parsed))
      if (kind) throw forbiddenAddress(hostname, kind)
    }
  }

  /** Returns the kind for which an address is forbidden: its own, or, if that is allowed, that of an embedded address. */
  #forbiddenKind(address: Address): string | undefined {
    const kind = specialKind(address)
    if (kind === undefined) return undefined
    if (!this.#blocks.some((block) => liesIn(address, block))) return kind
    return embeddedAddresses(address)
      .map((embedded) => this.#forbiddenKind(embedded))
      .find((forbidden) => forbidden !== undefined)
  }
}

const metadataKind = (address: Address): string | undefined =>
  [address, ...embeddedAddresses(address)].some(isMetadata) ? 'cloud metadata' : undefined

function forbiddenAddress(hostname: string, kind: string): ForbiddenError {
  const verb = isIP(hostname.replace(/^\[|\]$/g, '')) ? 'is' : 'resolves to'
  const remedy =
    kind === 'cloud metadata'
      ? 'which is never opened'
      : 'which is not in the public network; if it is meant, name it in `allow` of the http options'
  return new ForbiddenError(`${hostname} ${verb} ${article(kind)} ${kind} address, ${remedy}`)
}

const article = (word: string): string => (/^[aeiouI]/.test(word) ? 'an' : 'a')
