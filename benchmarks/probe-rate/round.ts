/** What a prober is to do in one round. */
export interface RoundOrder {
  readonly prober: 'bare' | 'telltale'
  readonly origin: string
  readonly checks: number
  readonly inFlight: number
}

/** What a round took. */
export interface RoundResult {
  /** Processor time for each check, in user and kernel mode. */
  readonly cpuUs: number
  readonly perSecond: number
}
