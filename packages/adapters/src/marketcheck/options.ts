import {
  type AdapterContext,
  type HttpGetOptions,
  type HttpResponse,
  type OptionsShape,
  urlOption,
} from '@telltale/core/ports'
import { z } from 'zod'

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

/** What of a call's options its caller says. */
export type AskOptions = Pick<HttpGetOptions, 'cacheFor' | 'costUsd'>

/** Asks one path of the API. */
export type Ask = (
  path: string,
  parameters: Readonly<Record<string, string | number | undefined>>,
  context: AdapterContext,
  options: AskOptions,
) => Promise<HttpResponse>
