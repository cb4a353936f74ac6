import { ConflictError } from '../errors/index.js'
import { defined } from '../options/index.js'
import { type Page, parseOptions, type Tables } from '../ports/index.js'
import { conditionSchema, type RuleCondition } from '../prices/rules/condition.js'
import { initialState, matchRule } from '../prices/rules/match-rule.js'
import { createRuleContext, type RuleContext } from '../prices/rules/rule-context.js'
import { type RuleFiring, simulateRule } from '../prices/rules/simulate-rule.js'
import type { Product, ProductObservation } from '../records/product-records.js'
import { type PriceRule, priceRulesTable } from '../records/rule-records.js'
import {
  type Emit,
  ownedRecords,
  type PageOptions,
  pageSchema,
  type Runtime,
  storeRecord,
} from '../runtime/index.js'
import { loadRecentHistory } from './recent-history.js'

/** How many rules one product may have: each is matched with every reading. */
const mostRules = 50

/** The rules that watch an owner's products. An id that never was and another owner's are alike: a `NotFoundError`. */
export interface PriceRules {
  /**
   * Has a product watched. The rule is matched with each reading, in the transaction that stores it, and says
   * `rule:fired` when it comes true.
   *
   * @throws `ValidationError` naming the part that is wrong, `ConflictError` when the product has 50 rules already.
   */
  create(productId: string, condition: RuleCondition): Promise<PriceRule>
  get(id: string): Promise<PriceRule>
  /** The rules of a product, or of all, in the order they were made. */
  list(query?: RuleQuery): Promise<Page<PriceRule>>
  remove(id: string): Promise<void>
  /** When a rule would have come true over the last year of a product's history. */
  simulate(productId: string, condition: RuleCondition): Promise<readonly RuleFiring[]>
}

/** Which rules are wanted. */
export interface RuleQuery extends PageOptions {
  /** Only those of this product. @default of all */
  readonly productId?: string
}

/** The rules of one owner; `findProduct` rejects for products that are not theirs. */
export function createPriceRules(
  runtime: Runtime,
  ownerId: string,
  findProduct: (id: string) => Promise<Product>,
): PriceRules {
  const records = ownedRecords(runtime, priceRulesTable, ownerId, 'rule')
  const { storage, clock } = runtime

  const create = async (productId: string, given: RuleCondition): Promise<PriceRule> => {
    const condition = parseOptions('rules.create', conditionSchema, given)
    await findProduct(productId)
    const base = records.base()
    return runtime.commit(ownerId, async (tables) => {
      const rules = tables.collection(priceRulesTable)
      if ((await rules.count(ownerId, { productId })) >= mostRules)
        throw new ConflictError(`the product has ${mostRules} rules already; remove one first`)
      const points = await loadRecentHistory(tables, ownerId, productId, clock.now())
      const newest = points.at(-1)
      const state = initialState(condition, newest && createRuleContext(points, newest))
      const rule: PriceRule = { ...base, productId, condition, state }
      await rules.write([{ insert: rule }])
      return rule
    })
  }

  const list = async ({ productId, ...given }: RuleQuery): Promise<Page<PriceRule>> => {
    const page = defined(parseOptions('rules.list', pageSchema, given))
    const where = productId === undefined ? {} : { where: { productId } }
    return storage.collection(priceRulesTable).page(ownerId, { ...page, ...where })
  }

  const remove = async (id: string): Promise<void> => {
    if ((await storage.collection(priceRulesTable).delete(ownerId, [id])) === 0) throw records.notFound(id)
  }

  return {
    create: (productId, condition) => runtime.run(() => create(productId, condition)),
    get: (id) => runtime.run(() => records.find(id)),
    list: (query = {}) => runtime.run(() => list(query)),
    remove: (id) => runtime.run(() => remove(id)),
    simulate: (productId, condition) =>
      runtime.run(async () => {
        await findProduct(productId)
        return simulateRule(condition, await loadRecentHistory(storage, ownerId, productId, clock.now()))
      }),
  }
}

/** Matches a product's rules with a reading, in its transaction; keeps what they remember and says which came true. */
export async function matchRules(
  tables: Tables,
  emit: Emit,
  product: Product,
  observation: ProductObservation,
  facts: RuleContext,
): Promise<void> {
  const { ownerId, id: productId } = product
  const rules = await tables
    .collection(priceRulesTable)
    .page(ownerId, { where: { productId }, limit: mostRules })
  for (const rule of rules.items) {
    const { state, reason } = matchRule(rule.condition, rule.state, facts)
    if (reason === undefined && JSON.stringify(state) === JSON.stringify(rule.state)) continue
    const fired = reason === undefined ? {} : { firedAt: facts.at }
    const after = await storeRecord(tables, priceRulesTable, {
      ...rule,
      state,
      ...fired,
      updatedAt: facts.at,
    })
    if (reason !== undefined) emit('rule:fired', { rule: after, product, observation, reason })
  }
}

/** Removes the rules of a product that goes. */
export async function removeRules(tables: Tables, ownerId: string, productId: string): Promise<void> {
  const rules = tables.collection(priceRulesTable)
  const { items } = await rules.page(ownerId, { where: { productId }, limit: mostRules })
  await rules.delete(
    ownerId,
    items.map(({ id }) => id),
  )
}
