import type { Job } from '../ports/index.js'
import { Heap, type HeapItem } from './heap.js'

/** A job that was taken from the queue to run. */
export interface TakenJob {
  readonly job: Job
  /** The number of the attempt, from 1. */
  attempt: number
  /** `true` once its id was removed, so that it is not retried. */
  isRemoved: boolean
}

/** The jobs of one id, in the heap while the next of them can be taken at `dueAt`. */
interface JobQueue extends HeapItem {
  /** The jobs that have not started, by slot. */
  readonly waiting: Job[]
  /** The job that runs or waits for a retry. */
  current: TakenJob | undefined
}

/** Jobs that wait until they are due: a queue for each id, and a heap of the queues by their next job. */
export class WaitingJobs {
  readonly #queues = new Map<string, JobQueue>()
  readonly #heap = new Heap<JobQueue>()

  /** The time at which the next job can be taken; `undefined` when there is none. */
  get nextDueAt(): number | undefined {
    return this.#heap.first?.dueAt
  }

  /** Adds a job unless one of the same id and slot waits or runs. */
  add(job: Job): void {
    const queue = this.#queues.get(job.id)
    if (!queue) {
      const begun: JobQueue = { waiting: [job], current: undefined, dueAt: job.slotAt, position: -1 }
      this.#queues.set(job.id, begun)
      this.#heap.push(begun)
      return
    }
    const { waiting, current } = queue
    const before = waiting.findLastIndex(({ slotAt }) => slotAt <= job.slotAt)
    if (current?.job.slotAt === job.slotAt || waiting[before]?.slotAt === job.slotAt) return
    waiting.splice(before + 1, 0, job)
    if (!current) this.#push(queue, (waiting[0] as Job).slotAt)
  }

  /** Removes the waiting jobs of an id, retries included. A running job goes on. */
  remove(id: string): void {
    const queue = this.#queues.get(id)
    if (!queue) return
    const runs = queue.current && queue.position < 0
    queue.waiting.length = 0
    if (queue.current) queue.current.isRemoved = true
    this.#heap.delete(queue)
    if (!runs) this.#queues.delete(id)
  }

  /** Takes the earliest job that is due, if any. {@link retry} or {@link done} must follow. */
  take(now: number): TakenJob | undefined {
    const queue = this.#heap.first
    if (!queue || queue.dueAt > now) return undefined
    this.#heap.delete(queue)
    if (queue.current) queue.current.attempt += 1
    else queue.current = { job: queue.waiting.shift() as Job, attempt: 1, isRemoved: false }
    return queue.current
  }

  /** Puts a taken job back, to be taken again at a time. */
  retry({ job }: TakenJob, at: number): void {
    this.#push(this.#queues.get(job.id) as JobQueue, at)
  }

  /** Finishes a taken job, so that the next job of its id can be taken. */
  done({ job }: TakenJob): void {
    const queue = this.#queues.get(job.id) as JobQueue
    queue.current = undefined
    const [next] = queue.waiting
    if (next) this.#push(queue, next.slotAt)
    else this.#queues.delete(job.id)
  }

  #push(queue: JobQueue, dueAt: number): void {
    this.#heap.delete(queue)
    queue.dueAt = dueAt
    this.#heap.push(queue)
  }
}
