import {
  type BaseRecord,
  type CollectionDefinition,
  defined,
  everyOwner,
  type OwnerScope,
  type Tables,
} from '@telltale/core/ports'
import fc from 'fast-check'
import { expect, it } from 'vitest'
import { memoryStorage } from './index.js'

interface Item extends BaseRecord {
  readonly name: string
  readonly order: number
  readonly kind?: string
}

const itemsTable: CollectionDefinition<Item> = {
  name: 'items',
  columns: { name: { type: 'text' }, order: { type: 'integer' }, kind: { type: 'text', optional: true } },
  unique: [['name']],
  indexes: [['kind', 'order']],
}

const owners = ['ana', 'bo', 'shared']
const idOf = (number: number) => `019b76da-a800-7000-8000-${String(number).padStart(12, '0')}`

const written = fc.record(
  {
    ownerId: fc.constantFrom(...owners),
    id: fc.nat(12).map(idOf),
    version: fc.integer({ min: 1, max: 3 }),
    name: fc.nat(20).map(String),
    order: fc.nat(4),
    kind: fc.constantFrom('a', 'b'),
  },
  { requiredKeys: ['ownerId', 'id', 'version', 'name', 'order'] },
)
const scope = fc.constantFrom<OwnerScope>(...owners, everyOwner)
const change = fc.oneof(
  { weight: 4, arbitrary: fc.record({ does: fc.constant('insert' as const), item: written }) },
  { weight: 3, arbitrary: fc.record({ does: fc.constant('update' as const), item: written }) },
  fc.record({
    does: fc.constant('delete' as const),
    owner: scope,
    ids: fc.array(fc.nat(12).map(idOf), { maxLength: 3 }),
  }),
  fc.record({
    does: fc.constant('claim' as const),
    owner: scope,
    limit: fc.integer({ min: 1, max: 3 }),
    now: fc.nat(30),
  }),
)
const step = fc.record({ changes: fc.array(change, { maxLength: 6 }), holds: fc.boolean() })
const bound = fc.option(fc.nat(4), { nil: undefined })
const question = fc.record({
  owner: scope,
  kind: fc.option(fc.constantFrom('a', 'b'), { nil: undefined }),
  gte: bound,
  lt: bound,
  column: fc.constantFrom('id' as const, 'order' as const, 'createdAt' as const),
  direction: fc.constantFrom('asc' as const, 'desc' as const),
  limit: fc.integer({ min: 1, max: 5 }),
})
type Written = typeof written extends fc.Arbitrary<infer Value> ? Value : never
type Change = typeof change extends fc.Arbitrary<infer Value> ? Value : never
type Question = typeof question extends fc.Arbitrary<infer Value> ? Value : never

interface ModelItem {
  readonly item: Item
  readonly leasedUntil: number
}

const leaseMs = 10
const sees = (owner: OwnerScope, { ownerId }: Item) => owner === everyOwner || owner === ownerId
const asItem = (item: Written): Item => ({ createdAt: item.order, updatedAt: 0, ...item })
const compare = (left: string | number, right: string | number) => (left < right ? -1 : left > right ? 1 : 0)
const byPlace = (column: 'id' | 'order' | 'createdAt') => (left: Item, right: Item) =>
  compare(left[column], right[column]) || compare(left.id, right.id) || compare(left.ownerId, right.ownerId)

/** The same promises, kept in the plainest way: a list that is searched from end to end. */
class Model {
  stored: readonly ModelItem[] = []

  apply(changed: Change): unknown {
    if (changed.does === 'insert') return this.#insert(asItem(changed.item))
    if (changed.does === 'update') return this.#update(asItem(changed.item))
    if (changed.does === 'delete') return this.#delete(changed.owner, changed.ids)
    return this.#claim(changed.owner, changed.limit, changed.now)
  }

