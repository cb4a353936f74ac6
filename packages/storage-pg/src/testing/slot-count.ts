import type { Monitor, Telltale } from '@telltale/core'

/** A monitor as it was made: its first slot is beside its grid. */
export type MadeMonitor = Pick<Monitor, 'id' | 'dueAt' | 'everyMs' | 'missedRuns'>

/** The slots of several monitors after a run. */
interface SlotCount {
  /** Slots that had a check. */
  readonly checked: number
  /** Slots that are told as missed. */
  readonly missed: number
  /** Each promise that was broken: a slot that has two checks, or that has none and is not told as missed. */
  readonly broken: readonly string[]
  /** The longest time from a slot until a check for it, or the one that caught up on it, began. */
  readonly maxDelayMs: number
}

/** Reads all pages of a list. */
async function everyItem<Item>(
  read: (page: { limit: number; after?: string }) => Promise<{ items: readonly Item[]; next?: string }>,
): Promise<readonly Item[]> {
  const found: Item[] = []
  let page = await read({ limit: 200 })
  found.push(...page.items)
  while (page.next !== undefined) {
    page = await read({ limit: 200, after: page.next })
    found.push(...page.items)
  }
  return found
}

/** Compares the slots of each monitor's plan with its checks and with what is told as missed. */
export async function countSlots(
  telltale: Telltale,
  made: readonly MadeMonitor[],
  checkMs: number,
): Promise<SlotCount> {
  const sums = { checked: 0, missed: 0, maxDelayMs: 0 }
  const broken: string[] = []
  for (const { id, dueAt: firstAt, everyMs, missedRuns } of made) {
    const checks = await everyItem((page) => telltale.monitors.checks(id, page))
    const gaps = await everyItem((page) => telltale.monitors.missedSlots(id, page))
    const { dueAt } = await telltale.monitors.get(id)
    const slots = checks.flatMap(({ slotAt }) => slotAt ?? [])
    const missed = gaps.reduce((sum, { count }) => sum + count, 0)
    const planned = Math.ceil((dueAt - firstAt) / everyMs)
    if (new Set(slots).size < slots.length) broken.push(`${id} has two checks of one slot`)
    if (slots.length + missed !== planned)
      broken.push(`${id} has ${slots.length} checks and ${missed} missed of ${planned} slots`)
    const delays = [
      ...checks.map(({ at, slotAt = at }) => at - slotAt),
      ...gaps.map(({ at, from }) => at - from - (missedRuns === 'once' ? checkMs : 0)),
    ]
    sums.checked += slots.length
    sums.missed += missed
    sums.maxDelayMs = delays.reduce((max, delay) => Math.max(max, delay), sums.maxDelayMs)
  }
  return { ...sums, broken }
}
