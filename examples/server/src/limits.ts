/** The limits of a server, which keep one user from harming the others. */
export interface Limits {
  /** The requests of one address a minute, before anyone is known; IPv6 addresses count by /64. */
  readonly requestsPerAddress: number
  /** The requests of one owner a minute. */
  readonly requestsPerOwner: number
  /** The requests of one owner a minute that change something or make the server fetch a page. */
  readonly changesPerOwner: number
  /** The event streams that one owner has open. */
  readonly streamsPerOwner: number
  /** The monitors of one owner. */
  readonly monitorsPerOwner: number
  /** The products of one owner. */
  readonly productsPerOwner: number
  /** The shortest interval of a monitor or a product, in seconds. */
  readonly minEverySeconds: number
}

/** The limits unless others are given. */
export const defaultLimits: Limits = {
  requestsPerAddress: 600,
  requestsPerOwner: 600,
  changesPerOwner: 120,
  streamsPerOwner: 10,
  monitorsPerOwner: 100,
  productsPerOwner: 100,
  minEverySeconds: 30,
}
