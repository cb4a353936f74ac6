import { EventEmitter } from 'eventemitter3'
import { BoundedQueue } from '../async/index.js'
import { TelltaleError } from '../errors/index.js'
import type { EventName, Listener, TelltaleEvents } from './telltale-events.js'

/** The number of events that may wait for one stream. */
const maxWaitingEvents = 10_000

const slowAdvice = "take them faster, or read an owner's events from `feed`"

/** Options of a stream of events. */
export interface EventStreamOptions {
  /** Ends the stream without an error. @default none */
  readonly signal?: AbortSignal
}

/**
 * An event emitter with typed events. A listener that throws or rejects stops neither the engine nor other listeners: its
 * error becomes an `error` event. An error of an `error` listener is dropped, so that it cannot loop.
 */
export class EventHub {
  readonly #emitter = new EventEmitter()

  /** Calls `listener` for each event of this name. Returns a function that removes it. */
  on<Name extends EventName>(name: Name, listener: Listener<Name>): () => void {
    const guarded = (payload: TelltaleEvents[Name]) => void this.#call(name, listener, payload)
    this.#emitter.on(name, guarded)
    return () => void this.#emitter.off(name, guarded)
  }

  /** Calls `listener` for the next event of this name only. Returns a function that removes it. */
  once<Name extends EventName>(name: Name, listener: Listener<Name>): () => void {
    const undo = this.on(name, (payload) => {
      undo()
      return listener(payload)
    })
    return undo
  }

  /**
   * Yields each event of this name from this call on, in order, until `signal` fires or the loop is left. A loop for which
   * 10,000 events wait is too slow, and gets an error of code `SLOW_CONSUMER`.
   */
  events<Name extends EventName>(
    name: Name,
    { signal }: EventStreamOptions = {},
  ): AsyncGenerator<TelltaleEvents[Name], void, undefined> {
    const queue = new BoundedQueue<TelltaleEvents[Name]>(maxWaitingEvents, slowAdvice)
    const undo = this.on(name, (payload) => {
      if (!queue.push(payload)) undo()
    })
    const onAbort = () => queue.end()
    if (signal?.aborted) queue.end()
    signal?.addEventListener('abort', onAbort)
    return (async function* () {
      try {
        yield* queue.items()
      } finally {
        undo()
        signal?.removeEventListener('abort', onAbort)
      }
    })()
  }

  /** Calls the listeners of an event, in the order in which they were added. */
  emit<Name extends EventName>(name: Name, payload: TelltaleEvents[Name]): void {
    this.#emitter.emit(name, payload)
  }

  async #call<Name extends EventName>(name: Name, listener: Listener<Name>, payload: TelltaleEvents[Name]) {
    try {
      await listener(payload)
    } catch (cause) {
      if (name === 'error') return
      const reason = cause instanceof Error ? cause.message : String(cause)
      const message = `a listener of '${name}' failed: ${reason}; catch it there`
      this.emit('error', new TelltaleError(message, { code: 'LISTENER_FAILED', status: 500, cause }))
    }
  }
}
