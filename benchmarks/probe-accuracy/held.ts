/** How long an answer was really held, in milliseconds, by the server's own clock. */
export interface Held {
  /** From the moment the server came upon the request until it began to write the answer. */
  readonly leastMs: number
  /** From the same moment until the answer was written. */
  readonly holdMs: number
  /**
   * How long the request may have lain there before: since the server's process was last to be woken, it was at work or
   * stood in line for a processor.
   */
  readonly lateMs: number
}
