import type { Money } from '../../money/index.js'
import { defined } from '../../options/checks.js'
import { type Body, canonicalBody, canonicalDrivetrain, type Drivetrain } from './attributes.js'
import { readCarPrice } from './car-price.js'
import { canonicalMake, knownMake, splitModel } from './make-and-model.js'
import { canonicalTitleStatus, type TitleStatus } from './title-status.js'
import { decodeVin } from './vin.js'

/** The parts of a listing's title line. What the line does not say is absent. */
export interface CarTitle {
  /** The model year. */
  readonly year?: number
  /** The make by `canonicalMake`. */
  readonly make?: string
  /** The model by `canonicalModel`. */
  readonly model?: string
  /** The trim, such as `SE`. */
  readonly trim?: string
  /** The body style. */
  readonly body?: Body
  /** The driven wheels. */
  readonly drivetrain?: Drivetrain
  /** The mileage in miles. */
  readonly mileageMiles?: number
  /** The state of the title. */
  readonly titleStatus?: TitleStatus
  /** The vehicle identification number. */
  readonly vin?: string
  /** The price of the whole car; absent for an instalment or a down payment. */
  readonly price?: Money
}

const maxTitleChars = 1_000
const kmPerMile = 1.609344
const yearPattern = /(?<![\d$€£.,])(?:19[2-9]\d|20[0-4]\d)(?![\d.,]\d|\d|\s?(?:mi\b|miles|km))/
/** A year of two digits, behind an apostrophe. */
const shortYearPattern = /(?<=^|[\s(])['’´](\d{2})(?!\d)/
/** A number with what makes it a mileage: `k` for thousands, and a unit, also behind `original`. */
const mileagePattern =
  /(?<![A-Za-z\d.,-])(\d{1,3}(?:[,.]\d{3})+|\d{1,3}(?: \d{3})+(?! ?k\b)|\d+(?:\.\d)?)(?: ?(k|,?xxx))?(?: (?:original|orig\.?|actual|total|highway|hwy\.?|freeway|city|documented))*(?: ?(miles?|mi|kms?|kilomet(?:er|re)s?))?\b/gi
/** Words before a number that make it a mileage. */
const mileageLabel =
  /\b(?:mileage|odometer|odo|miles|kms?|kilomet(?:er|re)s)\b(?: (?:reads|shows|is|at|of))?[:\s=-]*$/i
/** The end of the name of a car: a sign, a price, a mileage, or words that no trim has. */
const nameEnd =
  /\s[-–—|•*~/]+\s|[,;:!|•*(]|[$€£]|\b\d[\d,.]*\s?k?\s?(?:mi|miles|km|kms)\b|\b\d{1,3}(?:\.\d)?k\b|\b(?:clean|clear|salvage|rebuilt|title|only|low miles|one owner|(?:for sale )?by owner|for sale|with|obo|vin|asking|odometer|mileage|price)\b/i
/** Words behind a trim that are of the body or the drivetrain. */
const bodyWords =
  /\b(?:[2-5]\s?-?d(?:r|oors?)?\b|sedan|coupe|hatchback|convertible|wagon|suv|sport utility|pickup|(?:crew|extended|regular|quad|double|king|super) ?cab|supercrew|supercab|minivan|[24f]wd|awd|rwd|4x4|4x2)(?=\s|$).*/i

const currencies: readonly (readonly [RegExp, string])[] = [
  [/C(?:A|AD)?\$|\bCAD\b/, 'CAD'],
  [/A(?:U|UD)?\$|\bAUD\b/, 'AUD'],
  [/€|\bEUR\b/, 'EUR'],
  [/£|\bGBP\b/, 'GBP'],
  [/₹|\bINR\b|\bRs\b/, 'INR'],
]

/**
 * Reads the title line of a listing, as sellers write it. The first 1,000 characters are read, in English; a dollar sign
 * is taken for US dollars.
 *
 * @example
 * ```ts
 * import { parseCarTitle } from '@telltale/core/cars/vehicle'
 *
 * console.log(parseCarTitle('2016 Toyota Camry SE 4dr Sedan, 45k mi, clean title, $12,900 OBO'))
 * // { year: 2016, make: 'Toyota', model: 'Camry', trim: 'SE', body: 'sedan', mileageMiles: 45000,
 * //   titleStatus: 'clean', price: { amount: '12900', currency: 'USD' } }
 * ```
 */
export function parseCarTitle(text: string): CarTitle {
  const words = text.slice(0, maxTitleChars).replace(/\s+/g, ' ').trim()
  // The end of an address has hyphens between its words.
  const line = words.includes(' ') ? words : words.replace(/[-_+]+/g, ' ')
  const year = yearIn(line)
  const named = namesIn(year ? `${line.slice(0, year.at)} ${line.slice(year.end)}` : line)
  const vin = (line.match(/\b[A-HJ-NPR-Z0-9]{17}\b/gi) ?? [])
    .map(decodeVin)
    .find((found) => found !== undefined)
  const title = /[^,;|.]*\b(?:title|salvage|rebuilt|flood|lemon|cat [a-ds n])\b[^,;|.]*/i.exec(line)?.[0]
  return {
    ...defined({ year: year?.value }),
    ...named,
    ...defined({
      mileageMiles: mileageIn(line),
      titleStatus: title === undefined ? undefined : canonicalTitleStatus(title),
      vin: vin?.vin,
      price: priceIn(line),
    }),
  }
}

/** Finds the year: of four digits, or else of two behind an apostrophe, such as `'07`. */
function yearIn(
  line: string,
): { readonly value: number; readonly at: number; readonly end: number } | undefined {
  const whole = yearPattern.exec(line)
  if (whole) return { value: Number(whole[0]), at: whole.index, end: whole.index + 4 }
  const short = shortYearPattern.exec(line)
  if (!short) return undefined
  const digits = Number(short[1])
  const value = digits + (digits < firstShortYear ? 2_000 : 1_900)
  return { value, at: short.index, end: short.index + short[0].length }
}

/** The first year of two digits that is of the last century: `'40`. */
const firstShortYear = 40

/** Finds the first make among words, and the model and the trim behind it. */
function namesIn(line: string): Pick<CarTitle, 'make' | 'model' | 'trim' | 'body' | 'drivetrain'> {
  const words = [...line.matchAll(/[\p{L}\p{N}&+'.-]+/gu)]
  for (const [at, word] of words.entries())
    for (const count of [3, 2, 1]) {
      const last = words[at + count - 1]
      if (!last) continue
      const end = last.index + last[0].length
      const written = line.slice(word.index, end)
      // Slips are read in single words alone: two words of a sentence can come near to a make.
      const make = written.length < 2 ? undefined : count > 1 ? knownMake(written) : canonicalMake(written)
      if (make !== undefined)
        return { make, ...modelIn(make, written, line.slice(end).replace(/^[\s,:-]+/, '')) }
    }
  return {}
}

function modelIn(make: string, written: string, rest: string) {
  const end = nameEnd.exec(rest)?.index ?? rest.length
  const name = rest.slice(0, end).trim()
  if (name === '') return {}
  const split = splitModel(written, name)
  const known = splitModel(make, name)
  const { model, trim = '' } = split.model === known.model ? known : split
  const plain = trim.replace(bodyWords, '').trim()
  const kind = bodyWords.exec(name)?.[0] ?? ''
  return {
    model,
    ...defined({
      trim: plain || undefined,
      body: canonicalBody(kind),
      drivetrain: canonicalDrivetrain(kind),
    }),
  }
}

/** Reads the first number that is a mileage: with a unit, with `k` and no sign of money, or behind a word such as `mileage`. */
function mileageIn(line: string): number | undefined {
  for (const match of line.matchAll(mileagePattern)) {
    const [all, digits = '', thousands, unit] = match
    const textBefore = line.slice(0, match.index)
    const isLabelled = mileageLabel.test(textBefore)
    const isMoney =
      /[$€£₹]\s?$/.test(textBefore) ||
      /^\s?(?:obo|cash|firm|down)/i.test(line.slice(match.index + all.length))
    if (isMoney || (unit === undefined && thousands === undefined && !isLabelled)) continue
    const figure = Number(digits.replace(/[,\s]|\.(?=\d{3})/g, '')) * (thousands ? 1_000 : 1)
    const isKm = /^k/i.test(unit ?? mileageLabel.exec(textBefore)?.[0] ?? '')
    return isKm ? figure / kmPerMile : figure
  }
  return undefined
}

function priceIn(line: string): Money | undefined {
  const { kind, amount } = readCarPrice({ words: line })
  if (kind !== 'price' || amount === undefined) return undefined
  return { amount, currency: currencies.find(([pattern]) => pattern.test(line))?.[1] ?? 'USD' }
}
