import { money } from '@telltale/core'
import { matchTrim, usualNames } from '@telltale/core/cars/vehicle'
import {
  type Adapter,
  type AdapterContext,
  type CarValuation,
  type Duration,
  durationOption,
  type HttpResponse,
  type OptionsShape,
  parseOptions,
  readJson,
  urlOption,
  type ValuationQuery,
} from '@telltale/core/ports'
import { z } from 'zod'

/** Options of the Edmunds source. */
export interface EdmundsOptions {
  /** The key of the contract. It appears in no log, error, event or stored row. */
  readonly apiKey: string
  /** The time that the contract allows a value to be kept. */
  readonly keepFor: Duration
  /** Tells this source from the host's other adapters. @default 'edmunds' */
  readonly id?: string
  /** The base URL of the API. @default 'https://api.edmunds.com' */
  readonly baseUrl?: string
  /** The condition in which cars are valued. @default 'Clean' */
  readonly condition?: 'Outstanding' | 'Clean' | 'Average' | 'Rough' | 'Damaged'
}

const optionsSchema = z.strictObject({
  apiKey: z.string().min(1, 'expected the key of your contract'),
  keepFor: durationOption(),
  id: z.string().min(1).default('edmunds'),
  baseUrl: urlOption().default('https://api.edmunds.com'),
  condition: z.enum(['Outstanding', 'Clean', 'Average', 'Rough', 'Damaged']).default('Clean'),
} satisfies OptionsShape<EdmundsOptions>)

const stylesSchema = z.object({
  styles: z.array(
    z.object({
      id: z.int(),
      trim: z.string().optional().catch(undefined),
      name: z.string().optional().catch(undefined),
    }),
  ),
})
const valueSchema = z.object({
  tmv: z.object({ totalWithOptions: z.object({ usedTmvRetail: z.number().optional() }) }),
})

/**
 * Makes a source of used cars' retail prices from Edmunds' True Market Value. It needs a contract, whose terms say how long
 * a value may be kept and how it is to be shown. A car is valued at its mileage and ZIP code.
 *
 * @throws `ValidationError` when an option is wrong.
 * @example
 * ```ts
 * import { edmunds } from '@telltale/adapters/edmunds'
 *
 * const apiKey = process.env.EDMUNDS_KEY ?? ''
 * const telltale = createTelltale({ storage, adapters: [edmunds({ apiKey, keepFor: '24h' })] })
 * ```
 */
export function edmunds(options: EdmundsOptions): Adapter {
  const { apiKey, id, baseUrl, condition } = parseOptions('edmunds', optionsSchema, options)
  /** Returns a function that makes the calls of one lookup, which count as one on the budget. */
  const lookUpOf = ({ http, signal }: AdapterContext) => {
    const asked = { trust: 'configured', cacheFor: 'valuation', lookup: {}, signal } as const
    return (path: string, parameters: Readonly<Record<string, string>>): Promise<HttpResponse> => {
      const query = new URLSearchParams({ ...parameters, fmt: 'json', api_key: apiKey })
      return http.get(`${baseUrl.replace(/\/$/, '')}/${path}?${query}`, asked)
    }
  }

  const value = async (query: ValuationQuery, context: AdapterContext): Promise<CarValuation | undefined> => {
    context.signal.throwIfAborted()
    const lookUp = lookUpOf(context)
    const { mileageMiles, zip } = query
    if (mileageMiles === undefined || zip === undefined) return undefined
    const { make = '', model = '', trim } = usualNames(query)
    const path = `api/vehicle/v2/${[make, model].map(niceName).map(encodeURIComponent).join('/')}/${query.year}/styles`
    const listed = await lookUp(path, { state: 'used', view: 'basic' })
    if (listed.status === 404) return undefined
    const styleid = chooseStyle(readJson(id, listed, stylesSchema).styles, trim)
    if (styleid === undefined) return undefined
    const asked = { styleid: String(styleid), condition, mileage: String(mileageMiles), zip }
    const valued = await lookUp('v1/api/tmv/tmvservice/calculateusedtmv', asked)
    const price = readJson(id, valued, valueSchema).tmv.totalWithOptions.usedTmvRetail
    if (price === undefined || price <= 0) return undefined
    return {
      value: money(price.toFixed(2), 'USD'),
      source: { name: `Edmunds TMV, dealer retail, condition ${condition}` },
      priceLevel: 'retail',
    }
  }

  return {
    specVersion: 1,
    id,
    secrets: () => [apiKey],
    keepFor: options.keepFor,
    // The calls for the style of a car and for its value. The limits stand in the contract.
    budget: { callsPerLookup: 2 },
    valuations: { value },
  }
}

/** Returns a make or model as Edmunds spells it: `land-rover`. */
const niceName = (name: string): string =>
  name
    .trim()
    .toLowerCase()
    .replace(/[^a-z0-9]+/g, '-')

/** Chooses the style of the given trim by whole words, or the only one. Several that fit give none. */
function chooseStyle(
  styles: z.output<typeof stylesSchema>['styles'],
  trim: string | undefined,
): number | undefined {
  if (trim === undefined) return styles.length === 1 ? styles[0]?.id : undefined
  const { match, candidates = [] } = matchTrim(trim, styles, (style) => style.trim ?? style.name ?? '')
  return (
    match ?? matchTrim(trim, candidates.length > 0 ? candidates : styles, ({ name = '' }) => name).match
  )?.id
}
