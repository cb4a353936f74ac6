import { AdapterError } from '@telltale/core'
import { type Adapter, type OptionsShape, parseOptions, readJson, urlOption } from '@telltale/core/ports'
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
}

const optionsSchema = z.strictObject({
  apiKey: z.string().min(1, 'expected the key of your team'),
  id: z.string().min(1).default('firecrawl'),
  baseUrl: urlOption().default('https://api.firecrawl.dev/v2'),
  country: z
    .string()
    .regex(/^[A-Z]{2}$/, "expected two capitals, such as 'IN'")
    .default('US'),
  waitMs: z.int().min(0).max(60_000).default(0),
} satisfies OptionsShape<FirecrawlOptions>)

const responseSchema = z.object({
  success: z.literal(true),
  data: z.object({
    rawHtml: z.string(),
    metadata: z.object({
      url: z.string().optional(),
      sourceURL: z.string().optional(),
      statusCode: z.int(),
    }),
  }),
})

/** The time that Firecrawl may take for a page, its queue included. Our own timeout comes a little later. */
const renderMs = 60_000
const spareMs = 5_000

/**
 * Makes a renderer from Firecrawl: it opens pages that are empty without their scripts. A page costs a credit, also a missing
 * one. Firecrawl reaches pages from the outside, and so none of the host's own network.
 *
 * @throws `ValidationError` when an option is wrong.
 * @example
 * ```ts
 * import { firecrawl } from '@telltale/adapters/firecrawl'
 *
 * const telltale = createTelltale({ storage, adapters: [firecrawl({ apiKey: process.env.FIRECRAWL_KEY ?? '' })] })
 * ```
 */
export function firecrawl(options: FirecrawlOptions): Adapter {
  const { apiKey, id, baseUrl, country, waitMs } = parseOptions('firecrawl', optionsSchema, options)
  return {
    specVersion: 1,
    id,
    secrets: () => [apiKey],
    budget: { callsPerDay: 1_000 },
    render: {
      page: async (url, { http, signal }) => {
        signal.throwIfAborted()
        const response = await http.request(`${baseUrl.replace(/\/$/, '')}/scrape`, {
          trust: 'configured',
          headers: { authorization: `Bearer ${apiKey}` },
          json: {
            url,
            formats: ['rawHtml'],
            waitFor: waitMs,
            timeout: renderMs,
            // By default, it returns a copy of up to two days ago.
            maxAge: 0,
            storeInCache: false,
            location: { country },
          },
          timeoutMs: renderMs + waitMs + spareMs,
          signal,
        })
        const { rawHtml: html, metadata } = readJson(id, response, responseSchema).data
        const finalUrl = metadata.url ?? metadata.sourceURL ?? url
        if (!URL.canParse(finalUrl)) throw new AdapterError(`${id} says it saw ${finalUrl}, which is no URL`)
        return { url: finalUrl, html, status: metadata.statusCode }
      },
    },
  }
}
