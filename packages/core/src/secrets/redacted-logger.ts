import type { Logger } from '../ports/index.js'
import { type Redact, redactError } from './redact.js'

/** Returns a logger that redacts secrets before it passes lines on. */
export function redactedLogger(logger: Logger, redact: Redact): Logger {
  const line = (level: keyof Logger) => (fields: object, message: string) =>
    logger[level](redactDeep(fields, redact), redact(message))
  return { debug: line('debug'), info: line('info'), warn: line('warn'), error: line('error') }
}

/** Redacts the texts in a value, also in its arrays and objects. */
export const redactDeep = <Value>(value: Value, redact: Redact): Value => redactValue(value, redact) as Value

/** The maximum depth of redacted values. It also ends cyclic ones. */
const maxDepth = 8

function redactValue(value: unknown, redact: Redact, depth = 0): unknown {
  if (typeof value === 'string') return redact(value)
  if (value instanceof Error) return redactError(value, redact)
  if (value instanceof URL) return redact(value.href)
  if (typeof value !== 'object' || value === null) return value
  if (depth === maxDepth) return '…'
  if (Array.isArray(value)) return value.map((item) => redactValue(item, redact, depth + 1))
  const entries = Object.entries(value).map(([name, member]) => [
    name,
    redactValue(member, redact, depth + 1),
  ])
  return Object.fromEntries(entries)
}
