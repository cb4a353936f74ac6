import { defined } from '../../options/index.js'
import {
  boundsOf,
  type Condition,
  daysOf,
  leftOut,
  numberOf,
  type PlacedCondition,
  statusesOf,
  wantedOf,
} from './gatus-condition.js'
import type { GatusEndpoint } from './gatus-config.js'
import { missingVariables } from './gatus-variables.js'
import {
  type AnswerCondition,
  type Bounds,
  type CheckOptions,
  type HttpCheck,
  httpOptions,
} from './http-check.js'
import type { Notes } from './imported-monitor.js'
import { proxyFrom } from './imported-url.js'
import { singularPath } from './json-path-text.js'

/** Returns the settings of a check over HTTP. */
export function gatusHttpCheck(
  endpoint: GatusEndpoint,
  conditions: readonly PlacedCondition[],
  notes: Notes,
): CheckOptions {
  const of = (subject: Condition['subject']) => conditions.filter((each) => each.subject === subject)
  for (const condition of [...of('domain'), ...of('ip'), ...of('rcode'), ...of('connected')])
    leftOut(condition, notes)
  return httpOptions({
    ...requestOf(endpoint),
    proxy: proxyOf(endpoint, notes),
    statuses: statusRanges(endpoint, of('status'), notes),
    latencyMs: bounded(of('latency'), numberOf, notes),
    certificateDaysLeft: bounded(of('certificate'), daysOf, notes),
    answers: of('body').flatMap((condition) => {
      const answer = answerOf(condition)
      if (answer === undefined) leftOut(condition, notes)
      return answer ?? []
    }),
  })
}

function requestOf({ method, headers, body, graphql, client }: GatusEndpoint): Omit<HttpCheck, 'answers'> {
  const text = typeof body === 'string' && missingVariables(body).length === 0 ? body : ''
  const isGraphql = graphql === true && text !== ''
  const network = client?.network
  return {
    method: (method ?? (isGraphql ? 'POST' : 'GET')).toUpperCase(),
    headers: {
      ...defined({ 'content-type': isGraphql ? 'application/json' : undefined }),
      ...knownHeaders(headers),
    },
    body: isGraphql ? JSON.stringify({ query: text }) : text || undefined,
    maxRedirects: client?.['ignore-redirect'] ? 0 : goRedirects,
    family: network === 'ip4' ? 4 : network === 'ip6' ? 6 : undefined,
    verify: client?.insecure ? false : undefined,
  }
}

function proxyOf({ client }: GatusEndpoint, notes: Notes): string | undefined {
  const text = client?.['proxy-url'] ?? ''
  // A variable without a value has its own note.
  if (text === '' || missingVariables(text).length > 0) return undefined
  return proxyFrom(text, 'client.proxy-url', notes)
}

/** Returns the headers of which each value is known. */
export const knownHeaders = (headers: GatusEndpoint['headers']): Readonly<Record<string, string>> =>
  Object.fromEntries(
    Object.entries(headers ?? {}).filter(([, value]) => missingVariables(value).length === 0),
  )

/** The redirects that a client of Go follows (net/http, `defaultCheckRedirect`). */
const goRedirects = 10

function statusRanges(
  { conditions }: GatusEndpoint,
  given: readonly PlacedCondition[],
  notes: Notes,
): HttpCheck['statuses'] {
  if (!conditions?.length) {
    notes.tell('conditions', 'Gatus demands some: statuses from 200 to 299 are accepted')
    return undefined
  }
  // Gatus takes any status where no condition looks at it.
  const ranges = statusesOf(given)
  if (ranges.length > 0) return ranges
  for (const condition of given) leftOut(condition, notes, 'no status meets it')
  return undefined
}

/** Returns the bounds that all conditions on one measured time set. */
export function bounded(
  conditions: readonly PlacedCondition[],
  read: (value: string) => number | undefined,
  notes: Notes,
): Bounds | undefined {
  const bounds = conditions.flatMap((condition) => {
    const value = read(condition.value)
    const own = value === undefined ? undefined : boundsOf(condition.operator, value, 0)
    if (!own) leftOut(condition, notes)
    return own ? [own] : []
  })
  if (bounds.length === 0) return undefined
  const atLeast = Math.max(...bounds.map((each) => each.atLeast ?? Number.NEGATIVE_INFINITY))
  const atMost = Math.min(...bounds.map((each) => each.atMost ?? Number.POSITIVE_INFINITY))
  return defined({
    atLeast: Number.isFinite(atLeast) ? atLeast : undefined,
    atMost: Number.isFinite(atMost) ? atMost : undefined,
  })
}

/** Returns what a condition asks of the body. `undefined` when no setting asks for it. */
export function answerOf(condition: Condition): AnswerCondition | undefined {
  const { path, operator, value } = condition
  const place = path === '' ? ({ of: 'body' } as const) : placeOf(path)
  if (!place) return undefined
  if (condition.function === 'has') return existence(place, operator, value)
  if (condition.function === 'len') {
    const length = numberOf(value)
    const bounds = length === undefined ? undefined : boundsOf(operator, length)
    return bounds && { ...place, length: bounds }
  }
  if (operator === '==' || operator === '!=') return { ...place, ...wantedOf(value), ...negated(operator) }
  const number = numberOf(value)
  const bounds = number === undefined || path === '' ? undefined : boundsOf(operator, number)
  return bounds && { ...place, ...bounds }
}

type Place = Pick<AnswerCondition, 'of' | 'path'>

function placeOf(path: string): Place | undefined {
  const singular = singularPath(path)
  return singular === undefined ? undefined : { of: 'json', path: singular }
}

const negated = (operator: string): { readonly not?: true } => (operator === '!=' ? { not: true } : {})

function existence(place: Place, operator: string, value: string): AnswerCondition | undefined {
  if ((operator !== '==' && operator !== '!=') || !/^(?:true|false)$/i.test(value)) return undefined
  const exists = (value.toLowerCase() === 'true') === (operator === '==')
  return place.of === 'body'
    ? { ...place, length: exists ? { atLeast: 1 } : { atMost: 0 } }
    : { ...place, exists }
}
