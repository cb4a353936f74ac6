import { dayMs, parseJson } from '@telltale/core/ports'
import { CheckError } from '../probing/check-error.js'
import type { CheckRun } from '../probing/measure.js'
import { bodyText } from './body-text.js'
import { comparisonWords, foundWords, satisfies } from './compare.js'
import { type AnswerCondition, type Comparisons, comparisonNames } from './condition.js'
import { prepareJsonPath, valueAt } from './json-path.js'
import { patternOf, preparePattern } from './pattern.js'
import type { ProbeResponse } from './response.js'

/** The part of an answer that conditions are about. */
export type ConditionSubject = 'status' | 'header' | 'body' | 'json' | 'certificateDaysLeft' | 'latencyMs'

/** The conditions on one part of the answer. */
export interface SubjectConditions {
  readonly of: ConditionSubject
  /** The name of a header, or the path in the JSON. */
  readonly name: string
  readonly conditions: readonly AnswerCondition[]
}

/** Loads what conditions need, before the stopwatch runs: that is no part of any target's latency. */
export async function prepareConditions(all: readonly SubjectConditions[]): Promise<void> {
  for (const { of, name, conditions } of all) {
    if (of === 'json') await prepareJsonPath(name)
    for (const { matches, not } of conditions)
      for (const given of [matches, not?.matches]) {
        const pattern = given === undefined ? undefined : patternOf(given)
        if (pattern instanceof RegExp) await preparePattern(pattern)
      }
  }
}

/** The answer that conditions are checked on, and the way to speak of it. */
interface CheckedAnswer {
  readonly response: ProbeResponse
  readonly run: CheckRun
  readonly maxBytes: number
  /** `true` when messages may quote what came. */
  readonly revealBody: boolean
}

/**
 * Checks conditions on an answer. One that only degrades the check is recorded.
 *
 * @throws {@link CheckError} that names the first condition that does not hold.
 */
export async function checkConditions(
  all: readonly SubjectConditions[],
  answer: CheckedAnswer,
): Promise<void> {
  const needsText = all.some(({ of }) => of === 'body' || of === 'json')
  const text = needsText ? await bodyText(answer.response, answer.maxBytes) : ''
  const json = all.some(({ of }) => of === 'json') ? jsonOf(text) : undefined
  for (const subject of all) {
    const found = subjectValue(subject, answer, { text, json })
    for (const condition of subject.conditions) {
      const message = brokenCondition(subject, condition, found, answer.revealBody)
      if (message === undefined) continue
      if (condition.otherwise !== 'degraded') throw new CheckError('assertion', message)
      answer.run.details.degraded ??= message
    }
  }
}

/** Returns the value that conditions are about; `undefined` when the answer has none. */
function subjectValue(
  { of, name }: SubjectConditions,
  { response, run }: CheckedAnswer,
  { text, json }: { readonly text: string; readonly json: unknown },
): unknown {
  switch (of) {
    case 'status':
      return response.status
    case 'latencyMs':
      return Math.round(run.stopwatch.read({ untilReceived: true }).latencyMs * 1_000) / 1_000
    case 'certificateDaysLeft': {
      const expiresAt = run.details.certificateExpiresAt
      return expiresAt === undefined ? undefined : Math.floor((expiresAt - run.clock.now()) / dayMs)
    }
    case 'header': {
      const value = response.headers[name.toLowerCase()]
      return Array.isArray(value) ? value.join(', ') : value
    }
    case 'body':
      return text
    case 'json':
      return valueAt(json, name, text.length)
  }
}

function jsonOf(text: string): unknown {
  try {
    return parseJson(text)
  } catch {
    throw new CheckError('assertion', 'the body is not JSON, or is nested deeper than 200 levels')
  }
}

/** The parts of an answer that are measured, and hold nothing of anybody's. */
const measured: readonly ConditionSubject[] = ['status', 'certificateDaysLeft', 'latencyMs']

/** Returns the message of a condition that does not hold, or `undefined`. */
function brokenCondition(
  { of, name }: SubjectConditions,
  { not = {}, otherwise: _, ...wanted }: AnswerCondition,
  found: unknown,
  revealBody: boolean,
): string | undefined {
  const broken = comparisonNames.find((each) => each in wanted && !satisfies(found, each, wanted))
  const forbidden = comparisonNames.find((each) => each in not && satisfies(found, each, not))
  const words = broken
    ? comparisonWords(broken, wanted as Comparisons)
    : forbidden && `not ${comparisonWords(forbidden, not)}`
  if (words === undefined) return undefined
  const subject = { status: 'the status', header: `the header ${name}`, body: 'the body', json: name }
  const subjectName = of in subject ? subject[of as keyof typeof subject] : of
  const isShown = revealBody || measured.includes(of)
  // Of a body it is plain that it is a text.
  const came = of === 'body' && !isShown ? '' : `, it is ${foundWords(found, isShown)}`
  return `expected ${subjectName} ${words}${came}`
}
