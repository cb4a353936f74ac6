/** The length of an excerpt in characters, unless another one is asked for. */
const defaultChars = 60

/** Cuts a text for a message to a length, which the mark of the cut is in. */
export const cut = (text: string, maxChars: number): string =>
  text.length > maxChars ? `${text.slice(0, maxChars - 1)}…` : text

/** Shows a value in a message: in part where it is long, and whatever it is. */
export function excerpt(value: unknown, maxChars = defaultChars): string {
  if (typeof value === 'string') return cut(JSON.stringify(value.slice(0, maxChars + 1)), maxChars)
  if (typeof value === 'function') return 'a function'
  if (typeof value !== 'object' || value === null) return cut(String(value), maxChars)
  try {
    if (Array.isArray(value)) return `a list of ${value.length}`
    if (value instanceof Date) return `a Date of ${Number(value)} ms`
    return value instanceof RegExp ? cut(String(value), maxChars) : 'an object'
  } catch {
    return 'an object that cannot be read'
  }
}

/** Shows a name, such as that of an option, in single quotes: in part where it is long, and whatever it is. */
export const quoteName = (name: unknown): string =>
  `'${typeof name === 'string' ? cut(name, defaultChars) : excerpt(name)}'`
