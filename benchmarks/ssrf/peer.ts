import { Agent } from 'node:http'
import { isIP, type LookupFunction, Socket, type TcpNetConnectOpts } from 'node:net'
import type { Lookup } from '@telltale/core/http'
import { RequestFilteringHttpAgent } from 'request-filtering-agent'

/**
 * Instead of connecting, looks the name up as a connection would, and hands over what came of it: nothing leaves this
 * machine. The agent's own checks are around it, as they are around a connection.
 */
Object.assign(Agent.prototype, {
  createConnection: (
    { host = '', lookup }: { host?: string; lookup: LookupFunction },
    done: (error: unknown) => void,
  ) => {
    if (isIP(host) !== 0) done(null)
    else lookup(host, { all: true }, (error) => done(error))
    return new Socket()
  },
})

/** Tells whether request-filtering-agent would open a connection for a URL whose host a resolver knows. */
export async function peerConnects(url: URL, resolver: Lookup): Promise<boolean> {
  const agent = new RequestFilteringHttpAgent()
  const lookup: LookupFunction = (hostname, _, done) => {
    resolver(hostname).then(
      (addresses) => done(null, [...addresses]),
      (error) => done(error, []),
    )
  }
  const host = url.hostname.replace(/^\[(.*)\]$/, '$1')
  const options = { host, port: 80, lookup } as TcpNetConnectOpts
  return new Promise((resolve) => {
    agent.createConnection(options, (error: unknown) => resolve(!error))
  })
}
