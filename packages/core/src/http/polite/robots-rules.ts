import { defined } from '../../options/index.js'

/** What a robots.txt says to one crawler. */
export interface RobotsRules {
  isAllowed(url: URL): boolean
  /** How long it asks to be left alone between two requests; no part of the standard, and common. */
  readonly crawlDelayMs?: number
}

/** Bytes that are read of a robots.txt at most: the least that the standard asks for (RFC 9309, section 2.5). */
export const robotsBytes = 500 * 1_024

interface Rule {
  readonly pattern: string
  readonly allows: boolean
}

interface Group {
  readonly agents: string[]
  readonly rules: Rule[]
  crawlDelayMs?: number
}

/**
 * Returns what a robots.txt says to the crawler of a product token, by RFC 9309: the groups that name it together, or
 * else those of `*`; the longest pattern that matches, and `Allow` where two are as long.
 */
export function readRobots(text: string, productToken: string): RobotsRules {
  const groups = readGroups(text)
  const naming = (agent: string) => groups.filter(({ agents }) => agents.includes(agent))
  const own = naming(productToken.toLowerCase())
  const chosen = own.length > 0 ? own : naming('*')
  const rules = chosen.flatMap((group) => group.rules).sort(mostSpecificFirst)
  const delays = chosen.flatMap(({ crawlDelayMs }) => crawlDelayMs ?? [])
  return {
    isAllowed: ({ pathname, search }) => {
      if (pathname === '/robots.txt') return true
      const path = canonical(pathname + search)
        .replaceAll('*', '%2A')
        .replaceAll('$', '%24')
      return rules.find(({ pattern }) => matches(pattern, path))?.allows ?? true
    },
    ...defined({ crawlDelayMs: delays.length > 0 ? Math.max(...delays) : undefined }),
  }
}

const mostSpecificFirst = (a: Rule, b: Rule): number =>
  b.pattern.length - a.pattern.length || Number(b.allows) - Number(a.allows)

/** Lines that say nothing here neither begin nor end a group; a rule that stands before every group counts for nobody. */
function readGroups(text: string): readonly Group[] {
  const groups: Group[] = []
  for (const line of text.replace(/^\ufeff/, '').split(/[\r\n]/)) {
    const [field, value] = readLine(line)
    const open = groups.at(-1)
    if (field === 'user-agent') {
      const group = open && open.rules.length === 0 ? open : { agents: [], rules: [] }
      if (group !== open) groups.push(group)
      group.agents.push(tokenOf(value))
    } else if (open && (field === 'allow' || field === 'disallow'))
      open.rules.push({ pattern: readPattern(value), allows: field === 'allow' || value === '' })
    else if (open && field === 'crawl-delay' && /^\d+(\.\d+)?$/.test(value))
      open.crawlDelayMs = Math.round(Number(value) * 1_000)
  }
  return groups
}

function readLine(line: string): readonly [field: string, value: string] {
  const [said = ''] = line.split('#', 1)
  const colon = said.indexOf(':')
  return colon === -1 ? ['', ''] : [said.slice(0, colon).trim().toLowerCase(), said.slice(colon + 1).trim()]
}

/** Of `FooBot/2.1 (notes)`, the name counts. */
const tokenOf = (value: string): string => (/^[^\s/]*/.exec(value)?.[0] ?? '').toLowerCase()

/** A `$` is special at the very end only. */
const readPattern = (value: string): string => canonical(value).replace(/\$(?!$)/g, '%24')

/** What does not stand for itself: it is compared as its percent-encoded bytes. */
const encoded = /%[0-9a-f]{2}|[^A-Za-z0-9\-._~!$&()*+,;=:@/?]/giu

/**
 * Returns a path or pattern in the one form in which both are compared (RFC 9309, section 2.2.2): octets that need no
 * encoding without it, all others with it, in capitals.
 */
function canonical(text: string): string {
  return text.replace(encoded, (part) => {
    if (part.length < 3) return percentEncoded(part)
    const character = String.fromCharCode(Number.parseInt(part.slice(1), 16))
    return /[A-Za-z0-9\-._~]/.test(character) ? character : part.toUpperCase()
  })
}

const percentEncoded = (character: string): string =>
  [...Buffer.from(character)].map((byte) => `%${byte.toString(16).toUpperCase().padStart(2, '0')}`).join('')

/** Tells whether a pattern matches the beginning of a path, or all of it where it ends in `$`. Takes linear time. */
function matches(pattern: string, path: string): boolean {
  const whole = pattern.endsWith('$')
  const [first = '', ...rest] = (whole ? pattern.slice(0, -1) : pattern).split('*')
  if (!path.startsWith(first)) return false
  const last = whole ? (rest.pop() ?? first) : ''
  let at = first.length
  for (const part of rest) {
    const found = path.indexOf(part, at)
    if (found === -1) return false
    at = found + part.length
  }
  if (!whole) return true
  return pattern.includes('*') ? path.length - last.length >= at && path.endsWith(last) : path === first
}
