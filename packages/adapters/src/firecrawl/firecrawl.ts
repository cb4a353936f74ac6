import { AdapterError } from '@telltale/core'
import {
  type Adapter,
  type AdapterContext,
  defined,
  type ListingProgress,
  type ListingQuery,
  parseOptions,
  readJson,
} from '@telltale/core/ports'
import { z } from 'zod'
import { searchPages } from './listings.js'
import { type FirecrawlOptions, optionsSchema } from './options.js'
import { callFirecrawl, scrapeOptions } from './scrape.js'

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

/**
 * Makes a renderer from Firecrawl: it opens pages that are empty without their scripts. A page costs a credit, also a missing
 * one. Firecrawl reaches pages from the outside, and so none of the host's own network. With `searchUrl` it also searches cars
 * for sale, on pages whose cars a model reads by a schema; such a page costs five credits.
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
  const settings = parseOptions('firecrawl', optionsSchema, options)
  const { id, apiKey, searchUrl } = settings
  return {
    specVersion: 1,
    id,
    secrets: () => [apiKey],
    budget: { callsPerDay: 1_000 },
    render: {
      page: async (url, context) => {
        const asked = { url, formats: ['rawHtml'], ...scrapeOptions(settings) }
        const response = await callFirecrawl(settings, '/scrape', context, asked)
        const { rawHtml: html, metadata } = readJson(id, response, responseSchema).data
        const finalUrl = metadata.url ?? metadata.sourceURL ?? url
        if (!URL.canParse(finalUrl)) throw new AdapterError(`${id} says it saw ${finalUrl}, which is no URL`)
        return { url: finalUrl, html, status: metadata.statusCode }
      },
    },
    ...defined({
      listings: searchUrl && {
        search: (query: ListingQuery, context: AdapterContext, progress?: ListingProgress) =>
          searchPages(settings, searchUrl, query, { context, ...defined({ progress }) }),
      },
    }),
  }
}
