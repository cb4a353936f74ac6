import { readFile } from 'node:fs/promises'

/** The part of the machine's resolver settings that name servers do not know. */
export interface ResolverConfig {
  /** The domains in which a name is looked up as well. */
  readonly search: readonly string[]
  /** The number of dots from which on a name is first looked up as it is. */
  readonly minDots: number
}

const validMs = 30_000

let last: { readonly at: number; readonly config: Promise<ResolverConfig> } | undefined

/** Reads resolv.conf(5), at most every 30 s. A system without it has no search domains. */
export function resolverConfig(): Promise<ResolverConfig> {
  const now = performance.now()
  if (!last || now - last.at > validMs)
    last = {
      at: now,
      config: readFile('/etc/resolv.conf', 'utf8')
        .catch(() => '')
        .then(parseResolverConfig),
    }
  return last.config
}

/** Parses the text of a resolv.conf. Of several lists of search domains the last one counts. */
export function parseResolverConfig(text: string): ResolverConfig {
  const lines = text.split('\n').map((line) => line.trim().split(/\s+/))
  const domains = lines.findLast(([word]) => word === 'search' || word === 'domain')?.slice(1) ?? []
  const options = lines.filter(([word]) => word === 'options').flat()
  const dots = options
    .map((option) => /^ndots:(\d+)$/.exec(option)?.[1])
    .findLast((each) => each !== undefined)
  return {
    search: domains.filter((domain) => domain !== '.').slice(0, 6),
    minDots: Math.min(15, Number(dots ?? 1)),
  }
}
