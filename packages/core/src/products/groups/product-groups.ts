import { ConflictError } from '../../errors/index.js'
import { defined, omit } from '../../options/index.js'
import type { Tables } from '../../ports/index.js'
import { parseOptions } from '../../ports/index.js'
import type { HistoryAnalysis } from '../../prices/analysis.js'
import type { LandedCosts } from '../../prices/group/landed-price.js'
import { changesOf, type GroupPoint } from '../../prices/group/merge-histories.js'
import { type ProductGroup, productGroupsTable } from '../../records/group-records.js'
import { type Product, productsTable } from '../../records/product-records.js'
import {
  type ChangeOptions,
  type ListOptions,
  type OwnedRecords,
  ownedRecords,
  type PageList,
  type Runtime,
  storeRecord,
  type VersionCheck,
  versionCheck,
} from '../../runtime/index.js'
import { analyzeGroup, loadGroupHistory } from './group-history.js'
import { compareMembers, type GroupOffers, loadMembers } from './group-offers.js'
import {
  defaultGroupName,
  groupPatchSchema,
  groupSchema,
  landedCostsSchema,
  maxMembers,
  type ProductGroupOptions,
  type ProductGroupPatch,
} from './group-options.js'
import { settleBest } from './settle-best.js'
import { type GroupSuggestion, suggestGroups } from './suggest-groups.js'

/**
 * Groups of one owner: several tracked pages as one product, with one best price. An unknown id and another owner's id both
 * give a `NotFoundError`.
 */
export interface ProductGroups {
  /**
   * Makes a group. Each reading of one of its products settles the best price, and emits `group:best-changed` where that is
   * news.
   *
   * @throws `ValidationError`, `NotFoundError` for a product that the owner does not have, `ConflictError` for one that is in
   * another group: `existingId` is that group.
   */
  create(options?: ProductGroupOptions): Promise<ProductGroup>
  /** Returns one group. @throws `NotFoundError` */
  get(id: string): Promise<ProductGroup>
  /** Returns the groups, oldest first. */
  list(page?: ListOptions): PageList<ProductGroup>
  /** Changes the named members of a group; `null` takes one back to its default. */
  update(id: string, patch: ProductGroupPatch, options?: ChangeOptions): Promise<ProductGroup>
  /** Removes a group. Its products stay tracked. */
  delete(id: string, options?: ChangeOptions): Promise<void>
  /**
   * Adds a product to a group, with what its page does not say about its costs. Called again with costs, it replaces
   * those of a product of the group.
   *
   * @throws `ConflictError` when the product is in another group, or the group has 20 products already.
   */
  add(id: string, productId: string, costs?: LandedCosts): Promise<ProductGroup>
  /** Takes a product out of a group. The product stays tracked. */
  remove(id: string, productId: string): Promise<ProductGroup>
  /** Returns what each product of a group costs now, the cheapest first. */
  offers(id: string): Promise<GroupOffers>
  /**
   * Returns the best price of a group over the last year, at each change, oldest first: the histories of its products as one.
   * Each reading has the delivery and the coupon of its time; tax, fees and own coupons are those of today.
   */
  history(id: string): Promise<readonly GroupPoint[]>
  /** Analyzes the best price of the last year as that of one product: of one kilogram, litre or piece where its packs differ. */
  analyze(id: string): Promise<HistoryAnalysis>
  /**
   * Suggests products that are the same thing, by GTIN, by brand and manufacturer part number, or by titles of the same
   * words. Nothing is grouped.
   */
  suggest(): Promise<readonly GroupSuggestion[]>
}

