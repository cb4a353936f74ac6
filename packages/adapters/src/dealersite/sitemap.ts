import type { AdapterContext } from '@telltale/core/ports'
import { loadHtml } from '../listing-page/listing-adapter.js'

/** The maximum number of sitemaps of one site, and of addresses in them. */
const maxSitemaps = 30
const maxAddresses = 50_000

/** Words in the addresses of dealers' pages of single cars, in the languages of Europe and America. */
const vehicleWords =
  /\b(?:vehicles?|inventory|used|pre-?owned|certified|new|vdp|cars?|autos?|trucks?|stock|fahrzeuge?|gebrauchtwagen|occasions?|voitures?|vehicules?|veicoli|coches|vehiculos?|voorraad)\b|(?<!\d)(?:19|20)\d\d(?!\d)|[A-HJ-NPR-Z0-9]{17}/i

/** The end of an address that is no page of a car. */
const otherPage =
  /\.(?:jpe?g|png|webp|gif|pdf|css|js|xml)$|\/(?:blog|news|about|contact|service|parts|privacy|careers)(?:\/|$)/i

/**
 * Finds the pages of cars of a site in its sitemaps (https://www.sitemaps.org/protocol.html): those that its robots.txt names, or
 * `/sitemap.xml`. Addresses of other sites are left out.
 */
export async function* findVehiclePages(
  id: string,
  origin: string,
  context: AdapterContext,
): AsyncGenerator<string> {
  const queue = await sitemapsOf(id, origin, context)
  const seen = new Set<string>()
  for (let at = 0; at < queue.length && at < maxSitemaps; at += 1) {
    const sitemap = await loadHtml(id, new URL(queue[at] ?? ''), context)
    const isIndex = /<sitemapindex\b/i.test(sitemap?.html ?? '')
    for (const address of addressesIn(sitemap?.html ?? '', origin)) {
      if (seen.has(address) || seen.size >= maxAddresses) continue
      seen.add(address)
      if (isIndex) queue.push(address)
      else if (isVehiclePage(address)) yield address
    }
  }
}

function isVehiclePage(address: string): boolean {
  const { pathname } = new URL(address)
  return pathname !== '/' && vehicleWords.test(pathname) && !otherPage.test(pathname)
}

async function sitemapsOf(id: string, origin: string, context: AdapterContext): Promise<string[]> {
  const robots = await loadHtml(id, new URL('/robots.txt', origin), context)
  const lines = (robots?.html ?? '').matchAll(/^\s*sitemap\s*:\s*(\S{1,2000})\s*$/gim)
  const named = Array.from(lines, ([, address = '']) => address).filter((address) => isOf(address, origin))
  return named.length > 0 ? named : [new URL('/sitemap.xml', origin).href]
}

/** Returns the addresses of a sitemap that belong to the site. */
function addressesIn(xml: string, origin: string): readonly string[] {
  const found = xml.matchAll(/<loc>\s*(?:<!\[CDATA\[\s*)?([^<\s\]]{1,2000})/gi)
  return Array.from(found, ([, address = '']) => address.replaceAll('&amp;', '&')).filter((address) =>
    isOf(address, origin),
  )
}

/** Checks whether an address is of a site, with or without `www.`. */
function isOf(address: string, origin: string): boolean {
  if (!URL.canParse(address)) return false
  const plain = (url: URL) => url.host.replace(/^www\./, '')
  const url = new URL(address)
  return /^https?:$/.test(url.protocol) && plain(url) === plain(new URL(origin))
}
