/** A value that nobody means: the name under which a failure shows it, and the value. */
export type ExtremeValue = readonly [name: string, value: unknown]

const named = (values: Readonly<Record<string, unknown>>): readonly ExtremeValue[] => Object.entries(values)

const numbers = named({
  NaN: Number.NaN,
  Infinity: Number.POSITIVE_INFINITY,
  '-Infinity': Number.NEGATIVE_INFINITY,
  '-0': -0,
  '1e300': 1e300,
  '5e-324': 5e-324,
  '2**53': 2 ** 53,
  '1e13': 1e13,
  '-1e13': -1e13,
  '-1': -1,
  '0.5': 0.5,
  '2**31': 2 ** 31,
})

const tenMegabytes = 'x'.repeat(10_000_000)

const texts = named({
  'an empty text': '',
  blanks: ' '.repeat(100_000),
  'a text of 10 MB': tenMegabytes,
  'U+0000': 'a\0b',
  'half a character': 'a\ud800b',
  __proto__: '__proto__',
  constructor: 'constructor',
  digits: '9'.repeat(100_000),
  'a duration of an age': '999999999y',
  'a time zone of no place': 'Mars/Olympus',
  'the rarest cron expression': '0 0 29 2 *',
  markup: '<script>alert(1)</script>',
})

class Other {
  readonly member = 1
}

function circle(): object {
  const start: { self?: object } = {}
  start.self = start
  return start
}

/** Returns lists within lists, too many for recursion. */
function deepList(): unknown {
  let list: unknown = []
  for (let depth = 0; depth < 100_000; depth++) list = [list]
  return list
}

/** Returns an object whose copy would have 2^40 parts, though it has 40. */
function shared(): unknown {
  let part: unknown = 1
  for (let depth = 0; depth < 40; depth++) part = { left: part, right: part }
  return part
}

const fail = () => {
  throw new RangeError('a trap')
}
const traps = {
  get: fail,
  has: fail,
  ownKeys: fail,
  getPrototypeOf: fail,
  getOwnPropertyDescriptor: fail,
}

const objects = named({
  'an object whose getter throws': Object.defineProperty({}, 'url', { enumerable: true, get: fail }),
  'a Proxy that throws': new Proxy({}, traps),
  'a list that throws': new Proxy([], traps),
  'a circle': circle(),
  'lists within lists': deepList(),
  'parts in common': shared(),
  'a sparse list': new Array(2 ** 32 - 1),
  'a list of 20,000': new Array(20_000).fill(1),
  'an object of 20,000 members': Object.fromEntries(
    Array.from({ length: 20_000 }, (_, at) => [`m${at}`, at]),
  ),
  'an own __proto__': JSON.parse(
    '{"__proto__":{"polluted":true},"constructor":{"prototype":{"polluted":true}}}',
  ),
  'an invalid date': new Date(Number.NaN),
  'a class instance': new Other(),
  'a Map': new Map([[1, 2]]),
  'no prototype': Object.create(null),
  'a bigint': 10n,
  'a symbol': Symbol('extreme'),
  'a function': fail,
  null: null,
  true: true,
})

/** Every extreme value. */
const extremeValues: readonly ExtremeValue[] = [...numbers, ...texts, ...objects]

/** A call with one argument, or a member of one, in the place of which stands an extreme value. */
export interface ExtremeCall {
  /** The place and the value, such as `[0].every: NaN`. */
  readonly name: string
  readonly args: readonly unknown[]
}

/** The number of values that each place gets: some of its own kind, and some of all. Places take them in turn. */
const [ownValues, otherValues] = [6, 4]

/** Puts extreme values into every argument of a call, and into every member within. */
export function extremeCalls(args: readonly unknown[]): readonly ExtremeCall[] {
  return placesIn(args).flatMap((place, index) =>
    valuesFor(place.value, index).map(([name, value]) => ({
      name: `${place.path.join('.')}: ${name}`,
      args: replaced(args, place.path, value) as readonly unknown[],
    })),
  )
}

function valuesFor(valid: unknown, index: number): readonly ExtremeValue[] {
  const own = typeof valid === 'number' ? numbers : typeof valid === 'string' ? texts : objects
  const inTurn = (values: readonly ExtremeValue[], count: number) =>
    Array.from({ length: count }, (_, at) => values[(index * count + at) % values.length] as ExtremeValue)
  const larger = Array.isArray(valid)
    ? [['the list 20,000 times', Array(20_000).fill(valid[0])] as const]
    : []
  return [...larger, ...inTurn(own, ownValues), ...inTurn(extremeValues, otherValues)]
}

interface Place {
  readonly path: readonly (string | number)[]
  readonly value: unknown
}

const isPlain = (value: unknown): value is object =>
  typeof value === 'object' &&
  value !== null &&
  [Object.prototype, Array.prototype].includes(Object.getPrototypeOf(value))

function placesIn(value: unknown, path: readonly (string | number)[] = []): readonly Place[] {
  const here = path.length === 0 ? [] : [{ path, value }]
  if (!isPlain(value)) return here
  const members = Array.isArray(value) ? [...value.entries()] : Object.entries(value)
  return [...here, ...members.flatMap(([name, member]) => placesIn(member, [...path, name]))]
}

function replaced(whole: unknown, [first, ...rest]: readonly (string | number)[], value: unknown): unknown {
  if (first === undefined) return value
  const copy = (Array.isArray(whole) ? [...whole] : { ...(whole as object) }) as Record<
    string | number,
    unknown
  >
  copy[first] = replaced(copy[first], rest, value)
  return copy
}
