import { dayMs } from '../../time/index.js'
import { literal, quoted, singularPath } from './assertion-text.js'
import { goDurationMs } from './gatus-config.js'
import { useHttp } from './imported-monitor.js'

/** A parsed condition. */
interface Comparison {
  readonly subject: string
  readonly operator: string
  readonly value: string
}

/**
 * Returns the advice for a condition (config/endpoint/condition.go) of an endpoint that is checked over a protocol.
 * `undefined` for a condition that every check of Telltale has anyway.
 */
export function conditionNote(condition: string, protocol: string): string | undefined {
  const comparison = parse(condition)
  if (!comparison) return unsupported
  const { subject, operator, value } = comparison
  const isImplied =
    /^\[(?:CONNECTED|DNS_RCODE)\]$/i.test(subject) && operator === '==' && /^(?:true|NOERROR)$/.test(value)
  if (isImplied) return undefined
  if (protocol === 'dns:') return dnsNote(comparison)
  if (protocol === 'tls:') return tlsNote(comparison)
  if (protocol === 'http:' || protocol === 'https:') return httpNote(comparison)
  return unsupported
}

const unsupported = 'left out: no option of an adapter asks for this'

const maxConditionChars = 1_000

function parse(condition: string): Comparison | undefined {
  if (condition.length > maxConditionChars) return undefined
  // Gatus looks for the operators in this order, wherever they stand.
  const operator = ['==', '!=', '<=', '>=', '>', '<'].find((one) => condition.includes(` ${one} `))
  const [subject, value, ...more] = operator
    ? condition.split(` ${operator} `).map((part) => part.trim())
    : []
  if (!operator || !subject || value === undefined || more.length > 0) return undefined
  return { subject, operator, value }
}

function httpNote({ subject, operator, value }: Comparison): string {
  const options = httpOptions(subject, operator, value)
  return options === undefined ? unsupported : useHttp(options)
}

function httpOptions(subject: string, operator: string, value: string): string | undefined {
  const placeholder = subject.toUpperCase()
  if (placeholder === '[STATUS]') return statusOption(operator, value)
  if (placeholder === '[RESPONSE_TIME]')
    return assertion("of: 'latencyMs'", numberBound(operator, Number(value)))
  if (placeholder === '[CERTIFICATE_EXPIRATION]')
    return assertion("of: 'certificateDaysLeft'", numberBound(operator, daysOf(value)))
  if (placeholder === '[BODY]') return assertion("of: 'body'", textBound(operator, value, quoted))
  if (!placeholder.startsWith('[BODY]')) return undefined
  const path = singularPath(subject.slice('[BODY]'.length))
  const bound = textBound(operator, value, literal) ?? numberBound(operator, Number(value))
  return path && assertion(`of: 'json', path: '${path}'`, bound)
}

const assertion = (of: string, bound: string | undefined): string | undefined =>
  bound && `assertions: [{ ${of}, ${bound} }]`

function statusOption(operator: string, value: string): string | undefined {
  const any = /^any\((.*)\)$/.exec(value)
  const statuses = (any?.[1] ?? value).split(',').map((each) => each.trim())
  if (!statuses.every((status) => /^[1-5]\d\d$/.test(status))) return undefined
  const status = Number(statuses[0])
  const ranges: Readonly<Record<string, readonly [from: number, to: number]>> = {
    '<': [100, status - 1],
    '<=': [100, status],
    '>': [status + 1, 599],
    '>=': [status, 599],
  }
  const range = ranges[operator]
  if (operator === '==') return `acceptStatus: [${statuses.join(', ')}]`
  return range && !any && range[0] <= range[1] ? `acceptStatus: [[${range.join(', ')}]]` : undefined
}

/** Returns the bound of a number. Gatus compares whole milliseconds, so that `<` becomes `atMost`. */
function numberBound(operator: string, value: number): string | undefined {
  if (!Number.isFinite(value)) return undefined
  if (operator === '<' || operator === '<=') return `atMost: ${value}`
  if (operator === '>' || operator === '>=') return `atLeast: ${value}`
  return undefined
}

function textBound(operator: string, value: string, write: (text: string) => string): string | undefined {
  if (operator !== '==') return undefined
  const pattern = /^pat\((.*)\)$/.exec(value)?.[1]
  if (pattern === undefined) return /^(?:any|len|has)\(/.test(value) ? undefined : `equals: ${write(value)}`
  const inner = /^\*([^*?[\]\\]+)\*$/.exec(pattern)?.[1]
  return inner === undefined ? undefined : `contains: ${quoted(inner)}`
}

const daysOf = (value: string): number => (goDurationMs(value) ?? Number(value)) / dayMs

function tlsNote({ subject, operator, value }: Comparison): string {
  const days = daysOf(value)
  const isExpiry = subject.toUpperCase() === '[CERTIFICATE_EXPIRATION]' && operator.startsWith('>')
  return isExpiry && Number.isFinite(days)
    ? `use an adapter tls({ minDaysLeft: ${days} }) for it`
    : unsupported
}

function dnsNote({ subject, operator, value }: Comparison): string {
  const isAnswer =
    subject.toUpperCase() === '[BODY]' && operator === '==' && !/^(?:pat|any|len|has)\(/.test(value)
  return isAnswer ? `use an adapter dns({ expect: ${quoted(value)} }) for it` : unsupported
}
