/** How long an answer was really held. */
export interface Held {
  /** From the moment the server came upon the request to the answer being written, in milliseconds. */
  readonly leastMs: number
  /** The same from the earliest moment at which the connection can have been there: the server's loop, too, may have been at work then. */
  readonly mostMs: number
}
