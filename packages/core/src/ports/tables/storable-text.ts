/** U+0000 and lone surrogates: the characters that no text of a storage has (see `ColumnType`). */
const unstorable = /\0|[\uD800-\uDBFF](?![\uDC00-\uDFFF])|(?<![\uD800-\uDBFF])[\uDC00-\uDFFF]/g

/**
 * Returns a copy of plain JSON whose texts every storage takes: U+0000 and lone surrogates become U+FFFD. For text from
 * outside; names of members are left as they are.
 */
export function toStorableText<Value>(value: Value): Value {
  if (typeof value === 'string') return value.replace(unstorable, '\ufffd') as Value
  if (Array.isArray(value)) return value.map(toStorableText) as Value
  if (typeof value !== 'object' || value === null) return value
  return Object.fromEntries(
    Object.entries(value).map(([name, member]) => [name, toStorableText(member)]),
  ) as Value
}
