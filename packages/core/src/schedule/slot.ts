/** The times at which something is due: `anchorAt + k × everyMs` for every whole `k`, before and after the anchor. */
export interface SlotGrid {
  /** The distance of two slots, in whole milliseconds. */
  readonly everyMs: number
  /** Any one slot, in epoch milliseconds. */
  readonly anchorAt: number
}

/** A new record is first due within this time, in milliseconds, or within its interval when that is shorter. */
const firstWithinMs = 5_000

/**
 * Returns the first slot strictly after a time. Slots are counted from the anchor and never from the slot before, so
 * nothing drifts, and those that were missed are skipped.
 */
export function nextSlot({ everyMs, anchorAt }: SlotGrid, after: number): number {
  const sinceSlotMs = (after - anchorAt) % everyMs
  return after - sinceSlotMs + (sinceSlotMs < 0 ? 0 : everyMs)
}

/**
 * Returns the grid of one record. Its anchor follows from the id alone, evenly spread over the interval, so that ten
 * thousand records made at once do not stay due at once, and every process reaches the same slots without asking.
 */
export function slotGrid(id: string, everyMs: number): SlotGrid {
  return { everyMs, anchorAt: Math.floor(fractionOf(id) * everyMs) }
}

/**
 * Returns when a new record is due for the first time: within five seconds of `now`, or within its interval when that
 * is shorter, so that whoever made it soon sees it work. This slot stands beside the record's grid: those that follow
 * are on the grid, so that records made together, though first due close together, are soon far apart.
 */
export function firstSlot(id: string, everyMs: number, now: number): number {
  return now + Math.floor(fractionOf(id) * Math.min(everyMs, firstWithinMs))
}

/** A fraction from 0 on and below 1: the id's UTF-16 units by FNV-1a (32 bits), then MurmurHash3's finalizer. */
function fractionOf(id: string): number {
  let hash = 0x811c9dc5
  for (let index = 0; index < id.length; index++) hash = Math.imul(hash ^ id.charCodeAt(index), 0x01000193)
  hash = Math.imul(hash ^ (hash >>> 16), 0x85ebca6b)
  hash = Math.imul(hash ^ (hash >>> 13), 0xc2b2ae35)
  return ((hash ^ (hash >>> 16)) >>> 0) / 2 ** 32
}
