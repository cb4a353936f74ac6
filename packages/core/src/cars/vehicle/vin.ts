/** The weight of each position, 49 CFR 565.15(c), table IV; position 9 is the check digit itself. */
const weights = [8, 7, 6, 5, 4, 3, 2, 10, 0, 9, 8, 7, 6, 5, 4, 3, 2]

/** The letters whose value is 1, 2, and so on to 9, 49 CFR 565.15(c), table III. */
const lettersByValue = ['AJ', 'BKS', 'CLT', 'DMU', 'ENV', 'FW', 'GPX', 'HY', 'RZ']

/** What position 10 counts through, in cycles of 30 years from 1980: 49 CFR 565.15(d), table VII. */
const yearSigns = 'ABCDEFGHJKLMNPRSTVWXY123456789'
const cycleYears = 30

/** The part of the world a maker is registered in, by ISO 3780. */
export type VinRegion = 'Africa' | 'Asia' | 'Europe' | 'North America' | 'Oceania' | 'South America'

/** What a vehicle identification number says by itself, without any table of makers. */
export interface DecodedVin {
  /** The 17 signs, in upper case and without spaces or hyphens. */
  readonly vin: string
  /** The world manufacturer identifier: the first three signs. */
  readonly wmi: string
  /** Where the maker is registered, which need not be where it sells. */
  readonly region: VinRegion
  /** Whether position 9 is the check digit of the rest. Cars made for other markets than North America need not have one. */
  readonly hasValidCheckDigit: boolean
  /** The model years that position 10 may stand for, 30 years apart; none when it stands for no year. */
  readonly modelYears: readonly number[]
}

/**
 * Reads what a VIN says by itself; `undefined` when it is none, which has 17 digits and letters without I, O and Q.
 *
 * The model year is certain only for a car or light truck made for North America, where position 7 is a digit up to
 * 2009 and a letter from 2010 on (49 CFR 565.15(d)); then one year is given, and elsewhere each that is possible. A car
 * counts as such where its region or its check digit says so: of the others, one in eleven has that digit by chance.
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
  if (!/^[A-HJ-NPR-Z0-9]{17}$/.test(vin)) return undefined
  const region = regionOf(vin)
  return {
    vin,
    wmi: vin.slice(0, 3),
    region,
    hasValidCheckDigit: vin[8] === checkDigitOf(vin),
    modelYears: modelYearsOf(vin, region),
  }
}

/** The remainder of the weighted sum by 11, X for 10: 49 CFR 565.15(c). */
function checkDigitOf(vin: string): string {
  const sum = weights.reduce((total, weight, position) => total + weight * signValue(vin.charAt(position)), 0)
  return sum % 11 === 10 ? 'X' : String(sum % 11)
}

function signValue(sign: string): number {
  return /\d/.test(sign) ? Number(sign) : lettersByValue.findIndex((letters) => letters.includes(sign)) + 1
}

function regionOf(vin: string): VinRegion {
  const [first = ''] = vin
  if (/[A-H]/.test(first)) return 'Africa'
  if (/[J-R]/.test(first)) return 'Asia'
  if (/[S-Z]/.test(first)) return 'Europe'
  if (/[1-5]/.test(first)) return 'North America'
  return /[67]/.test(first) ? 'Oceania' : 'South America'
}

function modelYearsOf(vin: string, region: VinRegion): readonly number[] {
  const index = yearSigns.indexOf(vin.charAt(9))
  if (index < 0) return []
  const early = 1980 + index
  // Only where the check digit is one, too, was the number made by the North American rules.
  if (vin[8] !== checkDigitOf(vin) && region !== 'North America') return [early, early + cycleYears]
  return [/\d/.test(vin.charAt(6)) ? early : early + cycleYears]
}
