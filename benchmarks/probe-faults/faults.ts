import { type CheckFailureKind, hourMs, omit } from '@telltale/core/ports'
import type { CheckOrder } from './order.js'

/** A fault in a check, and the failure that it has to cause. */
export interface Fault {
  readonly name: string
  readonly probe: CheckOrder['probe']
  readonly options: object
  readonly url: string
  /** Absent where the check must not fail. */
  readonly kind?: CheckFailureKind
  readonly clockJumpMs?: number
  /** `true` when the prober is suspended during the check. */
  readonly suspends?: boolean
}

/** The ports of the peers, by their behaviour. */
export type Ports = Readonly<Record<string, number>>

const expect = { expect: 'ready' }
const nowhere = 'nope.invalid'

/** Returns every fault, for peers on these ports; the authority vouches for their certificate. */
export function faultsOf(ports: Ports, authority: string): readonly Fault[] {
  const at = (scheme: string, peer: string) => `${scheme}://127.0.0.1:${ports[peer]}`
  const http = (name: string, kind: CheckFailureKind, peer = name, options = {}): Fault => ({
    name,
    probe: 'http',
    options,
    url: at('http', peer),
    kind,
  })
  const tcp = (name: string, kind: CheckFailureKind, peer: string): Fault => ({
    name,
    probe: 'tcp',
    options: expect,
    url: at('tcp', peer),
    kind,
  })
  const tls = (name: string, kind: CheckFailureKind, peer: string): Fault => ({
    name,
    probe: 'tls',
    options: { ...expect, ca: [authority] },
    url: at('tls', peer),
    kind,
  })
  const dns = (name: string, kind: CheckFailureKind, peer: string): Fault => ({
    name,
    probe: 'dns',
    options: {},
    url: `${at('dns', peer)}/shop.example`,
    kind,
  })
  const plain = [
    http('endless body', 'too-large'),
    http('endless body without a limit', 'timeout', 'endless body', { maxBytes: Number.MAX_SAFE_INTEGER }),
    http('one byte a second', 'timeout'),
    http('silent', 'timeout'),
    http('reset amid the body', 'reset'),
    { ...http('bad certificate', 'tls'), url: at('https', 'TLS untrusted') },
    { ...http('name that does not resolve', 'dns'), url: `http://${nowhere}` },
    http('redirect loop', 'redirect'),
    http('endless redirects', 'redirect'),
    http('3 GB of headers', 'too-large'),
    http('no HTTP', 'protocol'),
    { ...http('no TLS', 'tls'), url: at('https', 'no TLS') },
    tcp('endless answer', 'too-large', 'endless greeting'),
    tcp('one byte a second', 'timeout', 'slow greeting'),
    tcp('silent', 'timeout', 'silent greeting'),
    tcp('reset amid the answer', 'reset', 'reset greeting'),
    tcp('reset at once', 'reset', 'reset at once'),
    { ...tcp('name that does not resolve', 'dns', ''), url: `tcp://${nowhere}:1` },
    tls('endless answer', 'too-large', 'TLS endless'),
    tls('one byte a second', 'timeout', 'TLS slow'),
    tls('silent', 'timeout', 'silent greeting'),
    tls('reset in the handshake', 'tls', 'reset when asked'),
    tls('bad certificate', 'tls', 'TLS untrusted'),
    tls('no TLS', 'tls', 'no TLS'),
    { ...tls('name that does not resolve', 'dns', ''), url: `tls://${nowhere}` },
    dns('silent', 'timeout', 'silent name server'),
    dns('name that does not resolve', 'dns', 'name server without the name'),
  ]
  const silent = plain.filter(({ name }) => name === 'silent')
  const held = omit(http('answer after 200 ms', 'timeout', 'held'), 'kind')
  return [
    ...plain,
    ...[hourMs, -hourMs].flatMap((clockJumpMs) =>
      [held, ...silent].map((fault) => ({
        ...fault,
        name: `${fault.name}, clock ${clockJumpMs > 0 ? '+' : '-'} 1 h`,
        clockJumpMs,
      })),
    ),
    ...[held, ...silent].map((fault) => ({ ...fault, name: `${fault.name}, suspended`, suspends: true })),
  ]
}
