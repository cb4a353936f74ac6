/** A page's markup without what only machines read, and its scripts apart. */
export interface SplitPage {
  /** The page; in each script stands its number in `scripts` alone, and comments and styles are gone. */
  readonly markup: string
  readonly scripts: readonly string[]
}

const opening = /<(?:!--|(script|style)(?=[\s/>]))/gi

const closings = { script: /<\/script(?=[\s/>])/gi, style: /<\/style(?=[\s/>])/gi }

/** The longest tag of a script that is looked through for its end. */
const longestTag = 10_000

/**
 * Takes scripts, styles and comments out of a page before it is parsed: they are half of most pages, and a parser goes
 * through them character by character.
 */
export function splitPage(html: string): SplitPage {
  const parts: string[] = []
  const scripts: string[] = []
  let keptTo = 0
  opening.lastIndex = 0
  for (let match = opening.exec(html); match; match = opening.exec(html)) {
    const name = match[1]?.toLowerCase() === 'style' ? 'style' : match[1] && 'script'
    const from = name ? endOfTag(html, match.index) : match.index
    const to = name ? indexOf(html, closings[name], from) : html.indexOf('-->', match.index + 2)
    // What does not end is left to the parser, which knows what browsers make of it.
    if (from < 0 || to < 0) break
    parts.push(html.slice(keptTo, from))
    if (name === 'script') parts.push(`${scripts.push(html.slice(from, to)) - 1}`)
    keptTo = name ? to : to + 3
    opening.lastIndex = keptTo
  }
  parts.push(html.slice(keptTo))
  return { markup: parts.join(''), scripts }
}

function indexOf(html: string, pattern: RegExp, from: number): number {
  if (from < 0) return -1
  pattern.lastIndex = from
  return pattern.exec(html)?.index ?? -1
}

/** Where the tag that begins at `from` has ended; a `>` within quotes does not end it. */
function endOfTag(html: string, from: number): number {
  let quote = ''
  for (let at = from; at < Math.min(html.length, from + longestTag); at += 1) {
    const sign = html.charAt(at)
    if (quote !== '') quote = sign === quote ? '' : quote
    else if (sign === '>') return at + 1
    else if (sign === '"' || sign === "'") quote = sign
  }
  return -1
}
