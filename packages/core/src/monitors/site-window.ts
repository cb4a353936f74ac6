import { Tally } from '../statistics/index.js'

/** The last check of one host. */
export interface HostCheck {
  /** The name of the host, with its port. */
  readonly host: string
  /** Its registrable domain. */
  readonly domain: string
  /** The address that answered. */
  readonly address?: string
  readonly at: number
  /** `true` when an answer came, whatever it says. */
  readonly isReached: boolean
}

/**
 * The last check of each host within a sliding window, counted by sites. Hosts of one domain, and hosts that were last seen
 * at one address, are one site: when that is down, all of them are.
 */
export class SiteWindow {
  /** The hosts, the one that was checked longest ago first. */
  readonly #hosts = new Map<string, HostCheck>()
  readonly #domains = new Tally()
  readonly #addresses = new Tally()
  readonly #reachedDomains = new Tally()
  readonly #reachedAddresses = new Tally()

  /** The number of sites. */
  get sites(): number {
    return Math.min(this.#domains.size, this.#addresses.size)
  }

  /** The number of sites of which no host was reached. */
  get failing(): number {
    return Math.min(
      this.#domains.size - this.#reachedDomains.size,
      this.#addresses.size - this.#reachedAddresses.size,
    )
  }

  /** Adds a check in place of the earlier one of its host. A host that was not reached keeps the address it was seen at. */
  add(check: HostCheck): void {
    const known = this.#hosts.get(check.host)?.address
    this.remove(check.host)
    const added = known === undefined || check.address !== undefined ? check : { ...check, address: known }
    this.#hosts.set(check.host, added)
    this.#count(added, 1)
  }

  /** Removes the check of a host, if there is one. */
  remove(host: string): void {
    const check = this.#hosts.get(host)
    if (!check) return
    this.#hosts.delete(host)
    this.#count(check, -1)
  }

  /** Removes the checks that are older than a time. */
  removeBefore(at: number): void {
    for (const [host, check] of this.#hosts) {
      if (check.at >= at) return
      this.remove(host)
    }
  }

  #count({ host, domain, address = host, isReached }: HostCheck, change: 1 | -1): void {
    this.#domains.add(domain, change)
    this.#addresses.add(address, change)
    if (!isReached) return
    this.#reachedDomains.add(domain, change)
    this.#reachedAddresses.add(address, change)
  }
}
