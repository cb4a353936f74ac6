import { z } from 'zod'
import { durationOption, type OptionsShape } from '../options/index.js'
import type { CacheKind } from '../ports/index.js'
import { type Duration, hourMs } from '../time/index.js'

/** The time to live of each kind of cached value. */
export interface CacheTimes {
  /** The results of a search. @default '30m' */
  readonly search?: Duration
  /** The data of a market, such as the number of cars of a kind that are for sale. @default '1h' */
  readonly market?: Duration
  /** The value of a car. @default '24h' */
  readonly valuation?: Duration
  /** Facts of a region, which hardly ever change, and specifications. @default '7d' */
  readonly regional?: Duration
}

const ttl = durationOption().exactOptional()

/** Checks {@link CacheTimes}. */
export const cacheTimesSchema = z
  .strictObject({
    search: ttl,
    market: ttl,
    valuation: ttl,
    regional: ttl,
  } satisfies OptionsShape<CacheTimes>)
  .transform(
    (given): Readonly<Record<CacheKind, number>> => ({
      search: given.search ?? hourMs / 2,
      market: given.market ?? hourMs,
      valuation: given.valuation ?? 24 * hourMs,
      regional: given.regional ?? 7 * 24 * hourMs,
      http: 0,
    }),
  )
