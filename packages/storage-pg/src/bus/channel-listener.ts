import { once } from 'node:events'
import { setTimeout as wait } from 'node:timers/promises'
import { destroyClient, type PgSingleClient } from '../pg-client.js'
import { quote } from '../sql.js'

/** The interval at which the connection is tried, since one that fell silent tells nothing. */
const checkMs = 5_000

/** The longest wait for the answer to such a trial. */
const answerMs = 3_000

/** The shortest and the longest pause before another connection is made. */
const [minPauseMs, maxPauseMs] = [100, 5_000]

/** The parts of a listener. */
export interface ChannelListenerParts {
  readonly channel: string
  /** Makes a connection that is not open yet. */
  connect(): Promise<PgSingleClient>
  readonly onPayload: (payload: string) => void
  /** Called whenever the listener hears the channel again: payloads may have been missed. */
  readonly onListening: () => void
}

/** A connection that listens to a channel, and is made again whenever it is lost. */
export class ChannelListener {
  readonly #parts: ChannelListenerParts
  readonly #ending = new AbortController()
  readonly #running: Promise<void>

  constructor(parts: ChannelListenerParts) {
    this.#parts = parts
    this.#running = this.#run()
  }

  /** Stops listening and closes the connection. */
  async close(): Promise<void> {
    this.#ending.abort()
    await this.#running
  }

  async #run(): Promise<void> {
    const { signal } = this.#ending
    for (let failures = 0; !signal.aborted; failures++) {
      const wasListening = await this.#listen(signal)
      if (wasListening) failures = 0
      const pauseMs = Math.min(maxPauseMs, minPauseMs * 2 ** failures) * (0.5 + Math.random() / 2)
      await wait(pauseMs, undefined, { signal }).catch(() => undefined)
    }
  }

  /** Listens until the connection is lost or the end has come. Returns `false` when it never listened. */
  async #listen(signal: AbortSignal): Promise<boolean> {
    let isListening = false
    let client: PgSingleClient | undefined
    try {
      const { channel, connect, onPayload, onListening } = this.#parts
      client = await connect()
      const lost = new Promise<void>((resolve) => {
        for (const event of ['error', 'end'] as const) client?.on(event, () => resolve())
        signal.addEventListener('abort', () => resolve(), { once: true })
      })
      client.on('notification', ({ payload }) => onPayload(payload ?? ''))
      await Promise.race([client.connect(), lost])
      if (signal.aborted) return false
      await answered(client, `listen ${quote(channel)}`)
      if (signal.aborted) return false
      isListening = true
      onListening()
      await keepChecking(client, lost)
    } catch {
      // Whatever went wrong, the next connection may go right.
    } finally {
      if (client) destroyClient(client)
    }
    return isListening
  }
}

/** Tries a connection from time to time, until it gives no answer or is lost. */
async function keepChecking(client: PgSingleClient, lost: Promise<void>): Promise<void> {
  const stopping = new AbortController()
  const ended = lost.then(() => stopping.abort())
  while (!stopping.signal.aborted) {
    await wait(checkMs, undefined, { signal: stopping.signal, ref: false }).catch(() => undefined)
    if (!stopping.signal.aborted) await Promise.race([answered(client, 'select 1'), ended])
  }
}

/** Runs a statement, and rejects when there is no answer in time. */
async function answered(client: PgSingleClient, text: string): Promise<void> {
  const late = AbortSignal.timeout(answerMs)
  await Promise.race([
    client.query(text),
    once(late, 'abort').then(() => Promise.reject(new Error('the listening connection fell silent'))),
  ])
}
