import { z } from 'zod'
import {
  type BurnRate,
  burnRatesFrom,
  type CheckCounts,
  type ErrorBudget,
  errorBudgetFrom,
  type Objective,
} from '../latency/error-budget.js'
import { mergeRollUps, type RollUp } from '../latency/roll-up.js'
import { LatencySketch } from '../latency/sketch.js'
import type { Span } from '../latency/spans.js'
import type { OptionsShape } from '../ports/index.js'

export type { Objective } from '../latency/error-budget.js'

/** What is left of a promise, and how fast it is spent. */
export interface ErrorBudgetReport extends Span {
  /** What is left of the error budget of the span. */
  readonly budget: ErrorBudget
  /** How fast it burns at this moment, over each pair of `burnWindows`. */
  readonly burnRates: readonly BurnRate[]
}

/** Checks an {@link Objective}. */
export const objectiveSchema = z.strictObject({
  share: z.number().gt(0).lt(1),
  withinMs: z.number().positive().exactOptional(),
  minChecks: z.int().min(1).exactOptional(),
} satisfies OptionsShape<Objective>)

/** Reports on a promise from roll-ups; checks within 1 % of `withinMs` may count on either side. */
export async function errorBudgetReport(
  objective: Objective,
  span: Span,
  now: number,
  rolled: (span: Span) => Promise<readonly RollUp[]>,
): Promise<ErrorBudgetReport> {
  const countOver = async (part: Span) => counts(mergeRollUps(await rolled(part)), objective)
  const budget = errorBudgetFrom(await countOver(span), objective)
  const burnRates = await burnRatesFrom((windowMs) => countOver({ from: now - windowMs, to: now }), objective)
  return { ...span, budget, burnRates }
}

function counts({ checks, failed, latency }: RollUp, { withinMs }: Objective): CheckCounts {
  if (withinMs === undefined) return { checks, bad: failed }
  return { checks, bad: checks - LatencySketch.from(latency).countUpTo(withinMs) }
}
