import { parseJson } from '@telltale/core/options'

const escapes: Readonly<Record<string, string>> = { '\n': '\\n', '\r': '\\r', '\t': '\\t' }

/** Wrappers around JSON within a script element, left over from XHTML and old browsers. */
const wrappings: readonly (readonly [string, string])[] = [
  ['<!--', '-->'],
  ['//<![CDATA[', '//]]>'],
  ['/*<![CDATA[*/', '/*]]>*/'],
  ['<![CDATA[', ']]>'],
]

/** Parses the JSON of a script element. Repairs what can be repaired without a guess; otherwise `undefined`. */
export function parseScriptJson(script: string): { readonly value: unknown } | undefined {
  const json = unwrap(script)
  return parse(json) ?? parse(repair(json))
}

function parse(json: string): { readonly value: unknown } | undefined {
  try {
    return { value: parseJson(json) }
  } catch {
    return undefined
  }
}

function unwrap(script: string): string {
  let json = script.trim()
  for (const [opening, closing] of wrappings) {
    if (json.startsWith(opening)) json = json.slice(opening.length).trim()
    if (json.endsWith(closing)) json = json.slice(0, -closing.length).trim()
  }
  return json.endsWith(';') ? json.slice(0, -1) : json
}

/** Escapes raw control characters within strings, and removes commas before a closing bracket. */
function repair(json: string): string {
  const parts: string[] = []
  let keptTo = 0
  let isInString = false
  let commaAt = -1
  const replace = (at: number, part: string) => {
    parts.push(json.slice(keptTo, at), part)
    keptTo = at + 1
  }
  for (let at = 0; at < json.length; at += 1) {
    const sign = json.charAt(at)
    if (isInString && sign === '\\') at += 1
    else if (isInString && sign < ' ') replace(at, escapes[sign] ?? '')
    else if (sign === '"') isInString = !isInString
    if (isInString || /\s/.test(sign)) continue
    if ((sign === ']' || sign === '}') && commaAt >= 0) replace(commaAt, '')
    commaAt = sign === ',' ? at : -1
  }
  return parts.join('') + json.slice(keptTo)
}
