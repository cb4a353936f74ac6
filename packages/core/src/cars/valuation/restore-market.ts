import { ValidationError } from '../../errors/index.js'
import { assembleMarket } from './learn-market.js'
import type { Market, MarketState } from './market.js'
import { checkMarketOptions, type MarketOptions } from './market-options.js'
import type { Steps } from './steps.js'

/**
 * Makes a market of a state that was stored.
 *
 * @param caller - the function that was called, which begins the message of an error.
 * @throws `ValidationError` when it is no state of a market.
 */
export function* restoreMarket(state: unknown, caller: string): Steps<Market> {
  const expected = (path: string, message: string) => new ValidationError(caller, [{ path, message }])
  if (typeof state !== 'object' || state === null || !('version' in state) || state.version !== 1)
    throw expected('', 'expected what market.toJSON() gave')
  const market = state as unknown as Partial<MarketState>
  const { options, report, cars, at, maxModelYear } = market
  if (!Array.isArray(cars)) throw expected('cars', 'expected the cars that market.toJSON() gave')
  if (typeof report !== 'object') throw expected('report', 'expected the report that market.toJSON() gave')
  if (typeof at !== 'number' || typeof maxModelYear !== 'number')
    throw expected('at', 'expected the times that market.toJSON() gave')
  const checked = checkMarketOptions(options as MarketOptions, caller)
  try {
    return yield* assembleMarket({ ...(market as MarketState), options: checked })
  } catch {
    // What is damaged further inside shows when the market is made of it.
    throw expected('', 'expected what market.toJSON() gave, undamaged')
  }
}
