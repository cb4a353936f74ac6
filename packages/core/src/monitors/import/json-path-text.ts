const maxPathChars = 200

/**
 * Returns a path of names and indexes, such as `queues[0].max-length`, as a singular query of RFC 9535. `undefined` for
 * other paths, such as those with filters or functions.
 */
export function singularPath(path: string): string | undefined {
  const plain = path.trim().replace(/^\$?\.?/, '')
  if (plain === '' || plain.length > maxPathChars) return plain === '' ? '$' : undefined
  if (!/^(?:[\w-]+|\[\d+\])(?:\.[\w-]+|\[\d+\])*$/.test(plain)) return undefined
  const parts = [...plain.matchAll(/[\w-]+/g)].map(([part]) => part)
  const indexes = [...plain.matchAll(/\[(\d+)\]|[\w-]+/g)].map(([, index]) => index)
  return `$${parts.map((part, at) => (indexes[at] === undefined ? memberOf(part) : `[${part}]`)).join('')}`
}

const memberOf = (name: string): string => (/^[A-Za-z_]\w*$/.test(name) ? `.${name}` : `['${name}']`)
