import { z } from 'zod'
import { defined } from '../options/index.js'
import { type Insight, toStorableText } from '../ports/index.js'
import type { FoundOpportunity, ResearchedInsight } from '../records/opportunity-records.js'
import type { TrackedVehicle } from '../records/vehicle-records.js'
import { adaptersWith, checkedAnswer, type Runtime } from '../runtime/index.js'
import { dayMs } from '../time/index.js'
import { carName } from './market-analysis.js'

/** The time for which research about a car is not done again. */
const keptMs = 7 * dayMs

const insightSchema = z.looseObject({
  text: z.string().min(1).max(20_000),
  citations: z
    .array(z.looseObject({ name: z.string().min(1).max(1_000), url: z.string().max(4_000).optional() }))
    .min(1)
    .max(100),
})

/** The circumstances of research. */
interface ResearchContext {
  readonly runtime: Runtime
  readonly ownerId: string
  readonly signal: AbortSignal
}

/**
 * Asks the sources of research about the market of a car, one after the other, until one answers. An answer of the last week is
 * kept. A source that fails, or is over its budget, is logged: an opportunity is one without it.
 */
export async function researchCar(
  { runtime, ownerId, signal }: ResearchContext,
  vehicle: TrackedVehicle,
  known: FoundOpportunity | undefined,
): Promise<{ readonly insight?: ResearchedInsight; readonly costUsd: number }> {
  const at = runtime.clock.now()
  const before = known?.marketAnalysis.perplexityInsights
  let costUsd = 0
  if (before && at - before.at < keptMs) return { insight: before, costUsd }
  const onSpent = (usd: number) => {
    costUsd += usd
  }
  for (const adapter of adaptersWith(runtime.adapters, 'insights')) {
    try {
      const context = runtime.context(adapter, signal, ownerId, onSpent)
      const given = await adapter.insights.research(questionOf(vehicle), context)
      const answer = checkedAnswer(adapter, insightSchema, given)
      if (answer) return { insight: toStorableText(insightOf(answer, adapter.id, at)), costUsd }
    } catch (cause) {
      if (signal.aborted) throw cause
      runtime.logger.warn({ err: cause, adapter: adapter.id }, `the source '${adapter.id}' failed`)
    }
  }
  return { costUsd }
}

const insightOf = ({ text, citations }: Insight, adapter: string, at: number): ResearchedInsight => ({
  text,
  citations: citations.map(({ name, url }) => ({ name, ...defined({ url }) })),
  adapter,
  at,
})

function questionOf(vehicle: TrackedVehicle): string {
  const { mileageMiles, state } = vehicle
  const miles = mileageMiles === undefined ? '' : ` with ${Math.round(mileageMiles)} miles`
  const place = state === undefined ? '' : ` in ${state}`
  return `What does a ${carName(vehicle)}${miles} sell for${place} in the US today, is demand for it rising or falling, and which faults is it known for?`
}
