import { dayMs } from '../../time/index.js'
import { goDurationMs } from './gatus-config.js'
import type { Bounds } from './http-check.js'
import type { Notes } from './imported-monitor.js'

/** The subjects of conditions, with the names that Gatus has for them. */
export type Subject = 'status' | 'connected' | 'latency' | 'certificate' | 'domain' | 'ip' | 'rcode' | 'body'

/** A condition of Gatus (config/endpoint/condition.go), such as `len([BODY].items) > 3`. */
export interface Condition {
  readonly subject: Subject
  /** The path within the body, such as `.items[0]`; empty for the whole. */
  readonly path: string
  /** The function around the subject. */
  readonly function: 'len' | 'has' | undefined
  readonly operator: Operator
  /** The value, without spaces around it. */
  readonly value: string
}

/** A condition with its place in the configuration. */
export interface PlacedCondition extends Condition {
  /** The field that notes name, such as `conditions[1]`. */
  readonly field: string
}

/** Notes a condition that is not carried over. */
export const leftOut = ({ field }: PlacedCondition, notes: Notes, why = 'no setting asks for this'): void =>
  notes.weaken(field, `left out: ${why}`)

/** The operators. Gatus looks for them in this order, wherever they stand. */
const operators = ['==', '!=', '<=', '>=', '<', '>'] as const

/** An operator between a subject and a value. */
export type Operator = (typeof operators)[number]

const subjects: Readonly<Record<string, Subject>> = {
  '[STATUS]': 'status',
  '[CONNECTED]': 'connected',
  '[RESPONSE_TIME]': 'latency',
  '[CERTIFICATE_EXPIRATION]': 'certificate',
  '[DOMAIN_EXPIRATION]': 'domain',
  '[IP]': 'ip',
  '[DNS_RCODE]': 'rcode',
  '[BODY]': 'body',
}

const maxConditionChars = 1_000

/** Parses a condition. `undefined` for one that Gatus does not know either, and for one between two placeholders. */
export function parseCondition(text: string): Condition | undefined {
  if (text.length > maxConditionChars) return undefined
  const operator = operators.find((one) => text.includes(` ${one} `))
  const [left, value, ...more] = operator ? text.split(` ${operator} `).map((part) => part.trim()) : []
  if (!operator || !left || value === undefined || more.length > 0) return undefined
  const [, wrapping, placeholder = '', path = ''] =
    /^(?:(len|has)\()?(\[[A-Za-z_]+\])([^()]*)\)?$/.exec(left) ?? []
  const subject = subjects[placeholder.toUpperCase()]
  const isWrapped = left.endsWith(')')
  if (!subject || (wrapping !== undefined) !== isWrapped || (path !== '' && subject !== 'body'))
    return undefined
  if (Object.keys(subjects).some((name) => value.toUpperCase().includes(name))) return undefined
  return { subject, path, function: wrapping as 'len' | 'has' | undefined, operator, value }
}

/** A value as Gatus compares it: one of several texts, or a pattern. */
export type Wanted = { readonly oneOf: readonly string[] } | { readonly pattern: string }

/** Returns what a value asks for: `any(a, b)` one of several texts, `pat(a*)` a pattern. */
export function wantedOf(value: string): Wanted {
  const pattern = /^pat\((.*)\)$/s.exec(value)?.[1]
  if (pattern !== undefined) return { pattern: patternOf(pattern) }
  const any = /^any\((.*)\)$/s.exec(value)?.[1]
  return { oneOf: any === undefined ? [value] : any.split(',').map((each) => each.trim()) }
}

/** Returns a pattern with `*` and `?` (pattern/pattern.go) as a regular expression. */
const patternOf = (glob: string): string =>
  `(?s)^${glob
    .replace(/[\\^$.|+()[\]{}]/g, '\\$&')
    .replaceAll('*', '.*')
    .replaceAll('?', '.')}$`

/** Returns the number that a value stands for: a duration in milliseconds, or as it is. `undefined` for others. */
export function numberOf(value: string): number | undefined {
  const ms = goDurationMs(value)
  const number = ms !== undefined && value !== '0' ? ms : Number(value)
  return value !== '' && Number.isFinite(number) ? number : undefined
}

/** Returns the days of a duration. `undefined` for others. */
export const daysOf = (value: string): number | undefined => {
  const ms = numberOf(value)
  return ms === undefined ? undefined : ms / dayMs
}

/**
 * Returns the bounds that a comparison sets. `undefined` for `!=`.
 *
 * @param step - the distance of two neighbouring values: 0 for what is measured, such as a time.
 */
export function boundsOf(operator: Operator, value: number, step = 1): Bounds | undefined {
  const bounds: Readonly<Record<Operator, Bounds | undefined>> = {
    '==': { atLeast: value, atMost: value },
    '!=': undefined,
    '<=': { atMost: value },
    '>=': { atLeast: value },
    '<': { atMost: value - step },
    '>': { atLeast: value + step },
  }
  return bounds[operator]
}

/** Returns the statuses, from 100 to 599, that meet all conditions on the status, as ranges. */
export function statusesOf(conditions: readonly Condition[]): readonly (readonly [number, number])[] {
  const accepted = Array.from({ length: 500 }, (_, index) => index + 100).filter((status) =>
    conditions.every((condition) => meets(status, condition)),
  )
  const ranges: [number, number][] = []
  for (const status of accepted) {
    const last = ranges.at(-1)
    if (last && last[1] === status - 1) last[1] = status
    else ranges.push([status, status])
  }
  return ranges
}

function meets(status: number, { operator, value }: Condition): boolean {
  if (operator === '==' || operator === '!=') {
    const wanted = wantedOf(value)
    const isEqual =
      'oneOf' in wanted
        ? wanted.oneOf.some((each) => Number(each) === status)
        : new RegExp(wanted.pattern.slice('(?s)'.length), 's').test(String(status))
    return isEqual === (operator === '==')
  }
  const number = numberOf(value)
  const bounds = number === undefined ? undefined : boundsOf(operator, number)
  return bounds !== undefined && status >= (bounds.atLeast ?? 0) && status <= (bounds.atMost ?? Infinity)
}
