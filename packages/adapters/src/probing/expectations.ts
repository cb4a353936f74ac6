import { type AdapterContext, dayMs, type Measurement, omit, type ProbeTarget } from '@telltale/core/ports'
import { conditionProblem, preparePatterns } from './compare.js'
import { type AnswerCondition, conditionsSchema } from './condition.js'
import { measureWithRetries } from './retries.js'

/** The checks of the conditions that probes have in common. */
export const expectationShape = {
  latencyMs: conditionsSchema.exactOptional(),
  certificateDaysLeft: conditionsSchema.exactOptional(),
  answer: conditionsSchema.exactOptional(),
}

/** The conditions on a measurement, checked. */
export interface CheckedExpectations {
  readonly latencyMs?: readonly AnswerCondition[]
  readonly certificateDaysLeft?: readonly AnswerCondition[]
  /** Conditions each of which one of the answers has to meet. */
  readonly answer?: readonly AnswerCondition[]
}

/** A target with the conditions of its monitor. */
export type ExpectingTarget = ProbeTarget<{ readonly expect?: CheckedExpectations }>

/**
 * Measures a target as {@link measureWithRetries} does, and checks the conditions of its monitor each time. One that only
 * degrades the check is recorded.
 */
export async function measureAndJudge(
  target: ExpectingTarget,
  adapterRetries: number,
  { clock }: Pick<AdapterContext, 'clock'>,
  measureOnce: (target: ProbeTarget) => Promise<Measurement>,
): Promise<Measurement> {
  const expect = target.settings?.expect
  await preparePatterns(expect?.answer ?? [])
  return measureWithRetries(target, adapterRetries, async (limited) => {
    const measurement = await measureOnce(limited)
    const judged =
      expect && !measurement.failure
        ? judge(measurement, expect, { now: clock.now(), mayQuote: mayQuote(target) })
        : measurement
    // The text is there for its conditions; what a probe tells of itself, such as a server's version, stays.
    return expect?.answer === undefined || mayQuote(target) ? judged : omit(judged, 'answers')
  })
}

/** Checks whether a measurement may show what the target sent: records of the DNS are public, other texts may not be. */
const mayQuote = ({ url, revealBody }: ExpectingTarget): boolean =>
  url.protocol === 'dns:' || revealBody === true

function judge(
  measurement: Measurement,
  expect: CheckedExpectations,
  { now, mayQuote }: { readonly now: number; readonly mayQuote: boolean },
): Measurement {
  const { latencyMs, certificateExpiresAt, answers = [] } = measurement
  const daysLeft =
    certificateExpiresAt === undefined ? undefined : Math.floor((certificateExpiresAt - now) / dayMs)
  const problems = [
    ...problemsOf('latencyMs', expect.latencyMs, [Math.round(latencyMs * 1_000) / 1_000], true),
    ...problemsOf('certificateDaysLeft', expect.certificateDaysLeft, [daysLeft], true),
    ...problemsOf('an answer', expect.answer, answers, mayQuote),
  ]
  const failed = problems.find(({ isDegraded }) => !isDegraded)
  if (failed) return { ...measurement, failure: { kind: 'assertion', message: failed.message } }
  const [degraded] = problems
  return degraded ? { ...measurement, degraded: degraded.message } : measurement
}

/** Returns the conditions that none of some values meets. */
function problemsOf(
  subject: string,
  conditions: readonly AnswerCondition[] | undefined,
  values: readonly unknown[],
  mayQuote: boolean,
) {
  return (conditions ?? []).flatMap((condition) => {
    const found = values.length === 0 ? [undefined] : values
    const messages = found.map((value) => conditionProblem(subject, condition, value, mayQuote))
    const [message] = messages
    return message === undefined || messages.includes(undefined)
      ? []
      : [{ message, isDegraded: condition.otherwise === 'degraded' }]
  })
}
