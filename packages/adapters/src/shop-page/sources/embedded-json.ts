/** The maximum length of a script that is read, in characters. The largest states have some two million. */
const maxStateChars = 3_000_000

/**
 * Returns the JSON values in a script: the whole script, or the values that it assigns to variables, such as
 * `window.__INITIAL_STATE__ = {…}`. Skips what is not JSON.
 */
export function parseEmbeddedJson(script: string): readonly unknown[] {
  if (script.length > maxStateChars) return []
  const whole = /^\s*[{[]/.test(script) ? parse(script) : undefined
  if (whole !== undefined) return [whole]
  const values: unknown[] = []
  const assignment = /[\w$\])"']\s{0,3}=\s{0,3}(?=[{[])/g
  let left = maxPasses * script.length
  for (let match = assignment.exec(script); match && left > 0; match = assignment.exec(script)) {
    const from = match.index + match[0].length
    const to = endOfJson(script, from)
    if (to < 0) break
    left -= to - from
    const value = to - from < minJsonChars ? undefined : parse(script.slice(from, to))
    if (value !== undefined) values.push(value)
    // Code that is not JSON may contain JSON.
    if (value !== undefined || to - from < minJsonChars) assignment.lastIndex = to
  }
  return values
}

/** The maximum number of passes over a script: code within code is tried again from within. */
const maxPasses = 3

/** The minimum length of JSON that can describe a product, in characters. */
const minJsonChars = 40

function parse(json: string): unknown {
  try {
    // Nothing that reads a state recurses, so that its depth does not matter.
    return JSON.parse(json)
  } catch {
    return parseWithUndefined(json)
  }
}

/** Parses JSON in which a script wrote `undefined` for `null`. */
function parseWithUndefined(json: string): unknown {
  if (!json.includes('undefined')) return undefined
  try {
    return JSON.parse(json.replace(/([:,[]\s{0,3})undefined(?=\s{0,3}[,}\]])/g, '$1null'))
  } catch {
    return undefined
  }
}

/** Returns the position after the object or array that begins at `from`; -1 when it does not end. */
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

/** Moves past a string. Returns `false` when it does not end. */
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
