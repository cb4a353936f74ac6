import { defined } from '../options/index.js'
import type { Tables } from '../ports/index.js'
import type { Monitor } from '../records/monitor-records.js'
import {
  type StatusPage,
  type StatusPageSummary,
  showsMonitor,
  statusPagesTable,
} from '../records/status-page-records.js'
import { everyRecord } from './every-record.js'
import type { Emit } from './runtime.js'

/** Returns the part of a status page that its events carry. */
export const statusPageSummary = ({ id, ownerId, title, slug }: StatusPage): StatusPageSummary =>
  defined({ id, ownerId, title, slug })

/**
 * Emits that each status page changed that shows a monitor, in one of its forms: before a change and after it, or the one
 * that it has.
 */
export async function emitPageChanges(
  tables: Tables,
  emit: Emit,
  ownerId: string,
  monitors: readonly Pick<Monitor, 'id' | 'tags'>[],
): Promise<void> {
  for await (const page of everyRecord(tables.collection(statusPagesTable), ownerId))
    if (monitors.some((monitor) => showsMonitor(page, monitor)))
      emit('status-page:changed', { page: statusPageSummary(page) })
}
