/** U+0000, which PostgreSQL's text cannot hold, and halves of surrogate pairs, which UTF-8 cannot. */
const unstorable = /\0|[\uD800-\uDBFF](?![\uDC00-\uDFFF])|(?<![\uD800-\uDBFF])[\uDC00-\uDFFF]/g

/**
 * What came from outside, as any storage takes it: in every text, characters that cannot be stored stand as U+FFFD.
 * Plain JSON in, plain JSON out.
 */
export function storable<Value>(value: Value): Value {
  if (typeof value === 'string') return value.replace(unstorable, '\ufffd') as Value
  if (Array.isArray(value)) return value.map(storable) as Value
  if (typeof value !== 'object' || value === null) return value
  return Object.fromEntries(Object.entries(value).map(([name, member]) => [name, storable(member)])) as Value
}