  #insert(item: Item) {
    const isTaken = this.stored.some(
      ({ item: other }) =>
        other.ownerId === item.ownerId && (other.id === item.id || other.name === item.name),
    )
    if (isTaken) return [{ ok: false, reason: 'unique' }]
    const record = { ...item, version: 1 }
    this.stored = [...this.stored, { item: record, leasedUntil: 0 }]
    return [{ ok: true, record }]
  }

  #update(item: Item) {
    const own = this.stored.filter(({ item: other }) => other.ownerId === item.ownerId)
    const old = own.find(({ item: other }) => other.id === item.id)
    if (!old) return [{ ok: false, reason: 'missing' }]
    if (old.item.version !== item.version) return [{ ok: false, reason: 'version' }]
    if (own.some((other) => other !== old && other.item.name === item.name))
      return [{ ok: false, reason: 'unique' }]
    const record = { ...item, version: item.version + 1 }
    this.#replace(old, { item: record, leasedUntil: 0 })
    return [{ ok: true, record }]
  }

  #delete(owner: OwnerScope, ids: readonly string[]) {
    const left = this.stored.filter(({ item }) => !(sees(owner, item) && ids.includes(item.id)))
    const removed = this.stored.length - left.length
    this.stored = left
    return removed
  }

  #claim(owner: OwnerScope, limit: number, now: number) {
    const free = this.stored.filter(({ item, leasedUntil }) => sees(owner, item) && leasedUntil <= now)
    const taken = free.toSorted((left, right) => byPlace('order')(left.item, right.item)).slice(0, limit)
    return taken.map((old) => {
      const item = { ...old.item, version: old.item.version + 1 }
      this.#replace(old, { item, leasedUntil: now + leaseMs })
      return item
    })
  }

  #replace(old: ModelItem, by: ModelItem) {
    this.stored = this.stored.map((one) => (one === old ? by : one))
  }

  find({ owner, kind, gte, lt, column, direction }: Question): readonly Item[] {
    const found = this.stored
      .map(({ item }) => item)
      .filter((item) => sees(owner, item) && (kind === undefined || item.kind === kind))
      .filter(({ order }) => (gte === undefined || order >= gte) && (lt === undefined || order < lt))
      .toSorted(byPlace(column))
    return direction === 'asc' ? found : found.reverse()
  }
}

async function apply(tables: Tables, changed: Change): Promise<unknown> {
  const items = tables.collection(itemsTable)
  if (changed.does === 'insert') return items.write([{ insert: asItem(changed.item) }])
  if (changed.does === 'update') return items.write([{ update: asItem(changed.item) }])
  if (changed.does === 'delete') return items.delete(changed.owner, changed.ids)
  const { owner, limit, now } = changed
  return items.claim(owner, { orderBy: { column: 'order', direction: 'asc' }, limit, now, leaseMs })
}

async function ask(tables: Tables, asked: Question) {
  const { owner, kind, gte, lt, column, direction, limit } = asked
  const order = defined({ gte, lt })
  const where = { ...defined({ kind }), order }
  const items = tables.collection(itemsTable)
  const found: Item[] = []
  let after: string | undefined
  do {
    const page = await items.page(owner, {
      where,
      orderBy: { column, direction },
      limit,
      ...defined({ after: after || undefined }),
    })
    found.push(...page.items)
    after = page.next
  } while (after)
  expect(await items.count(owner, where)).toBe(found.length)
  return found
}

it('answers like a plain list, whatever three owners do in transactions that hold or do not', async () => {
  const history = fc.array(step, { minLength: 1, maxLength: 12 })
  await fc.assert(
    fc.asyncProperty(
      history,
      fc.array(question, { minLength: 1, maxLength: 5 }),
      async (steps, questions) => {
        const storage = memoryStorage()
        const model = new Model()
        const undo = new Error('undone')
        for (const { changes, holds } of steps) {
          const before = model.stored
          const transaction = storage.transaction(async (tables) => {
            for (const changed of changes) expect(await apply(tables, changed)).toEqual(model.apply(changed))
            for (const asked of questions) expect(await ask(tables, asked)).toEqual(model.find(asked))
            if (!holds) throw undo
          })
          await transaction.catch((thrown) => {
            if (thrown !== undo) throw thrown
          })
          if (!holds) model.stored = before
          for (const asked of questions) expect(await ask(storage, asked)).toEqual(model.find(asked))
        }
      },
    ),
    { numRuns: 300, interruptAfterTimeLimit: 3_000, markInterruptAsFailure: false },
  )
})
