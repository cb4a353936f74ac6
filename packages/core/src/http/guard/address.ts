import ipaddr from 'ipaddr.js'
import {
  globalIpv6,
  metadataAddresses,
  type SpecialRange,
  specialIpv4,
  specialIpv6,
} from './special-ranges.js'

/** An address, parsed. */
export type Address = ipaddr.IPv4 | ipaddr.IPv6

/** A block of addresses, parsed. */
export type Block = ReturnType<typeof ipaddr.parseCIDR>

/** Parses an address that `node:net` takes for one; an IPv4 address in IPv6 clothes (`::ffff:10.0.0.1`) comes out as IPv4. */
export const parseAddress = (address: string): Address => ipaddr.process(address)

/** Tells whether the address lies in the block; no address of one family lies in a block of the other. */
export const liesIn = (address: Address, [base, bits]: Block): boolean =>
  address.kind() === base.kind() &&
  address.match([base, bits] as [ipaddr.IPv4, number] & [ipaddr.IPv6, number])

const parseRange = ({ cidr, kind }: SpecialRange) => ({ block: ipaddr.parseCIDR(cidr), kind })
const special = [...specialIpv4, ...specialIpv6].map(parseRange)
const globalBlock = ipaddr.parseCIDR(globalIpv6)
const metadata = new Set(metadataAddresses.map((address) => parseAddress(address).toNormalizedString()))

/** Returns why an address is not one of the public network, in a word or two; `undefined` when it is public. */
export function specialKind(address: Address): string | undefined {
  const range = special.find(({ block }) => liesIn(address, block))
  if (range) return range.kind
  return address.kind() === 'ipv6' && !liesIn(address, globalBlock) ? 'unassigned' : undefined
}

/** Tells whether a cloud hands out its machines' credentials there. */
export const isMetadata = (address: Address): boolean =>
  metadata.has(address.toNormalizedString().replace(/%.*$/, ''))

/**
 * Where the 32 bits of an IPv4 address may lie inside an IPv6 one, by the byte at which each begins: the transition
 * mechanisms of RFC 4291 and 7915 and NAT64 (RFC 6052, whose /48 to /64 forms jump over byte 8), 6to4 and Teredo.
 */
const carriers: readonly {
  readonly cidr: string
  readonly bytes: readonly (readonly number[])[]
  readonly inverted?: true
}[] = [
  { cidr: '::/96', bytes: [[12, 13, 14, 15]] },
  { cidr: '::ffff:0:0:0/96', bytes: [[12, 13, 14, 15]] },
  { cidr: '64:ff9b::/96', bytes: [[12, 13, 14, 15]] },
  {
    cidr: '64:ff9b:1::/48',
    bytes: [
      [6, 7, 9, 10],
      [7, 9, 10, 11],
      [9, 10, 11, 12],
      [12, 13, 14, 15],
    ],
  },
  { cidr: '2002::/16', bytes: [[2, 3, 4, 5]] },
  { cidr: '2001::/32', bytes: [[4, 5, 6, 7]] },
  { cidr: '2001::/32', bytes: [[12, 13, 14, 15]], inverted: true },
]
const parsedCarriers = carriers.map((carrier) => ({ ...carrier, block: ipaddr.parseCIDR(carrier.cidr) }))

/** Returns the IPv4 addresses that an IPv6 address may lead on to, through the tunnel or translator that its prefix names. */
export function carriedAddresses(address: Address): readonly Address[] {
  if (/^::1?$/.test(address.toString())) return []
  const bytes = address.toByteArray()
  return parsedCarriers
    .filter(({ block }) => liesIn(address, block))
    .flatMap(({ bytes: places, inverted }) =>
      places.map(
        (place) =>
          new ipaddr.IPv4(
            place.map((index) => (inverted ? ~(bytes[index] ?? 0) & 0xff : (bytes[index] ?? 0))),
          ),
      ),
    )
}
