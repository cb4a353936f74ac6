import { once } from 'node:events'
import { type AddressInfo, connect, createServer, type Socket } from 'node:net'

/** A relay in front of a server, which can behave as a network does that fails. */
export interface TcpProxy {
  /** The same address, by way of the relay. */
  readonly connectionString: string
  /** The number of connections that are open. */
  connections(): number
  /** Stops forwarding, on new connections too. Nobody is told: no connection ends. */
  fallSilent(): void
  /** Forwards new connections. Those from before stay silent for good, as when a firewall has forgotten them. */
  comeBack(): void
  /** Ends every connection. */
  cut(): void
  /** Leads new connections to another server. Those from before end. */
  leadTo(connectionString: string): void
  close(): Promise<void>
}

interface Relay {
  readonly ends: readonly Socket[]
  isSilent: boolean
}

/** Starts a relay in front of the server of a connection string. */
export async function startTcpProxy(connectionString: string): Promise<TcpProxy> {
  let target = new URL(connectionString)
  let isSilent = false
  const relays = new Set<Relay>()
  const server = createServer((near) => {
    const far = connect(Number(target.port), '127.0.0.1')
    const relay: Relay = { ends: [near, far], isSilent }
    relays.add(relay)
    for (const [from, to] of [
      [near, far],
      [far, near],
    ] as const) {
      from.on('data', (data) => relay.isSilent || to.write(data))
      from.on('error', () => undefined)
      from.on('close', () => {
        // An end is news, too, which a silent network does not carry.
        if (!relay.isSilent) to.destroy()
        if (near.destroyed) {
          far.destroy()
          relays.delete(relay)
        }
      })
    }
  }).listen(0, '127.0.0.1')
  await once(server, 'listening')
  const url = new URL(connectionString)
  url.hostname = '127.0.0.1'
  url.port = String((server.address() as AddressInfo).port)
  const cut = () => {
    for (const { ends } of relays) for (const end of ends) end.destroy()
  }
  return {
    connectionString: url.href,
    connections: () => relays.size,
    fallSilent: () => {
      isSilent = true
      for (const relay of relays) relay.isSilent = true
    },
    comeBack: () => {
      isSilent = false
    },
    cut,
    leadTo: (other) => {
      target = new URL(other)
      cut()
    },
    close: async () => {
      cut()
      server.close()
      await once(server, 'close')
    },
  }
}
