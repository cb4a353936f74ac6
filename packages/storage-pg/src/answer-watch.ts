import type { PgClientLike } from './pg-client.js'

/** The interval of the watch. */
const tickMs = 1_000

/** The time without an answer after which the server is asked whether it still works on the query. */
const overdueMs = 3_000

/** The time without an answer that ends a query unless the server says that it works on it; above `statement_timeout`. */
const maxSilenceMs = 35_000

/** A query that has no answer yet. */
interface PendingAnswer {
  readonly processId: number | undefined
  readonly since: number
  /** The number of times in a row that the server did not know of the query. */
  misses: number
  /** The time at which the server last said that it works on the query. */
  busyAt: number
  readonly fail: (cause: unknown) => void
}

/**
 * Asks the server which of these server processes work on a query.
 *
 * @returns `undefined` when there was no answer.
 */
export type AskBusy = (processIds: readonly number[]) => Promise<ReadonlySet<number> | undefined>

const silentError = () =>
  Object.assign(new Error('it fell silent: the server gives no answer'), { code: 'ETIMEDOUT' })

/**
 * Watches queries for connections that fell silent, such as those that a firewall forgot. Nothing tells of these: no end
 * and no error comes. A query that is overdue is asked after over another connection, and fails when the server does not
 * work on it. So a slow query goes on, and a lost one fails within seconds of the server's return.
 */
export class AnswerWatch {
  readonly #askBusy: AskBusy
  readonly #pending = new Set<PendingAnswer>()
  #timer: NodeJS.Timeout | undefined
  #isAsking = false

  constructor(askBusy: AskBusy) {
    this.#askBusy = askBusy
  }

  /** Waits for the answer of a query, or rejects when the connection fell silent. */
  answer<Result>(client: PgClientLike, asked: Promise<Result>): Promise<Result> {
    return new Promise<Result>((resolve, reject) => {
      const since = performance.now()
      const { processID } = client as { readonly processID?: number }
      const pending = { processId: processID, since, misses: 0, busyAt: since, fail: reject }
      this.#pending.add(pending)
      this.#timer ??= setInterval(() => this.#tick(), tickMs).unref()
      asked.then(resolve, reject).finally(() => this.#remove(pending))
    })
  }

  /** Fails all pending queries, as the storage closes. */
  failAll(cause: unknown): void {
    for (const pending of this.#pending) this.#fail(pending, cause)
  }

  #remove(pending: PendingAnswer): void {
    this.#pending.delete(pending)
    if (this.#pending.size > 0) return
    clearInterval(this.#timer)
    this.#timer = undefined
  }

  #fail(pending: PendingAnswer, cause: unknown): void {
    this.#remove(pending)
    pending.fail(cause)
  }

  #tick(): void {
    const now = performance.now()
    for (const pending of this.#pending)
      if (now - pending.busyAt > maxSilenceMs) this.#fail(pending, silentError())
    const overdue = [...this.#pending].filter(({ since }) => now - since > overdueMs)
    if (overdue.length > 0 && !this.#isAsking) void this.#askAfter(overdue)
  }

  /** Asks after queries. One that the server does not know twice in a row fails: once may be an answer on its way. */
  async #askAfter(overdue: readonly PendingAnswer[]): Promise<void> {
    this.#isAsking = true
    try {
      const known = overdue.flatMap(({ processId }) => processId ?? [])
      const busy = known.length > 0 ? await this.#askBusy(known) : undefined
      for (const pending of busy ? overdue : []) {
        if (pending.processId === undefined || !this.#pending.has(pending)) continue
        if (busy?.has(pending.processId)) Object.assign(pending, { misses: 0, busyAt: performance.now() })
        else if (++pending.misses > 1) this.#fail(pending, silentError())
      }
    } catch {
      // Without an answer nothing is known, and the next tick asks again.
    } finally {
      this.#isAsking = false
    }
  }
}
