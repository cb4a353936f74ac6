import type { Job } from '../ports/index.js'
import { Heap, type HeapItem } from './heap.js'

/** A job that was taken to be run. */
export interface TakenJob {
  readonly job: Job
  /** 1 the first time. */
  attempt: number
  /** Whether its id was removed meanwhile, so that nobody wants another attempt. */
  forgotten: boolean
}

/** The jobs of one id. In the heap while its next one may be taken at `dueAt`. */
interface Line extends HeapItem {
  /** Those that have not begun, by slot. */
  readonly waiting: Job[]
  /** The one that runs, or that waits for another attempt. */
  current: TakenJob | undefined
}

/** Keeps jobs until they are due: a line for each id, of which only the front stands in the heap. */
export class WaitingJobs {
  readonly #lines = new Map<string, Line>()
  readonly #heap = new Heap<Line>()

  /** When the next job may be taken; absent when there is none. */
  get nextDueAt(): number | undefined {
    return this.#heap.first?.dueAt
  }

  /** Adds a job, unless one of its id and slot waits or runs. */
  add(job: Job): void {
    const line = this.#lines.get(job.id)
    if (!line) {
      const begun: Line = { waiting: [job], current: undefined, dueAt: job.slotAt, position: -1 }
      this.#lines.set(job.id, begun)
      this.#heap.push(begun)
      return
    }
    const { waiting, current } = line
    const before = waiting.findLastIndex(({ slotAt }) => slotAt <= job.slotAt)
    if (current?.job.slotAt === job.slotAt || waiting[before]?.slotAt === job.slotAt) return
    waiting.splice(before + 1, 0, job)
    if (!current) this.#stand(line, (waiting[0] as Job).slotAt)
  }

  /** Forgets all that waits under this id, further attempts included. What runs is left to end. */
  remove(id: string): void {
    const line = this.#lines.get(id)
    if (!line) return
    const runs = line.current && line.position < 0
    line.waiting.length = 0
    if (line.current) line.current.forgotten = true
    this.#heap.delete(line)
    if (!runs) this.#lines.delete(id)
  }

  /** Takes the earliest job that is due, if any; {@link again} or {@link done} must follow. */
  take(now: number): TakenJob | undefined {
    const line = this.#heap.first
    if (!line || line.dueAt > now) return undefined
    this.#heap.delete(line)
    if (line.current) line.current.attempt += 1
    else line.current = { job: line.waiting.shift() as Job, attempt: 1, forgotten: false }
    return line.current
  }

  /** Puts a taken job back in front of its line, to be taken once more at a time. */
  again({ job }: TakenJob, at: number): void {
    this.#stand(this.#lines.get(job.id) as Line, at)
  }

  /** Ends a taken job, so that the next of its line may be taken. */
  done({ job }: TakenJob): void {
    const line = this.#lines.get(job.id) as Line
    line.current = undefined
    const [next] = line.waiting
    if (next) this.#stand(line, next.slotAt)
    else this.#lines.delete(job.id)
  }

  #stand(line: Line, dueAt: number): void {
    this.#heap.delete(line)
    line.dueAt = dueAt
    this.#heap.push(line)
  }
}
