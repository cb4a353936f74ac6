import { makeAliases, modelAliases, modelLine } from './aliases.js'
import { modelsByMake } from './models-by-make.js'

/** A model with its trim, split from one text. */
export interface SplitModel {
  /** The model by `canonicalModel`. */
  readonly model: string
  /** The trim as written after the model; absent when there is none. */
  readonly trim?: string
}

/** The highest number of words of a model in `modelsByMake`. */
const maxModelWords = 4

/** The number of characters of a name that are read: with every trim and extra, a model has far fewer. */
const maxNameChars = 500

/** A word that names a drivetrain or an engine, and never a model: `2WD`, `AWD`, `4x4`, `V6`, `I4`. */
const driveWord = /^(?:[24]WD|[AFR]WD|4X[24]|[VIL]\d{1,2})$/

/** Keys of the short names that were read: the listings of a market repeat few of them. */
const keys = new Map<string, string>()
const [maxKeys, maxKeptChars] = [10_000, 40]

/** Reduces a name to letters, digits and `+`, in capitals and without accents, so that all spellings are equal. */
function nameKey(text: string): string {
  const known = keys.get(text)
  if (known !== undefined) return known
  const key = readKey(text)
  if (keys.size < maxKeys && text.length <= maxKeptChars) keys.set(text, key)
  return key
}

function readKey(text: string): string {
  return text
    .replaceAll('&', 'and')
    .normalize('NFKD')
    .toLowerCase()
    .toUpperCase()
    .normalize('NFKD')
    .replace(/[^\p{L}\p{N}+]/gu, '')
}

const keyed = (entries: readonly (readonly [string, string])[]): ReadonlyMap<string, string> =>
  new Map(entries.map(([spelling, name]) => [nameKey(spelling), name]))

const makes = keyed([
  ...Object.keys(modelsByMake).map((make) => [make, make] as const),
  ...Object.entries(makeAliases),
])

const modelsOf: ReadonlyMap<string, ReadonlyMap<string, string>> = new Map(
  Object.entries(modelsByMake).map(([make, names]) => [
    make,
    keyed([
      ...names.split(', ').map((name) => [name, name] as const),
      ...Object.entries(modelAliases[make] ?? {}),
    ]),
  ]),
)

/**
 * Returns the official spelling of a make, whatever the case, accents, spaces and hyphens: `Chevrolet` for `CHEVY`,
 * `Mercedes-Benz` for `merc`, `Land Rover` for `land-rover`, also with one letter wrong (`Porche`) or with `Motors`, `of
 * America` and the like behind it. `undefined` when the make is unknown.
 *
 * @example
 * ```ts
 * import { canonicalMake } from '@telltale/core/cars/vehicle'
 *
 * console.log(canonicalMake('chevy'), canonicalMake('VW')) // Chevrolet Volkswagen
 * ```
 */
export function canonicalMake(text: string): string | undefined {
  const known = knownMake(text)
  const key = nameKey(text.slice(0, maxNameChars))
  if (known !== undefined || text.length > maxNameChars || key.length < minMisspeltChars) return known
  const cached = misspelt.get(key)
  if (cached !== undefined) return cached.make
  const make =
    makes.get(key.replace(/(?:MOTORS?|MOTORCOMPANY|AUTOMOBILES?|AUTOMOTIVE|CARS|AG|OFAMERICA|USA)$/, '')) ??
    makeNear(key)
  if (misspelt.size < maxMisspelt) misspelt.set(key, { make })
  return make
}

/** Returns the official spelling of a make by its names and aliases alone, without slips. */
export const knownMake = (text: string): string | undefined =>
  text.length > maxNameChars ? undefined : makes.get(nameKey(text))

/** The fewest letters of a make that one slip leaves recognizable. */
const minMisspeltChars = 5
/** Makes that are not known as they are written, with the make that is meant: a file repeats few of them. */
const misspelt = new Map<string, { readonly make: string | undefined }>()
const maxMisspelt = 10_000

/** Returns the one make from which a name differs by a single letter: left out, added, changed or swapped. */
function makeNear(key: string): string | undefined {
  const near = new Set<string>()
  for (const [name, make] of makes)
    if (name.length >= minMisspeltChars && isOneSlip(key, name)) near.add(make)
  const [make] = near
  return near.size === 1 ? make : undefined
}

