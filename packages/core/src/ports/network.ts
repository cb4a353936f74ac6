import type { Socket } from 'node:net'

/**
 * How far an address or URL is trusted. `configured`: the host wrote it in its own settings, and it may lie in the
 * host's own network. `untrusted`: it comes from a user, a page or another server.
 */
export type Trust = 'configured' | 'untrusted'

/** One address of a host. */
export interface HostAddress {
  /** In the usual text form of its family, such as `93.184.216.34` or `2606:2800::1`. */
  readonly address: string
  readonly family: 4 | 6
}

/** Asks name servers for every address of a host name; rejects when there is none. */
export type Lookup = (hostname: string) => Promise<readonly HostAddress[]>

/** Where a connection leads to, and how it is opened. */
export interface ConnectOptions {
  /** A host name, or a literal address. */
  readonly host: string
  readonly port: number
  /** How far the host is trusted. @default 'untrusted' */
  readonly trust?: Trust
  /** Whether TLS is spoken from the first byte, with a certificate for the host. @default false */
  readonly tls?: boolean
  /** How long it may take until there is a connection. @default 10000 */
  readonly timeoutMs?: number
  /** Ends the attempt; an open connection is the caller's to end. */
  readonly signal?: AbortSignal
}

/** The network, behind the guard that the HTTP client stands behind: for what speaks other protocols. */
export interface Network {
  /**
   * Resolves to every address of a host name or literal address, each of which may be connected to. Connect to one of
   * them and not to the name: it may mean another address the next time it is looked up.
   *
   * Rejects with a `ForbiddenError` when one of them lies where the URL may not lead to, with an `AdapterError` when
   * there is none.
   */
  lookup(hostname: string, options?: { readonly trust?: Trust }): Promise<readonly HostAddress[]>
  /**
   * Opens a connection to an address that was checked, for mail servers and the like. Who asked for it closes it.
   *
   * Rejects as {@link Network.lookup} does, with a `TimeoutError` when it takes too long, and with a `TelltaleError` of
   * code `ABORTED` when `signal` fires.
   */
  connect(options: ConnectOptions): Promise<Socket>
}
