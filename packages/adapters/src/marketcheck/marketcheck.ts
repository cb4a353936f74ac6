import {
  type Adapter,
  type AdapterContext,
  type HttpGetOptions,
  type HttpResponse,
  type OptionsShape,
  parseOptions,
  urlOption,
} from '@telltale/core/ports'
import { z } from 'zod'
import { decodeMarketcheck } from './decode.js'
import { searchMarketcheck } from './listings.js'
import { valueByMarketcheck } from './valuations.js'

/** How MarketCheck is asked. */
export interface MarketcheckOptions {
  /** The key of the plan. It appears in no log, error, event or stored row. */
  readonly apiKey: string
  /** Unique within a host. @default 'marketcheck' */
  readonly id?: string
  /** @default 'https://api.marketcheck.com/v2' */
  readonly baseUrl?: string
  /**
   * Whether the price of one car is predicted by MarketCheck where its VIN, mileage and ZIP code are known. It is
   * billed apart, at some 0.09 USD a call. @default false
   */
  readonly predictions?: boolean
  /** Whose prices are predicted. @default 'franchise' */
  readonly dealerType?: 'franchise' | 'independent'
}

const optionsSchema = z.strictObject({
  apiKey: z.string().min(1, 'expected the key of your plan'),
  id: z.string().min(1).default('marketcheck'),
  baseUrl: urlOption().default('https://api.marketcheck.com/v2'),
  predictions: z.boolean().default(false),
  dealerType: z.enum(['franchise', 'independent']).default('franchise'),
} satisfies OptionsShape<MarketcheckOptions>)

/** {@link MarketcheckOptions} with their defaults. */
export type MarketcheckSettings = z.output<typeof optionsSchema>

/** What of a call's options its caller says. */
export type AskOptions = Pick<HttpGetOptions, 'cacheFor' | 'costUsd'>

/** Asks one path of the API. */
export type Ask = (
  path: string,
  parameters: Readonly<Record<string, string | number | undefined>>,
  context: AdapterContext,
  options: AskOptions,
) => Promise<HttpResponse>

/**
 * MarketCheck as a source of cars for sale, of what they are worth and of what a VIN says.
 *
 * What a car is worth is the median that dealers ask for such cars; with `predictions`, what MarketCheck predicts.
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
  const ask: Ask = async (path, parameters, { http, signal }, { cacheFor, costUsd }) => {
    const url = new URL(`${baseUrl.replace(/\/$/, '')}${path}`)
    for (const [name, value] of Object.entries({ ...parameters, api_key: apiKey }))
      if (value !== undefined && value !== '') url.searchParams.set(name, String(value))
    return http.get(url.href, {
      trust: 'configured',
      signal,
      ...(cacheFor && { cacheFor }),
      ...(costUsd !== undefined && { costUsd }),
    })
  }
  return {
    specVersion: 1,
    id,
    secrets: () => [apiKey],
    // The free plan; a host with another one says so in its `budgets`.
    budget: { callsPerMonth: 500 },
    listings: { search: (query, context) => searchMarketcheck(id, ask, query, context) },
    valuations: { value: (query, context) => valueByMarketcheck(settings, ask, query, context) },
    decode: { vin: (vin, context) => decodeMarketcheck(id, ask, vin, context) },
  }
}
