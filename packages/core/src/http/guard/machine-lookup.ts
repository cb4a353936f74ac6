import { promises as dns } from 'node:dns'
import { isIP } from 'node:net'
import pLimit from 'p-limit'
import type { HostAddress, Lookup } from '../../ports/index.js'
import { HostsFile } from './hosts-file.js'
import { resolverConfig } from './resolver-config.js'

/** Options of {@link createMachineLookup}. */
export interface MachineLookupOptions {
  /** The name servers. @default those of the machine */
  readonly servers?: readonly string[]
  /** The path of the hosts file. @default that of the machine */
  readonly hostsFile?: string
}

/** The limits of one query: the time of the first of two attempts. */
const limits = { timeout: 2_000, tries: 2 }
/** The age at which a resolver is replaced, so that it follows changes of the machine's network. */
const maxResolverAgeMs = 30_000
/** The system's resolver has half of libuv's threads; more lookups would wait there. */
const limitSystemLookups = pLimit(2)

/**
 * Makes a lookup that asks the hosts file and then the name servers of this machine, for any number of names at a time. The
 * resolver of the system would take a thread for each name, of which there are two. Only names that the system may know
 * otherwise are left to it: a single word, and `….local`.
 */
export function createMachineLookup({ servers, hostsFile }: MachineLookupOptions = {}): Lookup {
  const hosts = new HostsFile(hostsFile)
  let resolver: { readonly dns: dns.Resolver; readonly madeAt: number } | undefined
  const currentResolver = () => {
    const now = performance.now()
    if (!resolver || now - resolver.madeAt > maxResolverAgeMs) {
      resolver = { dns: new dns.Resolver(limits), madeAt: now }
      if (servers) resolver.dns.setServers([...servers])
    }
    return resolver.dns
  }
  return async (hostname) => {
    const name = hostname.toLowerCase().replace(/\.$/, '')
    const known = await hosts.lookup(name)
    if (known.length > 0) return known
    if (isForSystem(name)) return limitSystemLookups(() => systemLookup(hostname))
    return queryNames(currentResolver(), hostname, await candidateNames(hostname))
  }
}

const isForSystem = (name: string): boolean => !name.includes('.') || /^[^.]+\.local$/.test(name)

async function systemLookup(hostname: string): Promise<readonly HostAddress[]> {
  const found = await dns.lookup(hostname, { all: true })
  return found.map(({ address, family }) => ({ address, family: family === 6 ? 6 : 4 }))
}

/** Returns the names to ask for, one after the other: the name itself, and within the search domains of the machine. */
async function candidateNames(hostname: string): Promise<readonly string[]> {
  if (hostname.endsWith('.')) return [hostname]
  const { search, minDots } = await resolverConfig()
  const within = search.map((domain) => `${hostname}.${domain}`)
  return hostname.split('.').length - 1 >= minDots ? [hostname, ...within] : [...within, hostname]
}

async function queryNames(
  resolver: dns.Resolver,
  hostname: string,
  names: readonly string[],
): Promise<readonly HostAddress[]> {
  let failure: unknown
  for (const name of names) {
    try {
      const found = await queryName(resolver, name)
      if (found.length > 0) return found
    } catch (cause) {
      failure ??= cause
    }
  }
  throw lookupError(hostname, failure)
}

/** Asks for the addresses of both versions; rejects when neither answer came and one may still exist. */
async function queryName(resolver: dns.Resolver, name: string): Promise<readonly HostAddress[]> {
  const answers = await Promise.allSettled([resolver.resolve4(name), resolver.resolve6(name)])
  const found = answers.flatMap((answer) => (answer.status === 'fulfilled' ? answer.value : []))
  if (found.length > 0) return found.map((address) => ({ address, family: isIP(address) === 6 ? 6 : 4 }))
  for (const answer of answers)
    if (answer.status === 'rejected' && !isMissing(answer.reason)) throw answer.reason
  return []
}

const codeOf = (error: unknown): unknown => (error as { readonly code?: unknown } | undefined)?.code

/** Checks whether an answer says that there is no such name, or that it has no such addresses. */
const isMissing = (error: unknown): boolean => codeOf(error) === 'ENOTFOUND' || codeOf(error) === 'ENODATA'

/** Makes an error with the code that the system's resolver gives. */
function lookupError(hostname: string, cause: unknown): Error {
  const code = cause === undefined ? 'ENOTFOUND' : 'EAI_AGAIN'
  const reason = cause === undefined ? code : `${code}, ${String(codeOf(cause))}`
  return Object.assign(new Error(`${hostname} did not resolve (${reason})`, { cause }), { code, hostname })
}
