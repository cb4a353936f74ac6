import { isIP, type LookupFunction } from 'node:net'
import type { buildConnector } from 'undici'
import { AdapterError } from '../../errors/index.js'
import type { Trust } from '../../ports/index.js'
import type { Resolve } from './resolve.js'
import { type ProxyConnections, tunnel } from './tunnel.js'

/**
 * Returns a connector for undici that opens connections to checked addresses only. The name is resolved once, and the
 * connection goes to the result, so that a DNS answer that changes in between (rebinding) has no effect.
 */
export function guardedConnector(
  build: typeof buildConnector,
  resolve: Resolve,
  trust: Trust,
  options: buildConnector.BuildOptions,
): buildConnector.connector {
  const lookup: LookupFunction = (hostname, { all }, done) => {
    resolve(hostname, trust).then(
      (addresses) => {
        const [first] = addresses
        if (all || !first)
          done(
            null,
            addresses.map((each) => ({ ...each })),
          )
        else done(null, first.address, first.family)
      },
      (cause) => done(cause, []),
    )
  }
  const connect = build({ ...options, lookup } as buildConnector.BuildOptions)
  return (target, done) => {
    // `node:net` does not call `lookup` for an IP address, so it is checked here.
    if (isIP(target.hostname) === 0) connect(target, done)
    else
      resolve(target.hostname, trust).then(
        () => connect(target, done),
        (cause) => done(cause, null),
      )
  }
}

/** Returns a connector for undici that opens connections through a proxy, to checked addresses only. */
export function tunnellingConnector(
  build: typeof buildConnector,
  resolve: Resolve,
  trust: Trust,
  {
    proxy,
    signal,
    ...options
  }: buildConnector.BuildOptions & { readonly proxy: ProxyConnections; readonly signal: AbortSignal },
): buildConnector.connector {
  const connect = build(options)
  const open = async ({ hostname, protocol, port }: buildConnector.Options) => {
    const [first] = await resolve(hostname.replace(/^\[(.*)\]$/, '$1'), trust)
    if (!first) throw new AdapterError(`${hostname} has no address`)
    return tunnel(proxy, first, Number(port) || (protocol === 'https:' ? 443 : 80), signal)
  }
  return (target, done) => {
    open(target).then(
      (httpSocket) =>
        target.protocol === 'https:' ? connect({ ...target, httpSocket }, done) : done(null, httpSocket),
      (cause) => done(cause, null),
    )
  }
}
