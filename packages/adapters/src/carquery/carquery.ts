import { canonicalMake, canonicalModel } from '@telltale/core/cars/vehicle'
import {
  type Adapter,
  type AdapterContext,
  type CarQuery,
  type CarSpecs,
  dayMs,
  defined,
  type OptionsShape,
  parseOptions,
  urlOption,
} from '@telltale/core/ports'
import { z } from 'zod'
import { readTrims, type TrimRow, trimSchema } from './response-schema.js'
import { readFacts } from './specs.js'

/** Options of the CarQuery source. */
export interface CarqueryOptions {
  /** Tells this source from the host's other adapters. @default 'carquery' */
  readonly id?: string
  /** The base URL of the API. @default 'https://www.carqueryapi.com/api/0.3/' */
  readonly baseUrl?: string
}

const optionsSchema = z.strictObject({
  id: z.string().min(1).default('carquery'),
  baseUrl: urlOption().default('https://www.carqueryapi.com/api/0.3/'),
} satisfies OptionsShape<CarqueryOptions>)

const cacheTtlMs = 30 * dayMs

/**
 * Makes a source of power and torque from CarQuery. It is free, needs no key, and guarantees nothing: put other sources
 * first. Without a trim, the first row with a figure counts.
 *
 * @throws `ValidationError` when an option is wrong.
 * @example
 * ```ts
 * import { carquery } from '@telltale/adapters/carquery'
 *
 * const telltale = createTelltale({ storage, adapters: [carquery()] })
 * ```
 */
export function carquery(options: CarqueryOptions = {}): Adapter {
  const { id, baseUrl } = parseOptions('carquery', optionsSchema, options)
  const trimsOf = async (
    query: CarQuery,
    { http, cache, signal }: AdapterContext,
  ): Promise<readonly TrimRow[]> => {
    const make = canonicalMake(query.make) ?? query.make.trim()
    const url = new URL(baseUrl)
    url.search = new URLSearchParams({
      cmd: 'getTrims',
      make: slug(make),
      year: String(query.year),
      full_results: '1',
    }).toString()
    // Errors come with status 200, so that responses are cached only once they are parsed.
    const cached = z.array(trimSchema).safeParse(await cache.get('regional', url.href)).data
    if (cached) return cached
    const { status, text } = await http.get(url.href, { trust: 'configured', signal })
    const rows = readTrims(id, status, text)
    await cache.set('regional', url.href, rows, { ttlMs: cacheTtlMs })
    return rows
  }

  const find = async (query: CarQuery, context: AdapterContext): Promise<CarSpecs | undefined> => {
    context.signal.throwIfAborted()
    const { make, model, year, trim } = query
    const wanted = canonicalModel(make, model)
    const rows = (await trimsOf(query, context)).filter(
      (row) => canonicalModel(make, row.model_name ?? '') === wanted && Number(row.model_year) === year,
    )
    const named =
      trim === undefined ? rows : rows.filter((row) => fold(row.model_trim ?? '').includes(fold(trim)))
    for (const row of named) {
      const facts = readFacts(row)
      const { make_display, model_name, model_trim } = row
      if (Object.keys(facts).length > 0)
        return {
          make: canonicalMake(make) ?? make_display ?? make,
          model: model_name ?? model,
          year,
          ...defined({ trim: model_trim || undefined }),
          ...facts,
        }
    }
    return undefined
  }

  return { specVersion: 1, id, specs: { find } }
}

/** Returns a make as the API spells it: `aston-martin`. */
const slug = (make: string): string => make.toLowerCase().replace(/[^a-z0-9]+/g, '-')

const fold = (name: string): string => name.toLowerCase().replace(/[^a-z0-9]/g, '')
