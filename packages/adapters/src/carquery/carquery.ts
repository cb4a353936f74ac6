import { canonicalMake, matchTrim, splitModel } from '@telltale/core/cars/vehicle'
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
 * first. A trim or a designation such as `340i` is matched by whole words; where it fits several rows, only the figures
 * in which they agree are given, with the trims in `ambiguousTrims`. Without a trim, the first row with a figure counts.
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
    const { make, model, year } = query
    const wanted = splitModel(make, model)
    const rows = (await trimsOf(query, context)).filter(
      (row) =>
        splitModel(make, row.model_name ?? '').model === wanted.model && Number(row.model_year) === year,
    )
    // A designation such as `340i` is a model line and a trim.
    const trim = [wanted.trim, query.trim].filter(Boolean).join(' ')
    const known = rows.filter((row) => Object.keys(readFacts(row)).length > 0)
    if (trim === '') return specsOf(query, known.slice(0, 1))
    const { match, candidates } = matchTrim(
      trim,
      known,
      (row) => `${row.model_name ?? ''} ${row.model_trim ?? ''}`,
    )
    return specsOf(query, match ? [match] : (candidates ?? []))
  }

  return { specVersion: 1, id, specs: { find } }
}

/** Returns a make as the API spells it: `aston-martin`. */
const slug = (make: string): string => make.toLowerCase().replace(/[^a-z0-9]+/g, '-')

/** Makes the specifications of one row, or of several between which the query does not decide. */
function specsOf({ make, model, year }: CarQuery, rows: readonly TrimRow[]): CarSpecs | undefined {
  const [first, ...others] = rows
  if (!first) return undefined
  const facts = Object.entries(readFacts(first)).filter(([name, fact]) =>
    others.every((row) => readFacts(row)[name as keyof ReturnType<typeof readFacts>]?.value === fact.value),
  )
  const trims = rows.map(({ model_trim }) => model_trim ?? '').filter((trim) => trim !== '')
  return {
    make: canonicalMake(make) ?? first.make_display ?? make,
    model: first.model_name ?? model,
    year,
    ...defined({
      trim: others.length > 0 ? undefined : first.model_trim || undefined,
      ambiguousTrims: others.length > 0 ? trims : undefined,
    }),
    ...Object.fromEntries(facts),
  }
}
