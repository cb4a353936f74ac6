import { defined } from '../../options/index.js'
import type { MonitorOptions } from '../monitor-options.js'

/** The way in which a target is checked. */
export type CheckOptions = Pick<MonitorOptions, 'request' | 'expect' | 'inverted'>

/** A target and the way in which it is checked. One without a URL is a push monitor. */
export type TargetOptions = Pick<MonitorOptions, 'url'> & CheckOptions

/** The bounds of a number, both included. */
export interface Bounds {
  readonly atLeast?: number
  readonly atMost?: number
}

/** A condition on what a target answers, in the words of both tools. */
export interface AnswerCondition extends Bounds {
  /** The subject: the whole body, or the value at a `path` in its JSON. */
  readonly of: 'body' | 'json'
  readonly path?: string
  /** Holds when it equals one of these texts. */
  readonly oneOf?: readonly string[]
  readonly contains?: string
  /** Holds when it matches this pattern of RE2. */
  readonly pattern?: string
  /** Holds when there is such a value, or none. */
  readonly exists?: boolean
  /** The bounds of the length of a text or a list. */
  readonly length?: Bounds
  /** `true` when the opposite has to hold. */
  readonly not?: boolean
}

/** A check over HTTP, in the words of both tools. */
export interface HttpCheck {
  readonly method?: string
  readonly headers?: Readonly<Record<string, string>>
  readonly body?: string | undefined
  readonly auth?: { readonly username: string; readonly password: string }
  readonly maxRedirects?: number
  readonly family?: 4 | 6 | undefined
  readonly verify?: false | undefined
  /** The URL of an HTTP proxy, with its login. */
  readonly proxy?: string | undefined
  readonly clientCertificate?: { readonly cert: string; readonly key: string }
  readonly ca?: readonly string[] | undefined
  readonly statuses?: readonly (readonly [from: number, to: number])[] | undefined
  readonly latencyMs?: Bounds | undefined
  readonly certificateDaysLeft?: Bounds | undefined
  readonly answers: readonly AnswerCondition[]
}

/** Returns the settings of a monitor that the probe `http` takes (see its README). */
export function httpOptions(check: HttpCheck): CheckOptions {
  const { statuses, latencyMs, certificateDaysLeft, answers } = check
  const request = requestOf(check)
  const json = answers.filter(({ of }) => of === 'json')
  const paths = [...new Set(json.map(({ path }) => path ?? '$'))]
  const expect = defined({
    status: statuses?.map(([from, to]) => (from === to ? from : [from, to])),
    latencyMs,
    certificateDaysLeft,
    body: conditionsOf(answers.filter(({ of }) => of === 'body')),
    json:
      paths.length > 0
        ? Object.fromEntries(
            paths.map((path) => [path, conditionsOf(json.filter((each) => (each.path ?? '$') === path))]),
          )
        : undefined,
  })
  return settingsOf(request, expect)
}

/** Returns settings without what is empty. */
export const settingsOf = (request: object, expect: object): CheckOptions =>
  defined({ request: filled(request), expect: filled(expect) })

const filled = <Value extends object>(value: Value): Value | undefined =>
  Object.keys(value).length > 0 ? value : undefined

function requestOf(check: HttpCheck): object {
  const {
    method,
    headers = {},
    body,
    auth,
    maxRedirects,
    proxy,
    family,
    verify,
    clientCertificate,
    ca,
  } = check
  return defined({
    method: method === 'GET' ? undefined : method,
    headers: filled(headers),
    body: body === undefined ? undefined : mayBeSecret.test(body) ? { secret: body } : body,
    auth,
    maxRedirects: maxRedirects === defaultRedirects ? undefined : maxRedirects,
    proxy,
    family,
    verify,
    clientCertificate,
    ca,
  })
}

/** The words beside which a body has its passwords. */
const mayBeSecret = /passw|secret|token|api.?key|credential/i

/** The redirects that the probe `http` follows without a setting. */
const defaultRedirects = 5

/** Returns conditions as settings have them: one alone, or a list. `undefined` for none. */
export function conditionsOf(answers: readonly AnswerCondition[]): object | undefined {
  const conditions = answers.map(conditionOf)
  return conditions.length > 1 ? conditions : conditions[0]
}

/** Returns a condition as settings have it: what must not hold is within `not`. */
function conditionOf({
  of,
  oneOf,
  contains,
  pattern,
  exists,
  length,
  not,
  ...bounds
}: AnswerCondition): object {
  const { atLeast, atMost } = bounds
  const values = oneOf?.flatMap((text) => (of === 'json' ? [text, ...literalOf(text)] : [text]))
  const [only] = values ?? []
  const comparisons = defined({
    equals: values?.length === 1 ? only : undefined,
    oneOf: values && values.length > 1 ? values : undefined,
    contains,
    matches: pattern,
    exists,
    length,
    atLeast,
    atMost,
  })
  return not ? { not: comparisons } : comparisons
}

/** Returns the value of JSON that a text stands for, since both tools compare texts. */
function literalOf(text: string): readonly (string | number | boolean | null)[] {
  if (text === 'null') return [null]
  if (text === 'true' || text === 'false') return [text === 'true']
  return /^-?(?:0|[1-9]\d{0,14})(?:\.\d{1,15})?$/.test(text) ? [Number(text)] : []
}
