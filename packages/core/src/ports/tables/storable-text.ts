import { maxJsonDepth } from './values.js'

/** U+0000 and lone surrogates: the characters that no text of a storage has (see `ColumnType`). */
const unstorable = /\0|[\uD800-\uDBFF](?![\uDC00-\uDFFF])|(?<![\uD800-\uDBFF])[\uDC00-\uDFFF]/g

/**
 * Returns a copy of plain JSON whose texts every storage takes, names of members included: U+0000 and lone surrogates
 * become U+FFFD, and byte order marks at the beginning are left out. For text from outside. What lies deeper than a
 * storage takes is left as it is.
 */
export function toStorableText<Value>(value: Value): Value {
  return cleaned(value, 0) as Value
}

/** Characters that may have to be cleaned. Most texts have none of it, so this quick test comes first. */
const suspect = /[\0\ud800-\udfff\ufeff]/

const cleanedText = (text: string): string =>
  suspect.test(text) ? text.replace(/^\ufeff+/, '').replace(unstorable, '\ufffd') : text

function cleaned(value: unknown, depth: number): unknown {
  if (typeof value === 'string') return cleanedText(value)
  if (typeof value !== 'object' || value === null || depth > maxJsonDepth) return value
  if (Array.isArray(value)) return value.map((item) => cleaned(item, depth + 1))
  return Object.fromEntries(
    Object.entries(value).map(([name, member]) => [cleanedText(name), cleaned(member, depth + 1)]),
  )
}
