import type { AdapterContext, Measurement, ProbeTarget } from '@telltale/core/ports'
import { initialPhase } from './connection.js'
import { type ExpectingTarget, measureAndJudge } from './expectations.js'
import { type CheckRun, measure } from './measure.js'

/** The terms of a check, besides its target. */
interface CheckTerms {
  /** The retries of the adapter. */
  readonly retries: number
  readonly context: AdapterContext
}

/** Measures a target over one connection, with retries, and checks the conditions of its monitor. */
export function measureConnection<Target extends ProbeTarget & ExpectingTarget>(
  target: Target,
  { retries, context }: CheckTerms,
  check: (target: Target, run: CheckRun) => Promise<void>,
): Promise<Measurement> {
  return measureAndJudge(target, retries, context, ({ url, timeoutMs }) =>
    measure({ url, timeoutMs }, context, {
      firstPhase: initialPhase(url),
      execute: (run) => check({ ...target, url, timeoutMs }, run),
    }),
  )
}
