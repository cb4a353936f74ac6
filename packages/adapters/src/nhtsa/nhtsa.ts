import { decodeVin } from '@telltale/core/cars'
import { normalizeVehicle } from '@telltale/core/cars/vehicle'
import {
  type Adapter,
  type OptionsShape,
  parseOptions,
  readJson,
  urlOption,
  type Vehicle,
} from '@telltale/core/ports'
import { z } from 'zod'

/** Options of the NHTSA source. */
export interface NhtsaOptions {
  /** Tells this source from the host's other adapters. @default 'nhtsa' */
  readonly id?: string
  /** The base URL of the API. @default 'https://vpic.nhtsa.dot.gov/api/vehicles' */
  readonly baseUrl?: string
}

const optionsSchema = z.strictObject({
  id: z.string().min(1).default('nhtsa'),
  baseUrl: urlOption().default('https://vpic.nhtsa.dot.gov/api/vehicles'),
} satisfies OptionsShape<NhtsaOptions>)

/** A value: a text, which can say in three ways that there is none. */
const value = z
  .string()
  .nullish()
  .catch(undefined)
  .transform((text) => (text && text.trim() !== '' && text !== 'Not Applicable' ? text.trim() : undefined))

const responseSchema = z.object({
  Results: z
    .array(
      z.object({
        Make: value,
        Model: value,
        ModelYear: value,
        Trim: value,
        Series: value,
        BodyClass: value,
        DriveType: value,
        EngineHP: value,
        FuelTypePrimary: value,
        ElectrificationLevel: value,
        TransmissionStyle: value,
      }),
    )
    .min(1),
})

/** The fuel by the level of electrification, which says more about a hybrid than its first fuel. */
const electrified: readonly (readonly [RegExp, string])[] = [
  [/^BEV/, 'electric'],
  [/^PHEV/, 'plug-in hybrid'],
  [/^Mild HEV/, 'mild hybrid'],
  [/HEV/, 'hybrid'],
  [/^FCEV/, 'hydrogen'],
]

/**
 * Makes a VIN decoder from NHTSA's vPIC, to which makers file their cars for the United States, from 1981 on. It is free and
 * needs no key.
 *
 * @throws `ValidationError` when an option is wrong.
 * @example
 * ```ts
 * import { nhtsa } from '@telltale/adapters/nhtsa'
 *
 * const telltale = createTelltale({ storage, adapters: [nhtsa()] })
 * ```
 */
export function nhtsa(options: NhtsaOptions = {}): Adapter {
  const { id, baseUrl } = parseOptions('nhtsa', optionsSchema, options)
  return {
    specVersion: 1,
    id,
    decode: {
      vin: async (text, { http, signal }) => {
        signal.throwIfAborted()
        const vin = decodeVin(text)?.vin
        if (vin === undefined) return undefined
        const url = `${baseUrl.replace(/\/$/, '')}/DecodeVinValues/${vin}?format=json`
        const response = await http.get(url, { trust: 'configured', cacheFor: 'regional', signal })
        const [row] = readJson(id, response, responseSchema).Results
        return row && toVehicle(vin, row)
      },
    },
  }
}

/** Converts a row. Every VIN gets a response of status 200; an unknown one has no make. */
function toVehicle(
  vin: string,
  row: z.output<typeof responseSchema>['Results'][number],
): Vehicle | undefined {
  const { Make: make, Model: model, ModelYear: year, Trim, Series, ElectrificationLevel = '' } = row
  if (make === undefined) return undefined
  const fuel = electrified.find(([level]) => level.test(ElectrificationLevel))?.[1]
  const { vehicle } = normalizeVehicle({
    vin,
    make,
    model,
    year,
    trim: Trim ?? Series,
    horsepower: row.EngineHP,
    body: row.BodyClass,
    drivetrain: row.DriveType,
    transmission: row.TransmissionStyle,
    fuel: fuel ?? row.FuelTypePrimary,
  })
  return vehicle
}
