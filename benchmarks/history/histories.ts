import type { HistoryPoint } from '@telltale/core/prices'

const dayMs = 86_400_000

/** Numbers from 0 to 1, the same in every run: a linear congruential generator (the constants of Numerical Recipes). */
function pseudoRandom(): () => number {
  let state = 7
  return () => {
    state = (Math.imul(state, 1_664_525) + 1_013_904_223) >>> 0
    return state / 2 ** 32
  }
}

/** Random walks of a price in whole units, a step a day. */
const walks = {
  'sales now and then': (random: () => number) => {
    let left = 0
    return () => {
      if (left > 0) left -= 1
      else if (random() < 0.03) left = 3 + Math.floor(10 * random())
      return left > 0 ? 7_499 : 9_999
    }
  },
  'another price every day': (random: () => number) => () => 8_000 + Math.floor(4_000 * random()),
  'a slow drift': (random: () => number) => {
    let price = 100_000
    return () => {
      price = Math.max(1, price + Math.floor(21 * random()) - 10)
      return price
    }
  },
}

/** The kinds of histories there are. */
export type HistoryKind = keyof typeof walks

/** Their names. */
export const historyKinds = Object.keys(walks) as HistoryKind[]

/** So many daily readings, with a "was" price and, now and then, a page that could not be read. */
export function madeHistory(kind: HistoryKind, count: number): readonly HistoryPoint[] {
  const random = pseudoRandom()
  const next = walks[kind](random)
  const money = (cents: number) => ({ amount: (cents / 100).toFixed(2), currency: 'EUR' })
  return Array.from({ length: count }, (_, index): HistoryPoint => {
    const cents = next()
    const at = index * dayMs
    return random() < 0.02 ? { at } : { at, price: money(cents), wasPrice: money(12_000) }
  })
}
