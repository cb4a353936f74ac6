import { isIP } from 'node:net'
import ipaddr from 'ipaddr.js'
import { ForbiddenError } from '../../errors/index.js'
import type { HostAddress, Trust } from '../../ports/index.js'
import { unreachableName } from '../client/connection-error.js'
import {
  type Address,
  type Block,
  embeddedAddresses,
  isMetadata,
  liesIn,
  parseAddress,
  specialKind,
  withoutZone,
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

/** An address that may not be connected to, with its kind for the host's log. */
export interface RefusedAddress {
  readonly address: string
  readonly kind: string
}

/** The rules that decide which addresses may be connected to. */
export class AddressGuard {
  readonly #blocks: readonly Block[]
  readonly #addresses: ReadonlySet<string>
  readonly #names: ReadonlySet<string>

  /** @param allowed - the entries, parsed by {@link parseAllowed}. */
  constructor(allowed: readonly (Block | string)[]) {
    this.#blocks = allowed.filter((entry) => typeof entry !== 'string')
    const single = this.#blocks.filter(([base, bits]) => bits === 8 * base.toByteArray().length)
    this.#addresses = new Set(single.map(([base]) => base.toNormalizedString()))
    this.#names = new Set(allowed.filter((entry) => typeof entry === 'string'))
  }

  /**
   * Returns those of a host's addresses that may not be connected to. A host whose IPv4 addresses are public may have
   * others that are not: a network with DNS64 adds one for each.
   */
  refused(hostname: string, addresses: readonly HostAddress[], trust: Trust): readonly RefusedAddress[] {
    const isTrusted = trust === 'configured' || this.#names.has(normalizeName(hostname))
    return addresses.flatMap(({ address }) => {
      const parsed = parseAddress(address)
      const kind = this.#metadataKind(parsed) ?? (isTrusted ? undefined : this.#forbiddenKind(parsed))
      return kind === undefined ? [] : { address, kind }
    })
  }

  /** A metadata address is opened by itself alone: a block or a name that holds it was meant for something else. */
  #metadataKind(address: Address): string | undefined {
    const metadata = [address, ...embeddedAddresses(address)].filter(isMetadata)
    return metadata.every((each) => this.#addresses.has(withoutZone(each))) ? undefined : 'cloud metadata'
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

/**
 * Returns the error of a host without an address that may be connected to. It says of a name what it says of one that
 * does not exist, so that nobody learns which names the host's own network has.
 */
export function forbiddenHost(hostname: string, kind: string): ForbiddenError {
  // Everybody knows where this name leads to (RFC 6761, section 6.3).
  if (/(^|\.)localhost\.?$/i.test(hostname))
    return new ForbiddenError(
      `${hostname} is this machine, which is not in the public network; if it is meant, name it in \`allow\` of the http options`,
    )
  if (isIP(hostname) === 0) return new ForbiddenError(unreachableName(hostname))
  const remedy =
    kind === 'cloud metadata'
      ? 'which only its exact address in `allow` of the http options opens'
      : 'which is not in the public network; if it is meant, name it in `allow` of the http options'
  return new ForbiddenError(`${hostname} is ${article(kind)} ${kind} address, ${remedy}`)
}

const article = (word: string): string => (/^[aeiouI]/.test(word) ? 'an' : 'a')
