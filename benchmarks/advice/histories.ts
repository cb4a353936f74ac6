import { createHash } from 'node:crypto'
import { rowsOf } from '../captured.js'

const dayMs = 86_400_000

interface Series {
  readonly id: string
  readonly shop: string
  readonly currency: string
  readonly kind: string
  readonly points: readonly (readonly [at: string, price: number])[]
}

/** A real price history. */
export interface History extends Pick<Series, 'id' | 'shop' | 'currency'> {
  /** The prices as one would have read them, oldest first. */
  readonly readings: readonly (readonly [at: number, price: number])[]
  /** `true` when the rates that the advice takes from other histories were counted on this one too. */
  readonly isCounted: boolean
}

/** Returns the 673 histories of `shared/data`. */
export const histories = (): readonly History[] =>
  ['price_series.jsonl', 'price_series_short.jsonl'].flatMap((list) => rowsOf<Series>(list).map(toHistory))

function toHistory({ id, shop, currency, kind, points }: Series): History {
  const readings = points.map(([at, price]) => [Date.parse(at), price] as const)
  readings.sort(([one], [other]) => one - other)
  const isFilled = kind === 'change-points-only'
  return { id, shop, currency, readings: isFilled ? weekly(readings) : readings, isCounted: isCounted(id) }
}

/** Adds a reading a week between changes of the price: a list of changes says that it held until the next. */
function weekly(changes: History['readings']): History['readings'] {
  return changes.flatMap(([at, price], index) => {
    const until = changes[index + 1]?.[0] ?? at + 1
    return Array.from({ length: Math.ceil((until - at) / (7 * dayMs)) }, (_, week) => {
      return [at + week * 7 * dayMs, price] as const
    })
  })
}

/** The half that the advice's knowledge of other histories was counted on: branches of a shop, or else products, by a hash. */
function isCounted(id: string): boolean {
  const branch = id.startsWith('dominicks') ? id.split(':').slice(0, 2).join(':') : id
  const hash = createHash('sha256').update(`h${branch}`).digest()
  return hash.readUInt16BE() % 2 === 0
}

/** The outcome of waiting on a day. */
export interface Outcome {
  readonly dropped: boolean
  /** The saving by waiting, as a share of the price. */
  readonly saved: number
}

/** Returns the price on each day after the first reading, which holds until the next one, for eight days at most. */
export function pricesByDay({ readings }: History): readonly (number | undefined)[] {
  const first = readings[0]?.[0] ?? 0
  const days: (number | undefined)[] = []
  for (const [index, [at, price]] of readings.entries()) {
    const until = Math.min(at + 8 * dayMs, readings[index + 1]?.[0] ?? at + 1)
    for (let day = Math.ceil((at - first) / dayMs); first + day * dayMs < until; day++) days[day] = price
  }
  return days
}

/**
 * Returns the outcome of waiting on a day: one buys at the first price 2 % lower within 30 days, or after them. It is not
 * known before the 30 days are over, nor where more than half of them are unknown.
 */
export function outcomeOn(
  days: readonly (number | undefined)[],
  day: number,
  price: number,
): Outcome | undefined {
  if (day + 30 >= days.length) return undefined
  const later = days.slice(day + 1, day + 31).filter((each) => each !== undefined)
  const lower = later.find((each) => each <= 0.98 * price)
  if (lower === undefined && later.length < 15) return undefined
  return { dropped: lower !== undefined, saved: (price - (lower ?? later.at(-1) ?? price)) / price }
}
