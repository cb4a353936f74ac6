import type { CheckFailure, CheckFailureKind } from '../latency/check.js'
import type { Monitor } from '../records/monitor-records.js'
import type { ProbeStatus } from '../records/monitor-status.js'
import { minuteMs } from '../time/index.js'

/** The time for which a check of a target counts. */
const windowMs = 2 * minuteMs
/** The number of targets below which a probe is healthy, since all of them may be down. */
const minTargets = 5
/** The share of failing targets above which a probe is unhealthy. */
const unhealthyShare = 0.6
/** The share of failing targets up to which it has recovered. */
const healthyShare = 0.3

/** The failures that this machine's own network may cause. An answer that came, whatever it says, is none of them. */
const networkFailures: ReadonlySet<CheckFailureKind> = new Set(['dns', 'refused', 'timeout', 'reset', 'tls'])

/** The target of a check. */
export type ProbedTarget = Pick<Monitor, 'url' | 'checkedAt' | 'failing'>

/** The health of this process's probes, which tells a probe without a network from targets that are down. */
export interface ProbeHealth {
  /** Counts a check, and returns `true` when the probe is healthy. */
  note(adapter: string, target: ProbedTarget, failure: CheckFailure | undefined): boolean
}

/** The listener for changes of a probe's health. */
export interface ProbeHealthListener {
  readonly onUnhealthy: (status: ProbeStatus) => void
  readonly onRecovered: (status: ProbeStatus) => void
}

/**
 * Makes the health of this process's probes. A probe becomes unhealthy when more than 60 % of at least five hosts that
 * it checked within the last two minutes failed in a way that its own network may cause, and recovers when at most 30 %
 * do. The failures of a host that never answered, or that has an incident already, do not count.
 */
export function createProbeHealth(now: () => number, listener: ProbeHealthListener): ProbeHealth {
  const probes = new Map<string, ProbeWindow>()
  return {
    note: (adapter, { url, checkedAt, failing }, failure) => {
      const probe = probes.get(adapter) ?? new ProbeWindow()
      probes.set(adapter, probe)
      const isNewFailure = checkedAt !== undefined && failing?.incidentId === undefined
      const wasHealthy = probe.isHealthy
      probe.removeBefore(now() - windowMs)
      if (!failure) probe.add(new URL(url).host, now(), false)
      else if (isNewFailure) probe.add(new URL(url).host, now(), networkFailures.has(failure.kind))
      const status = { adapter, targets: probe.targets, failing: probe.failing }
      if (wasHealthy && !probe.isHealthy) listener.onUnhealthy(status)
      if (!wasHealthy && probe.isHealthy) listener.onRecovered(status)
      return probe.isHealthy
    },
  }
}

/** The last check of each host by one probe, within a sliding window. */
class ProbeWindow {
  /** The hosts, the one checked longest ago first. */
  readonly #hosts = new Map<string, { readonly at: number; readonly isFailing: boolean }>()
  #failing = 0
  #isHealthy = true

  /** The number of hosts. */
  get targets(): number {
    return this.#hosts.size
  }

  /** The number of hosts that failed. */
  get failing(): number {
    return this.#failing
  }

  get isHealthy(): boolean {
    return this.#isHealthy
  }

  add(host: string, at: number, isFailing: boolean): void {
    this.#remove(host)
    this.#hosts.set(host, { at, isFailing })
    if (isFailing) this.#failing += 1
    const limit = this.#isHealthy ? unhealthyShare : healthyShare
    this.#isHealthy = this.targets < minTargets || this.#failing / this.targets <= limit
  }

  removeBefore(at: number): void {
    for (const [host, last] of this.#hosts) {
      if (last.at >= at) return
      this.#remove(host)
    }
  }

  #remove(host: string): void {
    if (this.#hosts.get(host)?.isFailing) this.#failing -= 1
    this.#hosts.delete(host)
  }
}
