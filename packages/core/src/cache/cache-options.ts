import { z } from 'zod'
import { durationOption, type OptionsShape } from '../options/index.js'
import type { CacheKind } from '../ports/index.js'
import type { Duration } from '../time/index.js'
import { hourMs } from '../time/index.js'

/** How long each kind of answer is kept. */
export interface CacheTimes {
  /** What a search found. @default '30m' */
  readonly search?: Duration
  /** Data of a market, such as how many cars of a kind are for sale. @default '1h' */
  readonly market?: Duration
  /** What a car is worth. @default '24h' */
  readonly valuation?: Duration
  /** What holds in a region and hardly ever changes, and specifications. @default '7d' */
  readonly regional?: Duration
}

const kept = durationOption().exactOptional()

/** Checks {@link CacheTimes}. */
export const cacheTimesSchema = z
  .strictObject({
    search: kept,
    market: kept,
    valuation: kept,
    regional: kept,
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
