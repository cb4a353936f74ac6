/** A URL, and the addresses that a resolver answers for its host name. */
export interface GuardSample {
  readonly url: string
  readonly resolvesTo?: readonly string[]
}

/** Addresses that a stranger's URL most wants to reach: loopback, private networks, metadata of several clouds. */
const wanted = [
  '127.0.0.1',
  '10.0.0.1',
  '172.16.0.1',
  '192.168.1.1',
  '169.254.169.254',
  '100.100.100.200',
  '0.0.0.0',
]

const partsOf = (address: string): number[] => address.split('.').map(Number)
const numberOf = (address: string): number => partsOf(address).reduce((sum, part) => sum * 256 + part, 0)
const wide = (text: string): string =>
  text.replace(/\d/g, (digit) => String.fromCodePoint(0xff10 + Number(digit)))
const hexPairs = (address: string): string => {
  const [a = 0, b = 0, c = 0, d = 0] = partsOf(address)
  return `${((a << 8) | b).toString(16)}:${((c << 8) | d).toString(16)}`
}
const inverted = (address: string): string =>
  partsOf(address)
    .map((part) => 255 - part)
    .join('.')

/** Returns every spelling of an IPv4 address in a URL that some parser accepts. */
function spellings(address: string): string[] {
  const [a = 0, b = 0, c = 0, d = 0] = partsOf(address)
  const octal = (part: number) => `0${part.toString(8)}`
  const hex = (part: number) => `0x${part.toString(16)}`
  return [
    `http://${address}/`,
    `https://${address}:8443/`,
    `http://${address}./`,
    `http://${numberOf(address)}/`,
    `http://0x${numberOf(address).toString(16)}/`,
    `http://0${numberOf(address).toString(8)}/`,
    `http://${[a, b, c, d].map(octal).join('.')}/`,
    `http://${[a, b, c, d].map(hex).join('.')}/`,
    `http://${octal(a)}.${b}.${hex(c)}.${d}/`,
    `http://${a}.${b}.${c * 256 + d}/`,
    `http://${a}.${(b * 256 + c) * 256 + d}/`,
    `http://${wide(address)}/`,
    `http://${address.replaceAll('.', '。')}/`,
    `http://${address.replace(/^\d/, (digit) => `%3${digit}`)}/`,
    `http:\\\\${address}\\`,
    `http://${address}\\@shop.example/`,
    `http://shop.example@${address}/`,
    `http:${address}`,
    `ht\ntp://${address.slice(0, 2)}\t${address.slice(2)}/`,
    `http://[::ffff:${address}]/`,
    `http://[::ffff:${hexPairs(address)}]/`,
    `http://[0:0:0:0:0:ffff:${address}]/`,
    `http://[::${hexPairs(address)}]/`,
    `http://[::ffff:0:${hexPairs(address)}]/`,
    `http://[64:ff9b::${address}]/`,
    `http://[64:ff9b:1::${address}]/`,
    `http://[2002:${hexPairs(address)}::1]/`,
    `http://[2001:0:${hexPairs(address)}::1]/`,
    `http://[2001::${inverted(address)}]/`,
  ]
}

/** The first and the last address of each block that IANA's two special-purpose registries keep from global routing. */
const edges = [
  '0.0.0.1',
  '0.255.255.255',
  '10.0.0.0',
  '10.255.255.255',
  '100.64.0.0',
  '100.127.255.255',
  '127.0.0.0',
  '127.255.255.255',
  '169.254.0.0',
  '169.254.255.255',
  '172.16.0.0',
  '172.31.255.255',
  '192.0.0.0',
  '192.0.0.8',
  '192.0.0.170',
  '192.0.0.255',
  '192.0.2.0',
  '192.0.2.255',
  '192.88.99.0',
  '192.88.99.255',
  '192.168.0.0',
  '192.168.255.255',
  '198.18.0.0',
  '198.19.255.255',
  '198.51.100.0',
  '198.51.100.255',
  '203.0.113.0',
  '203.0.113.255',
  '224.0.0.0',
  '239.255.255.255',
  '240.0.0.0',
  '255.255.255.254',

  '255.255.255.255',
  '[::]',
  '[::1]',
  '[100::]',
  '[100::ffff:ffff:ffff:ffff]',
  '[100:0:0:1::1]',
  '[2001::]',
  '[2001:1ff:ffff:ffff:ffff:ffff:ffff:ffff]',
  '[2001:2::1]',
  '[2001:10::1]',
  '[2001:db8::]',
  '[2001:db8:ffff:ffff:ffff:ffff:ffff:ffff]',
  '[2002::]',
  '[2002:ffff:ffff:ffff:ffff:ffff:ffff:ffff]',

  '[3ffe::1]',
  '[3fff::]',
  '[3fff:fff:ffff:ffff:ffff:ffff:ffff:ffff]',
  '[4000::1]',
  '[5f00::1]',
  '[8000::1]',
  '[64:ff9b::]',
  '[64:ff9b:1:ffff:ffff:ffff:ffff:ffff]',
  '[1fff::1]',
  '[fc00::]',
  '[fd12:3456:789a::1]',

  '[fdff:ffff:ffff:ffff:ffff:ffff:ffff:ffff]',
  '[fe80::]',
  '[febf::1]',
  '[fec0::]',
  '[feff::1]',
  '[ff00::]',
  '[ff02::1]',
  '[ffff:ffff:ffff:ffff:ffff:ffff:ffff:ffff]',
  '[::ffff:0:0]',
  '[::2]',
]

