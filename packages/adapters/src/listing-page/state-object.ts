import { asObject, type StateObject } from '../shop-page/sources/shop-state.js'

/** The members that hold something else than the car: who sells it, how it is paid for, and other cars. */
const otherHolders =
  /^(?:seller|dealer|owner|contact|phone|financ|payment|lease|leasing|statistic|links|seals|warrant|similar|recommend|related|insurance|trade|pickup|delivery|experiment|user)/i

/** The members of an object that stands for one value, such as `{ raw: 31304, formatted: '31.304 km' }`. */
const valueNames = [
  'raw',
  'value',
  'amount',
  'total',
  'current',
  'priceRaw',
  'price',
  'formatted',
  'priceFormatted',
  'displayPrice',
  'name',
  'label',
  'displayName',
  'text',
  'href',
  'src',
]

/** The number of levels in which members of a car are looked for: `prices.public.priceRaw` is in the third. */
const levels = 3

/** The maximum length of a text, in characters. */
const maxTextChars = 2_000

/** A value of a state that says one thing. */
export type Scalar = string | number

const isScalar = (value: unknown): value is Scalar =>
  (typeof value === 'string' && value.trim() !== '' && value.length <= maxTextChars) ||
  (typeof value === 'number' && Number.isFinite(value))

/** The same where a word is asked for: what people read before what programs do. */
const wordNames = ['formatted', 'value', 'name', 'displayName', 'label', 'text', 'raw']

/** Returns a text or a number: the value itself, the first of a list, or the one that an object stands for. */
export function scalarOf(given: unknown, inner: readonly string[] = valueNames): Scalar | undefined {
  const value: unknown = Array.isArray(given) ? given[0] : given
  if (isScalar(value)) return value
  const object = asObject(value)
  const name = inner.find((each) => isScalar(object?.[each]))
  return name === undefined ? undefined : (object?.[name] as Scalar)
}

/** An object of a state, level by level: the object itself, the objects in it, and those in them. */
export type ObjectLevels = readonly (readonly StateObject[])[]

/** Returns the levels of an object, without what is about the seller, the financing or other cars. */
export function levelsOf(object: StateObject): ObjectLevels {
  const found: StateObject[][] = [[object]]
  for (let level = 1; level < levels; level += 1)
    found.push(
      (found[level - 1] ?? []).flatMap((holder) =>
        Object.entries(holder).flatMap(([name, value]) => {
          const inner = otherHolders.test(name) ? undefined : asObject(value)
          return inner ? [inner] : []
        }),
      ),
    )
  return found
}

/** Returns the value under the surest name that occurs in any level. */
export function findByName(object: ObjectLevels, names: readonly string[]): Scalar | undefined {
  const holders = object.flat()
  for (const name of names)
    for (const holder of holders) {
      const value = scalarOf(holder[name])
      if (value !== undefined) return value
    }
  return undefined
}

/** Returns the first word of at least three letters under one of the names, the surest name first; or else a code. */
export function findWord(object: ObjectLevels, names: readonly string[]): Scalar | undefined {
  const found = names.flatMap((name) =>
    object.flat().flatMap((holder) => scalarOf(holder[name], wordNames) ?? []),
  )
  return found.find((word) => String(word).length > 2) ?? found[0]
}

/** Returns the value under one of the names in the outermost level that has any. */
export function findNearest(object: ObjectLevels, names: readonly string[]): Scalar | undefined {
  for (const level of object) {
    const value = findByName([level], names)
    if (value !== undefined) return value
  }
  return undefined
}
