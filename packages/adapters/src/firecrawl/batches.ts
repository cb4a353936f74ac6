import { createHmac, timingSafeEqual } from 'node:crypto'
import { AdapterError, UnauthorizedError } from '@telltale/core'
import { type AdapterContext, type Listing, parseOptions, readJson } from '@telltale/core/ports'
import { z } from 'zod'
import { listingFormats, listingsOf, scrapedPageSchema } from './listings.js'
import { type FirecrawlOptions, type FirecrawlSettings, optionsSchema } from './options.js'
import { callFirecrawl, scrapeOptions } from './scrape.js'

/** The state of a batch and the cars that it found so far. */
export interface ListingBatch {
  /** The state: `scraping` while pages are to come. */
  readonly status: 'scraping' | 'completed' | 'failed' | 'cancelled'
  /** The number of pages that are done. */
  readonly completed: number
  /** The number of pages in all. */
  readonly total: number
  /** The cars of the pages that are done. */
  readonly listings: readonly Listing[]
  /** The pages that could not be read, in words. */
  readonly failures: readonly string[]
}

/** Pages of cars that Firecrawl reads by itself, many at a time. */
export interface ListingBatches {
  /**
   * Starts to read pages. Resolves to the id of the batch.
   *
   * @param urls - the addresses of the pages, at most 1,000.
   * @param webhookUrl - the address that is told when the batch is done. @default none
   */
  start(urls: readonly string[], context: AdapterContext, webhookUrl?: string): Promise<string>
  /** Reads what a batch found so far. Its results are kept for a day. */
  read(id: string, context: AdapterContext): Promise<ListingBatch>
}

const startedSchema = z.object({ success: z.literal(true), id: z.string().min(1) })
const statusSchema = z.object({
  status: z.enum(['scraping', 'completed', 'failed', 'cancelled']),
  total: z.int().default(0),
  completed: z.int().default(0),
  next: z.string().nullish(),
  data: z.array(z.unknown()).default([]),
})

/** The maximum number of parts of one batch; each has up to 10 MB. */
const maxParts = 500

/**
 * Makes batches of pages with cars, for more pages than a search should wait for: start one, and read it when its webhook comes.
 *
 * @throws `ValidationError` when an option is wrong.
 * @example
 * ```ts
 * const batches = firecrawlBatches({ apiKey: process.env.FIRECRAWL_KEY ?? '' })
 * ```
 */
export function firecrawlBatches(options: FirecrawlOptions): ListingBatches {
  const settings = parseOptions('firecrawlBatches', optionsSchema, options)
  return {
    start: async (urls, context, webhookUrl) => {
      const webhook =
        webhookUrl === undefined ? {} : { webhook: { url: webhookUrl, events: ['completed', 'failed'] } }
      const asked = {
        urls: urls.slice(0, 1_000),
        formats: listingFormats,
        ...scrapeOptions(settings),
        ...webhook,
      }
      return readJson(
        settings.id,
        await callFirecrawl(settings, '/batch/scrape', context, asked),
        startedSchema,
      ).id
    },
    read: (id, context) => readBatch(settings, id, context),
  }
}

async function readBatch(
  settings: FirecrawlSettings,
  batch: string,
  context: AdapterContext,
): Promise<ListingBatch> {
  const byId = new Map<string, Listing>()
  const failures: string[] = []
  let path: string | undefined = `/batch/scrape/${encodeURIComponent(batch)}`
  let last: z.output<typeof statusSchema> | undefined
  for (let part = 0; path !== undefined && part < maxParts; part += 1) {
    last = readJson(settings.id, await callFirecrawl(settings, path, context), statusSchema)
    for (const page of last.data) readPage(settings.id, page, byId, failures)
    // A batch that still runs names its next part before there is one.
    const isWhole: boolean = last.data.length === 0
    path = isWhole ? undefined : pathOf(settings, last.next)
  }
  const { status = 'failed', completed = 0, total = 0 } = last ?? {}
  return { status, completed, total, listings: [...byId.values()], failures }
}

function readPage(id: string, page: unknown, byId: Map<string, Listing>, failures: string[]): void {
  try {
    for (const listing of listingsOf(id, scrapedPageSchema.parse(page))) byId.set(listing.externalId, listing)
  } catch (error) {
    failures.push(
      error instanceof AdapterError ? error.message : `${id}: a page came in another form than promised`,
    )
  }
}

/** Returns the path of the next part. The API names it by its whole address, which must be its own: the key goes along. */
function pathOf({ id, baseUrl }: FirecrawlSettings, next: string | null | undefined): string | undefined {
  if (!next) return undefined
  const base = baseUrl.replace(/\/$/, '')
  if (next.startsWith(`${base}/`)) return next.slice(base.length)
  throw new AdapterError(`${id} names a next part at another address than its own`)
}

/** A call of a webhook of Firecrawl. */
export interface FirecrawlWebhook {
  /** The body as it came, byte by byte. */
  readonly body: string | Uint8Array
  /** The header `X-Firecrawl-Signature`. */
  readonly signature: string | undefined
  /** The webhook secret of the account. */
  readonly secret: string
}

/** The content of a webhook. */
export interface FirecrawlEvent {
  /** The kind, such as `batch_scrape.completed`. */
  readonly type: string
  /** The id of the batch. */
  readonly id: string
}

/**
 * Verifies that a webhook is Firecrawl's own, by the HMAC-SHA256 of its body. Its content is no more than a hint to read the
 * batch: the signature has no time, so that an old call may come again.
 *
 * @throws `UnauthorizedError` when the signature is missing or wrong, and `AdapterError` when the body is no event.
 * @example
 * ```ts
 * const { type, id } = verifyFirecrawlWebhook({ body, signature: headers['x-firecrawl-signature'], secret })
 * ```
 */
export function verifyFirecrawlWebhook({ body, signature = '', secret }: FirecrawlWebhook): FirecrawlEvent {
  const expected = Buffer.from(`sha256=${createHmac('sha256', secret).update(body).digest('hex')}`)
  const given = Buffer.from(signature)
  if (secret === '' || given.length !== expected.length || !timingSafeEqual(given, expected))
    throw new UnauthorizedError('the webhook is not signed by Firecrawl with the secret of this account')
  const text = typeof body === 'string' ? body : new TextDecoder().decode(body)
  return readJson('firecrawl', { status: 200, text }, z.object({ type: z.string(), id: z.string() }))
}
