/** What a Telltale in a process of its own is to do. */
export interface RunOrder {
  /** Where the server is that all monitors ask. */
  readonly origin: string
  readonly monitors: number
  readonly everyMs: number
  /** How long to measure, once each monitor was checked. */
  readonly minutes: number
}

/** What came of it. */
export interface RunResult {
  /** How long after its slot each check began. */
  readonly latenessMs: readonly number[]
  /** How many checks failed. */
  readonly failed: number
  /** Of one core, in user and kernel mode. */
  readonly cpuShare: number
  /** How long the process could have run and had no processor, as a share of the time; absent where Linux is not. */
  readonly waitShare?: number
  /** The resident memory after each minute. */
  readonly rssMb: readonly number[]
  /** What of the heap is in use, right after a collection: when measuring began, and when it ended. */
  readonly heapMb: readonly [from: number, to: number]
}
