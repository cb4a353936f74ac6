/** A segment of a path: `.name`, `[0]`, `[-1]`, `['name']` or `["name"]`. */
const step = /\.([A-Za-z_\u0080-\uffff][\w\u0080-\uffff]*)|\[(-?\d+)\]|\['([^']*)'\]|\["([^"]*)"\]/y

/**
 * Parses a path to one value: a singular query of RFC 9535 such as `$.services[0]['up-time']`, without escapes in names.
 * Returns its names and indexes, or `undefined` when the text is no such path.
 */
export function parseJsonPath(text: string): readonly (string | number)[] | undefined {
  if (!text.startsWith('$')) return undefined
  const steps: (string | number)[] = []
  let at = 1
  while (at < text.length) {
    step.lastIndex = at
    const match = step.exec(text)
    if (!match) return undefined
    const [, name, index, single, double] = match
    steps.push(index === undefined ? (name ?? single ?? double ?? '') : Number(index))
    at = step.lastIndex
  }
  return steps
}

/** Returns the value at a path of parsed JSON, or `undefined` when there is none. */
export function valueAt(json: unknown, path: readonly (string | number)[]): unknown {
  return path.reduce<unknown>((value, key) => {
    if (typeof key === 'number') return Array.isArray(value) ? value.at(key) : undefined
    const isObject = typeof value === 'object' && value !== null && !Array.isArray(value)
    return isObject && Object.hasOwn(value, key) ? (value as Record<string, unknown>)[key] : undefined
  }, json)
}
