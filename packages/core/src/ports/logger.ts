/** Where the engine writes its log: the part of pino's logger that is used, so that a host can pass its own. */
export interface Logger {
  debug(fields: object, message: string): void
  info(fields: object, message: string): void
  warn(fields: object, message: string): void
  error(fields: object, message: string): void
}
