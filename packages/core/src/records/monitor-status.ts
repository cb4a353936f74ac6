import { defined } from '../options/index.js'
import type { Monitor } from './monitor-records.js'

/** The part of a monitor that its events carry: its name and state, without the settings that `monitors.get` returns. */
export type MonitorStatus = Pick<
  Monitor,
  'id' | 'ownerId' | 'name' | 'url' | 'tags' | 'region' | 'tier' | 'tierChangedAt' | 'degradedSince'
>

/** Returns the part of a monitor that its events carry. */
export function monitorStatus(monitor: Monitor): MonitorStatus {
  const { id, ownerId, name, url, tags, region, tier, tierChangedAt, degradedSince } = monitor
  return defined({ id, ownerId, name, url, tags, region, tier, tierChangedAt, degradedSince })
}

/** The state of a probe whose health changed, in the view of one owner's targets or of the host's references. */
export interface ProbeStatus {
  /** The id of the adapter. */
  readonly adapter: string
  /** The owner whose targets are counted; absent when the host's references are, which counts for every owner. */
  readonly ownerId?: string
  /** The number of sites that it checked within the last two minutes, or of references. */
  readonly targets: number
  /** The number of them that it did not reach. */
  readonly failing: number
}
