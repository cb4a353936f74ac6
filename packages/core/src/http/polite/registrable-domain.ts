import { LRUCache } from 'lru-cache'

const known = new LRUCache<string, string>({ max: 5_000 })

/**
 * Returns whom a host name belongs to: the part that was registered, by the Public Suffix List. Shops on a platform's
 * own suffix, such as `tea.myshopify.com`, are apart. An address is its own.
 */
export async function registrableDomain(hostname: string): Promise<string> {
  const before = known.get(hostname)
  if (before !== undefined) return before
  const { getDomain } = await import('tldts')
  const domain = getDomain(hostname, { allowPrivateDomains: true }) ?? hostname
  known.set(hostname, domain)
  return domain
}
