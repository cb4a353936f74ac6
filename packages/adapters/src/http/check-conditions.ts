import { dayMs, parseJson } from '@telltale/core/ports'
import { CheckError } from '../probing/check-error.js'
import { conditionProblem, preparePatterns } from '../probing/compare.js'
import type { AnswerCondition } from '../probing/condition.js'
import type { CheckRun } from '../probing/measure.js'
import { bodyText } from './body-text.js'
import { prepareJsonPath, valueAt } from './json-path.js'
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
    await preparePatterns(conditions)
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
  condition: AnswerCondition,
  found: unknown,
  revealBody: boolean,
): string | undefined {
  const isShown = revealBody || measured.includes(of)
  const subject = { status: 'the status', header: `the header ${name}`, body: 'the body', json: name }
  return conditionProblem(of in subject ? subject[of as keyof typeof subject] : of, condition, found, isShown)
}
