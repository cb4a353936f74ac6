import { dayMs } from '../../time/index.js'
import { literal, quoted, singularPath } from './assertion-text.js'
import { goDurationMs } from './gatus-config.js'
import { useHttp } from './imported-monitor.js'

/** The condition, taken apart: what is looked at, how it is compared, and with what. */
interface Comparison {
  readonly subject: string
  readonly operator: string
  readonly value: string
}

/**
 * What to do about a condition (config/endpoint/condition.go) of an endpoint that is checked over a protocol;
 * `undefined` when every check of Telltale has it anyway.
 */
export function conditionNote(condition: string, protocol: string): string | undefined {
  const comparison = parse(condition)
  if (!comparison) return cannot
  const { subject, operator, value } = comparison
  const isAnyway =
    /^\[(?:CONNECTED|DNS_RCODE)\]$/i.test(subject) && operator === '==' && /^(?:true|NOERROR)$/.test(value)
  if (isAnyway) return undefined
  if (protocol === 'dns:') return dnsNote(comparison)
  if (protocol === 'tls:') return tlsNote(comparison)
  if (protocol === 'http:' || protocol === 'https:') return httpNote(comparison)
  return cannot
}

const cannot = 'left out: no option of an adapter asks for this'

/** Longer ones are not looked into. */
const longestCondition = 1_000

function parse(condition: string): Comparison | undefined {
  if (condition.length > longestCondition) return undefined
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
  return options === undefined ? cannot : useHttp(options)
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
  const range = { '<': [100, status - 1], '<=': [100, status], '>': [status + 1, 599], '>=': [status, 599] }[
    operator
  ]
  if (operator === '==') return `acceptStatus: [${statuses.join(', ')}]`
  return range && !any && (range[0] as number) <= (range[1] as number)
    ? `acceptStatus: [[${range.join(', ')}]]`
    : undefined
}

/** Gatus compares whole milliseconds: what is below a number is not above it. */
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
  return isExpiry && Number.isFinite(days) ? `use an adapter tls({ minDaysLeft: ${days} }) for it` : cannot
}

function dnsNote({ subject, operator, value }: Comparison): string {
  const isAnswer =
    subject.toUpperCase() === '[BODY]' && operator === '==' && !/^(?:pat|any|len|has)\(/.test(value)
  return isAnswer ? `use an adapter dns({ expect: ${quoted(value)} }) for it` : cannot
}
