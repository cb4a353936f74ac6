import type { CheckFailure, CheckFailureKind } from '../latency/check.js'
import type { Monitor } from '../records/monitor-records.js'
import type { ProbeStatus } from '../records/monitor-status.js'

/** How long what a probe saw of a target speaks for the probe. */
const rememberedMs = 120_000
/** With fewer targets nothing can be said: they may well all be down. */
const fewestTargets = 5
/** The share of targets, above which it is the probe that fails. */
const unhealthyShare = 0.6
/** The share of targets, below which it is well again. */
const healthyShare = 0.3

/** Failures that this machine's own network may be the cause of; an answer that came, whatever it says, is none. */
const ownFault: ReadonlySet<CheckFailureKind> = new Set(['dns', 'refused', 'timeout', 'reset', 'tls'])

/** A monitor, as far as it tells whether a failure is news. */
export type KnownTarget = Pick<Monitor, 'url' | 'checkedAt' | 'failing'>

/** Tells a probe that has lost its network from targets that are down. */
export interface ProbeHealth {
  /** Notes what a probe saw of a target; tells whether the probe can be believed. */
  note(adapter: string, target: KnownTarget, failure: CheckFailure | undefined): boolean
}

/** What is called when a probe's health changes. */
export interface ProbeHealthListener {
  readonly onUnhealthy: (trouble: ProbeStatus) => void
  readonly onRecovered: (trouble: ProbeStatus) => void
}

/**
 * Watches the probes of this process. A probe is unhealthy when more than 60 % of the hosts that it checked within the
 * last two minutes, five at least, failed in a way that its own network may be the cause of, and until that are no more
 * than 30 %. A host that never answered, or that has an incident already, does not count while it fails.
 */
export function createProbeHealth(now: () => number, listener: ProbeHealthListener): ProbeHealth {
  const probes = new Map<string, ProbeSights>()
  return {
    note: (adapter, { url, checkedAt, failing }, failure) => {
      const probe = probes.get(adapter) ?? new ProbeSights()
      probes.set(adapter, probe)
      const isNews = checkedAt !== undefined && failing?.incidentId === undefined
      const wasHealthy = probe.isHealthy
      probe.forgetBefore(now() - rememberedMs)
      if (!failure) probe.see(new URL(url).host, now(), false)
      else if (isNews) probe.see(new URL(url).host, now(), ownFault.has(failure.kind))
      const { isHealthy, targets, failing: failed } = probe
      if (wasHealthy && !isHealthy) listener.onUnhealthy({ adapter, targets, failing: failed })
      if (!wasHealthy && isHealthy) listener.onRecovered({ adapter, targets, failing: failed })
      return isHealthy
    },
  }
}

/** What one probe saw last of each host, the oldest first. */
class ProbeSights {
  readonly #sights = new Map<string, { readonly at: number; readonly isFailing: boolean }>()
  #failing = 0
  #isHealthy = true

  /** How many hosts it saw. */
  get targets(): number {
    return this.#sights.size
  }

  /** How many of them failed. */
  get failing(): number {
    return this.#failing
  }

  get isHealthy(): boolean {
    return this.#isHealthy
  }

  see(host: string, at: number, isFailing: boolean): void {
    this.#forget(host)
    this.#sights.set(host, { at, isFailing })
    if (isFailing) this.#failing += 1
    const limit = this.#isHealthy ? unhealthyShare : healthyShare
    this.#isHealthy = this.targets < fewestTargets || this.#failing / this.targets <= limit
  }

  forgetBefore(at: number): void {
    for (const [host, sight] of this.#sights) {
      if (sight.at >= at) return
      this.#forget(host)
    }
  }

  #forget(host: string): void {
    if (this.#sights.get(host)?.isFailing) this.#failing -= 1
    this.#sights.delete(host)
  }
}
