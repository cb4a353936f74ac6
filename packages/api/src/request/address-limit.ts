/** The limit of requests from one address. */
export interface AddressLimit {
  /** The number of requests of a minute that this process answers, from 1 on. */
  readonly requestsPerMinute: number
  /**
   * Returns the address of a caller, such as what the host's own proxy has put into a header; `undefined` for no limit.
   * @default the address of the connection, which `toNodeHandler` passes
   */
  readonly addressOf?: (request: Request) => string | undefined
}
