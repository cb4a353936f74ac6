import { abortedBy } from '../../async/index.js'
import { checkOptions } from '../../options/checks.js'
import type { Market } from '../valuation/market.js'
import { restoreMarket } from '../valuation/restore-market.js'
import { StateParts } from '../valuation/state-parts.js'
import { type BackgroundOptions, backgroundCheck } from './background-options.js'
import { inTasks } from './in-tasks.js'
import { nextTask } from './next-task.js'

/**
 * Makes a market again of what `market.toParts()` gave, in slices of some milliseconds: the thread is never blocked for
 * longer. Progress is told of the indexing of the cars, after all parts are read.
 *
 * @throws `ValidationError` when parts are missing or damaged; `TelltaleError` of code `ABORTED` when the signal fires.
 * @example
 * ```ts
 * import { loadMarketInBackground } from '@telltale/core/cars/background'
 * import type { Market } from '@telltale/core/cars/valuation'
 *
 * declare const market: Market
 * const parts = [...market.toParts()]
 * const loaded = await loadMarketInBackground(parts)
 * console.log(loaded.report.accepted)
 * ```
 */
export async function loadMarketInBackground(
  parts: Iterable<string> | AsyncIterable<string>,
  background: BackgroundOptions = {},
): Promise<Market> {
  const { signal, onProgress } = checkOptions('loadMarketInBackground', backgroundCheck, background)
  const read = new StateParts()
  for await (const part of parts) {
    if (signal?.aborted) throw abortedBy(signal)
    read.add(part)
    await nextTask()
  }
  const market = await inTasks(
    restoreMarket(read.state, 'loadMarketInBackground'),
    (share) => onProgress?.(share),
    signal,
  )
  onProgress?.(1)
  return market
}
