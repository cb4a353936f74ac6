import { type Adapter, defined, parseOptions } from '@telltale/core/ports'
import { decodeMarketcheck } from './decode.js'
import { searchMarketcheck } from './listings.js'
import { type CallApi, type MarketcheckOptions, optionsSchema } from './options.js'
import { checkQuota } from './quota.js'
import { valueByMarketcheck } from './valuations.js'

/**
 * Makes a source of cars for sale, of their market values and of decoded VINs from MarketCheck.
 *
 * A car's value is the median that dealers ask for such cars; with `predictions`, the price that MarketCheck predicts.
 *
 * @throws `ValidationError` when an option is wrong.
 * @example
 * ```ts
 * import { marketcheck } from '@telltale/adapters/marketcheck'
 *
 * const telltale = createTelltale({ storage, adapters: [marketcheck({ apiKey: process.env.MARKETCHECK_KEY ?? '' })] })
 * ```
 */
export function marketcheck(options: MarketcheckOptions): Adapter {
  const settings = parseOptions('marketcheck', optionsSchema, options)
  const { id, apiKey, baseUrl } = settings
  const callApi: CallApi = async (path, parameters, { http, signal }, options) => {
    const url = new URL(`${baseUrl.replace(/\/$/, '')}${path}`)
    for (const [name, value] of Object.entries({ ...parameters, api_key: apiKey }))
      if (value !== undefined && value !== '') url.searchParams.set(name, String(value))
    const response = await http.get(url.href, {
      trust: 'configured',
      signal,
      ...options,
    })
    checkQuota(id, response)
    return response
  }
  return {
    specVersion: 1,
    id,
    secrets: () => [apiKey],
    // The free plan. A host with another plan sets its own `budgets`.
    // A value takes a second call where a prediction is not possible.
    budget: { callsPerMonth: 500, callsPerLookup: settings.predictions ? 2 : 1 },
    listings: {
      search: (query, context, progress) =>
        searchMarketcheck(id, callApi, query, { context, ...defined({ progress }) }),
    },
    valuations: { value: (query, context) => valueByMarketcheck(settings, callApi, query, context) },
    decode: { vin: (vin, context) => decodeMarketcheck(id, callApi, vin, context) },
  }
}
