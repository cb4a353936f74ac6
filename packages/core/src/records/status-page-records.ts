import type { BaseRecord, CollectionDefinition } from '../ports/index.js'
import type { Monitor } from './monitor-records.js'

/** A monitor of a status page. */
export interface StatusPageMonitor {
  /** The monitor's id. */
  readonly id: string
  /** The name that readers see. @default the monitor's own name, unless it holds its address */
  readonly name?: string
}

/** A group of monitors on a status page: those that are named, and those that have a tag. */
export interface StatusPageGroup {
  /** The heading that readers see, 1 to 200 characters. @default none */
  readonly name?: string
  /** Monitors in the order of the page, 100 at most. @default none */
  readonly monitors?: readonly StatusPageMonitor[]
  /** The tag of further monitors, which follow in the order of their names. @default none */
  readonly tag?: string
}

/** A page that tells readers whether what they use works. It shows what its owner chose, and nothing else. */
export interface StatusPage extends BaseRecord {
  /** The title that readers see. */
  readonly title: string
  /** The part of its address that names it, unique among the owner's pages; absent where it has none. */
  readonly slug?: string
  /** The words below the title; absent where there are none. */
  readonly description?: string
  /** The groups of monitors, in order. */
  readonly groups: readonly StatusPageGroup[]
  /** `true` when readers see latencies. */
  readonly showLatency: boolean
  /** `true` when readers see the tags of monitors. */
  readonly showTags: boolean
  /** The language in which times and numbers are written, such as `'de-AT'`. */
  readonly locale: string
  /** The time zone of the times that readers see. */
  readonly timeZone: string
}

/** The part of a status page that its events carry. */
export type StatusPageSummary = Pick<StatusPage, 'id' | 'ownerId' | 'title' | 'slug'>

/** Checks whether a page shows a monitor. */
export const showsMonitor = (
  { groups }: Pick<StatusPage, 'groups'>,
  { id, tags }: Pick<Monitor, 'id' | 'tags'>,
): boolean =>
  groups.some(
    ({ monitors, tag }) =>
      monitors?.some((one) => one.id === id) || (tag !== undefined && tags.includes(tag)),
  )

/** The table of status pages. */
export const statusPagesTable: CollectionDefinition<StatusPage> = {
  name: 'status_pages',
  columns: {
    title: { type: 'text' },
    slug: { type: 'text', optional: true },
    description: { type: 'text', optional: true },
    groups: { type: 'json' },
    showLatency: { type: 'boolean' },
    showTags: { type: 'boolean' },
    locale: { type: 'text' },
    timeZone: { type: 'text' },
  },
  unique: [['slug']],
  indexes: [],
}
