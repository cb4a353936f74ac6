/** The maximum depth of JSON: some ten times that of the deepest states of shop pages. */
const maxJsonDepth = 200

/**
 * Parses JSON that somebody else wrote. Its depth is bounded, so that whatever walks it may recurse.
 *
 * @throws `SyntaxError` when it is no JSON, or is nested deeper than 200 levels.
 * @example
 * ```ts
 * import { parseJson } from '@telltale/core/ports'
 *
 * parseJson('{"hp":240}') // { hp: 240 }
 * ```
 */
export function parseJson(text: string): unknown {
  if (isTooDeep(text)) throw new SyntaxError(`the JSON is nested deeper than ${maxJsonDepth} levels`)
  return JSON.parse(text)
}

function isTooDeep(text: string): boolean {
  let depth = 0
  let isInString = false
  for (let at = 0; at < text.length; at++) {
    const sign = text.charCodeAt(at)
    if (isInString) {
      if (sign === 0x5c) at += 1
      else if (sign === 0x22) isInString = false
    } else if (sign === 0x22) isInString = true
    else if (sign === 0x5b || sign === 0x7b) {
      depth += 1
      if (depth > maxJsonDepth) return true
    } else if (sign === 0x5d || sign === 0x7d) depth -= 1
  }
  return false
}
