import { canonicalTitleStatus, type TitleStatus } from '../vehicle/title-status.js'
import type { MarketVehicle } from './market-listing.js'

/** Returns the state of a vehicle's title where that is not clean, by its own member or by a condition such as `salvage`. */
export function brandOf({ titleStatus, condition }: MarketVehicle): TitleStatus | undefined {
  const status =
    titleStatus ??
    (condition && /salvage|rebuilt|flood/i.test(condition) ? canonicalTitleStatus(condition) : undefined)
  return status === 'clean' ? undefined : status
}
