/** What a Telltale that is soaked is to do. */
export interface SoakOrder {
  /** The PostgreSQL server. */
  readonly connectionString: string
  /** Where the server is that all monitors ask. */
  readonly origin: string
  readonly monitors: number
  /** How long, in minutes of its own time. */
  readonly minutes: number
  /** How much faster than the wall's its clock runs. */
  readonly speed: number
}

/** What one minute of its own time left, right after a collection. */
export interface SoakMinute {
  readonly heapMb: number
  /** What keeps its event loop alive: sockets, timers, requests. */
  readonly handles: number
  /** How many files and sockets it has open; absent where Linux is not. */
  readonly descriptors?: number
  /** How long the host's calls took in that minute, in real milliseconds, by what they ask for. */
  readonly callsMs: Readonly<Record<string, readonly number[]>>
}

/** What came of it. */
export interface SoakResult {
  readonly minutes: readonly SoakMinute[]
  readonly checks: number
  readonly failed: number
  readonly errors: readonly string[]
}
