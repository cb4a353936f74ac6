/** The task of the Telltale under a soak test. */
export interface SoakOrder {
  /** The PostgreSQL server. */
  readonly connectionString: string
  /** The origin of the server that all monitors check. */
  readonly origin: string
  readonly monitors: number
  /** The length in minutes of its own time. */
  readonly minutes: number
  /** The speed of its clock against real time. */
  readonly speed: number
}

/** The state after one minute of its own time, right after a collection. */
export interface SoakMinute {
  readonly heapMb: number
  /** The handles that keep its event loop alive: sockets, timers, requests. */
  readonly handles: number
  /** The number of open files and sockets. Absent outside of Linux. */
  readonly descriptors?: number
  /** The times of the host's calls in that minute, in real milliseconds, by what they ask for. */
  readonly callsMs: Readonly<Record<string, readonly number[]>>
}

/** The measurements of a soak test. */
export interface SoakResult {
  readonly minutes: readonly SoakMinute[]
  readonly checks: number
  readonly failed: number
  readonly errors: readonly string[]
}
