import { type MonitorOptions, type OwnerServices, type Telltale, TelltaleError } from '@telltale/core'
import type { GoodOwner } from './good-owner.js'
import type { Ports } from './order.js'

/** An attack of a hostile owner. */
export interface Attack {
  readonly name: string
  /** A few words about it. */
  readonly what: string
  /** Makes what the attack needs, before anything is measured. */
  prepare?(stage: Stage): Promise<void>
  /** Attacks until the signal of the stage fires, or once. */
  run(stage: Stage): Promise<void>
  /** Returns what the attack broke. @default nothing */
  verify?(stage: Stage): Promise<readonly string[]>
}

/** The parts of a host that an attack can reach, with shorthands for its calls. */
export class Stage {
  readonly telltale: Telltale
  readonly hostile: OwnerServices
  readonly good: GoodOwner
  readonly ports: Ports
  readonly signal: AbortSignal
  /** The hostile owner's calls, by their outcome. */
  readonly calls: Record<string, number> = {}
  readonly broken = new Set<string>()

  constructor(telltale: Telltale, good: GoodOwner, ports: Ports, signal: AbortSignal) {
    this.telltale = telltale
    this.hostile = telltale.for('hostile')
    this.good = good
    this.ports = ports
    this.signal = signal
  }

  /** Returns the URL of a hostile target, on a host of a name of its own. */
  url(path: string, host = 'hostile.example'): string {
    return `http://${host}:${this.ports.hostile}/${path}`
  }

  /** Makes a call and counts its outcome. An error that is none of Telltale's documented ones is a broken promise. */
  async attempt<Result>(call: () => Result | Promise<Result>): Promise<Result | undefined> {
    try {
      const result = await call()
      this.#count('accepted')
      return result
    } catch (error) {
      if (!TelltaleError.is(error) || error.code === 'INTERNAL')
        this.broken.add(`a call failed with ${String(error).slice(0, 200)}`)
      this.#count(TelltaleError.is(error) ? error.code : 'another error')
      return undefined
    }
  }

  /** Makes a call many times, some at a time, each as a request of its own to the host; until the signal fires. */
  async repeat(times: number, atOnce: number, call: (index: number) => Promise<unknown>): Promise<void> {
    let next = 0
    const work = async () => {
      while (next < times && !this.signal.aborted) {
        const index = next++
        await this.attempt(() => call(index))
        await new Promise(setImmediate)
      }
    }
    await Promise.all(Array.from({ length: atOnce }, work))
  }

  /** Makes calls without waiting for their answers, as fast as a host can take requests from its connections. */
  async burst(times: number, call: () => Promise<unknown>): Promise<void> {
    const answers: Promise<unknown>[] = []
    for (let index = 0; index < times && !this.signal.aborted; index++) {
      answers.push(this.attempt(call))
      await new Promise(setImmediate)
    }
    await Promise.all(answers)
  }

  /** Creates monitors of one path on hosts of their own, which are checked as often and as long as possible. */
  async watch(path: string, count: number, options: Partial<MonitorOptions> = {}): Promise<void> {
    await this.repeat(count, 4, (index) =>
      this.hostile.monitors.create({
        url: this.url(path, `target-${index}-hostile.example`),
        every: '1s',
        timeout: '60s',
        ...options,
      }),
    )
  }

  /** Tracks products of one path, at shops of their own. Nobody waits for the first readings. */
  track(path: string, count: number, host = (index: number) => `shop-${index}-hostile.example`): void {
    for (let index = 0; index < count; index++)
      void this.attempt(() =>
        this.hostile.products.track(`${this.url(path, host(index))}?${index}`, { every: '1s' }),
      )
  }

  #count(outcome: string): void {
    this.calls[outcome] = (this.calls[outcome] ?? 0) + 1
  }
}
