import type { PageSource } from '../sources/source-product.js'

/**
 * The kinds of support of a price, the first that applies: a place that the owner taught; data of several kinds, or data and
 * the price by the title; data of one kind alone; the price by the title, which the shop marks as one; the only amount there;
 * the data of scripts.
 */
type SupportKind = 'taught' | 'several' | 'data' | 'markup' | 'words' | 'state'

/**
 * The readings with a price by their kind of support, and the right ones among them: each open captured page as it is and
 * without its data. `pnpm bench confidence` counts them anew, and checks them by whole shops left out.
 */
const measured: Readonly<Record<SupportKind, { readonly read: number; readonly right: number }>> = {
  taught: { read: 80, right: 80 },
  several: { read: 27, right: 27 },
  data: { read: 9, right: 9 },
  markup: { read: 57, right: 57 },
  words: { read: 8, right: 8 },
  state: { read: 1, right: 1 },
}

/** Returns the kind of support that a price has. */
export function supportKindOf(sources: readonly PageSource[], isMarked: boolean): SupportKind {
  const kinds = new Set(sources)
  if (kinds.has('taught')) return 'taught'
  const isVisible = kinds.delete('markup')
  kinds.delete('state')
  if (kinds.size > 0) return kinds.size > 1 || isVisible ? 'several' : 'data'
  if (isVisible) return isMarked ? 'markup' : 'words'
  return 'state'
}

/**
 * Returns the probability that a price with this support is right: the share among measured readings, after the rule of
 * Krichevsky and Trofimov, so that no number of right readings makes it certain.
 */
export function confidenceOf(kind: SupportKind): number {
  const { read, right } = measured[kind]
  return Number(((right + 0.5) / (read + 1)).toFixed(3))
}
