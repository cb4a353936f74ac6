/** A job that is due at one time. */
export interface Job {
  /** The id of the work. One id has many slots over time. */
  readonly id: string
  /** The slot: the time at which the job is due, in epoch milliseconds. */
  readonly slotAt: number
  /** Plain JSON that the handler gets unchanged. */
  readonly data: unknown
  /** The kind of the work, such as `monitor`. Jobs of one kind never keep those of another from starting. */
  readonly kind?: string
  /** The owner of the work. Jobs of one owner never keep those of another from starting. Absent for the host's own. */
  readonly ownerId?: string
  /**
   * The slow resource that the job shares with others of its kind, such as a site. A scheduler may run few jobs of one group
   * at a time, since more would only wait for each other.
   */
  readonly group?: string
}

/** A run of a job. */
export interface JobRun extends Job {
  /** The number of the attempt: 1 the first time, 2 after one failure, and so on. */
  readonly attempt: number
  /** Fires when the scheduler closes and the grace period of running jobs is over. */
  readonly signal: AbortSignal
}

/**
 * A scheduler: it runs jobs when they are due. The engine computes the slots. However long the jobs of one kind or one owner
 * take, those of others start soon after their slots: where there are limits on what runs at a time, kinds and owners
 * share them fairly.
 */
export interface Scheduler {
  /** Adds a job. A second one of the same `id` and `slotAt` changes nothing while the first waits or runs. */
  enqueue(job: Job): Promise<void>
  /** Removes every job of this id that has not begun. */
  remove(id: string): Promise<void>
  /**
   * Starts to run each job at its slot, or at once when the slot has passed, never before. Jobs of one id never run at the
   * same time. When the handler rejects, it is called again after a pause, three attempts in all. A job whose third
   * attempt fails is dropped and passed to `onFailure`.
   */
  work(handler: (run: JobRun) => Promise<void>, onFailure: (error: unknown, job: Job) => void): Promise<void>
  /** Starts no further job, and resolves when the running ones have ended. May be called twice. */
  close(): Promise<void>
}