/** Makes the groups service of one owner. */
export function createProductGroups(
  runtime: Runtime,
  ownerId: string,
  products: OwnedRecords<Product>,
): ProductGroups {
  const groups = ownedRecords(runtime, productGroupsTable, ownerId, 'group')
  const { run } = runtime
  const change = changeOf(runtime, groups)

  const create = async (given: ProductGroupOptions): Promise<ProductGroup> => {
    const { name, currency, products: ids } = parseOptions('groups.create', groupSchema, given)
    const group: ProductGroup = { ...groups.base(), name, ...defined({ currency }) }
    return runtime.commit(ownerId, async (tables) => {
      await tables.collection(productGroupsTable).write([{ insert: group }])
      for (const id of ids) await join(tables, products, group, { id })
      return settleBest({ tables }, group, runtime.clock.now())
    })
  }

  return {
    create: (options = {}) => run(() => create(options)),
    get: (id) => run(() => groups.find(id)),
    list: groups.list,
    update: (id, patch, options) =>
      change(id, async (tables, group) => {
        versionCheck('groups.update', options)(group)
        const { name, currency } = parseOptions('groups.update', groupPatchSchema, patch)
        const kept = currency === null ? omit(group, 'currency') : group
        const given = defined({
          name: name === null ? defaultGroupName : name,
          currency: currency ?? undefined,
        })
        return storeRecord(tables, productGroupsTable, { ...kept, ...given, updatedAt: runtime.clock.now() })
      }),
    delete: (id, options) =>
      run(async () => deleteGroup(runtime, await groups.find(id), versionCheck('groups.delete', options))),
    add: (id, productId, costs) =>
      change(id, async (tables, group) => {
        const landedCosts = costs && parseOptions('groups.add', landedCostsSchema, costs)
        await join(tables, products, group, { id: productId, ...defined({ landedCosts }) })
        return group
      }),
    remove: (id, productId) =>
      change(id, async (tables, group) => {
        const member = (await loadMembers(tables, group)).find((each) => each.id === productId)
        if (!member) throw products.notFound(productId)
        await storeRecord(tables, productsTable, withoutGroup(member))
        return group
      }),
    offers: (id) =>
      run(async () => {
        const group = await groups.find(id)
        return compareMembers(group, await loadMembers(runtime.storage, group), runtime.clock.now())
      }),
    history: (id) => run(async () => changesOf(await loadGroupHistory(runtime, await groups.find(id)))),
    analyze: (id) => run(async () => analyzeGroup(runtime, await groups.find(id))),
    suggest: () => run(() => suggestGroups(runtime, ownerId)),
  }
}

/** Makes the function that runs a change of a group, and settles its best price in the same transaction. */
function changeOf(runtime: Runtime, groups: OwnedRecords<ProductGroup>) {
  return (
    id: string,
    work: (tables: Tables, group: ProductGroup) => Promise<ProductGroup>,
  ): Promise<ProductGroup> =>
    runtime.run(async () => {
      const { ownerId } = await groups.find(id)
      return runtime.commit(ownerId, async (tables) => {
        const group = await tables.collection(productGroupsTable).get(ownerId, id)
        if (!group) throw groups.notFound(id)
        return settleBest({ tables }, await work(tables, group), runtime.clock.now())
      })
    })
}

/** Removes a group, and takes its products out of it. */
function deleteGroup(
  runtime: Runtime,
  { ownerId, id }: ProductGroup,
  checkVersion: VersionCheck,
): Promise<void> {
  return runtime.commit(ownerId, async (tables) => {
    const group = await tables.collection(productGroupsTable).get(ownerId, id)
    if (!group) return
    checkVersion(group)
    for (const member of await loadMembers(tables, group))
      await storeRecord(tables, productsTable, withoutGroup(member))
    await tables.collection(productGroupsTable).delete(ownerId, [id])
  })
}

const withoutGroup = (product: Product): Product => omit(product, 'groupId', 'landedCosts')

/** Puts a product into a group, with its costs. */
async function join(
  tables: Tables,
  products: OwnedRecords<Product>,
  { ownerId, id: groupId }: ProductGroup,
  { id, landedCosts }: Pick<Product, 'id' | 'landedCosts'>,
): Promise<void> {
  const collection = tables.collection(productsTable)
  const product = typeof id === 'string' ? await collection.get(ownerId, id) : undefined
  if (!product) throw products.notFound(id)
  if (product.groupId !== undefined && product.groupId !== groupId)
    throw new ConflictError(`the product ${id} is in the group ${product.groupId}; remove it there first`, {
      existingId: product.groupId,
    })
  if (product.groupId === undefined && (await collection.count(ownerId, { groupId })) >= maxMembers)
    throw new ConflictError(`the group has ${maxMembers} products already; remove one first`)
  await storeRecord(tables, productsTable, {
    ...withoutGroup(product),
    groupId,
    ...defined({ landedCosts: landedCosts ?? product.landedCosts }),
  })
}
