/** Typed arrays by name, as they are stored. */
const arrayTypes = { Uint8Array, Int16Array, Int32Array, Uint32Array, Float32Array, Float64Array }

type ArrayName = keyof typeof arrayTypes
type StoredArray = { readonly $array: ArrayName; readonly base64: string }
type StoredMap = { readonly $map: readonly (readonly [unknown, unknown])[] }

/** Turns a value of plain objects, arrays, maps and typed arrays into one that JSON can hold. */
export function encode(value: unknown): unknown {
  if (ArrayBuffer.isView(value)) {
    const bytes = new Uint8Array(value.buffer, value.byteOffset, value.byteLength)
    return { $array: value.constructor.name, base64: base64Of(bytes) }
  }
  if (value instanceof Map) return { $map: [...value] }
  if (Array.isArray(value)) return value.map(encode)
  if (typeof value !== 'object' || value === null) return value
  return Object.fromEntries(Object.entries(value).map(([name, member]) => [name, encode(member)]))
}

/** Turns back what `encode` made. */
export function decode(value: unknown): unknown {
  if (Array.isArray(value)) return value.map(decode)
  if (typeof value !== 'object' || value === null) return value
  if (isStoredArray(value)) {
    const binary = atob(value.base64)
    const bytes = Uint8Array.from(binary, (sign) => sign.charCodeAt(0))
    return new arrayTypes[value.$array](bytes.buffer)
  }
  if ('$map' in value) return new Map((value as StoredMap).$map)
  return Object.fromEntries(Object.entries(value).map(([name, member]) => [name, decode(member)]))
}

function isStoredArray(value: object): value is StoredArray {
  return '$array' in value && 'base64' in value && Object.hasOwn(arrayTypes, String(value.$array))
}

/** More signs at once would overflow the stack. */
const signsAtOnce = 8_192

function base64Of(bytes: Uint8Array): string {
  let binary = ''
  for (let from = 0; from < bytes.length; from += signsAtOnce)
    binary += String.fromCharCode(...bytes.subarray(from, from + signsAtOnce))
  return btoa(binary)
}
