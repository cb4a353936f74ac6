import { canonicalMake, matchTrim, splitModel, usualNames } from '@telltale/core/cars/vehicle'
import {
  type Adapter,
  type AdapterContext,
  type CarFact,
  type CarQuery,
  type CarSpecs,
  type OptionsShape,
  parseOptions,
  readJson,
  urlOption,
} from '@telltale/core/ports'
import { z } from 'zod'
import { menuSchema, vehicleSchema } from './response-schema.js'

/** Options of the fueleconomy.gov source. */
export interface FueleconomyOptions {
  /** Tells this source from the host's other adapters. @default 'fueleconomy' */
  readonly id?: string
  /** The base URL of the API. @default 'https://www.fueleconomy.gov/ws/rest' */
  readonly baseUrl?: string
}

const optionsSchema = z.strictObject({
  id: z.string().min(1).default('fueleconomy'),
  baseUrl: urlOption().default('https://www.fueleconomy.gov/ws/rest'),
} satisfies OptionsShape<FueleconomyOptions>)

const vehiclePageUrl = 'https://www.fueleconomy.gov/feg/Find.do?action=sbs&id='

/**
 * Makes a source of fuel consumption from fueleconomy.gov, as on the EPA's label, from model year 1984 on. It is free and
 * needs no key. It knows models as the EPA lists them (`Explorer RWD`); of several that fit, the first listed and its first
 * engine count. A designation such as `340i` means its own name alone, and no other of the `3 Series`.
 *
 * @throws `ValidationError` when an option is wrong.
 * @example
 * ```ts
 * import { fueleconomy } from '@telltale/adapters/fueleconomy'
 *
 * const telltale = createTelltale({ storage, adapters: [fueleconomy()] })
 * ```
 */
export function fueleconomy(options: FueleconomyOptions = {}): Adapter {
  const { id, baseUrl } = parseOptions('fueleconomy', optionsSchema, options)
  const callApi = async <Schema extends z.ZodType>(
    { http, signal }: AdapterContext,
    path: string,
    schema: Schema,
    parameters: Readonly<Record<string, string>> = {},
  ): Promise<z.output<Schema> | undefined> => {
    const url = new URL(`${baseUrl.replace(/\/$/, '')}/vehicle/${path}`)
    for (const [name, value] of Object.entries(parameters)) url.searchParams.set(name, value)
    const headers = { accept: 'application/json' }
    const response = await http.get(url.href, { trust: 'configured', headers, cacheFor: 'regional', signal })
    // The response for an unknown car has no body.
    if (response.status === 404 || response.text.trim() === '') return undefined
    return readJson(id, response, schema)
  }

  const find = async (query: CarQuery, context: AdapterContext): Promise<CarSpecs | undefined> => {
    context.signal.throwIfAborted()
    const year = String(query.year)
    const makes = await callApi(context, 'menu/make', menuSchema, { year })
    const usual = fold(canonicalMake(query.make) ?? query.make)
    const make = makes?.find(({ value }) => [usual, fold(query.make)].includes(fold(value)))?.value
    if (make === undefined) return undefined
    const models = await callApi(context, 'menu/model', menuSchema, { year, make })
    const model = chooseModel(query, models?.map(({ value }) => value) ?? [])
    if (model === undefined) return undefined
    const [engine] = (await callApi(context, 'menu/options', menuSchema, { year, make, model })) ?? []
    if (engine === undefined) return undefined
    const vehicle = await callApi(context, engine.value, vehicleSchema)
    return vehicle && toSpecs({ make, model, year: query.year }, vehicle, engine.value)
  }

  return { specVersion: 1, id, specs: { find } }
}

const fold = (name: string): string => name.toLowerCase().replace(/[^a-z0-9]/g, '')

/**
 * Chooses among the names listed of a model: the one that the trim fits by whole words, else the model alone, else the first.
 * A designation such as `340i` fits its own name, and no other of the `3 Series`.
 */
function chooseModel({ make, model, trim = '' }: CarQuery, listed: readonly string[]): string | undefined {
  const exact = listed.find((name) => fold(name) === fold(`${model}${trim}`))
  if (exact !== undefined) return exact
  const wanted = splitModel(make, model)
  const names = listed.filter((name) => splitModel(make, name).model === wanted.model)
  const words = [wanted.trim, trim].filter(Boolean).join(' ')
  const { match, candidates } = matchTrim(words, names, (name) => name)
  const fitting = match ?? candidates?.[0]
  if (fitting !== undefined) return fitting
  // Only of a designation the usual names have a trim.
  const isDesignation = [model, trim].some((name) => usualNames({ make, model: name }).trim !== undefined)
  return isDesignation ? undefined : (listed.find((name) => fold(name) === fold(model)) ?? names[0])
}

function toSpecs(
  car: CarQuery,
  { city08, highway08, comb08, range, atvType }: z.output<typeof vehicleSchema>,
  id: string,
): CarSpecs | undefined {
  const fact = (value: number | undefined): CarFact | undefined =>
    value === undefined
      ? undefined
      : { value, source: { name: 'EPA, fueleconomy.gov', url: `${vehiclePageUrl}${id}` } }
  const facts = {
    cityMpg: fact(city08),
    highwayMpg: fact(highway08),
    combinedMpg: fact(comb08),
    rangeMiles: atvType === 'EV' ? fact(range) : undefined,
  }
  const known = Object.fromEntries(Object.entries(facts).filter(([, value]) => value !== undefined))
  return Object.keys(known).length === 0 ? undefined : { ...car, ...known }
}
