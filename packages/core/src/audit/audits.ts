import { z } from 'zod'
import { defined, type OptionsShape, parseOptions } from '../options/index.js'
import { type Page, toStorableText } from '../ports/index.js'
import { type AuditEntry, auditKey, auditTable } from '../records/audit-records.js'
import { type HistoryOptions, type PageList, pageList, type Runtime } from '../runtime/index.js'
import { historySchema } from '../runtime/page-options.js'
import { checkBy, type RowSchemas } from '../runtime/row-schemas.js'

/** Options of an audit entry. */
export interface AuditOptions {
  /** The actor, by the host's name for them: 1 to 200 characters. */
  readonly who: string
  /** The action, such as `monitor.deleted`: 1 to 200 characters. */
  readonly what: string
  /** The id of the record that the action was on. @default none */
  readonly record?: string
  /** Further details, as plain JSON of up to 100,000 characters. @default none */
  readonly details?: unknown
}

/** The audit log of one owner. The host appends entries; nobody changes them. */
export interface Audit {
  /**
   * Appends an entry, and resolves to it.
   *
   * @throws `ValidationError` when an option is wrong.
   */
  write(options: AuditOptions): Promise<AuditEntry>
  /** Lists the entries, newest first. */
  list(page?: HistoryOptions): PageList<AuditEntry>
}

const nameOption = z.string().min(1).max(200)
/** The maximum length of the details of an entry as JSON. */
const maxDetailsChars = 100_000

const entrySchema = z.strictObject({
  who: nameOption,
  what: nameOption,
  record: nameOption.optional(),
  details: z
    .json()
    .refine((details) => JSON.stringify(details).length <= maxDetailsChars, {
      error: `expected details of at most ${maxDetailsChars} characters as JSON`,
    })
    .optional(),
} satisfies OptionsShape<AuditOptions>)

/** The schemas of the rows of audit logs. */
export const auditRows: RowSchemas = {
  audit: z.looseObject({ key: z.literal(auditKey) }).superRefine((row, context) => {
    const { who, what, record, details } = row
    checkBy(entrySchema, defined({ who, what, record, details }), context)
  }),
}

/** Makes the audit log of one owner. */
export function createAudit(runtime: Runtime, ownerId: string): Audit {
  const rows = runtime.storage.series(auditTable)
  const read = async (page: HistoryOptions = {}): Promise<Page<AuditEntry>> => {
    const query = defined(parseOptions('audit.list', historySchema, page))
    const { items, ...rest } = await rows.page(ownerId, auditKey, query)
    return { ...rest, items: items.map(({ key, ...entry }) => entry) }
  }
  return {
    write: (options) =>
      runtime.run(async () => {
        const given = toStorableText(defined(parseOptions('audit.write', entrySchema, options)))
        const entry: AuditEntry = { id: runtime.newId(), ownerId, at: runtime.clock.now(), ...given }
        await rows.append([{ ...entry, key: auditKey }])
        return entry
      }),
    list: (page) => pageList((next) => runtime.run(() => read(next)), page),
  }
}
