import { LRUCache } from 'lru-cache'

const known = new LRUCache<string, string>({ max: 5_000 })

/**
 * Returns the registrable domain of a host name, by the Public Suffix List. Shops on a platform's private suffix, such as
 * `tea.myshopify.com`, are separate domains. An IP address is returned as it is.
 */
export async function registrableDomain(hostname: string): Promise<string> {
  const cached = known.get(hostname)
  if (cached !== undefined) return cached
  const { getDomain } = await import('tldts')
  const domain = getDomain(hostname, { allowPrivateDomains: true }) ?? hostname
  known.set(hostname, domain)
  return domain
}
