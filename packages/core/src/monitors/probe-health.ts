import { registrableDomain } from '../http/polite/registrable-domain.js'
import type { Measurement } from '../latency/check.js'
import { defined } from '../options/index.js'
import type { Monitor } from '../records/monitor-records.js'
import type { ProbeStatus } from '../records/monitor-status.js'
import { minuteMs } from '../time/index.js'
import { Doubt } from './doubt.js'
import { isLocal, reachesTarget } from './reached.js'
import type { ReferenceResult } from './reference-targets.js'
import { SiteWindow } from './site-window.js'

/** The time for which a check of a target counts. */
const windowMs = 2 * minuteMs
/** The number of sites of an owner below which a probe is not in doubt, since all of them may be down. */
const minSites = 5
/** The share of an owner's sites that fail above which a probe is in doubt. */
const doubtShare = 0.6
/** The share of failing sites up to which it has recovered. */
const recoveredShare = 0.3

/** The target of a check. */
export type ProbedTarget = Pick<Monitor, 'ownerId' | 'url' | 'checkedAt' | 'failing'>

/** The health of this process's probes, which tells a probe without a network from targets that are down. */
export interface ProbeHealth {
  /** Counts a check. Resolves to `true` when its failure may be one of this process's own network. */
  isInDoubt(adapter: string, target: ProbedTarget, measurement: Measurement): Promise<boolean>
}

/** The parts of {@link createProbeHealth}. */
export interface ProbeHealthParts {
  readonly now: () => number
  /** The time after which failures count although the probe is still in doubt. */
  readonly maxDoubtMs: number
  /** Checks the references; absent when the host names none. */
  readonly checkReferences?: () => Promise<ReferenceResult>
  readonly onUnhealthy: (status: ProbeStatus) => void
  readonly onRecovered: (status: ProbeStatus) => void
}

/**
 * Makes the health of this process's probes. An answer that came, whatever it says, is never in doubt. Where the host
 * names references, they alone tell: a failure counts when one of them answers. Otherwise each owner's own sites tell,
 * for this owner alone: a probe is in doubt while more than 60 % of at least five sites that it checked for the owner
 * within two minutes fail, and no more once at most 30 % do.
 */
export function createProbeHealth(parts: ProbeHealthParts): ProbeHealth {
  const { checkReferences } = parts
  return checkReferences ? new HealthByReferences(parts, checkReferences) : new HealthByOwnSites(parts)
}

class HealthByReferences implements ProbeHealth {
  readonly #parts: ProbeHealthParts
  readonly #check: () => Promise<ReferenceResult>
  readonly #doubt: Doubt

  constructor(parts: ProbeHealthParts, check: () => Promise<ReferenceResult>) {
    this.#parts = parts
    this.#check = check
    this.#doubt = new Doubt(parts.maxDoubtMs)
  }

  async isInDoubt(_adapter: string, _target: ProbedTarget, measurement: Measurement): Promise<boolean> {
    if (isLocal(measurement)) return false
    const isReached = reachesTarget(measurement)
    // While all is well, what answers is no reason to ask the references.
    if (isReached && !this.#doubt.hasBegun) return false
    const status = await this.#check()
    const now = this.#parts.now()
    const { onUnhealthy, onRecovered } = this.#parts
    if (this.#doubt.set(status.failing === status.targets, now))
      (this.#doubt.hasBegun ? onUnhealthy : onRecovered)(status)
    return !isReached && this.#doubt.excuses(now)
  }
}

/** The checks of one owner by one probe. */
interface OwnerWindow {
  readonly sites: SiteWindow
  readonly doubt: Doubt
  lastAt: number
}

class HealthByOwnSites implements ProbeHealth {
  readonly #parts: ProbeHealthParts
  /** The windows by probe and owner, the one of the oldest check first. */
  readonly #windows = new Map<string, OwnerWindow>()

  constructor(parts: ProbeHealthParts) {
    this.#parts = parts
  }

  async isInDoubt(adapter: string, target: ProbedTarget, measurement: Measurement): Promise<boolean> {
    if (isLocal(measurement)) return false
    const { host, hostname } = new URL(target.url)
    const domain = await registrableDomain(hostname)
    const now = this.#parts.now()
    const window = this.#windowOf(adapter, target.ownerId, now)
    const isReached = reachesTarget(measurement)
    const { remoteAddress: address } = measurement
    window.sites.removeBefore(now - windowMs)
    if (isReached || isNewFailure(target, now - this.#parts.maxDoubtMs))
      window.sites.add(defined({ host, domain, address, at: now, isReached }))
    else window.sites.remove(host)
    this.#update(window, { adapter, ownerId: target.ownerId }, now)
    return !isReached && window.doubt.excuses(now)
  }

  #windowOf(adapter: string, ownerId: string, now: number): OwnerWindow {
    const key = `${adapter} ${ownerId}`
    const known = this.#windows.get(key)
    const window = known ?? {
      sites: new SiteWindow(),
      doubt: new Doubt(this.#parts.maxDoubtMs),
      lastAt: now,
    }
    window.lastAt = now
    this.#windows.delete(key)
    this.#windows.set(key, window)
    for (const [oldKey, { lastAt }] of this.#windows) {
      if (lastAt >= now - windowMs) break
      this.#windows.delete(oldKey)
    }
    return window
  }

  #update({ sites, doubt }: OwnerWindow, of: Pick<ProbeStatus, 'adapter' | 'ownerId'>, now: number): void {
    const { sites: targets, failing } = sites
    const limit = doubt.hasBegun ? recoveredShare : doubtShare
    if (!doubt.set(targets >= minSites && failing / targets > limit, now)) return
    const { onUnhealthy, onRecovered } = this.#parts
    ;(doubt.hasBegun ? onUnhealthy : onRecovered)({ ...of, targets, failing })
  }
}

/**
 * Checks whether a failure is one that began lately. A target that never answered, that has an incident, or that has failed
 * for long says nothing about the network.
 */
const isNewFailure = ({ checkedAt, failing }: ProbedTarget, after: number): boolean =>
  checkedAt !== undefined &&
  failing?.incidentId === undefined &&
  (failing === undefined || failing.from >= after)