/** Addresses of cloud metadata services, beside the common 169.254.169.254. */
const metadata = [
  '169.254.170.2',
  '169.254.170.23',
  '169.254.0.23',
  '169.254.42.42',
  '168.63.129.16',
  '192.0.0.192',
  '[fd00:ec2::254]',
  '[fd00:ec2::23]',
  '[fd20:ce::254]',
  '[fd00:42::42]',
  '[fe80::a9fe:a9fe]',
]

/** Names that a resolver leads astray. */
const names: readonly (readonly [hostname: string, ...resolvesTo: string[]])[] = [
  ['localhost', '127.0.0.1'],
  ['localhost', '::1'],
  ['LOCALHOST.', '127.0.0.1'],
  ['app.localhost', '127.0.0.1'],
  ['ⓛⓞⓒⓐⓛⓗⓞⓢⓣ', '127.0.0.1'],
  ['localhost.localdomain', '127.0.0.1'],
  ['ip6-localhost', '::1'],
  ['127.0.0.1.nip.io', '127.0.0.1'],
  ['10-0-0-1.sslip.io', '10.0.0.1'],
  ['customer1-169-254-169-254.xip.io', '169.254.169.254'],
  ['metadata.google.internal', '169.254.169.254'],
  ['metadata.google.internal.', '169.254.169.254'],
  ['metadata', '169.254.169.254'],
  ['instance-data.ec2.internal', '169.254.169.254'],
  ['metadata.azure.internal', '168.63.129.16'],
  ['metadata.tencentyun.com', '169.254.0.23'],
  ['kubernetes.default.svc', '10.96.0.1'],
  ['host.docker.internal', '192.168.65.254'],
  ['router.lan', '192.168.0.1'],
  ['mapped.example', '::ffff:10.0.0.1'],
  ['translated.example', '64:ff9b::a9fe:a9fe'],
  ['zone.example', 'fe80::1%eth0'],
  ['tunnel.example', '2002:7f00:1::'],
  ['nonsense.example', '127.1'],
  ['nonsense.example', 'not an address'],
  ['nobody.example'],
]

/** At least 250 URLs that lead, or try to lead, out of the public network. */
export const dangerousUrls: readonly GuardSample[] = [
  ...wanted.flatMap(spellings).map((url) => ({ url })),
  ...[...edges, ...metadata].map((host) => ({ url: `http://${host}/` })),
  ...names.map(([hostname, ...resolvesTo]) => ({ url: `http://${hostname}/`, resolvesTo })),
]

/** Names of which one of several answers is public: only that one may be connected to. */
const mixed: readonly (readonly string[])[] = [
  ['93.184.215.14', '127.0.0.1'],
  ['10.0.0.1', '93.184.215.14'],
  ['93.184.215.14', '::1'],
  ['2606:2800:21f:cb07:6820:80da:af6b:8b2c', 'fd00::1'],
  ['2606:2800:21f:cb07:6820:80da:af6b:8b2c', '93.184.215.14', '100.64.0.1'],
  ['93.184.215.14', '64:ff9b::5db8:d70e'],
]

/** The addresses just outside of the special blocks, and of what hosts on the public network have. */
const neighbours = [
  '9.255.255.255',
  '11.0.0.0',
  '100.63.255.255',
  '100.128.0.0',
  '126.255.255.255',
  '128.0.0.0',
  '169.253.255.255',
  '169.255.0.0',
  '172.15.255.255',
  '172.32.0.0',
  '191.255.255.255',
  '192.0.1.0',
  '192.0.3.0',
  '192.88.98.255',
  '192.88.100.0',
  '192.167.255.255',
  '192.169.0.0',
  '198.17.255.255',
  '198.20.0.0',
  '198.51.99.255',
  '198.51.101.0',
  '203.0.112.255',
  '203.0.114.0',
  '223.255.255.255',
  '168.63.129.15',
  '168.63.129.17',
  '1.1.1.1',
  '8.8.8.8',
  '9.9.9.9',
  '1.0.0.0',
  '[2000::]',
  '[2001:200::1]',
  '[2001:4860:4860::8888]',
  '[2001:db7:ffff::1]',
  '[2001:db9::1]',
  '[2003::1]',

  '[2400:cb00:2048::1]',
  '[2606:4700:4700::1111]',
  '[2620:fe::fe]',
  '[2804::1]',
  '[2a00:1450:4001::200e]',
  '[2c0f:fb50:4003::]',
  '[3ffd:ffff::1]',
]

/** At least 200 URLs of the public network: the blocks' neighbours, and one address of each /8 that is routed. */
export const publicUrls: readonly GuardSample[] = [
  ...neighbours.map((host) => ({ url: `https://${host}/` })),
  ...Array.from({ length: 223 }, (_, index) => index + 1)
    .filter((first) => first !== 10 && first !== 127)
    .map((first) => ({ url: `http://${first}.50.${first}.70/` })),
  { url: 'https://shop.example/', resolvesTo: ['93.184.215.14', '2606:2800:21f:cb07:6820:80da:af6b:8b2c'] },
  ...mixed.map((resolvesTo) => ({ url: 'http://mixed.example/', resolvesTo })),
  { url: 'https://10.0.0.1.shop.example/', resolvesTo: ['93.184.215.14'] },
  { url: 'http://127.0.0.1.shop.example./', resolvesTo: ['93.184.215.14'] },
]
