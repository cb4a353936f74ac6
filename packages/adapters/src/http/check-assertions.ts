import { TextDecoder } from 'node:util'
import { CheckError } from '../probing/check-error.js'
import type { CheckRun } from '../probing/measure.js'
import { type Comparison, comparisonOf, type HttpAssertion } from './assertion.js'
import { parseJsonPath, valueAt } from './json-path.js'
import type { ProbeResponse } from './response.js'

const dayMs = 86_400_000

/** Judges an answer by what is asserted of it. @throws {@link CheckError} that names the first assertion that does not hold. */
export function checkAssertions(
  answer: ProbeResponse,
  assertions: readonly HttpAssertion[],
  run: CheckRun,
): void {
  for (const assertion of assertions) {
    const comparison = comparisonOf(assertion)
    if (!comparison) continue
    const found = subjectValue(assertion, answer, run)
    if (!satisfiesComparison(found, comparison, assertion)) throw fault(assertion, comparison, found)
  }
}

/** What an assertion looks at: `undefined` when there is no such thing. */
function subjectValue(
  { of, name = '', path = '' }: HttpAssertion,
  answer: ProbeResponse,
  run: CheckRun,
): unknown {
  switch (of) {
    case 'status':
      return answer.status
    case 'latencyMs':
      return run.stopwatch.read({ untilReceived: true }).latencyMs
    case 'certificateDaysLeft': {
      const expiresAt = run.details.certificateExpiresAt
      return expiresAt === undefined ? undefined : Math.floor((expiresAt - run.clock.now()) / dayMs)
    }
    case 'header': {
      const value = answer.headers[name.toLowerCase()]
      return Array.isArray(value) ? value.join(', ') : value
    }
    case 'body':
      return textOf(answer)
    case 'json':
      return valueAt(jsonOf(answer), parseJsonPath(path) ?? [])
  }
}

function textOf({ body, headers }: ProbeResponse): string {
  const encoding = headers['content-encoding'] ?? 'identity'
  if (encoding !== 'identity')
    throw new CheckError('assertion', `the body cannot be read: it is encoded as ${encoding}, unasked`)
  const [, charset = 'utf-8'] = /charset="?([\w-]+)/i.exec(headers['content-type'] ?? '') ?? []
  return decoderOf(charset).decode(Buffer.concat(body))
}

function decoderOf(charset: string): TextDecoder {
  try {
    return new TextDecoder(charset)
  } catch {
    return new TextDecoder()
  }
}

function jsonOf(answer: ProbeResponse): unknown {
  const text = textOf(answer)
  try {
    return JSON.parse(text)
  } catch {
    throw new CheckError('assertion', 'the body is not JSON')
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
      // A pattern with the flag `g` or `y` would go on where it last stopped.
      return typeof found === 'string' && matches !== undefined && found.search(matches) >= 0
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

function fault(assertion: HttpAssertion, comparison: Comparison, found: unknown): CheckError {
  const { of, name, path } = assertion
  const subject = { status: 'the status', header: `the header ${name}`, body: 'the body', json: `${path}` }
  const looked = of in subject ? subject[of as keyof typeof subject] : of
  const expected = comparison === 'matches' ? String(assertion.matches) : shown(assertion[comparison])
  // A body may be long, and may hold what no one else should read.
  const instead = of === 'body' ? '' : `, it is ${found === undefined ? 'missing' : shown(found)}`
  return new CheckError('assertion', `expected ${looked} ${words[comparison]} ${expected}${instead}`)
}

const shown = (value: unknown): string => {
  const text = JSON.stringify(typeof value === 'number' ? Math.round(value * 1_000) / 1_000 : value)
  return text.length > 100 ? `${text.slice(0, 100)}…` : text
}
