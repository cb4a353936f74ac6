import { defined } from '../options/index.js'
import type { Monitor } from './monitor-records.js'

/** The part of a monitor that its events carry: its name and state, without the settings that `monitors.get` returns. */
export type MonitorStatus = Pick<
  Monitor,
  'id' | 'ownerId' | 'name' | 'url' | 'tags' | 'region' | 'tier' | 'tierChangedAt'
>

/** Returns the part of a monitor that its events carry. */
export function monitorStatus(monitor: Monitor): MonitorStatus {
  const { id, ownerId, name, url, tags, region, tier, tierChangedAt } = monitor
  return defined({ id, ownerId, name, url, tags, region, tier, tierChangedAt })
}

/** The state of a probe whose health changed. */
export interface ProbeStatus {
  /** The id of the adapter. */
  readonly adapter: string
  /** The number of hosts that it checked within the last two minutes. */
  readonly targets: number
  /** The number of them that failed. */
  readonly failing: number
}
