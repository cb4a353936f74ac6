import { type AdapterContext, dayMs, type Measurement, type ProbeTarget } from '@telltale/core/ports'
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
type ExpectingTarget = ProbeTarget<{ readonly expect?: CheckedExpectations }>

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
    return expect && !measurement.failure ? judge(measurement, expect, clock.now()) : measurement
  })
}

function judge(measurement: Measurement, expect: CheckedExpectations, now: number): Measurement {
  const { latencyMs, certificateExpiresAt, answers = [] } = measurement
  const daysLeft =
    certificateExpiresAt === undefined ? undefined : Math.floor((certificateExpiresAt - now) / dayMs)
  const problems = [
    ...problemsOf('latencyMs', expect.latencyMs, [Math.round(latencyMs * 1_000) / 1_000]),
    ...problemsOf('certificateDaysLeft', expect.certificateDaysLeft, [daysLeft]),
    ...problemsOf('an answer', expect.answer, answers),
  ]
  const failed = problems.find(({ isDegraded }) => !isDegraded)
  if (failed) return { ...measurement, failure: { kind: 'assertion', message: failed.message } }
  const [degraded] = problems
  return degraded ? { ...measurement, degraded: degraded.message } : measurement
}

/** Returns the conditions that none of some values meets. */
function problemsOf(
  subject: string,
  conditions: readonly AnswerCondition[] = [],
  values: readonly unknown[],
) {
  return conditions.flatMap((condition) => {
    const found = values.length === 0 ? [undefined] : values
    const messages = found.map((value) => conditionProblem(subject, condition, value, true))
    const [message] = messages
    return message === undefined || messages.includes(undefined)
      ? []
      : [{ message, isDegraded: condition.otherwise === 'degraded' }]
  })
}
