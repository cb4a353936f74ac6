/** The weight of each position: 49 CFR 565.15(c), table IV. Position 9 is the check digit itself. */
const weights = [8, 7, 6, 5, 4, 3, 2, 10, 0, 9, 8, 7, 6, 5, 4, 3, 2]

/** The letters of the values 1 to 9: 49 CFR 565.15(c), table III. */
const lettersByValue = ['AJ', 'BKS', 'CLT', 'DMU', 'ENV', 'FW', 'GPX', 'HY', 'RZ']

/** The characters of position 10 for each model year, in cycles of 30 years from 1980: 49 CFR 565.15(d), table VII. */
const yearCharacters = 'ABCDEFGHJKLMNPRSTVWXY123456789'
const cycleYears = 30

/**
 * The makers of heavy trucks, buses, trailers and motorcycles in North America, by world manufacturer identifier. The rule
 * of position 7 is for cars and light trucks alone (49 CFR 565.15(d)), so that their year is one of two.
 */
const otherMakers = new Set(
  (
    '1FU 1FV 3AK 3AL 4UZ 1HT 1HS 3HS 3HA 2HS 4DR 1NK 1NP 1XK 1XP 2NK 2NP 3BK 3WK 1M1 1M2 1M3 1M4 4V1 4V2 4V4 4V5 2FU 2FW ' +
    '2FZ 5KJ 5KK 2WK 2WL 1BA 1BB 1T7 1T8 1M8 2M9 1JJ 1GR 1UY 1DW 1HD 5HD 4KL 54D 5PV 1PT 3H3 2PC'
  ).split(' '),
)

/** The region of the world in which a maker is registered, by ISO 3780. */
export type VinRegion = 'Africa' | 'Asia' | 'Europe' | 'North America' | 'Oceania' | 'South America'

/** The content of a vehicle identification number (VIN), without a table of makers. */
export interface DecodedVin {
  /** The 17 characters, in upper case and without spaces or hyphens. */
  readonly vin: string
  /** The world manufacturer identifier: the first three characters. */
  readonly wmi: string
  /** The region in which the maker is registered. It may sell elsewhere. */
  readonly region: VinRegion
  /** `true` when position 9 is the right check digit. Cars for markets other than North America may lack one. */
  readonly hasValidCheckDigit: boolean
  /** The possible model years by position 10, 30 years apart, earlier first; none when it stands for no year. */
  readonly modelYears: readonly number[]
}

/**
 * Decodes a VIN. `undefined` when the text is none: a VIN has 17 digits and letters without I, O and Q, ends with four
 * digits, and is no placeholder of a few characters or of digits in a row.
 *
 * The model year is certain only for a car or light truck made for North America, where position 7 is a digit up to
 * 2009 and a letter from 2010 on (49 CFR 565.15(d)). Such a car gets one year, any other every possible one: heavy trucks,
 * buses and motorcycles too. A car counts as made for North America by its region, or by a valid check digit, unless it has
 * the fillers `ZZZ` of European ones; one in eleven other cars has a valid one by chance.
 *
 * @example
 * ```ts
 * import { decodeVin } from '@telltale/core/cars'
 *
 * console.log(decodeVin('4T1BF1FK8CU030085')?.modelYears) // [2012]
 * ```
 */
export function decodeVin(text: string): DecodedVin | undefined {
  const vin = text.replace(/[\s-]/g, '').toUpperCase()
  if (!/^[A-HJ-NPR-Z0-9]{13}\d{4}$/.test(vin) || isPlaceholder(vin)) return undefined
  const region = regionOf(vin)
  return {
    vin,
    wmi: vin.slice(0, 3),
    region,
    hasValidCheckDigit: vin[8] === checkDigitOf(vin),
    modelYears: modelYearsOf(vin, region),
  }
}

/** Returns the check digit: the weighted sum modulo 11, with X for 10. Source: 49 CFR 565.15(c). */
function checkDigitOf(vin: string): string {
  const sum = weights.reduce(
    (total, weight, position) => total + weight * characterValue(vin.charAt(position)),
    0,
  )
  return sum % 11 === 10 ? 'X' : String(sum % 11)
}

function characterValue(character: string): number {
  return /\d/.test(character)
    ? Number(character)
    : lettersByValue.findIndex((letters) => letters.includes(character)) + 1
}

/** The fewest different characters of a VIN: with fewer, somebody had to fill a field. */
const minDifferent = 5

const isPlaceholder = (vin: string): boolean =>
  new Set(vin).size < minDifferent || '12345678901234567890'.includes(vin) || /^X{3,}|(.)\1{7,}/.test(vin)

/** Returns the region by ISO 3780 as its registrar allots it: H is China, and 7F to 70 the United States. */
function regionOf(vin: string): VinRegion {
  const [first = '', second = ''] = vin
  if (/[A-G]/.test(first)) return 'Africa'
  if (/[HJ-R]/.test(first)) return 'Asia'
  if (first === '7' && /[F-Z0-9]/.test(second)) return 'North America'
  if (/[S-Z]/.test(first)) return 'Europe'
  if (/[1-5]/.test(first)) return 'North America'
  return /[67]/.test(first) ? 'Oceania' : 'South America'
}

function modelYearsOf(vin: string, region: VinRegion): readonly number[] {
  const index = yearCharacters.indexOf(vin.charAt(9))
  if (index < 0) return []
  const early = 1980 + index
  const hasCheckDigit = vin[8] === checkDigitOf(vin) && vin.slice(3, 6) !== 'ZZZ'
  const followsRule = region === 'North America' ? !otherMakers.has(vin.slice(0, 3)) : hasCheckDigit
  if (!followsRule) return [early, early + cycleYears]
  return [/\d/.test(vin.charAt(6)) ? early : early + cycleYears]
}
