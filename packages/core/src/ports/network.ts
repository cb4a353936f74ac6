import type { Socket } from 'node:net'

/**
 * The trust level of an address or URL. `configured`: it comes from the host's settings and may lie in the host's own
 * network. `untrusted`: it comes from a user, a page or another server.
 */
export type Trust = 'configured' | 'untrusted'

/** One address of a host. */
export interface HostAddress {
  /** The address in text form, such as `93.184.216.34` or `2606:2800::1`. */
  readonly address: string
  /** The version of the Internet Protocol. */
  readonly family: 4 | 6
}

/** Resolves a host name to all its addresses; rejects when there is none. */
export type Lookup = (hostname: string) => Promise<readonly HostAddress[]>

/** Options of a connection. */
export interface ConnectOptions {
  /** The host name, or an IP address. */
  readonly host: string
  /** The TCP port. */
  readonly port: number
  /** The trust level of the host. @default 'untrusted' */
  readonly trust?: Trust
  /** `true` to use TLS from the first byte, with a certificate for the host. @default false */
  readonly tls?: boolean
  /** The time limit until the connection is open, in milliseconds. @default 10000 */
  readonly timeoutMs?: number
  /** Aborts the attempt. The caller closes an open connection. */
  readonly signal?: AbortSignal
}

/** The network for other protocols, behind the same address guard as the HTTP client. */
export interface Network {
  /**
   * Resolves to the checked addresses of a host name or IP address. Connect to one of them and not to the name, which may
   * resolve to another address the next time.
   *
   * Rejects with a `ForbiddenError` when one of the addresses is forbidden, and with an `AdapterError` when there is none.
   */
  lookup(hostname: string, options?: { readonly trust?: Trust }): Promise<readonly HostAddress[]>
  /**
   * Opens a connection to a checked address, such as to a mail server. The caller closes it.
   *
   * Rejects as {@link Network.lookup} does, with a `TimeoutError` when it takes too long, and with a `TelltaleError` of
   * code `ABORTED` when `signal` fires.
   */
  connect(options: ConnectOptions): Promise<Socket>
}
