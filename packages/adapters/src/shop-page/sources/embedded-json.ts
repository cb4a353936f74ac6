/** The longest state of a page that is read, in characters. The largest have some two million. */
const longestState = 3_000_000

/**
 * The JSON values that a script holds: the whole script, or what it assigns to a variable, such as
 * `window.__INITIAL_STATE__ = {…}`. What is no JSON gives nothing.
 */
export function embeddedValues(script: string): readonly unknown[] {
  if (script.length > longestState) return []
  const whole = /^\s*[{[]/.test(script) ? parse(script) : undefined
  if (whole !== undefined) return [whole]
  const values: unknown[] = []
  const assignment = /[\w$\])"']\s{0,3}=\s{0,3}(?=[{[])/g
  let left = mostPasses * script.length
  for (let match = assignment.exec(script); match && left > 0; match = assignment.exec(script)) {
    const from = match.index + match[0].length
    const to = endOfJson(script, from)
    if (to < 0) break
    left -= to - from
    const value = to - from < shortest ? undefined : parse(script.slice(from, to))
    if (value !== undefined) values.push(value)
    // What was no JSON may be code with JSON in it.
    if (value !== undefined || to - from < shortest) assignment.lastIndex = to
  }
  return values
}

/** How often a script is gone through at most: code that is nested in code is tried again from within. */
const mostPasses = 3

/** The fewest characters that describe a product. */
const shortest = 40

function parse(json: string): unknown {
  try {
    return JSON.parse(json)
  } catch {
    return parseLoose(json)
  }
}

/** Scripts write `undefined` where JSON has `null`. */
function parseLoose(json: string): unknown {
  if (!json.includes('undefined')) return undefined
  try {
    return JSON.parse(json.replace(/([:,[]\s{0,3})undefined(?=\s{0,3}[,}\]])/g, '$1null'))
  } catch {
    return undefined
  }
}

/** Where the object or array that begins at `from` has ended; -1 when it does not. */
function endOfJson(script: string, from: number): number {
  const signs = /["'{}[\]]/g
  signs.lastIndex = from
  let depth = 0
  for (let match = signs.exec(script); match; match = signs.exec(script)) {
    const [sign] = match
    if (sign === '{' || sign === '[') depth += 1
    else if (sign === '}' || sign === ']') depth -= 1
    else if (!skipString(script, sign, signs)) return -1
    if (depth === 0) return signs.lastIndex
  }
  return -1
}

/** Moves past the string that has begun; `false` when it does not end. */
function skipString(script: string, quote: string, signs: RegExp): boolean {
  for (let at = signs.lastIndex; ; at += 1) {
    at = script.indexOf(quote, at)
    if (at < 0) return false
    let escapes = 0
    while (script[at - 1 - escapes] === '\\') escapes += 1
    signs.lastIndex = at + 1
    if (escapes % 2 === 0) return true
  }
}
