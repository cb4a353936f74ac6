/** The number of monitors of the good owner, each on a host of its own. */
export const goodMonitors = 20
/** The interval of these monitors. */
export const goodEveryMs = 1_000
/** The number of products of the good owner, each of a shop of its own. */
export const goodProducts = 6
/** The interval of these products. */
export const goodReadingMs = 2_000
/** The number of the good owner's monitors, the first ones, whose targets an attack may switch off. */
export const goodMortals = 3

/** The ports of the servers, which run in processes of their own. */
export interface Ports {
  /** The good owner's targets and shops. */
  readonly good: number
  /** Those of the good owner's targets that `GET /down` of the port above switches off, and `GET /up` on. */
  readonly mortal: number
  /** The hostile owner's targets, by the first part of their path. */
  readonly hostile: number
  /** A target of the hostile owner that `GET /down` of the port above switches off, and `GET /up` on. */
  readonly flaky: number
}

/** The task of the process under attack. */
export interface AttackOrder {
  /** The names of the attacks, which happen at once; `none` for a run without one. */
  readonly attacks: readonly string[]
  readonly storage: 'memory' | 'pglite'
  readonly ports: Ports
}

/** A scheduled check of the good owner. */
export interface GoodCheck {
  readonly monitor: string
  readonly slotAt: number
  readonly at: number
  /** `true` when it found its target as it is. */
  readonly isRight: boolean
}

/** A message of the process under attack. */
export type Message =
  | {
      readonly kind: 'ready'
      /** The time at which the attack begins. */
      readonly at: number
      readonly rssMb: number
    }
  | {
      /** The state since the sample before. */
      readonly kind: 'sample'
      readonly rssMb: number
      /** The longest time that the event loop was blocked, without the time that the thread waited for a processor. */
      readonly blockMs: number
      readonly checks: readonly GoodCheck[]
      /** The times at which the good owner's products were read. */
      readonly readings: readonly number[]
    }
  | {
      readonly kind: 'verdict'
      /** The promises that were broken. */
      readonly broken: readonly string[]
      /** The hostile owner's calls, by their outcome. */
      readonly calls: Readonly<Record<string, number>>
    }
