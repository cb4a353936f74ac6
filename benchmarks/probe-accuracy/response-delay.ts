/** The delay of a response by the server's own clock, in milliseconds. */
export interface ResponseDelay {
  /** From the moment the server found the request until it began to write the response. */
  readonly minHoldMs: number
  /** From the same moment until the response was written. */
  readonly holdMs: number
  /**
   * The maximum wait of the request before that: since it last woke up, the server's process was busy or waited for a
   * processor.
   */
  readonly maxWaitMs: number
}
