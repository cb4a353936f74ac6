/** The weight of each position: 49 CFR 565.15(c), table IV. Position 9 is the check digit itself. */
const weights = [8, 7, 6, 5, 4, 3, 2, 10, 0, 9, 8, 7, 6, 5, 4, 3, 2]

/** The letters of the values 1 to 9: 49 CFR 565.15(c), table III. */
const lettersByValue = ['AJ', 'BKS', 'CLT', 'DMU', 'ENV', 'FW', 'GPX', 'HY', 'RZ']

/** The characters of position 10 for each model year, in cycles of 30 years from 1980: 49 CFR 565.15(d), table VII. */
const yearCharacters = 'ABCDEFGHJKLMNPRSTVWXY123456789'
const cycleYears = 30

/**
 * The makers of heavy trucks, buses, trailers and motorcycles that are sold in North America, by world manufacturer
 * identifier, from vPIC, the register of NHTSA. The rule of position 7 is for cars and light trucks alone (49 CFR
 * 565.15(d)), so that their year is one of two.
 */
const otherMakers = new Set(
  // Trucks and their chassis.
  (
    '1FU 1FV 1HS 1HT 1HV 1M1 1M2 1M3 1M4 1NK 1NP 1XK 1XP 2AY 2FU 2FV 2FW 2FZ 2HS 2HT 2M1 2M2 2NK 2NP 2WK 2WL 2XK 2XP 3AK ' +
    '3AL 3BJ 3BK 3BP 3FN 3FR 3HA 3HR 3HS 3HT 3NK 3WK 3WP 45V 49H 4EN 4KL 4P1 4S5 4S7 4UZ 4V1 4V2 4V4 4V5 4V6 54D 5B4 5KJ ' +
    '5KK 5PV 5T4 5V4 5VC 722 7H4 JAL JAM JHA JHB JHH JL6 JL7 JNA JNE JW6 ' +
    // Buses.
    '15G 1BA 1BB 1M8 1T7 1T8 2FY 2M9 2MG 2NV 2PC 3BM 4DR 4RK 5FY 5WE YE2 ' +
    // Trailers.
    '1DW 1GR 1JJ 1PT 1UY 3H3 ' +
    // Motorcycles.
    '1HD 1HF 3NS 4MZ 4XA 538 546 56K 57X 5HD 5MZ 5SA 5Y4 JH2 JKA JKB JS1 JYA LC6 ME3 MH3 ML5 MLC MLH RFB SMT VBK WB1 WB3 ' +
    'WB4 ZAP ZD4 ZDM ZGU'
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

/** Characters in the order in which somebody fills a field. */
const successions = ['123456789'.repeat(3), '1234567890'.repeat(3), 'ABCDEFGHJKLMNPRSTUVWXYZ']
/** The most characters in a row that a serial number can have of a succession: it has six digits, or a few more. */
const maxSuccession = 8

/** Checks for one character, a few characters over and over, or a succession: no maker numbers his cars so. */
const isPlaceholder = (vin: string): boolean =>
  new Set(vin).size < minDifferent ||
  /^X{3,}|(.)\1{7,}|(.{3,5})\2{2,}/.test(vin) ||
  [...vin].some((_, at) => {
    const run = vin.slice(at, at + maxSuccession + 1)
    return run.length > maxSuccession && successions.some((succession) => succession.includes(run))
  })

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
  // A 9 in the third place stands for all small makers of a country (49 CFR 565.15(a)), who make trailers above all.
  const isOther = otherMakers.has(vin.slice(0, 3)) || vin[2] === '9'
  const followsRule = !isOther && (region === 'North America' || hasCheckDigit)
  if (!followsRule) return [early, early + cycleYears]
  return [/\d/.test(vin.charAt(6)) ? early : early + cycleYears]
}
