import { connect } from 'node:net'
import type { AdapterContext, Network } from '@telltale/core/ports'

/** Makes a context whose network leads to a port of this machine. */
export function contextTo(port: number): AdapterContext {
  const network: Pick<Network, 'connect'> = {
    connect: () =>
      new Promise((resolve, reject) => {
        const socket = connect({ host: '127.0.0.1', port }, () => resolve(socket)).once('error', reject)
      }),
  }
  return { network, signal: new AbortController().signal } as AdapterContext
}
