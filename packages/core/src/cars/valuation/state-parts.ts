import { ValidationError } from '../../errors/index.js'
import { deserialize, serialize } from './serialization.js'

/** The keys that lead from the state to a value. */
type Path = readonly (string | number)[]

/** A part of a state: a whole value, the beginning of a container, or what is added to one. */
type StatePart =
  | { readonly at: Path; readonly set: unknown }
  | { readonly at: Path; readonly open: 'object' | 'array' | 'map' }
  | { readonly at: Path; readonly add: readonly unknown[] }

/** The characters of a part, about. An array of numbers stays whole, however long it is. */
const partLength = 200_000

/** Yields the parts of a state of plain objects, arrays, maps and typed arrays, each a JSON text that takes some milliseconds. */
export function* partsOf(state: unknown): Generator<string, void, undefined> {
  for (const part of splitUp(state, [])) yield JSON.stringify(part)
}

function* splitUp(value: unknown, at: Path): Generator<StatePart, void, undefined> {
  if (ArrayBuffer.isView(value) || lengthOf(value) <= partLength) yield { at, set: serialize(value) }
  else if (value instanceof Map) {
    yield { at, open: 'map' }
    // An entry stays whole.
    yield* inBatches([...value], at, Number.POSITIVE_INFINITY)
  } else if (Array.isArray(value)) {
    yield { at, open: 'array' }
    yield* inBatches(value, at)
  } else {
    yield { at, open: 'object' }
    for (const [name, member] of Object.entries(value as object))
      if (member !== undefined) yield* splitUp(member, [...at, name])
  }
}

/** Yields items in batches; one that is longer than `maxLength` is split up itself. */
function* inBatches(
  items: readonly unknown[],
  at: Path,
  maxLength = partLength,
): Generator<StatePart, void, undefined> {
  let batch: unknown[] = []
  let length = 0
  for (const [index, item] of items.entries()) {
    const itemLength = lengthOf(item)
    if (batch.length > 0 && length + itemLength > partLength) {
      yield { at, add: batch }
      batch = []
      length = 0
    }
    if (itemLength > maxLength) yield* splitUp(item, [...at, index])
    else {
      batch.push(serialize(item))
      length += itemLength
    }
  }
  if (batch.length > 0) yield { at, add: batch }
}

/** Returns the characters that a value takes in JSON, about. It counts no further than the length of a part. */
function lengthOf(value: unknown): number {
  if (typeof value === 'string') return value.length + 3
  if (typeof value !== 'object' || value === null) return 10
  if (ArrayBuffer.isView(value)) return 50 + (4 / 3) * value.byteLength
  let length = 2
  for (const [name, member] of value instanceof Map ? value : Object.entries(value)) {
    length += lengthOf(name) + lengthOf(member)
    if (length > partLength) break
  }
  return length
}

/** Puts the parts of a state together again. */
export class StateParts {
  readonly #root: { state?: unknown } = {}

  /** The state, as far as its parts were added. */
  get state(): unknown {
    return this.#root.state
  }

  /**
   * Adds the next part.
   *
   * @throws `ValidationError` when it is none, or does not follow the parts before it.
   */
  add(text: string): void {
    const part = parsePart(text)
    const path: Path = ['state', ...part.at]
    if ('add' in part) this.#append(path, part.add)
    else {
      const containers = { object: () => ({}), array: () => [], map: () => new Map() }
      const value = 'open' in part ? containers[part.open]() : deserialize(part.set)
      const target = path.slice(0, -1).reduce(ownMember, this.#root as unknown)
      if (typeof target !== 'object' || target === null) throw damaged()
      // A plain assignment to `__proto__` would be more than a member.
      Object.defineProperty(target, path.at(-1) as string, {
        value,
        writable: true,
        enumerable: true,
        configurable: true,
      })
    }
  }

  #append(path: Path, items: readonly unknown[]): void {
    const target = path.reduce(ownMember, this.#root as unknown)
    if (target instanceof Map)
      for (const item of items) {
        if (!Array.isArray(item)) throw damaged()
        target.set(deserialize(item[0]), deserialize(item[1]))
      }
    else if (Array.isArray(target)) for (const item of items) target.push(deserialize(item))
    else throw damaged()
  }
}

function parsePart(text: string): StatePart {
  let part: unknown
  try {
    part = JSON.parse(text)
  } catch {
    throw damaged()
  }
  const { at, set, open, add } = Object(part) as {
    at?: unknown
    set?: unknown
    open?: unknown
    add?: unknown
  }
  const kinds = ['object', 'array', 'map']
  const isPart = set !== undefined || Array.isArray(add) || kinds.includes(String(open))
  if (!Array.isArray(at) || !isPart) throw damaged()
  return part as StatePart
}

function ownMember(value: unknown, key: string | number): unknown {
  if (typeof value !== 'object' || value === null || !Object.hasOwn(value, key)) throw damaged()
  return (value as Record<string | number, unknown>)[key]
}

const damaged = (): ValidationError =>
  new ValidationError('loadMarketInBackground', [
    { path: 'parts', message: 'expected the parts that market.toParts() gave, all of them in their order' },
  ])
