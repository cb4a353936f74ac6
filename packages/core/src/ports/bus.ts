/** Says that an owner's event feed has grown. */
export interface BusMessage {
  readonly ownerId: string
  /** The id of the newest event. */
  readonly lastId: number
}

/**
 * Tells every process of a host, this one included, that a feed has grown. A message may come twice, late or out of
 * order, or be lost while a connection is down: who listens reads the feed, and never trusts the message alone.
 */
export interface Bus {
  /** Resolves once the message is handed on. */
  publish(message: BusMessage): Promise<void>
  /** Calls `listener` for each message from now on; resolves once that is so, with what ends it. */
  subscribe(listener: (message: BusMessage) => void): Promise<() => void>
  /** Ends every subscription and lets go of what the bus opened itself. May be called twice. */
  close(): Promise<void>
}
