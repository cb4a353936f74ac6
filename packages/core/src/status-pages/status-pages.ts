import { ConflictError, excerpt, NotFoundError } from '../errors/index.js'
import { defined, parseOptions } from '../options/index.js'
import type { Tables } from '../ports/index.js'
import { monitorsTable } from '../records/monitor-records.js'
import { type StatusPage, type StatusPageGroup, statusPagesTable } from '../records/status-page-records.js'
import {
  type ChangeOptions,
  type ListOptions,
  type OwnedRecords,
  ownedRecords,
  type PageList,
  type Runtime,
  statusPageSummary,
  storeRecord,
  versionCheck,
} from '../runtime/index.js'
import type { ReadUptime } from './page-days.js'
import { reportOf } from './page-report.js'
import {
  recordId,
  type StatusPageOptions,
  type StatusPagePatch,
  slugWords,
  statusPageDefaults,
  statusPagePatchSchema,
  statusPageSchema,
} from './status-page-options.js'
import type { StatusPageReport } from './status-page-report.js'

/**
 * The public status pages of one owner. Every call takes the id of a page or its slug. One that does not exist, or that
 * belongs to another owner, gives a `NotFoundError`.
 */
export interface StatusPages {
  /**
   * Makes a status page.
   *
   * @throws `ValidationError`, `NotFoundError` for a monitor that the owner does not have, `ConflictError` for a slug that
   *   another page of the owner has, or when there are 100 pages.
   */
  create(options: StatusPageOptions): Promise<StatusPage>
  /** Returns a page. */
  get(idOrSlug: string): Promise<StatusPage>
  /** Returns the pages, oldest first. */
  list(page?: ListOptions): PageList<StatusPage>
  /** Changes the members that the patch names; `null` takes an option back to its default. Throws as `create` does. */
  update(idOrSlug: string, patch: StatusPagePatch, options?: ChangeOptions): Promise<StatusPage>
  /** Deletes a page. Its monitors stay. */
  delete(idOrSlug: string, options?: ChangeOptions): Promise<void>
  /**
   * Returns what readers of a page are told now: states, uptime of 90 days, incidents and maintenance. It holds nothing but
   * what the owner chose to show, so it may be published as it is, or as `statusPageHtml` and `statusPageFeed` make of it.
   */
  report(idOrSlug: string): Promise<StatusPageReport>
}

/** The maximum number of pages of an owner: each change of a monitor looks at all of them. */
const maxPages = 100

/**
 * Makes the status pages of one owner.
 *
 * @param readUptime - reads the uptime of monitors.
 */
export function createStatusPages(runtime: Runtime, ownerId: string, readUptime: ReadUptime): StatusPages {
  const records = ownedRecords(runtime, statusPagesTable, ownerId, 'status page')
  const { run } = runtime
  const find = (idOrSlug: string) => findPage(runtime.storage, ownerId, records, idOrSlug)
  const change = async (idOrSlug: string, work: (page: StatusPage) => StatusPage): Promise<StatusPage> =>
    runtime.commit(ownerId, async (tables, emit) => {
      const page = await findPage(tables, ownerId, records, idOrSlug)
      const changed = work(page)
      if (changed.slug !== page.slug) await checkSlug(tables, changed)
      if (changed.groups !== page.groups) await checkMonitors(tables, ownerId, changed.groups)
      const stored = await storeRecord(tables, statusPagesTable, changed)
      emit('status-page:changed', { page: statusPageSummary(stored) })
      return stored
    })

  const create = (given: StatusPageOptions): Promise<StatusPage> => {
    const options = defined(parseOptions('statusPages.create', statusPageSchema, given))
    const page: StatusPage = { ...records.base(), ...statusPageDefaults, ...options }
    return runtime.commit(ownerId, async (tables, emit) => {
      const pages = tables.collection(statusPagesTable)
      if ((await pages.count(ownerId)) >= maxPages)
        throw new ConflictError(`there are ${maxPages} status pages already; delete one first`)
      await checkSlug(tables, page)
      await checkMonitors(tables, ownerId, page.groups)
      const [result] = await pages.write([{ insert: page }])
      if (!result?.ok) throw new ConflictError(`another status page has the slug '${page.slug}'`)
      emit('status-page:changed', { page: statusPageSummary(page) })
      return page
    })
  }

  return {
    create: (options) => run(() => create(options)),
    get: (idOrSlug) => run(() => find(idOrSlug)),
    list: records.list,
    update: (idOrSlug, given, options) =>
      run(() => {
        const checkVersion = versionCheck('statusPages.update', options)
        const patch = defined(parseOptions('statusPages.update', statusPagePatchSchema, given))
        return change(idOrSlug, (page) => {
          checkVersion(page)
          return { ...patched(page, patch), updatedAt: runtime.clock.now() }
        })
      }),
    delete: (idOrSlug, options) =>
      run(() => {
        const checkVersion = versionCheck('statusPages.delete', options)
        return runtime.commit(ownerId, async (tables) => {
          const page = await findPage(tables, ownerId, records, idOrSlug)
          checkVersion(page)
          await tables.collection(statusPagesTable).delete(ownerId, [page.id])
        })
      }),
    report: (idOrSlug) => run(async () => reportOf(runtime, await find(idOrSlug), readUptime)),
  }
}

/** Returns a page with the members of a patch: `null` takes one back to its default, or off. */
function patched(page: StatusPage, patch: StatusPagePatch): StatusPage {
  const reset = Object.keys(patch).filter((name) => patch[name as keyof StatusPagePatch] === null)
  const kept = Object.entries({ ...page, ...patch }).filter(([name]) => !reset.includes(name))
  return { ...statusPageDefaults, ...(Object.fromEntries(kept) as unknown as StatusPage) }
}

async function findPage(
  tables: Tables,
  ownerId: string,
  records: OwnedRecords<StatusPage>,
  idOrSlug: string,
): Promise<StatusPage> {
  const pages = tables.collection(statusPagesTable)
  const isText = typeof idOrSlug === 'string'
  const isSlug = isText && slugWords.test(idOrSlug) && !recordId.test(idOrSlug)
  const bySlug = isSlug ? await pages.page(ownerId, { where: { slug: idOrSlug }, limit: 1 }) : undefined
  const page = bySlug ? bySlug.items[0] : isText ? await pages.get(ownerId, idOrSlug) : undefined
  if (!page) throw records.notFound(idOrSlug)
  return page
}

async function checkSlug(tables: Tables, { id, ownerId, slug }: StatusPage): Promise<void> {
  if (slug === undefined) return
  const { items } = await tables.collection(statusPagesTable).page(ownerId, { where: { slug }, limit: 1 })
  const [other] = items
  if (other && other.id !== id)
    throw new ConflictError(`another status page has the slug '${slug}'`, { existingId: other.id })
}

/** @throws `NotFoundError` for the first monitor that the owner does not have. */
async function checkMonitors(
  tables: Tables,
  ownerId: string,
  groups: readonly StatusPageGroup[],
): Promise<void> {
  const monitors = tables.collection(monitorsTable)
  for (const { id } of groups.flatMap(({ monitors = [] }) => monitors))
    if (!(await monitors.get(ownerId, id)))
      throw new NotFoundError(`no monitor has the id ${excerpt(id)}; monitors.list() gives those there are`)
}
