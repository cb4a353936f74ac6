import { type ListingQuery, type OptionsShape, urlOption } from '@telltale/core/ports'
import { z } from 'zod'

/** Options of the Firecrawl renderer. */
export interface FirecrawlOptions {
  /** The key of the team. It appears in no log, error, event or stored row. */
  readonly apiKey: string
  /** Tells this source from the host's other adapters. @default 'firecrawl' */
  readonly id?: string
  /** The base URL of the API. @default 'https://api.firecrawl.dev/v2' */
  readonly baseUrl?: string
  /**
   * The country from which pages are opened: ISO 3166-1 in capitals, such as `'IN'` for shops in India. @default 'US'
   */
  readonly country?: string
  /** The time to wait for late scripts once a page is loaded, in milliseconds. @default 0 */
  readonly waitMs?: number
  /**
   * Returns the address of a page of a search for cars, from page 1 on, such as `autotraderSearchUrl`; `undefined` where
   * there is none. With it, the adapter searches cars (`listings`). @default it only renders
   */
  readonly searchUrl?: (query: ListingQuery, page: number) => string | undefined
  /** The maximum number of pages of one search. @default 5 */
  readonly maxPages?: number
}

/** Checks {@link FirecrawlOptions}. */
export const optionsSchema = z.strictObject({
  apiKey: z.string().min(1, 'expected the key of your team'),
  id: z.string().min(1).default('firecrawl'),
  baseUrl: urlOption().default('https://api.firecrawl.dev/v2'),
  country: z
    .string()
    .regex(/^[A-Z]{2}$/, "expected two capitals, such as 'IN'")
    .default('US'),
  waitMs: z.int().min(0).max(60_000).default(0),
  searchUrl: z
    .custom<(query: ListingQuery, page: number) => string | undefined>(
      (value) => typeof value === 'function',
      'expected a function',
    )
    .optional(),
  maxPages: z.int().min(1).max(100).default(5),
} satisfies OptionsShape<FirecrawlOptions>)

/** {@link FirecrawlOptions} with their defaults. */
export type FirecrawlSettings = z.output<typeof optionsSchema>
