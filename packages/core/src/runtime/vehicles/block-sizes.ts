import { blockKey } from '../../cars/dedupe/link-listings.js'
import type { Listing } from '../../cars/vehicle/listing.js'
import type { Tables } from '../../ports/index.js'
import { vehiclesTable } from '../../records/vehicle-records.js'

/** The numbers of an owner's vehicles by make, model and year. Each is counted once, and then goes with what is stored. */
export class BlockSizes {
  readonly #sizes = new Map<string, number>()

  /** Counts the vehicles of the makes, models and years that were not counted before. */
  async count(tables: Tables, ownerId: string, listings: readonly Listing[]): Promise<void> {
    for (const listing of listings) {
      const { make, model, year } = listing
      const key = blockKey(listing)
      if (key === undefined || this.#sizes.has(key)) continue
      const where = { make, model, year } as const
      this.#sizes.set(key, await tables.collection(vehiclesTable).count(ownerId, where as never))
    }
  }

  /** Adds vehicles that were stored. */
  add(listings: readonly Listing[]): void {
    for (const listing of listings) {
      const key = blockKey(listing)
      const size = key === undefined ? undefined : this.#sizes.get(key)
      if (key !== undefined && size !== undefined) this.#sizes.set(key, size + 1)
    }
  }

  /** Returns the number of vehicles of the make, model and year of a listing; 0 where they were not counted. */
  of(listing: Listing): number {
    return this.#sizes.get(blockKey(listing) ?? '') ?? 0
  }
}
