import { z } from 'zod'
import { defined } from '../options/index.js'
import { type OptionsShape, type Page, parseOptions } from '../ports/index.js'
import { type AuditEntry, auditTable } from '../records/audit-records.js'
import { type HistoryOptions, type Runtime, storable } from '../runtime/index.js'
import { historySchema } from '../runtime/page-options.js'

/** What is to be written down. */
export interface AuditOptions {
  /** Who did it, as the host names them: 1 to 200 characters. */
  readonly who: string
  /** What they did, such as `monitor.deleted`: 1 to 200 characters. */
  readonly what: string
  /** The record that they did it to, by its id. @default none */
  readonly record?: string
  /** What else is worth knowing, as plain JSON. @default nothing */
  readonly details?: unknown
}

/** What was done to one owner's records, and by whom: the host writes it down, nobody changes it. */
export interface Audit {
  /** Writes down what somebody did; resolves to the entry. @throws `ValidationError` */
  write(options: AuditOptions): Promise<AuditEntry>
  /** The entries, newest first. */
  list(page?: HistoryOptions): Promise<Page<AuditEntry>>
}

const words = z.string().min(1).max(200)
const entrySchema = z.strictObject({
  who: words,
  what: words,
  record: words.optional(),
  details: z.json().optional(),
} satisfies OptionsShape<AuditOptions>)

const auditKey = 'audit'

/** The audit of one owner. */
export function createAudit(runtime: Runtime, ownerId: string): Audit {
  const rows = runtime.storage.series(auditTable)
  return {
    write: (options) =>
      runtime.run(async () => {
        const given = storable(defined(parseOptions('audit.write', entrySchema, options)))
        const entry: AuditEntry = { id: runtime.newId(), ownerId, at: runtime.clock.now(), ...given }
        await rows.append([{ ...entry, key: auditKey }])
        return entry
      }),
    list: (page = {}) =>
      runtime.run(async () => {
        const query = defined(parseOptions('audit.list', historySchema, page))
        const { items, ...rest } = await rows.page(ownerId, auditKey, query)
        return { ...rest, items: items.map(({ key, ...entry }) => entry) }
      }),
  }
}
