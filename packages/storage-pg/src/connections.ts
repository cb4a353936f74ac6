import { isBroken, isLostConnection, isReadOnly } from './failures.js'
import { connectTimeoutMs, type PgClientLike, type PgPoolLike } from './pg-client.js'

/** The number of times that work is tried which met a connection that had been lost before. */
const maxAttempts = 3

/** A connection on loan. `lost` is the error that ended it meanwhile, which says more than that of the next query. */
export interface Loan {
  readonly client: PgClientLike
  lost(): Error | undefined
}

/**
 * The connections of a pool. After a connection was lost, or led to a server that takes no writes, those that are as old
 * are not used again: a server that restarted or was replaced is found by new ones.
 */
export class Connections {
  readonly #open: () => Promise<PgPoolLike>
  /** The number of losses when each connection was first seen. */
  readonly #lossesAt = new WeakMap<PgClientLike, number>()
  #losses = 0

  /** @param open - opens the pool at the first use. */
  constructor(open: () => Promise<PgPoolLike>) {
    this.#open = open
  }

  /**
   * Runs work with a connection.
   *
   * @param mayRepeat - says whether work may run again with another connection: nothing was done, or nothing is kept.
   */
  async use<Result>(
    work: (loan: Loan) => Promise<Result>,
    mayRepeat: (cause: unknown) => boolean,
  ): Promise<Result> {
    for (let attempt = 1; ; attempt++) {
      const client = await this.#take()
      try {
        return await this.#lend(client, work)
      } catch (cause) {
        const isWorthIt = isLostConnection(cause) || isReadOnly(cause)
        if (!isWorthIt || !mayRepeat(cause) || attempt === maxAttempts) throw cause
      }
    }
  }

  async #take(): Promise<PgClientLike> {
    for (;;) {
      const client = await takeInTime(await this.#open())
      const lossesAt = this.#lossesAt.get(client) ?? this.#losses
      this.#lossesAt.set(client, lossesAt)
      if (lossesAt === this.#losses) return client
      client.release(true)
    }
  }

  async #lend<Result>(client: PgClientLike, work: (loan: Loan) => Promise<Result>): Promise<Result> {
    let lost: Error | undefined
    const onError = (error: Error) => {
      lost ??= error
    }
    client.on('error', onError)
    let isOfNoUse = false
    try {
      return await work({ client, lost: () => lost })
    } catch (cause) {
      isOfNoUse = isBroken(cause)
      if (isOfNoUse && this.#lossesAt.get(client) === this.#losses) this.#losses++
      throw cause
    } finally {
      client.removeListener('error', onError)
      client.release(isOfNoUse)
    }
  }
}

/** Takes a client from a pool. A host's pool may have no limit of its own. */
async function takeInTime(pool: PgPoolLike): Promise<PgClientLike> {
  let timer: NodeJS.Timeout | undefined
  let isLate = false
  const late = new Promise<never>((_, reject) => {
    timer = setTimeout(() => {
      isLate = true
      reject(new Error('timeout exceeded when trying to connect'))
    }, connectTimeoutMs + 500)
  })
  const connecting = pool.connect()
  connecting.then(
    (client) => isLate && client.release(),
    () => undefined,
  )
  try {
    return await Promise.race([connecting, late])
  } finally {
    clearTimeout(timer)
  }
}
