/** A piece of work that is due at one time. */
export interface Job {
  /** What is to be run; one id has many slots over time. */
  readonly id: string
  /** When it is due, in epoch milliseconds. */
  readonly slotAt: number
  /** Carried along as it is; plain JSON. */
  readonly data: unknown
}

/** A job that is being run. */
export interface JobRun extends Job {
  /** 1 the first time, 2 after one failure, and so on. */
  readonly attempt: number
  /** Fires when the scheduler closes and the time it gives its running jobs is over. */
  readonly signal: AbortSignal
}

/** Runs jobs when they are due. It never computes a slot: the engine does. */
export interface Scheduler {
  /** Takes a job. The same `id` and `slotAt` a second time changes nothing while the first still waits or runs. */
  enqueue(job: Job): Promise<void>
  /** Forgets every slot of this id that has not begun. */
  remove(id: string): Promise<void>
  /**
   * From now on runs each job at its slot, or at once when the slot has passed, never before. Jobs of one id never run
   * side by side. A handler that rejects is called again after a pause, three attempts in all; what rejects the third
   * time is dropped and given to `onFailure`.
   */
  work(handler: (run: JobRun) => Promise<void>, onFailure: (error: unknown, job: Job) => void): Promise<void>
  /** Begins no further job and resolves when the running ones have ended. May be called twice. */
  close(): Promise<void>
}
