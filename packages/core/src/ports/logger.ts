/** The log of the engine. It is the part of pino's logger that is used, so that a host can pass its own. */
export interface Logger {
  /** Writes details for developers. */
  debug(fields: object, message: string): void
  /** Writes an expected event. */
  info(fields: object, message: string): void
  /** Writes a problem that the engine recovers from. */
  warn(fields: object, message: string): void
  /** Writes a failure. */
  error(fields: object, message: string): void
}
