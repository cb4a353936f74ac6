import { defined } from '../../options/index.js'
import { identityKeys, type ProductMatch, sameProduct } from '../../prices/same-product.js'
import { type Product, productsTable } from '../../records/product-records.js'
import { everyRecord, type Runtime } from '../../runtime/index.js'
import { maxMembers } from './group-options.js'

/** Products of an owner that are the same thing in several shops, and not in one group yet. */
export interface GroupSuggestion {
  /** The ids of the products, in the order in which they were tracked. */
  readonly productIds: readonly string[]
  /** The weakest of the matches that make them one. */
  readonly match: ProductMatch
  /** The id of the group that some of them are in: the others may be added to it. */
  readonly groupId?: string
}

interface Cluster {
  readonly products: Product[]
  match?: ProductMatch
}

const strength = { certain: 2, likely: 1, possible: 0 } as const

/** Suggests groups among an owner's products, the surest first. Products that are in one group already are left out. */
export async function suggestGroups(runtime: Runtime, ownerId: string): Promise<readonly GroupSuggestion[]> {
  const clusters: Cluster[] = []
  const byKey = {
    gtin: new Map<string, Cluster[]>(),
    mpn: new Map<string, Cluster[]>(),
    title: new Map<string, Cluster[]>(),
  }
  for await (const product of everyRecord(runtime.storage.collection(productsTable), ownerId)) {
    const cluster: Cluster = { products: [product] }
    clusters.push(cluster)
    for (const { by, key } of identityKeys(product)) {
      const sharing = byKey[by].get(key) ?? []
      byKey[by].set(key, [...sharing, cluster])
    }
  }
  for (const by of ['gtin', 'mpn', 'title'] as const)
    for (const sharing of byKey[by].values()) uniteAll(sharing, by)
  return clusters
    .flatMap(toSuggestion)
    .toSorted((one, other) => strength[other.match.certainty] - strength[one.match.certainty])
}

/** Unites the clusters of products that share a key, as far as all their products match. */
function uniteAll(sharing: readonly Cluster[], by: ProductMatch['by']): void {
  for (const [index, cluster] of sharing.entries())
    for (const other of sharing.slice(0, index)) {
      const match = matchOf(other, cluster)
      if (match?.by !== by || other.products.length + cluster.products.length > maxMembers) continue
      other.products.push(...cluster.products.splice(0))
      other.match = weaker(weaker(match, cluster.match), other.match)
      break
    }
}

/** Returns the weakest match between the products of two clusters; `undefined` unless all of them match. */
function matchOf(one: Cluster, other: Cluster): ProductMatch | undefined {
  const matches = one.products.flatMap((left) => other.products.map((right) => sameProduct(left, right)))
  const [first, ...rest] = matches
  return rest.reduce((weakest, match) => weakest && match && weaker(weakest, match), first)
}

const weaker = (match: ProductMatch, other: ProductMatch | undefined): ProductMatch =>
  other && strength[other.certainty] < strength[match.certainty] ? other : match

function toSuggestion({ products, match }: Cluster): readonly GroupSuggestion[] {
  const groups = new Set(products.flatMap(({ groupId }) => groupId ?? []))
  const isGrouped = groups.size === 1 && products.every(({ groupId }) => groupId)
  if (!match || products.length < 2 || isGrouped || groups.size > 1) return []
  const [groupId] = groups
  const ids = products.map(({ id }) => id)
  return [{ productIds: ids.toSorted(), match, ...defined({ groupId }) }]
}
