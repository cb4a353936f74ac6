import type { Job } from '../ports/index.js'
import { Heap, type HeapItem } from './heap.js'
import type { Place } from './place.js'
import type { PlaceRequest, Places } from './places.js'

/** A job that was taken from the queue to run. */
export interface TakenJob {
  readonly job: Job
  /** The number of the attempt, from 1. */
  attempt: number
  /** `true` once its id was removed, so that it is not retried. */
  isRemoved: boolean
}

/** The jobs of one id: in the heap until the next of them is due, then in the line for a place, then running. */
interface JobQueue extends HeapItem {
  /** The jobs that have not started, by slot. */
  readonly waiting: Job[]
  /** The job that runs or waits for a retry. */
  current: TakenJob | undefined
  /** The request of the next job, while it is due and in line for a place. */
  inLine: PlaceRequest | undefined
}

/** Jobs that wait until they are due and have a place: a queue for each id, and a heap of the queues by their next job. */
export class WaitingJobs {
  readonly #places: Places
  readonly #onStart: (taken: TakenJob, place: Place) => void
  readonly #queues = new Map<string, JobQueue>()
  readonly #heap = new Heap<JobQueue>()

  /** @param onStart - is called with a job that has a place. {@link retry} or {@link done} must follow. */
  constructor(places: Places, onStart: (taken: TakenJob, place: Place) => void) {
    this.#places = places
    this.#onStart = onStart
  }

  /** The time at which the next job is due; `undefined` when there is none. */
  get nextDueAt(): number | undefined {
    return this.#heap.first?.dueAt
  }

  /** Adds a job unless one of the same id and slot waits or runs. */
  add(job: Job): void {
    const queue = this.#queues.get(job.id)
    if (!queue) {
      const begun: JobQueue = {
        waiting: [job],
        current: undefined,
        inLine: undefined,
        dueAt: job.slotAt,
        position: -1,
      }
      this.#queues.set(job.id, begun)
      this.#heap.push(begun)
      return
    }
    const { waiting, current, inLine } = queue
    const before = waiting.findLastIndex(({ slotAt }) => slotAt <= job.slotAt)
    if (current?.job.slotAt === job.slotAt || waiting[before]?.slotAt === job.slotAt) return
    waiting.splice(before + 1, 0, job)
    if (!current && !inLine) this.#push(queue, (waiting[0] as Job).slotAt)
  }

  /** Removes the waiting jobs of an id, retries included. A running job goes on. */
  remove(id: string): void {
    const queue = this.#queues.get(id)
    if (!queue) return
    const runs = queue.current && !queue.inLine && queue.position < 0
    queue.waiting.length = 0
    if (queue.current) queue.current.isRemoved = true
    this.#heap.delete(queue)
    this.#leaveLine(queue)
    if (!runs) this.#queues.delete(id)
  }

  /** Puts every job that is due in the line for a place. */
  lineUpDue(now: number): void {
    this.#places.atOnce(() => {
      for (let queue = this.#heap.first; queue && queue.dueAt <= now; queue = this.#heap.first) {
        this.#heap.delete(queue)
        this.#lineUp(queue)
      }
    })
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

  /** Takes every job out of the line, so that none starts any more. */
  clearLine(): void {
    for (const queue of this.#queues.values()) this.#leaveLine(queue)
  }

  #lineUp(queue: JobQueue): void {
    const claim = queue.current?.job ?? (queue.waiting[0] as Job)
    queue.inLine = { claim, start: (place) => this.#onStart(this.#take(queue), place) }
    this.#places.request(queue.inLine)
  }

  #take(queue: JobQueue): TakenJob {
    queue.inLine = undefined
    if (queue.current) queue.current.attempt += 1
    else queue.current = { job: queue.waiting.shift() as Job, attempt: 1, isRemoved: false }
    return queue.current
  }

  #leaveLine(queue: JobQueue): void {
    if (queue.inLine) this.#places.cancel(queue.inLine)
    queue.inLine = undefined
  }

  #push(queue: JobQueue, dueAt: number): void {
    this.#heap.delete(queue)
    queue.dueAt = dueAt
    this.#heap.push(queue)
  }
}
