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
}
