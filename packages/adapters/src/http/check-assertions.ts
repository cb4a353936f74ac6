import { TextDecoder } from 'node:util'
import { dayMs, parseJson } from '@telltale/core/ports'
import { CheckError } from '../probing/check-error.js'
import type { CheckRun } from '../probing/measure.js'
import { type Comparison, comparisonOf, type HttpAssertion } from './assertion.js'
import { parseJsonPath, valueAt } from './json-path.js'
import { matchesPattern } from './pattern.js'
import type { ProbeResponse } from './response.js'

/**
 * Checks the assertions on a response. @throws {@link CheckError} that names the first assertion that does not hold.
 */
export function checkAssertions(
  response: ProbeResponse,
  assertions: readonly HttpAssertion[],
  run: CheckRun,
): void {
  for (const assertion of assertions) {
    const comparison = comparisonOf(assertion)
    if (!comparison) continue
    const found = subjectValue(assertion, response, run)
    if (!satisfiesComparison(found, comparison, assertion)) throw assertionError(assertion, comparison, found)
  }
}

/** Returns the value that an assertion is about; `undefined` when the response has none. */
function subjectValue(
  { of, name = '', path = '' }: HttpAssertion,
  response: ProbeResponse,
  run: CheckRun,
): unknown {
  switch (of) {
    case 'status':
      return response.status
    case 'latencyMs':
      return run.stopwatch.read({ untilReceived: true }).latencyMs
    case 'certificateDaysLeft': {
      const expiresAt = run.details.certificateExpiresAt
      return expiresAt === undefined ? undefined : Math.floor((expiresAt - run.clock.now()) / dayMs)
    }
    case 'header': {
      const value = response.headers[name.toLowerCase()]
      return Array.isArray(value) ? value.join(', ') : value
    }
    case 'body':
      return bodyText(response)
    case 'json':
      return valueAt(bodyJson(response), parseJsonPath(path) ?? [])
  }
}

function bodyText({ body, headers }: ProbeResponse): string {
  const encoding = headers['content-encoding'] ?? 'identity'
  if (encoding !== 'identity')
    throw new CheckError('assertion', `the body cannot be read: it is encoded as ${encoding}, unasked`)
  const [, charset = 'utf-8'] = /charset="?([\w-]+)/i.exec(headers['content-type'] ?? '') ?? []
  return decoderOf(charset).decode(body)
}

function decoderOf(charset: string): TextDecoder {
  try {
    return new TextDecoder(charset)
  } catch {
    return new TextDecoder()
  }
}

function bodyJson(response: ProbeResponse): unknown {
  const text = bodyText(response)
  try {
    return parseJson(text)
  } catch {
    throw new CheckError('assertion', 'the body is not JSON, or is nested deeper than 200 levels')
  }
}

function satisfiesComparison(found: unknown, comparison: Comparison, assertion: HttpAssertion): boolean {
  const { contains = '', matches, atLeast = 0, atMost = 0 } = assertion
  switch (comparison) {
    case 'equals':
      return found === assertion.equals
    case 'contains':
      return (typeof found === 'string' || Array.isArray(found)) && found.includes(contains)
    case 'matches':
      return typeof found === 'string' && matches !== undefined && matchesPattern(matches, found)
    case 'atLeast':
      return typeof found === 'number' && found >= atLeast
    case 'atMost':
      return typeof found === 'number' && found <= atMost
  }
}

const words: Readonly<Record<Comparison, string>> = {
  equals: 'to be',
  contains: 'to contain',
  matches: 'to match',
  atLeast: 'to be at least',
  atMost: 'to be at most',
}

function assertionError(assertion: HttpAssertion, comparison: Comparison, found: unknown): CheckError {
  const { of, name, path } = assertion
  const subject = { status: 'the status', header: `the header ${name}`, body: 'the body', json: `${path}` }
  const subjectName = of in subject ? subject[of as keyof typeof subject] : of
  const expected = comparison === 'matches' ? String(assertion.matches) : shown(assertion[comparison])
  // A body may be long, and may hold private data.
  const actual = of === 'body' ? '' : `, it is ${found === undefined ? 'missing' : shown(found)}`
  return new CheckError('assertion', `expected ${subjectName} ${words[comparison]} ${expected}${actual}`)
}

const shown = (value: unknown): string => {
  const text = JSON.stringify(typeof value === 'number' ? Math.round(value * 1_000) / 1_000 : value)
  return text.length > 100 ? `${text.slice(0, 100)}…` : text
}
