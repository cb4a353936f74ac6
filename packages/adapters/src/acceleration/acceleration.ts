import { canonicalMake, splitModel } from '@telltale/core/cars/vehicle'
import {
  type Adapter,
  type AdapterContext,
  type CarQuery,
  type CarSpecs,
  type OptionsShape,
  parseOptions,
} from '@telltale/core/ports'
import { z } from 'zod'
import { publishedTimes } from './published-times.js'

/** Options of the catalog of published times. */
export interface AccelerationOptions {
  /** Tells this source from the host's other adapters. @default 'acceleration' */
  readonly id?: string
}

const optionsSchema = z.strictObject({
  id: z.string().min(1).default('acceleration'),
} satisfies OptionsShape<AccelerationOptions>)

/**
 * Makes a source of times from standstill to 60 mph: a small list of published ones, each with its source. It needs no
 * network. Put it after other sources of specifications, for what they do not know.
 *
 * @throws `ValidationError` when an option is wrong.
 * @example
 * ```ts
 * import { acceleration } from '@telltale/adapters/acceleration'
 * import { carquery } from '@telltale/adapters/carquery'
 *
 * const telltale = createTelltale({ storage, adapters: [carquery(), acceleration()] })
 * ```
 */
export function acceleration(options: AccelerationOptions = {}): Adapter {
  const { id } = parseOptions('acceleration', optionsSchema, options)
  const find = async (query: CarQuery, { signal }: AdapterContext): Promise<CarSpecs | undefined> => {
    signal.throwIfAborted()
    const make = canonicalMake(query.make)
    const { model, trim: split } = splitModel(query.make, query.model)
    // A model with its trim, or a designation such as `M340i`.
    const wanted = [split, query.trim].filter(Boolean).join(' ')
    const found = publishedTimes.find(
      ({ years: [from, to], trim, isBase, ...car }) =>
        car.make === make &&
        splitModel(car.make, car.model).model === model &&
        from <= query.year &&
        query.year <= to &&
        (wanted === '' ? isBase : wordsOf(wanted) === wordsOf(trim)),
    )
    if (!found) return undefined
    const { seconds: value, source, trim } = found
    return {
      make: found.make,
      model: found.model,
      year: query.year,
      trim,
      zeroToSixtySeconds: { value, source },
    }
  }
  return { specVersion: 1, id, specs: { find } }
}

/** Reduces a trim to its words in capitals, in whatever order. Another word is another trim: `Carrera S` is no `Carrera`. */
const wordsOf = (trim: string): string =>
  trim
    .toUpperCase()
    .split(/[^A-Z0-9.]+/)
    .filter(Boolean)
    .sort()
    .join(' ')
