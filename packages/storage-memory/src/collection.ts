import { ValidationError } from '@telltale/core'
import {
  type BaseRecord,
  type Collection,
  type CollectionDefinition,
  type Columns,
  type ComparableValue,
  checkScope,
  checkTexts,
  copyRow,
  defined,
  everyOwner,
  type ListIdentity,
  type OwnerScope,
  type Page,
  type PageQuery,
  type Row,
  readClaimQuery,
  readCursor,
  readPageQuery,
  readRecord,
  readWhere,
  recordColumns,
  type WriteResult,
  writeCursor,
} from '@telltale/core/ports'
import type { CheckedWrite } from './record-table.js'
import { takePage } from './selection.js'
import type { StateAccess } from './state.js'

/** Makes the collection of a definition that was checked. Copies records on their way in and out. */
export function memoryCollection<Item extends BaseRecord>(
  definition: CollectionDefinition<Item>,
  access: StateAccess,
): Collection<Item> {
  const { name } = definition
  const columns = recordColumns(definition)
  const copy = (record: Row) => copyRow(columns, record) as Row as Item

  return {
    write: async (operations) => {
      const writes = operations.map((operation) => readOperation(`${name}.write`, columns, operation))
      const outcomes = await access.write((state) => state.collection(definition).write(writes))
      return outcomes.map(
        (outcome): WriteResult<Item> => (outcome.ok ? { ok: true, record: copy(outcome.record) } : outcome),
      )
    },
    get: async (owner, id) => {
      checkScope(`${name}.get`, owner)
      checkTexts(`${name}.get`, 'id', [id])
      return access.read((state) => {
        const record = state.collection(definition).find(owner, id)
        return record && copy(record)
      })
    },
    page: (owner, query) => readPage(definition, access, owner, query),
    count: async (owner, where) => {
      checkScope(`${name}.count`, owner)
      const conditions = readWhere(`${name}.count`, definition, where)
      return access.read((state) => state.collection(definition).count(owner, conditions))
    },
    claim: async (owner, query) => {
      checkScope(`${name}.claim`, owner)
      const { conditions, order, ...lease } = readClaimQuery(`${name}.claim`, definition, query)
      const claimed = await access.write((state) =>
        state.collection(definition).claim(owner, { conditions, order }, lease),
      )
      return claimed.map(copy)
    },
    delete: async (owner, ids) => {
      const unwanted = [...ids]
      checkScope(`${name}.delete`, owner)
      checkTexts(`${name}.delete`, 'ids', unwanted)
      return access.write((state) => state.collection(definition).delete(owner, unwanted))
    },
  }
}

function readOperation(call: string, columns: Columns, operation: object): CheckedWrite {
  const [kind, ...more] = Object.keys(operation)
  if ((kind !== 'insert' && kind !== 'update') || more.length > 0)
    throw new ValidationError(call, [{ path: '', message: 'expected operations { insert } or { update }' }])
  return { kind, record: readRecord(call, columns, (operation as Row)[kind]) }
}

async function readPage<Item extends BaseRecord>(
  definition: CollectionDefinition<Item>,
  access: StateAccess,
  owner: OwnerScope,
  query: PageQuery<Item>,
): Promise<Page<Item>> {
  const call = `${definition.name}.page`
  checkScope(call, owner)
  const { conditions, order, limit, after } = readPageQuery(call, definition, query)
  const { column, type, direction } = order
  const list: ListIdentity = [definition.name, owner === everyOwner ? null : owner, column, direction]
  const [value, id, ownerId] =
    after === undefined ? [] : readCursor(call, list, [type, 'text', 'text'], after)
  const position = after === undefined ? undefined : { ownerId, id, [column]: value }
  const columns = recordColumns(definition)
  return access.read((state) => {
    const records = state.collection(definition).select(owner, { conditions, order, position })
    const { items, last } = takePage(records, limit)
    return {
      items: items.map((record) => copyRow(columns, record) as Row as Item),
      ...defined({
        next: last
          ? writeCursor(list, [last[column], last.id, last.ownerId] as ComparableValue[])
          : undefined,
      }),
    }
  })
}
