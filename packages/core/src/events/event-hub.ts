import { EventEmitter } from 'eventemitter3'
import { BoundedQueue } from '../async/index.js'
import { excerpt, TelltaleError, ValidationError } from '../errors/index.js'
import { unknownNames } from '../options/index.js'
import { type EventName, eventNames, type Listener, type TelltaleEvents } from './telltale-events.js'

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

  /**
   * Calls `listener` for each event of this name. Returns a function that removes it.
   *
   * @throws `ValidationError` when there is no such event, or the listener is no function.
   */
  on<Name extends EventName>(name: Name, listener: Listener<Name>): () => void {
    checkName('telltale.on', name)
    if (typeof listener !== 'function')
      throw new ValidationError('telltale.on', [
        { path: 'listener', message: `expected a function, got ${excerpt(listener)}` },
      ])
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
    checkName('telltale.events', name)
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

function checkName(where: string, name: EventName): void {
  if (eventNames.includes(name)) return
  const message =
    typeof name === 'string'
      ? unknownNames('event', [name], eventNames)
      : `expected the name of an event, got ${excerpt(name)}`
  throw new ValidationError(where, [{ path: '', message }])
}
