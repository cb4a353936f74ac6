import type { PageSource } from '../sources/source-product.js'

/**
 * The kinds of support of a price, the first that applies: a place that the owner taught; data of several kinds, or data and
 * the price by the title; data of one kind alone; the price by the title, which the shop marks as one; the only amount there;
 * the data of scripts.
 */
export type SupportKind = 'taught' | 'several' | 'data' | 'markup' | 'words' | 'state'

/**
 * The readings with a price by their kind of support, and the right ones among them: each open captured page as it is, without
 * its data and after five changes, in five folds by shop. `pnpm bench confidence` counts them anew.
 */
const measured: Readonly<Record<SupportKind, { readonly read: number; readonly right: number }>> = {
  taught: { read: 0, right: 0 },
  several: { read: 0, right: 0 },
  data: { read: 0, right: 0 },
  markup: { read: 0, right: 0 },
  words: { read: 0, right: 0 },
  state: { read: 0, right: 0 },
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
