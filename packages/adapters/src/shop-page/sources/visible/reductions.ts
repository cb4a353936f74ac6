import { ancestorsOf } from '../../parse/ancestors.js'
import type { PageElement } from '../../parse/nodes.js'
import { textOf } from '../../parse/text.js'
import type { VisiblePrice } from './visible-price.js'

const percentages = /(?<![\d.,])(\d{1,2})(?:[.,]\d)? ?%/g

/** The maximum difference between a percentage as shops round it and the exact one, in points. */
const maxRoundingPoints = 1

/** The maximum length of the text around two prices and their percentage, in characters. */
const maxAroundChars = 200

/** A higher and a lower price beside it, with the percentage between them: the higher one is the former. */
export interface Reduction {
  readonly was: string
  readonly now: string
}

/**
 * Returns the reduction that a percentage beside two prices confirms. Without one, the lower price may be for members, or
 * after a voucher.
 */
export function confirmedReductionOf(prices: readonly VisiblePrice[]): Reduction | undefined {
  const stated = prices.flatMap(({ element, kind, price }) =>
    kind !== 'ambiguous' && price ? [{ element, amount: price.amount }] : [],
  )
  const amounts = [...new Set(stated.map(({ amount }) => amount))].sort(
    (one, other) => Number(one) - Number(other),
  )
  const [now, was, ...others] = amounts
  if (now === undefined || was === undefined || others.length > 0) return undefined
  const percent = 100 * (1 - Number(now) / Number(was))
  const [low] = stated.filter(({ amount }) => amount === now)
  const [high] = stated.filter(({ amount }) => amount === was)
  const around = low && high && commonAncestor(low.element, high.element)
  if (!around) return undefined
  const said = [...textOf(around, maxAroundChars).matchAll(percentages)].map(([, points]) => Number(points))
  return said.some((points) => Math.abs(points - percent) <= maxRoundingPoints) ? { was, now } : undefined
}

function commonAncestor(one: PageElement, other: PageElement): PageElement | undefined {
  const around = new Set(ancestorsOf(other, 4))
  return ancestorsOf(one, 4).find((ancestor) => around.has(ancestor))
}
