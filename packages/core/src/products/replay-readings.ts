import type { ProductFacts } from '../alerting/rule-facts.js'
import type { Span } from '../latency/spans.js'
import { Replay } from '../prices/rules/replay.js'
import { createRuleContext, type RuleContext } from '../prices/rules/rule-context.js'
import type { Product, ProductObservation } from '../records/product-records.js'
import { type Runtime, timeSlices } from '../runtime/index.js'
import { loadRecentHistory } from './recent-history.js'

/** The maximum number of readings that are replayed: each of them looks back on those before it. */
const maxReplayed = 2_000

/** Yields the facts of the stored readings of a product, the newest 2,000 of the last year at most. */
export async function* replayReadings(
  { storage }: Runtime,
  { id, ownerId }: Product,
  { from, to }: Span,
): AsyncGenerator<ProductFacts> {
  const points = (await loadRecentHistory(storage, ownerId, id, to)).filter(({ at }) => at <= to)
  const replay = new Replay(points)
  const first = Math.max(0, points.length - maxReplayed)
  const pause = timeSlices()
  for (const [index, point] of points.entries()) {
    const prices = replay.contextOf(point)
    if (index >= first && point.at >= from)
      yield { kind: 'product', at: point.at, prices, pricesBefore: () => contextBefore(points, index) }
    await pause()
  }
}

function contextBefore(points: readonly ProductObservation[], index: number): RuleContext | undefined {
  const before = points[index - 1]
  return before && createRuleContext(points.slice(0, index), before)
}
