import { defined } from '../options/index.js'
import { type BaseRecord, type CollectionDefinition, type DumpedRow, everyOwner } from '../ports/index.js'
import { telltaleTables } from '../records/tables.js'
import { refusedBackup } from '../runtime/backup-format/index.js'
import type { Runtime } from '../runtime/index.js'

const idsPerRead = 200

/** The ids of imported records of one table, with their owners. */
interface Batch {
  readonly name: string
  readonly owners: Map<string, unknown>
}

/** A search for records whose ids another owner has already. */
export interface TakenIds {
  /** Takes note of a row, and looks up a batch of ids now and then. */
  add(dumped: DumpedRow): Promise<void>
  /** Looks up the ids that are left. */
  end(): Promise<void>
}

/**
 * Makes a search for ids that are taken. An id names a record in the schedule whatever its owner, so nobody may bring the id
 * of another's.
 *
 * @throws `ValidationError` at the first one.
 */
export function findTakenIds({ storage }: Pick<Runtime, 'storage'>): TakenIds {
  let batch: Batch | undefined
  const end = async () => {
    const shape = telltaleTables.collections.find(({ name }) => name === batch?.name)
    if (!batch || !shape) return
    const { owners, name } = batch
    batch = undefined
    const records = storage.collection(shape as CollectionDefinition<BaseRecord>)
    const where = { id: { in: [...owners.keys()] } }
    for (let after: string | undefined; ; ) {
      const page = await records.page(everyOwner, { where, limit: idsPerRead, ...defined({ after }) })
      for (const { id, ownerId } of page.items)
        if (owners.get(id) !== ownerId) throw refusedBackup(`holds an id of ${name} that is taken: ${id}`)
      if (!page.next) return
      after = page.next
    }
  }
  return {
    add: async ({ kind, name, row }) => {
      if (kind !== 'collection') return
      if (batch && (batch.name !== name || batch.owners.size === idsPerRead)) await end()
      batch ??= { name, owners: new Map() }
      const id = String(row.id)
      const owner = batch.owners.get(id) ?? row.ownerId
      if (owner !== row.ownerId) throw refusedBackup(`holds an id of ${name} twice, of several owners: ${id}`)
      batch.owners.set(id, owner)
    },
    end,
  }
}
