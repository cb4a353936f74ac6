import {
  type AdapterContext,
  type HttpGetOptions,
  type HttpResponse,
  type OptionsShape,
  urlOption,
} from '@telltale/core/ports'
import { z } from 'zod'

/** Options of the MarketCheck source. */
export interface MarketcheckOptions {
  /** The key of the plan. It appears in no log, error, event or stored row. */
  readonly apiKey: string
  /** Tells this source from the host's other adapters. @default 'marketcheck' */
  readonly id?: string
  /** The base URL of the API. @default 'https://api.marketcheck.com/v2' */
  readonly baseUrl?: string
  /**
   * Lets MarketCheck predict the price of a car whose VIN, mileage and ZIP code are known. Billed separately, at some 0.09 USD a
   * call. @default false
   */
  readonly predictions?: boolean
  /** The dealers whose price is predicted. @default 'franchise' */
  readonly dealerType?: 'franchise' | 'independent'
}

/** Checks {@link MarketcheckOptions}. */
export const optionsSchema = z.strictObject({
  apiKey: z.string().min(1, 'expected the key of your plan'),
  id: z.string().min(1).default('marketcheck'),
  baseUrl: urlOption().default('https://api.marketcheck.com/v2'),
  predictions: z.boolean().default(false),
  dealerType: z.enum(['franchise', 'independent']).default('franchise'),
} satisfies OptionsShape<MarketcheckOptions>)

/** {@link MarketcheckOptions} with their defaults. */
export type MarketcheckSettings = z.output<typeof optionsSchema>

/** The options of a call that depend on its path. */
export type CallOptions = Pick<HttpGetOptions, 'cacheFor' | 'costUsd' | 'lookup'>

/** Calls one path of the API. */
export type CallApi = (
  path: string,
  parameters: Readonly<Record<string, string | number | undefined>>,
  context: AdapterContext,
  options: CallOptions,
) => Promise<HttpResponse>
