/** A path of names and places, such as `queues[0].length`, as RFC 9535 writes it; `undefined` when it is more. */
export function singularPath(path: string): string | undefined {
  const plain = path.trim().replace(/^\$?\.?/, '')
  if (plain.length > 200 || !/^(?:[A-Za-z_]\w*|\[\d+\])(?:\.[A-Za-z_]\w*|\[\d+\])*$/.test(plain))
    return undefined
  return plain.startsWith('[') ? `$${plain}` : `$.${plain}`
}

const longestQuote = 200

/** A text as it is written in code, cut short where nobody would read it to its end. */
export const quoted = (text: string): string =>
  JSON.stringify(text.length > longestQuote ? `${text.slice(0, longestQuote)}…` : text)

/** What both tools compare as text, as the JSON value that it most likely is. */
export const literal = (text: string): string =>
  /^(?:true|false|-?(?:0|[1-9]\d{0,14})(?:\.\d{1,15})?)$/.test(text) ? text : quoted(text)
