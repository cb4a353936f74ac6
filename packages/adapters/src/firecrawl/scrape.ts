import { type AdapterContext, defined, type HttpResponse } from '@telltale/core/ports'
import type { FirecrawlSettings } from './options.js'

/** The time that Firecrawl may take for a page, its queue included. Our own timeout comes a little later. */
const renderMs = 60_000
const spareMs = 5_000

/** Returns what every scrape asks for: the page as it is now. By default Firecrawl returns a copy of up to two days ago. */
export const scrapeOptions = ({ waitMs, country }: FirecrawlSettings) => ({
  waitFor: waitMs,
  timeout: renderMs,
  maxAge: 0,
  storeInCache: false,
  location: { country },
})

/** Calls the API. A call without `json` is a GET; a path may be an address that the API gave. */
export function callFirecrawl(
  { apiKey, baseUrl, waitMs }: FirecrawlSettings,
  path: string,
  { http, signal }: AdapterContext,
  json?: object,
): Promise<HttpResponse> {
  signal.throwIfAborted()
  return http.request(`${baseUrl.replace(/\/$/, '')}${path}`, {
    trust: 'configured',
    headers: { authorization: `Bearer ${apiKey}` },
    timeoutMs: renderMs + waitMs + spareMs,
    signal,
    ...defined({ json }),
  })
}
