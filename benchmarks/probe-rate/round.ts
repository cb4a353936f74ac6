/** The work of a prober in one round. */
export interface RoundOrder {
  readonly prober: 'bare' | 'telltale'
  readonly origin: string
  readonly checks: number
  readonly inFlight: number
}

/** The figures of one round. */
export interface RoundResult {
  /** The processor time of each check, in user and kernel mode, in microseconds. */
  readonly cpuUs: number
  readonly perSecond: number
}
