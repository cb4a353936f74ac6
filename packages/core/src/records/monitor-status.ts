import { defined } from '../options/index.js'
import type { Monitor } from './monitor-records.js'

/**
 * A monitor as its events show it: what it is called and how it is, without its settings, which `monitors.get` gives.
 * The events of a feed are many, so each carries little.
 */
export type MonitorStatus = Pick<
  Monitor,
  'id' | 'ownerId' | 'name' | 'url' | 'tags' | 'region' | 'tier' | 'tierChangedAt'
>

/** What of a monitor its events show. */
export function monitorStatus(monitor: Monitor): MonitorStatus {
  const { id, ownerId, name, url, tags, region, tier, tierChangedAt } = monitor
  return {
    id,
    ownerId,
    name,
    url,
    tags,
    ...defined({ region, tier, tierChangedAt }),
  }
}

/** A probe whose targets fail at once, as it is told to a host. */
export interface ProbeStatus {
  /** The id of the adapter. */
  readonly adapter: string
  /** How many hosts were checked within the last two minutes. */
  readonly targets: number
  /** How many of them failed. */
  readonly failing: number
}
