import { designationModel, makeAliases, modelAliases } from './aliases.js'
import { modelsByMake } from './models-by-make.js'

/** A model and what was written behind it. */
export interface SplitModel {
  /** As `canonicalModel` gives it. */
  readonly model: string
  /** What tells the version from others of the model, as it was written; absent when there is nothing. */
  readonly trim?: string
}

/** No model of `modelsByMake` has more words. */
const maxModelWords = 4

/** Words that tell how a car is driven and never what it is called: `2WD`, `AWD`, `4x4`, `V6`, `I4`. */
const driveWord = /^(?:[24]WD|[AFR]WD|4X[24]|[VIL]\d{1,2})$/

/** Letters, digits and `+` in capitals and without accents: what is left when spelling does not matter. */
function nameKey(text: string): string {
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
 * The make as it spells itself, whatever the case, accents, spaces and hyphens: `Chevrolet` of `CHEVY`, `Mercedes-Benz`
 * of `merc`, `Land Rover` of `land-rover`. `undefined` when it is none that is known: then the text is best kept as it is.
 *
 * @example
 * ```ts
 * import { canonicalMake } from '@telltale/core/cars/vehicle'
 *
 * console.log(canonicalMake('chevy'), canonicalMake('VW')) // Chevrolet Volkswagen
 * ```
 */
export function canonicalMake(text: string): string | undefined {
  return makes.get(nameKey(text))
}

/**
 * The name of a model, the same whatever the case, accents, spaces and hyphens: `F-150` of `f150`. Where a maker names
 * its cars by a number, the line it belongs to: `3 Series` of `328i`, `C-Class` of `C 300`, `RX` of `RX 350`. A model
 * that is not known gives its letters and digits in capitals, so that all spellings of it are one as well.
 *
 * @param make - in any spelling that `canonicalMake` knows.
 * @param text - the model alone; for one with its trim behind it there is `splitModel`.
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
 * Parts a model from the trim behind it: the longest beginning, of whole words, that is a known model. Where that is a
 * number which says more than the line (`328i`), it stays part of the trim. Of a model that is not known, everything
 * is the model up to a word on how it is driven, such as `4WD` or `V6`.
 *
 * @param make - in any spelling that `canonicalMake` knows.
 * @example
 * ```ts
 * import { splitModel } from '@telltale/core/cars/vehicle'
 *
 * console.log(splitModel('ford', 'f150 supercrew cab xlt')) // { model: 'F-150', trim: 'supercrew cab xlt' }
 * console.log(splitModel('BMW', '328i xDrive')) // { model: '3 Series', trim: '328i xDrive' }
 * ```
 */
export function splitModel(make: string, text: string): SplitModel {
  const words = [...text.matchAll(/[\p{L}\p{M}\p{N}+]+/gu)]
  // The make may stand before the model, and a hyphen or an ampersand parts a name into words.
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

interface FoundModel {
  readonly name: string
  /** Whether the text says more than the name, as `328i` does of a `3 Series`. */
  readonly isDesignation: boolean
}

function findModel(make: string, text: string): FoundModel | undefined {
  const canonical = canonicalMake(make)
  if (canonical === undefined) return undefined
  const key = nameKey(text)
  const ownWords = [canonical, canonical.split(' ').at(-1) ?? canonical, make].map(nameKey)
  const keys = [key, ...ownWords.filter((own) => key.startsWith(own)).map((own) => key.slice(own.length))]
  for (const candidate of keys) {
    const name = modelsOf.get(canonical)?.get(candidate)
    if (name !== undefined) return { name, isDesignation: false }
    const line = designationModel(canonical, candidate)
    if (line !== undefined) return { name: line, isDesignation: /\d{2}/.test(candidate) }
  }
  return undefined
}
