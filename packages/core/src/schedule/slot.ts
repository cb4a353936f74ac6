/** Equally spaced slots: `anchorAt + k × everyMs` for every whole `k`, before and after the anchor. */
export interface SlotGrid {
  /** The time between two slots, in whole milliseconds. */
  readonly everyMs: number
  /** One of the slots, in epoch milliseconds. */
  readonly anchorAt: number
}

/** The time within which a new record is first due, unless its interval is shorter. */
const maxFirstDelayMs = 5_000

/**
 * Returns the first slot strictly after a time. Slots are counted from the anchor, not from the previous slot, so nothing
 * drifts and missed slots are skipped.
 */
export function nextSlot({ everyMs, anchorAt }: SlotGrid, after: number): number {
  const sinceSlotMs = (after - anchorAt) % everyMs
  return after - sinceSlotMs + (sinceSlotMs < 0 ? 0 : everyMs)
}

/**
 * Returns the grid of one record. The anchor is a hash of the id, evenly spread over the interval. So ten thousand records
 * that were made together are due at different times, and every process computes the same slots.
 */
export function slotGrid(id: string, everyMs: number): SlotGrid {
  return { everyMs, anchorAt: Math.floor(fractionOf(id) * everyMs) }
}

/**
 * Returns the first slot of a new record: within five seconds of `now`, or within its interval when that is shorter, so
 * that its creator soon sees a result. This slot is off the record's grid, and the following slots are on it. So records
 * that were made together start together and then spread out.
 */
export function firstSlot(id: string, everyMs: number, now: number): number {
  return now + Math.floor(fractionOf(id) * Math.min(everyMs, maxFirstDelayMs))
}

/** Hashes an id to a fraction in [0, 1): FNV-1a (32 bits) over its UTF-16 units, then MurmurHash3's finalizer. */
function fractionOf(id: string): number {
  let hash = 0x811c9dc5
  for (let index = 0; index < id.length; index++) hash = Math.imul(hash ^ id.charCodeAt(index), 0x01000193)
  hash = Math.imul(hash ^ (hash >>> 16), 0x85ebca6b)
  hash = Math.imul(hash ^ (hash >>> 13), 0xc2b2ae35)
  return ((hash ^ (hash >>> 16)) >>> 0) / 2 ** 32
}
