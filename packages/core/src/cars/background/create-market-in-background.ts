import { abortedBy, untilSignal } from '../../async/index.js'
import { checkOptions } from '../../options/checks.js'
import { assembleMarket, type LearnedMarket, learnMarket } from '../valuation/learn-market.js'
import type { Market } from '../valuation/market.js'
import type { MarketListing } from '../valuation/market-listing.js'
import type { MarketOptions } from '../valuation/market-options.js'
import { within } from '../valuation/steps.js'
import { type BackgroundOptions, backgroundCheck } from './background-options.js'
import { inTasks } from './in-tasks.js'
import { learnInWorker } from './learn-in-worker.js'
import { startWorker } from './running-worker.js'

/** The share of learning in the time of the whole, about; the rest takes the index of the cars. */
const learningShare = 0.97

/**
 * Makes the market that `createMarket` makes, in a worker: the thread that calls is never blocked for more than some
 * milliseconds. The listings must stay as they are meanwhile. Where no worker can be made, as on an edge runtime or where
 * a bundler has left the worker's file out, it learns on the thread that calls, in slices of some ten milliseconds with
 * other work between them.
 *
 * @throws `ValidationError` when an option is wrong; `TelltaleError` of code `ABORTED` when the signal fires.
 * @example
 * ```ts
 * import { createMarketInBackground } from '@telltale/core/cars/background'
 * import type { MarketListing } from '@telltale/core/cars/valuation'
 *
 * declare const listings: MarketListing[]
 * const market = await createMarketInBackground(
 *   listings,
 *   { currency: 'USD', kind: 'asking' },
 *   { signal: AbortSignal.timeout(60_000), onProgress: (share) => console.log(`${Math.round(100 * share)} %`) },
 * )
 * console.log(market.report.accepted)
 * ```
 */
export async function createMarketInBackground(
  listings: readonly MarketListing[],
  options: MarketOptions,
  background: BackgroundOptions = {},
): Promise<Market> {
  const { signal, onProgress } = checkOptions('createMarketInBackground', backgroundCheck, background)
  if (signal?.aborted) throw abortedBy(signal)
  const report = rising(onProgress)
  const worker = await startWorker()
  const learning = async (): Promise<LearnedMarket> => {
    const learnt = (share: number) => report(learningShare * share)
    if (worker) return learnInWorker(worker, { listings, options, report: learnt })
    return inTasks(learnMarket(listings, options), learnt, signal)
  }
  try {
    const { state, compared } = signal ? await untilSignal(signal, learning()) : await learning()
    const market = await inTasks(within(learningShare, 1, assembleMarket(state, compared)), report, signal)
    report(1)
    return market
  } finally {
    worker?.end()
  }
}

/** Returns a function that reports a share only where it has risen. */
function rising(onProgress: ((share: number) => void) | undefined): (share: number) => void {
  let last = 0
  return (share) => {
    if (share <= last) return
    last = share
    onProgress?.(share)
  }
}