function isOneSlip(text: string, name: string): boolean {
  if (Math.abs(text.length - name.length) > 1 || text[0] !== name[0]) return false
  let at = 0
  while (at < text.length && text[at] === name[at]) at++
  const rest = (from: string, start: number) => from.slice(start)
  if (text.length < name.length) return rest(text, at) === rest(name, at + 1)
  if (text.length > name.length) return rest(text, at + 1) === rest(name, at)
  const isSwap = text[at] === name[at + 1] && text[at + 1] === name[at]
  return rest(text, at + 1) === rest(name, at + 1) || (isSwap && rest(text, at + 2) === rest(name, at + 2))
}

/**
 * Returns the official name of a model, whatever the case, accents, spaces and hyphens: `F-150` for `f150`. A designation
 * gives its model line: `3 Series` for `328i`, `C-Class` for `C 300`, `RX` for `RX 350`. An unknown model gives its letters
 * and digits in capitals, so that all of its spellings are equal as well.
 *
 * @param make - the make in any spelling that `canonicalMake` knows.
 * @param text - the model alone. For a model with its trim, use `splitModel`.
 * @example
 * ```ts
 * import { canonicalModel } from '@telltale/core/cars/vehicle'
 *
 * console.log(canonicalModel('Ford', 'f150'), canonicalModel('Merc', 'c class')) // F-150 C-Class
 * ```
 */
export function canonicalModel(make: string, text: string): string {
  return findModel(make, text)?.name ?? nameKey(text)
}

/**
 * Splits a text, of which the first 500 characters are read, into the model and the trim after it. The model is the longest beginning, of whole words, that is a known
 * model. A designation that says more than the model line (`328i`) stays in the trim. The name of an unknown model ends
 * before a word for the drivetrain or the engine, such as `4WD` or `V6`.
 *
 * @param make - the make in any spelling that `canonicalMake` knows.
 * @example
 * ```ts
 * import { splitModel } from '@telltale/core/cars/vehicle'
 *
 * console.log(splitModel('ford', 'f150 supercrew cab xlt')) // { model: 'F-150', trim: 'supercrew cab xlt' }
 * console.log(splitModel('BMW', '328i xDrive')) // { model: '3 Series', trim: '328i xDrive' }
 * ```
 */
export function splitModel(make: string, name: string): SplitModel {
  const text = name.slice(0, maxNameChars)
  const words = [...text.matchAll(/[\p{L}\p{M}\p{N}+]+/gu)]
  // The make can precede the model, and a hyphen or an ampersand splits a name into words.
  const starts = words.slice(0, maxModelWords + 2).map(({ index, 0: word }) => index + word.length)
  for (const end of starts.toReversed()) {
    const found = findModel(make, text.slice(0, end))
    if (found) return withTrim(found.name, found.isDesignation ? text : text.slice(end))
  }
  const drive = words.findIndex((word, position) => position > 0 && driveWord.test(nameKey(word[0])))
  const end = words[drive]?.index ?? text.length
  return withTrim(nameKey(text.slice(0, end)), text.slice(end))
}

function withTrim(model: string, rest: string): SplitModel {
  const trim = rest
    .replace(/^[^\p{L}\p{N}(+]+/u, '')
    .replace(/\s+/g, ' ')
    .trim()
  return trim === '' ? { model } : { model, trim }
}

/** A known model found in a text. */
interface FoundModel {
  readonly name: string
  /** `true` when the text says more than the name, such as `328i` for a `3 Series`. */
  readonly isDesignation: boolean
}

function findModel(make: string, text: string): FoundModel | undefined {
  const canonical = canonicalMake(make)
  if (canonical === undefined) return undefined
  const key = nameKey(text)
  const ownWords = [canonical, canonical.split(' ').at(-1) ?? canonical, make].map(nameKey)
  // A make that is a part of its models' names: `Range Rover` `Sport`.
  const joined = nameKey(make) === nameKey(canonical) ? [] : [`${nameKey(make)}${key}`]
  const candidates = [
    key,
    ...joined,
    ...ownWords.filter((own) => key.startsWith(own)).map((own) => key.slice(own.length)),
  ]
  for (const candidate of candidates) {
    const name = modelsOf.get(canonical)?.get(candidate)
    if (name !== undefined) return { name, isDesignation: false }
    const line = modelLine(canonical, candidate)
    if (line !== undefined) return { name: line, isDesignation: /\d{2}/.test(candidate) }
  }
  return undefined
}
