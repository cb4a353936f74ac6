/** A message that an owner's event feed has grown. */
export interface BusMessage {
  /** The owner whose feed has grown. */
  readonly ownerId: string
  /** The id of the newest event. */
  readonly lastId: number
}

/**
 * A channel between the processes of a host, this one included, on which they tell each other that a feed has grown. A
 * message may come twice, late or out of order, or be lost while a connection is down. So a listener reads the feed and
 * never relies on the message alone.
 */
export interface Bus {
  /** Sends a message. Resolves once it is handed on. */
  publish(message: BusMessage): Promise<void>
  /**
   * Calls `listener` for each message from now on. Resolves, once subscribed, to a function that unsubscribes.
   *
   * @param onGap - is called when messages of any owner may have been lost, such as after a connection was made again.
   *   Whoever follows a feed reads it then. A bus that cannot tell never calls it.
   */
  subscribe(listener: (message: BusMessage) => void, onGap?: () => void): Promise<() => void>
  /** Ends every subscription and releases the resources that the bus opened itself. May be called twice. */
  close(): Promise<void>
}
