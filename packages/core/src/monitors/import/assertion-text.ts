/** Returns a path of names and indexes, such as `queues[0].length`, as RFC 9535 writes it. `undefined` for other paths. */
export function singularPath(path: string): string | undefined {
  const plain = path.trim().replace(/^\$?\.?/, '')
  if (plain.length > 200 || !/^(?:[A-Za-z_]\w*|\[\d+\])(?:\.[A-Za-z_]\w*|\[\d+\])*$/.test(plain))
    return undefined
  return plain.startsWith('[') ? `$${plain}` : `$.${plain}`
}

const maxQuoteChars = 200

/** Returns a text as a string literal, cut to 200 characters. */
export const quoted = (text: string): string =>
  JSON.stringify(text.length > maxQuoteChars ? `${text.slice(0, maxQuoteChars)}…` : text)

/** Returns the JSON literal of a value that both tools compare as text. */
export const literal = (text: string): string =>
  /^(?:true|false|-?(?:0|[1-9]\d{0,14})(?:\.\d{1,15})?)$/.test(text) ? text : quoted(text)
