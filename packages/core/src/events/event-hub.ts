import { EventEmitter } from 'eventemitter3'
import { TelltaleError } from '../errors/index.js'
import type { EventName, Listener, TelltaleEvents } from './telltale-events.js'

/** How a stream of events is ended from outside. */
export interface EventStreamOptions {
  /** Ends the stream, without an error. */
  readonly signal?: AbortSignal
}

/**
 * Hands events to listeners. A listener that throws or rejects stops neither the engine nor its siblings: it becomes
 * an `error` event; what fails in an `error` listener is dropped, so that it cannot go round.
 */
export class EventHub {
  readonly #emitter = new EventEmitter()

  /** Calls `listener` for each event of this name; returns what undoes it. */
  on<Name extends EventName>(name: Name, listener: Listener<Name>): () => void {
    const guarded = (payload: TelltaleEvents[Name]) => void this.#guard(name, listener, payload)
    this.#emitter.on(name, guarded)
    return () => void this.#emitter.off(name, guarded)
  }

  /** Calls `listener` for the next event of this name only; returns what undoes it. */
  once<Name extends EventName>(name: Name, listener: Listener<Name>): () => void {
    const undo = this.on(name, (payload) => {
      undo()
      return listener(payload)
    })
    return undo
  }

  /** Gives each event of this name from this call on, in order, until `signal` fires or the loop is left. */
  events<Name extends EventName>(
    name: Name,
    { signal }: EventStreamOptions = {},
  ): AsyncGenerator<TelltaleEvents[Name], void, undefined> {
    const waiting: TelltaleEvents[Name][] = []
    let wake = () => {}
    const undo = this.on(name, (payload) => {
      waiting.push(payload)
      wake()
    })
    const onAbort = () => wake()
    signal?.addEventListener('abort', onAbort)
    return (async function* () {
      try {
        while (!signal?.aborted) {
          const payload = waiting.shift()
          if (payload !== undefined) yield payload
          else await new Promise<void>((resolve) => (wake = resolve))
        }
      } finally {
        undo()
        signal?.removeEventListener('abort', onAbort)
      }
    })()
  }

  /** Hands one event to its listeners, in the order they came. */
  emit<Name extends EventName>(name: Name, payload: TelltaleEvents[Name]): void {
    this.#emitter.emit(name, payload)
  }

  async #guard<Name extends EventName>(name: Name, listener: Listener<Name>, payload: TelltaleEvents[Name]) {
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
