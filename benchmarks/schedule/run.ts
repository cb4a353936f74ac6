/** The task of a Telltale in a process of its own. */
export interface RunOrder {
  /** The origin of the server that all monitors check. */
  readonly origin: string
  readonly monitors: number
  readonly everyMs: number
  /** The minutes to measure, once each monitor was checked. */
  readonly minutes: number
}

/** The measurements of a run. */
export interface RunResult {
  /** The delay of each check after its slot. */
  readonly latenessMs: readonly number[]
  /** The number of failed checks. */
  readonly failed: number
  /** Of one core, in user and kernel mode. */
  readonly cpuShare: number
  /** The share of the time that the process was ready and had no processor. Absent outside of Linux. */
  readonly waitShare?: number
  /** The resident memory after each minute. */
  readonly rssMb: readonly number[]
  /** The heap in use right after a collection, at the start and at the end. */
  readonly heapMb: readonly [from: number, to: number]
}
