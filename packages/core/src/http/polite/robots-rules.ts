import { defined } from '../../options/index.js'

/** The rules of a robots.txt for one crawler. */
export interface RobotsRules {
  /** Returns `true` when the crawler may fetch the URL. */
  isAllowed(url: URL): boolean
  /** The minimum time between two requests. Common, but no part of the standard. */
  readonly crawlDelayMs?: number
  /** The reason, in words, why the file is not known; then nothing is allowed. */
  readonly unknownBecause?: string
}

/** The maximum length that is read of a robots.txt: the minimum of the standard (RFC 9309, section 2.5). */
export const maxRobotsBytes = 500 * 1_024

interface Rule {
  readonly pattern: string
  readonly isAllow: boolean
}

interface Group {
  readonly agents: string[]
  readonly rules: Rule[]
  crawlDelayMs?: number
}

/**
 * Parses a robots.txt into the rules for the crawler with this product token, by RFC 9309. All groups that name the
 * crawler apply, or else those of `*`. The longest pattern that matches decides, and `Allow` among equally long ones.
 */
export function parseRobots(text: string, productToken: string): RobotsRules {
  const groups = parseGroups(text)
  const groupsFor = (agent: string) => groups.filter(({ agents }) => agents.includes(agent))
  const own = groupsFor(productToken.toLowerCase())
  const chosen = own.length > 0 ? own : groupsFor('*')
  const rules = chosen.flatMap((group) => group.rules).sort(mostSpecificFirst)
  const delays = chosen.flatMap(({ crawlDelayMs }) => crawlDelayMs ?? [])
  return {
    isAllowed: ({ pathname, search }) => {
      if (pathname === '/robots.txt') return true
      const path = normalize(pathname + search)
        .replaceAll('*', '%2A')
        .replaceAll('$', '%24')
      return rules.find(({ pattern }) => matches(pattern, path))?.isAllow ?? true
    },
    ...defined({ crawlDelayMs: delays.length > 0 ? Math.max(...delays) : undefined }),
  }
}

const mostSpecificFirst = (a: Rule, b: Rule): number =>
  b.pattern.length - a.pattern.length || Number(b.isAllow) - Number(a.isAllow)

/** Parses the groups. Unknown lines neither begin nor end a group, and rules before the first group are ignored. */
function parseGroups(text: string): readonly Group[] {
  const groups: Group[] = []
  for (const line of text.replace(/^\ufeff/, '').split(/[\r\n]/)) {
    const [field, value] = parseLine(line)
    const open = groups.at(-1)
    if (field === 'user-agent') {
      const group = open && open.rules.length === 0 ? open : { agents: [], rules: [] }
      if (group !== open) groups.push(group)
      group.agents.push(productTokenOf(value))
    } else if (open && (field === 'allow' || field === 'disallow'))
      open.rules.push({ pattern: normalizePattern(value), isAllow: field === 'allow' || value === '' })
    else if (open && field === 'crawl-delay' && /^\d+(\.\d+)?$/.test(value))
      open.crawlDelayMs = Math.round(Number(value) * 1_000)
  }
  return groups
}

function parseLine(line: string): readonly [field: string, value: string] {
  const [content = ''] = line.split('#', 1)
  const colon = content.indexOf(':')
  if (colon === -1) return ['', '']
  return [content.slice(0, colon).trim().toLowerCase(), content.slice(colon + 1).trim()]
}

/** Returns the product token of a user agent: `foobot` of `FooBot/2.1 (notes)`. */
const productTokenOf = (value: string): string => (/^[^\s/]*/.exec(value)?.[0] ?? '').toLowerCase()

/** Normalizes a pattern. A `$` is special at the very end only, and is encoded elsewhere. */
const normalizePattern = (value: string): string => normalize(value).replace(/\$(?!$)/g, '%24')

/** Percent-encoded octets, and characters that are compared in their percent-encoded form. */
const encoded = /%[0-9a-f]{2}|[^A-Za-z0-9\-._~!$&()*+,;=:@/?]/giu

/**
 * Returns a path or pattern in the normal form for comparison (RFC 9309, section 2.2.2): unreserved characters decoded,
 * all others percent-encoded in upper case.
 */
function normalize(text: string): string {
  return text.replace(encoded, (part) => {
    if (part.length < 3) return percentEncoded(part)
    const character = String.fromCharCode(Number.parseInt(part.slice(1), 16))
    return /[A-Za-z0-9\-._~]/.test(character) ? character : part.toUpperCase()
  })
}

const percentEncoded = (character: string): string =>
  [...Buffer.from(character)].map((byte) => `%${byte.toString(16).toUpperCase().padStart(2, '0')}`).join('')

/** Returns `true` when a pattern matches the beginning of a path, or all of it if it ends in `$`. Takes linear time. */
function matches(pattern: string, path: string): boolean {
  const isAnchored = pattern.endsWith('$')
  const [first = '', ...rest] = (isAnchored ? pattern.slice(0, -1) : pattern).split('*')
  if (!path.startsWith(first)) return false
  const last = isAnchored ? (rest.pop() ?? first) : ''
  let at = first.length
  for (const part of rest) {
    const found = path.indexOf(part, at)
    if (found === -1) return false
    at = found + part.length
  }
  if (!isAnchored) return true
  return pattern.includes('*') ? path.length - last.length >= at && path.endsWith(last) : path === first
}
