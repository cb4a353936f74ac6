import { isIP } from 'node:net'
import ipaddr from 'ipaddr.js'
import { ForbiddenError } from '../../errors/index.js'
import type { HostAddress, Trust } from '../../ports/index.js'
import {
  type Address,
  type Block,
  carriedAddresses,
  isMetadata,
  liesIn,
  parseAddress,
  specialKind,
} from './address.js'

/** What an entry of `allow` must be, in words. */
export const allowHint =
  "expected a block such as '10.0.0.0/8', an address, or a host name such as 'db.internal'"

/** Reads an entry of `allow`: a block of addresses, or the host name as it stands in URLs; `undefined` when it is neither. */
export function readAllowed(entry: string): Block | string | undefined {
  const [address = '', bits, ...rest] = entry.split('/')
  if (isIP(address) && !address.includes('%') && rest.length === 0) {
    const cidr = bits === undefined ? `${address}/${isIP(address) === 4 ? 32 : 128}` : entry
    return ipaddr.isValidCIDR(cidr) ? mapped(ipaddr.parseCIDR(cidr)) : undefined
  }
  const hostname = URL.canParse(`http://${entry}`) ? new URL(`http://${entry}`).hostname : ''
  return hostname !== '' && hostname === entry.toLowerCase() && !isIP(hostname) && !hostname.startsWith('[')
    ? plainName(hostname)
    : undefined
}

/** Addresses are judged as IPv4 wherever they are, so that a block of mapped ones is written as IPv4 too. */
function mapped([base, bits]: Block): Block {
  return base instanceof ipaddr.IPv6 && base.isIPv4MappedAddress() && bits >= 96
    ? [base.toIPv4Address(), bits - 96]
    : ([base, bits] as Block)
}

/** A final dot says that a name is complete; it names the same host. */
const plainName = (hostname: string): string => hostname.toLowerCase().replace(/\.$/, '')

/** Says where connections may lead to. */
export class AddressGuard {
  readonly #blocks: readonly Block[]
  readonly #names: ReadonlySet<string>

  /** @param allowed - what {@link readAllowed} made of each entry. */
  constructor(allowed: readonly (Block | string)[]) {
    this.#blocks = allowed.filter((entry) => typeof entry !== 'string')
    this.#names = new Set(allowed.filter((entry) => typeof entry === 'string'))
  }

  /**
   * Checks all addresses that a host was found at: a single one that is refused refuses the host.
   *
   * @throws `ForbiddenError` that says what kind of address it is, without naming one that the caller did not know.
   */
  check(hostname: string, addresses: readonly HostAddress[], trust: Trust): void {
    const open = trust === 'configured' || this.#names.has(plainName(hostname))
    for (const { address } of addresses) {
      const parsed = parseAddress(address)
      const refusal = metadataKind(parsed) ?? (open ? undefined : this.#refusal(parsed))
      if (refusal) throw refused(hostname, refusal)
    }
  }

  /** Why an address is refused: for what it is itself, or, where that is allowed, for the one it leads on to. */
  #refusal(address: Address): string | undefined {
    const kind = specialKind(address)
    if (kind === undefined) return undefined
    if (!this.#blocks.some((block) => liesIn(address, block))) return kind
    return carriedAddresses(address)
      .map((carried) => this.#refusal(carried))
      .find((refusal) => refusal !== undefined)
  }
}

const metadataKind = (address: Address): string | undefined =>
  [address, ...carriedAddresses(address)].some(isMetadata) ? 'cloud metadata' : undefined

function refused(hostname: string, kind: string): ForbiddenError {
  const verb = isIP(hostname.replace(/^\[|\]$/g, '')) ? 'is' : 'resolves to'
  const remedy =
    kind === 'cloud metadata'
      ? 'which is never opened'
      : 'which is not in the public network; if it is meant, name it in `allow` of the http options'
  return new ForbiddenError(`${hostname} ${verb} ${article(kind)} ${kind} address, ${remedy}`)
}

const article = (word: string): string => (/^[aeiouI]/.test(word) ? 'an' : 'a')
