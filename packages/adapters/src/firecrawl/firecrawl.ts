import { AdapterError } from '@telltale/core'
import { type Adapter, type OptionsShape, parseOptions, readJson, urlOption } from '@telltale/core/ports'
import { z } from 'zod'

/** How Firecrawl is asked. */
export interface FirecrawlOptions {
  /** The key of the team. It appears in no log, error, event or stored row. */
  readonly apiKey: string
  /** Unique within a host. @default 'firecrawl' */
  readonly id?: string
  /** @default 'https://api.firecrawl.dev/v2' */
  readonly baseUrl?: string
  /** From where pages are seen: ISO 3166-1 in capitals, such as `'IN'` for shops in India. @default 'US' */
  readonly country?: string
  /** How long to wait once a page is there, for scripts that come late: milliseconds. @default 0 */
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

const answerSchema = z.object({
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

/** How long Firecrawl itself may take over a page, its queue included; our own deadline comes a little later. */
const renderMs = 60_000
const spareMs = 5_000

/**
 * Firecrawl as a browser: opens pages that are empty without their scripts. A page costs a credit, also one that is not
 * there. It reaches pages from the outside, so that a page of the host's own network is none it can open.
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
        const answer = await http.request(`${baseUrl.replace(/\/$/, '')}/scrape`, {
          trust: 'configured',
          headers: { authorization: `Bearer ${apiKey}` },
          json: {
            url,
            formats: ['rawHtml'],
            waitFor: waitMs,
            timeout: renderMs,
            // Unasked, it gives what it saw within the last two days.
            maxAge: 0,
            storeInCache: false,
            location: { country },
          },
          timeoutMs: renderMs + waitMs + spareMs,
          signal,
        })
        const { rawHtml: html, metadata } = readJson(id, answer, answerSchema).data
        const seenAt = metadata.url ?? metadata.sourceURL ?? url
        if (!URL.canParse(seenAt)) throw new AdapterError(`${id} says it saw ${seenAt}, which is no URL`)
        return { url: seenAt, html, status: metadata.statusCode }
      },
    },
  }
}
