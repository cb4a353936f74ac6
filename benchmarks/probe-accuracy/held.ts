/** How long an answer was really held. */
export interface Held {
  /** From the moment the server came upon the request until it began to write the answer, in milliseconds. */
  readonly leastMs: number
  /**
   * From the earliest moment at which the connection can have been there, since the server's loop, too, may have been at
   * work then, until the answer was written.
   */
  readonly mostMs: number
}
