/** The typed arrays that can be stored, by name. */
const arrayTypes = { Uint8Array, Int16Array, Int32Array, Uint32Array, Float32Array, Float64Array }

interface StoredArray {
  readonly $array: keyof typeof arrayTypes
  readonly base64: string
}

interface StoredMap {
  readonly $map: readonly (readonly [unknown, unknown])[]
}

/** Serializes plain objects, arrays, maps and typed arrays to a value that JSON can hold. */
export function serialize(value: unknown): unknown {
  if (ArrayBuffer.isView(value)) {
    const bytes = new Uint8Array(value.buffer, value.byteOffset, value.byteLength)
    return { $array: value.constructor.name, base64: base64Of(bytes) }
  }
  if (value instanceof Map) return { $map: [...value] }
  if (Array.isArray(value)) return value.map(serialize)
  if (typeof value !== 'object' || value === null) return value
  return Object.fromEntries(Object.entries(value).map(([name, member]) => [name, serialize(member)]))
}

/** Restores what `serialize` gave. */
export function deserialize(value: unknown): unknown {
  if (Array.isArray(value)) return value.map(deserialize)
  if (typeof value !== 'object' || value === null) return value
  if (isStoredArray(value)) {
    const binary = atob(value.base64)
    const bytes = Uint8Array.from(binary, (character) => character.charCodeAt(0))
    return new arrayTypes[value.$array](bytes.buffer)
  }
  if ('$map' in value) return new Map((value as StoredMap).$map)
  return Object.fromEntries(Object.entries(value).map(([name, member]) => [name, deserialize(member)]))
}

function isStoredArray(value: object): value is StoredArray {
  return '$array' in value && 'base64' in value && Object.hasOwn(arrayTypes, String(value.$array))
}

/** The characters that one call makes: arguments of many more would overflow the stack. */
const chunkLength = 8_192

function base64Of(bytes: Uint8Array): string {
  let binary = ''
  for (let from = 0; from < bytes.length; from += chunkLength)
    binary += String.fromCharCode(...bytes.subarray(from, from + chunkLength))
  return btoa(binary)
}
