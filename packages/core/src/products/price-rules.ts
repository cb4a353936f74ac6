import { z } from 'zod'
import { ConflictError } from '../errors/index.js'
import type { Money } from '../money/index.js'
import { checkOptions, defined } from '../options/index.js'
import { type OptionsShape, type Page, parseOptions, type Tables } from '../ports/index.js'
import { conditionCheck, type RuleCondition } from '../prices/rules/condition.js'
import { initialState, matchRule } from '../prices/rules/match-rule.js'
import { createRuleContext, type RuleContext } from '../prices/rules/rule-context.js'
import { type RuleFiring, simulationSteps } from '../prices/rules/simulate-rule.js'
import type { Product, ProductObservation } from '../records/product-records.js'
import { type PriceRule, priceRulesTable } from '../records/rule-records.js'
import {
  type ChangeOptions,
  type Emit,
  ownedRecords,
  type PageList,
  type PageOptions,
  pageList,
  pageShape,
  type Runtime,
  storeRecord,
  timeSlices,
  versionCheck,
} from '../runtime/index.js'
import { checkKnownCurrency } from './known-currencies.js'
import { loadRecentHistory } from './recent-history.js'

/** The maximum number of rules of a product. Each is matched with every observation. */
const maxRules = 50

/** The rules on the products of one owner. An unknown id and another owner's id both give a `NotFoundError`. */
export interface PriceRules {
  /**
   * Adds a rule to a product. The rule is matched with each observation, in the transaction that stores it, and emits
   * `rule:fired` when it fires.
   *
   * @throws `ValidationError` naming the invalid part, such as a price in a currency that the product never had, `ConflictError` when the product has 50 rules already.
   */
  create(productId: string, condition: RuleCondition): Promise<PriceRule>
  /** Returns one rule. @throws `NotFoundError` */
  get(id: string): Promise<PriceRule>
  /** Returns the rules of a product or of all products, oldest first. */
  list(query?: RuleQuery): PageList<PriceRule>
  /** Removes a rule. @throws `NotFoundError` */
  remove(id: string, options?: ChangeOptions): Promise<void>
  /** Returns the times at which a rule would have fired over the last year of a product, its newest 2,000 observations. */
  simulate(productId: string, condition: RuleCondition): Promise<readonly RuleFiring[]>
}

/** Options of a list of rules. */
export interface RuleQuery extends PageOptions {
  /** The id of a product, to list only its rules. @default the rules of all products */
  readonly productId?: string
}

const querySchema = z.strictObject({
  productId: z.string().max(100).optional(),
  ...pageShape,
} satisfies OptionsShape<RuleQuery>)

/** Makes the rules service of one owner. `findProduct` rejects for products that the owner does not have. */
export function createPriceRules(
  runtime: Runtime,
  ownerId: string,
  findProduct: (id: string) => Promise<Product>,
): PriceRules {
  const records = ownedRecords(runtime, priceRulesTable, ownerId, 'rule')
  const { storage, clock } = runtime

  const create = async (productId: string, given: RuleCondition): Promise<PriceRule> => {
    const condition = checkOptions('rules.create', conditionCheck, given)
    const product = await findProduct(productId)
    for (const path of ['price', 'amount'] as const) {
      const price = (condition as { readonly [name in typeof path]?: Money })[path]
      const named = { call: 'rules.create', path }
      if (price) await checkKnownCurrency(storage, product, { ...named, price }, clock.now())
    }
    const base = records.base()
    return runtime.commit(ownerId, async (tables) => {
      const rules = tables.collection(priceRulesTable)
      if ((await rules.count(ownerId, { productId })) >= maxRules)
        throw new ConflictError(`the product has ${maxRules} rules already; remove one first`)
      const points = await loadRecentHistory(tables, ownerId, productId, clock.now())
      const newest = points.at(-1)
      const state = initialState(condition, newest && createRuleContext(points, newest))
      const rule: PriceRule = { ...base, productId, condition, state }
      await rules.write([{ insert: rule }])
      return rule
    })
  }

  const list = async (query: RuleQuery = {}): Promise<Page<PriceRule>> => {
    const { productId, ...page } = defined(parseOptions('rules.list', querySchema, query))
    const where = productId === undefined ? {} : { where: { productId } }
    return storage.collection(priceRulesTable).page(ownerId, { ...page, ...where })
  }

  const remove: PriceRules['remove'] = (id, options) => {
    const checkVersion = versionCheck('rules.remove', options)
    return runtime.commit(ownerId, async (tables) => {
      const rules = tables.collection(priceRulesTable)
      const rule = typeof id === 'string' ? await rules.get(ownerId, id) : undefined
      if (!rule) throw records.notFound(id)
      checkVersion(rule)
      await rules.delete(ownerId, [id])
    })
  }

  return {
    create: (productId, condition) => runtime.run(() => create(productId, condition)),
    get: (id) => runtime.run(() => records.find(id)),
    list: (query) => pageList((next) => runtime.run(() => list(next)), query),
    remove: (id, options) => runtime.run(() => remove(id, options)),
    simulate: (productId, condition) =>
      runtime.run(async () => {
        await findProduct(productId)
        const points = await loadRecentHistory(storage, ownerId, productId, clock.now())
        return simulate(condition, points.slice(-maxSimulated))
      }),
  }
}

/** The maximum number of observations that a rule is simulated on: each of them looks back on those before it. */
const maxSimulated = 2_000

async function simulate(
  condition: RuleCondition,
  points: readonly ProductObservation[],
): Promise<readonly RuleFiring[]> {
  const pause = timeSlices()
  const firings: RuleFiring[] = []
  for (const firing of simulationSteps(condition, points)) {
    if (firing) firings.push(firing)
    await pause()
  }
  return firings
}

/** An observation that rules are matched with. */
export interface MatchedObservation {
  readonly product: Product
  readonly observation: ProductObservation
  readonly context: RuleContext
}

/** Matches the rules of a product with an observation, in its transaction. Stores their new state and emits those that fired. */
export async function matchRules(
  tables: Tables,
  emit: Emit,
  { product, observation, context }: MatchedObservation,
): Promise<void> {
  const { ownerId, id: productId } = product
  const rules = await tables
    .collection(priceRulesTable)
    .page(ownerId, { where: { productId }, limit: maxRules })
  for (const rule of rules.items) {
    const { state, reason } = matchRule(rule.condition, rule.state, context)
    if (reason === undefined && JSON.stringify(state) === JSON.stringify(rule.state)) continue
    const firedAt = reason === undefined ? rule.firedAt : context.at
    const changed = defined({ ...rule, state, firedAt, updatedAt: context.at })
    const after = await storeRecord(tables, priceRulesTable, changed)
    if (reason !== undefined) emit('rule:fired', { rule: after, product, observation, reason })
  }
}

/** Removes the rules of a product that is untracked. */
export async function removeRules(tables: Tables, ownerId: string, productId: string): Promise<void> {
  const rules = tables.collection(priceRulesTable)
  const { items } = await rules.page(ownerId, { where: { productId }, limit: maxRules })
  await rules.delete(
    ownerId,
    items.map(({ id }) => id),
  )
}
