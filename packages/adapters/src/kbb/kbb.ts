import { money } from '@telltale/core'
import { decodeVin } from '@telltale/core/cars'
import { matchTrim } from '@telltale/core/cars/vehicle'
import {
  type Adapter,
  type AdapterContext,
  type CarValuation,
  defined,
  type HttpResponse,
  type OptionsShape,
  parseOptions,
  readJson,
  urlOption,
  type ValuationQuery,
} from '@telltale/core/ports'
import { z } from 'zod'

/** Options of the Kelley Blue Book source. */
export interface KbbOptions {
  /** The key of the contract. It appears in no log, error, event or stored row. */
  readonly apiKey: string
  /** Tells this source from the host's other adapters. @default 'kbb' */
  readonly id?: string
  /** The base URL of the API. @default 'https://api.kbb.com/idws' */
  readonly baseUrl?: string
  /** The price type, by its number in the contract. @default 2 (typical listing price) */
  readonly priceTypeId?: number
}

const optionsSchema = z.strictObject({
  apiKey: z.string().min(1, 'expected the key of your contract'),
  id: z.string().min(1).default('kbb'),
  baseUrl: urlOption().default('https://api.kbb.com/idws'),
  priceTypeId: z.int().default(2),
} satisfies OptionsShape<KbbOptions>)

const vinSchema = z.object({
  vinResults: z.array(z.object({ vehicleId: z.int(), trimName: z.string().optional().catch(undefined) })),
})
const optionSchema = z.object({
  items: z.array(
    z.object({
      vehicleOptionId: z.int(),
      isTypical: z.boolean().optional(),
      isVinDecoded: z.boolean().optional(),
    }),
  ),
})
const valuesSchema = z.object({
  prices: z.array(z.object({ priceTypeId: z.int(), configuredValue: z.number() })),
})

/** The default budget: a value takes a call for the VIN, one for its options and one for the price. */
const budget = { lookupsPerDay: 500, callsPerLookup: 3 } as const

/**
 * Makes a source of used cars' listing prices from Kelley Blue Book's InfoDriver Web Service. It needs a contract. A car is
 * identified by its VIN, and valued at its mileage and ZIP code. Where the VIN fits several trims, the query has to name one.
 *
 * @throws `ValidationError` when an option is wrong.
 * @example
 * ```ts
 * import { kbb } from '@telltale/adapters/kbb'
 *
 * const telltale = createTelltale({ storage, adapters: [kbb({ apiKey: process.env.KBB_KEY ?? '' })] })
 * ```
 */
export function kbb(options: KbbOptions): Adapter {
  const { apiKey, id, baseUrl, priceTypeId } = parseOptions('kbb', optionsSchema, options)
  /** Returns a function that makes the calls of one lookup, which count as one on the budget. */
  const lookUpOf = ({ http, signal }: AdapterContext) => {
    const asked = { trust: 'configured', cacheFor: 'valuation', lookup: {}, signal } as const
    return (
      path: string,
      parameters: Readonly<Record<string, string>>,
      json?: object,
    ): Promise<HttpResponse> => {
      const query = new URLSearchParams({ ...parameters, api_key: apiKey })
      const url = `${baseUrl.replace(/\/$/, '')}/vehicle/${path}?${query}`
      return json ? http.request(url, { ...asked, json }) : http.get(url, asked)
    }
  }

  const value = async (query: ValuationQuery, context: AdapterContext): Promise<CarValuation | undefined> => {
    context.signal.throwIfAborted()
    const lookUp = lookUpOf(context)
    const { mileageMiles: mileage, zip: zipCode, trim } = query
    const vin = query.vin && decodeVin(query.vin)?.vin
    if (!vin || mileage === undefined || zipCode === undefined) return undefined
    const found = await lookUp(`vin/id/${vin}`, { VehicleClass: 'UsedCar' })
    if (found.status === 404) return undefined
    const vehicleId = chooseTrim(readJson(id, found, vinSchema).vinResults, trim)
    if (vehicleId === undefined) return undefined
    const fitted = await lookUp('vehicleoptions', { vehicleId: String(vehicleId), limit: '500' })
    const valuationDate = new Date(context.clock.now()).toISOString().slice(0, 10)
    const vehicleOptionIds = optionsOf(readJson(id, fitted, optionSchema).items)
    const configuration = { vehicleId, vehicleOptionIds }
    const priced = await lookUp('values', {}, { configuration, mileage, zipCode, valuationDate })
    const { prices } = readJson(id, priced, valuesSchema)
    const price = prices.find((each) => each.priceTypeId === priceTypeId)?.configuredValue
    if (price === undefined || price <= 0) return undefined
    return {
      value: money(price.toFixed(2), 'USD'),
      source: { name: `Kelley Blue Book, price type ${priceTypeId}` },
      // The meaning of the other numbers stands in the contract alone.
      ...defined({ priceLevel: priceTypeId === 2 ? ('asking' as const) : undefined }),
    }
  }

  return { specVersion: 1, id, secrets: () => [apiKey], budget, valuations: { value } }
}

/** Chooses the only trim that the VIN leaves, or the given one by whole words. */
function chooseTrim(
  found: z.output<typeof vinSchema>['vinResults'],
  trim: string | undefined,
): number | undefined {
  if (found.length === 1 || trim === undefined) return found.length === 1 ? found[0]?.vehicleId : undefined
  return matchTrim(trim, found, ({ trimName = '' }) => trimName).match?.vehicleId
}

/** Returns the options that the VIN encodes; without any, the typical options of such a car. */
function optionsOf(items: z.output<typeof optionSchema>['items']): readonly number[] {
  const decoded = items.filter(({ isVinDecoded }) => isVinDecoded)
  const chosen = decoded.length > 0 ? decoded : items.filter(({ isTypical }) => isTypical)
  return chosen.map(({ vehicleOptionId }) => vehicleOptionId)
}
