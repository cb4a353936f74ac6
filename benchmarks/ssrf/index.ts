import { createHttp, type Lookup } from '@telltale/core/http'
import {
  dangerousUrls,
  type GuardSample,
  publicUrls,
} from '../../packages/core/src/testing/http/ssrf-corpus.js'
import { report } from '../report.js'
import { peerConnects } from './peer.js'

/**
 * Counts the URLs outside of the public network that would be connected to, and the public ones that are refused, by
 * Telltale's guard and by request-filtering-agent. A resolver of the corpus answers names; no connection is made. Nobody
 * connects to a URL that no parser takes, or to a name without an address.
 */
const resolverOf =
  ({ resolvesTo = [] }: GuardSample): Lookup =>
  async () => {
    if (resolvesTo.length === 0) throw Object.assign(new Error('no address'), { code: 'ENOTFOUND' })
    return resolvesTo.map((address) => ({ address, family: address.includes(':') ? 6 : 4 }))
  }

const guards: Record<string, (url: URL, resolver: Lookup) => Promise<boolean>> = {
  Telltale: async (url, lookup) => {
    const http = createHttp({ lookup })
    const found = await http.network.lookup(url.hostname).catch(() => [])
    await http.close()
    return found.length > 0
  },
  'request-filtering-agent': peerConnects,
}

/** Returns the number of URLs that a guard lets through. */
async function connected(guard: string, samples: readonly GuardSample[]): Promise<number> {
  let count = 0
  for (const sample of samples)
    if (URL.canParse(sample.url) && (await guards[guard]?.(new URL(sample.url), resolverOf(sample))))
      count += 1
  return count
}

const rows: { guard: string; connected: number; refused: number }[] = []
for (const guard of Object.keys(guards))
  rows.push({
    guard,
    connected: await connected(guard, dangerousUrls),
    refused: publicUrls.length - (await connected(guard, publicUrls)),
  })
const [ours] = rows

report(
  rows.map(({ guard, connected: open, refused }) => ({
    guard,
    [`of ${dangerousUrls.length} dangerous, connected to`]: open,
    [`of ${publicUrls.length} public, refused`]: refused,
  })),
  {
    name: 'dangerous URLs that are connected to',
    figure: ours?.connected ?? Number.NaN,
    bar: 0,
    unit: 'of all',
  },
  { name: 'public URLs that are refused', figure: ours?.refused ?? Number.NaN, bar: 0, unit: 'of all' },
)
