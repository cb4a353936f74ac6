import { dayMs } from '../time/index.js'
import { type Episode, followSales, isBelow } from './sale.js'
import type { Hold, Timeline } from './timeline.js'

/** A reduction of which nothing is undone for so long was no sale: the price came down. */
const longestSaleMs = 90 * dayMs

/** How far on either side of a fall and its return one looks whether the price was really asked there. */
const aroundMs = 45 * dayMs

/**
 * Of these 45 days, how much the price must have been there before the fall, about a week, so that it was no passing peak;
 * and how much after its return, so that it is really back. Both were chosen on one half of 251 real histories.
 */
const [leastBefore, leastAfter] = [1 / 8, 1 / 4]

/**
 * The sales of a history as all of it shows them: those that were told at the time, without the ones that proved lasting
 * cuts, and those that nobody could tell while the usual price was not yet clear: falls that were undone within 90 days
 * (the V of Nakamura and Steinsson, Quarterly Journal of Economics 123, 2008, sale filters).
 */
export function reviewSales(timeline: Timeline, now: number): readonly Episode[] {
  const told = followSales(timeline, now).filter((sale) => !provedLasting(sale, timeline.holds))
  return [...told, ...findUndone(timeline.holds, told)].sort((one, other) => one.startedAt - other.startedAt)
}

/** Whether a sale that became the usual price is known to have lasted for 90 days: nothing near its usual price was seen. */
function provedLasting({ startedAt, usual, ending }: Episode, holds: readonly Hold[]): boolean {
  const until = startedAt + longestSaleMs
  if (ending !== 'became-usual' || (holds.at(-1)?.to ?? 0) < until) return false
  return !holds.some(({ from, minor }) => from > startedAt && from <= until && !isBelow(minor, usual))
}

/** Falls of 5 % or more below the price before that were undone within 90 days, outside the sales that were told. */
function findUndone(holds: readonly Hold[], told: readonly Episode[]): readonly Episode[] {
  const found: Episode[] = []
  for (let index = 1; index < holds.length; index++) {
    const { from: startedAt, minor } = holds[index] as Hold
    const usual = (holds[index - 1] as Hold).minor
    if (!isBelow(minor, usual) || startedAt < (found.at(-1)?.endedAt ?? startedAt)) continue
    const back = findReturn(holds, index, usual)
    if (back === undefined || !wasAskedAround(holds, index, back, usual)) continue
    const endedAt = (holds[back] as Hold).from
    if (told.some((sale) => sale.startedAt < endedAt && startedAt < (sale.endedAt ?? endedAt))) continue
    let lowest = minor
    for (const hold of holds.slice(index, back)) if (hold.minor < lowest) lowest = hold.minor
    found.push({ startedAt, usual, lowest, endedAt, ending: 'price-rose' })
  }
  return found
}

/** Where, within 90 days of a fall, a price was seen again of which the reduced one would be no sale. */
function findReturn(holds: readonly Hold[], fallen: number, usual: bigint): number | undefined {
  const until = (holds[fallen] as Hold).from + longestSaleMs
  for (let index = fallen + 1; index < holds.length; index++) {
    const { from, minor } = holds[index] as Hold
    if (from > until) return undefined
    if (!isBelow(minor, usual)) return index
  }
  return undefined
}

/** Whether a price was asked for some time before the fall, and that or a higher one after the return. */
function wasAskedAround(holds: readonly Hold[], fallen: number, back: number, usual: bigint): boolean {
  const [fellAt, backAt] = [(holds[fallen] as Hold).from, (holds[back] as Hold).from]
  let first = fallen
  while ((holds[first - 1]?.to ?? Number.NEGATIVE_INFINITY) > fellAt - aroundMs) first -= 1
  let end = back
  while ((holds[end]?.from ?? Number.POSITIVE_INFINITY) < backAt + aroundMs) end += 1
  const isNear = ({ minor }: Hold): boolean => !isBelow(minor, usual) && !isBelow(usual, minor)
  const isBack = ({ minor }: Hold): boolean => !isBelow(minor, usual)
  return (
    shareOf(holds.slice(first, fallen), fellAt - aroundMs, fellAt, isNear) >= leastBefore &&
    shareOf(holds.slice(back, end), backAt, backAt + aroundMs, isBack) >= leastAfter
  )
}

/** In which part of the known time between two moments the price was one of those; 1 where no time is known. */
function shareOf(holds: readonly Hold[], from: number, to: number, fits: (hold: Hold) => boolean): number {
  let [fitMs, knownMs] = [0, 0]
  for (const hold of holds) {
    const ms = Math.min(hold.to, to) - Math.max(hold.from, from)
    knownMs += ms
    if (fits(hold)) fitMs += ms
  }
  return knownMs > 0 ? fitMs / knownMs : 1
}
