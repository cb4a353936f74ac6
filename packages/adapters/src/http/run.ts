import type { SecureContext } from 'node:tls'
import type { AdapterContext, Measurement } from '@telltale/core/ports'
import type { HttpProbeOptions } from './options.js'
import type { Stopwatch } from './stopwatch.js'

/** What a probe was made with, checked, and with every default filled in. Header names are in lower case. */
export interface Settings extends Required<Omit<HttpProbeOptions, 'id' | 'ca'>> {
  /** What certificates are checked by; made when it is first asked for. */
  readonly secureContext: () => SecureContext
}

/** What a check learns about its target on the way. */
export type Facts = {
  -readonly [Name in keyof Omit<
    Measurement,
    'latencyMs' | 'phases' | 'uncertaintyMs' | 'failure'
  >]: Measurement[Name]
}

/** One check under way. */
export interface Run {
  readonly settings: Settings
  readonly watch: Stopwatch
  readonly facts: Facts
  readonly clock: AdapterContext['clock']
  /** Fires when the check must end at once; its reason is the error it ends with. */
  readonly ending: AbortSignal
  /** Rejects when `ending` fires; never resolves. */
  readonly ended: Promise<never>
}
