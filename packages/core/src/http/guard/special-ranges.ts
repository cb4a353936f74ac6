/** A block of addresses that untrusted URLs may not lead to. */
export interface SpecialRange {
  /** The block in CIDR notation. */
  readonly cidr: string
  /** The kind of the addresses, for messages. */
  readonly kind: string
}

/**
 * The blocks that are not globally reachable by the IANA IPv4 Special-Purpose Address Registry (RFC 6890 and later), and
 * multicast (RFC 5771). The registry makes single addresses of some blocks reachable, but none of a web server.
 */
export const specialIpv4: readonly SpecialRange[] = [
  { cidr: '0.0.0.0/8', kind: 'unspecified' },
  { cidr: '10.0.0.0/8', kind: 'private' },
  { cidr: '100.64.0.0/10', kind: 'carrier-grade NAT' },
  { cidr: '127.0.0.0/8', kind: 'loopback' },
  { cidr: '169.254.0.0/16', kind: 'link-local' },
  { cidr: '172.16.0.0/12', kind: 'private' },
  { cidr: '192.0.0.0/24', kind: 'reserved' },
  { cidr: '192.0.2.0/24', kind: 'documentation' },
  { cidr: '192.88.99.0/24', kind: '6to4 relay' },
  { cidr: '192.168.0.0/16', kind: 'private' },
  { cidr: '198.18.0.0/15', kind: 'benchmarking' },
  { cidr: '198.51.100.0/24', kind: 'documentation' },
  { cidr: '203.0.113.0/24', kind: 'documentation' },
  { cidr: '224.0.0.0/4', kind: 'multicast' },
  { cidr: '240.0.0.0/4', kind: 'reserved' },
]

/** The only IPv6 block for global use (IANA IPv6 Global Unicast Address Assignments). */
export const globalIpv6 = '2000::/3'

/**
 * The blocks of the IANA IPv6 Special-Purpose Address Registry, and those that embed an IPv4 address. All other addresses
 * outside of {@link globalIpv6} are forbidden too.
 */
export const specialIpv6: readonly SpecialRange[] = [
  { cidr: '::/128', kind: 'unspecified' },
  { cidr: '::1/128', kind: 'loopback' },
  { cidr: '::/96', kind: 'IPv4-compatible' },
  { cidr: '::ffff:0:0:0/96', kind: 'IPv4-translated' },
  { cidr: '64:ff9b::/96', kind: 'NAT64' },
  { cidr: '64:ff9b:1::/48', kind: 'local NAT64' },
  { cidr: '100::/64', kind: 'discard-only' },
  { cidr: '2001::/32', kind: 'Teredo' },
  { cidr: '2001::/23', kind: 'reserved for protocols' },
  { cidr: '2001:db8::/32', kind: 'documentation' },
  { cidr: '2002::/16', kind: '6to4' },
  { cidr: '3ffe::/16', kind: 'returned (6bone)' },
  { cidr: '3fff::/20', kind: 'documentation' },
  { cidr: '5f00::/16', kind: 'segment routing' },
  { cidr: 'fc00::/7', kind: 'private' },
  { cidr: 'fe80::/10', kind: 'link-local' },
  { cidr: 'fec0::/10', kind: 'site-local' },
  { cidr: 'ff00::/8', kind: 'multicast' },
]

/**
 * The addresses at which clouds serve the credentials of their machines, by the documentation of each: AWS, GCP, Azure, Oracle and
 * others at 169.254.169.254; AWS containers, Tencent and Scaleway beside it; AWS, GCP, Scaleway, Oracle, Linode and
 * OpenStack over IPv6; Alibaba; Azure's host; Oracle's older one.
 */
export const metadataAddresses: readonly string[] = [
  '169.254.169.254',
  '169.254.170.2',
  '169.254.170.23',
  '169.254.0.23',
  '169.254.42.42',
  '100.100.100.200',
  '168.63.129.16',
  '192.0.0.192',
  'fd00:ec2::254',
  'fd00:ec2::23',
  'fd20:ce::254',
  'fd00:42::42',
  'fd00:c1::a9fe:a9fe',
  'fd00:a9fe:a9fe::1',
  'fe80::a9fe:a9fe',
]
