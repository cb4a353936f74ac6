import { z } from 'zod'
import {
  type BurnRate,
  burnRatesOf,
  type CheckCounts,
  type ErrorBudget,
  errorBudgetOf,
  type Objective,
} from '../latency/error-budget.js'
import { mergeRollUps, type RollUp } from '../latency/roll-up.js'
import { LatencySketch } from '../latency/sketch.js'
import type { Span } from '../latency/spans.js'
import type { OptionsShape } from '../ports/index.js'
import { maxLatencyMs } from './report-options.js'

export type { Objective } from '../latency/error-budget.js'

/** The error budget of a service level objective over a span, and the pace at which it is spent. */
export interface ErrorBudgetReport extends Span {
  /** The error budget of the span. */
  readonly errorBudget: ErrorBudget
  /** The burn rates at this moment, one for each pair of `burnWindows`. */
  readonly burnRates: readonly BurnRate[]
}

/** The schema of {@link Objective}. */
export const objectiveSchema = z.strictObject({
  share: z.number().gt(0).lt(1),
  withinMs: z.number().positive().max(maxLatencyMs).exactOptional(),
  minChecks: z.int().min(1).max(1_000_000).exactOptional(),
} satisfies OptionsShape<Objective>)

/**
 * Makes the report of an objective from roll-ups. Checks within 1 % of `withinMs` may count on either side.
 *
 * @param readRollUps - reads the roll-ups that make up a span.
 */
export async function errorBudgetReport(
  objective: Objective,
  span: Span,
  now: number,
  readRollUps: (span: Span) => Promise<readonly RollUp[]>,
): Promise<ErrorBudgetReport> {
  const countOver = async (part: Span) => countChecks(mergeRollUps(await readRollUps(part)), objective)
  const errorBudget = errorBudgetOf(await countOver(span), objective)
  const burnRates = await burnRatesOf((windowMs) => countOver({ from: now - windowMs, to: now }), objective)
  return { ...span, errorBudget, burnRates }
}

function countChecks({ checks, failed, latency }: RollUp, { withinMs }: Objective): CheckCounts {
  if (withinMs === undefined) return { checks, bad: failed }
  return { checks, bad: checks - LatencySketch.from(latency).countUpTo(withinMs) }
}
