import ipaddr from 'ipaddr.js'
import {
  globalIpv6,
  metadataAddresses,
  type SpecialRange,
  specialIpv4,
  specialIpv6,
} from './special-ranges.js'

/** A parsed IP address. */
export type Address = ipaddr.IPv4 | ipaddr.IPv6

/** A parsed block of IP addresses. */
export type Block = ReturnType<typeof ipaddr.parseCIDR>

/** Parses a valid IP address. An IPv4-mapped IPv6 address, such as `::ffff:10.0.0.1`, becomes IPv4. */
export const parseAddress = (address: string): Address => ipaddr.process(address)

/** Returns `true` when the address lies in the block. An address never lies in a block of the other family. */
export const liesIn = (address: Address, [base, bits]: Block): boolean =>
  address.kind() === base.kind() &&
  address.match([base, bits] as [ipaddr.IPv4, number] & [ipaddr.IPv6, number])

const parseRange = ({ cidr, kind }: SpecialRange) => ({ block: ipaddr.parseCIDR(cidr), kind })
const special = [...specialIpv4, ...specialIpv6].map(parseRange)
const globalBlock = ipaddr.parseCIDR(globalIpv6)
const metadata = new Set(metadataAddresses.map((address) => parseAddress(address).toNormalizedString()))

/** Returns the kind of an address that is not public, for messages, or `undefined` when it is public. */
export function specialKind(address: Address): string | undefined {
  const range = special.find(({ block }) => liesIn(address, block))
  if (range) return range.kind
  return address.kind() === 'ipv6' && !liesIn(address, globalBlock) ? 'unassigned' : undefined
}

/** Returns an address as text, without the zone of a link-local one. */
export const withoutZone = (address: Address): string => address.toNormalizedString().replace(/%.*$/, '')

/**
 * Returns `true` for an address at which a cloud serves the credentials of its machines: a known one, or any that is made
 * from the usual 169.254.169.254, as clouds do for IPv6.
 */
export const isMetadata = (address: Address): boolean =>
  metadata.has(withoutZone(address)) ||
  (address.kind() === 'ipv6' && address.toByteArray().slice(-4).join('.') === '169.254.169.254')

/**
 * The positions of an IPv4 address inside an IPv6 one, as the indexes of its four bytes: the transition mechanisms of
 * RFC 4291 and 7915, NAT64 (RFC 6052, whose /48 to /64 forms skip byte 8), 6to4 and Teredo.
 */
const embeddings: readonly {
  readonly cidr: string
  readonly positions: readonly (readonly number[])[]
  readonly isInverted?: true
}[] = [
  { cidr: '::/96', positions: [[12, 13, 14, 15]] },
  { cidr: '::ffff:0:0:0/96', positions: [[12, 13, 14, 15]] },
  { cidr: '64:ff9b::/96', positions: [[12, 13, 14, 15]] },
  {
    cidr: '64:ff9b:1::/48',
    positions: [
      [6, 7, 9, 10],
      [7, 9, 10, 11],
      [9, 10, 11, 12],
      [12, 13, 14, 15],
    ],
  },
  { cidr: '2002::/16', positions: [[2, 3, 4, 5]] },
  { cidr: '2001::/32', positions: [[4, 5, 6, 7]] },
  { cidr: '2001::/32', positions: [[12, 13, 14, 15]], isInverted: true },
]
const parsedEmbeddings = embeddings.map((embedding) => ({
  ...embedding,
  block: ipaddr.parseCIDR(embedding.cidr),
}))

/** Returns the IPv4 addresses inside an IPv6 address, to which the tunnel or translator of its prefix may forward. */
export function embeddedAddresses(address: Address): readonly Address[] {
  if (/^::1?$/.test(address.toString())) return []
  const bytes = address.toByteArray()
  return parsedEmbeddings
    .filter(({ block }) => liesIn(address, block))
    .flatMap(({ positions, isInverted }) =>
      plausiblePositions(positions, bytes).map(
        (indexes) =>
          new ipaddr.IPv4(
            indexes.map((index) => (isInverted ? ~(bytes[index] ?? 0) & 0xff : (bytes[index] ?? 0))),
          ),
      ),
    )
}

/**
 * Returns the positions that an address may embed another at, of several that its block allows. Whatever follows is zero
 * there (RFC 6052, section 2.2). One that holds 0.0.0.0 counts only where no other does: it belongs to another form.
 */
function plausiblePositions(
  positions: readonly (readonly number[])[],
  bytes: readonly number[],
): readonly (readonly number[])[] {
  if (positions.length === 1) return positions
  const wellFormed = positions.filter((indexes) =>
    bytes.slice((indexes.at(-1) ?? 0) + 1).every((byte) => byte === 0),
  )
  const used = wellFormed.filter((indexes) => indexes.some((index) => bytes[index] !== 0))
  return used.length > 0 ? used : wellFormed
}
