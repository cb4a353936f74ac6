import type { Socket } from 'node:net'
import type { buildConnector, Client, Dispatcher, Pool } from 'undici'

/** The connection of a request. */
export interface Wire {
  /** The number of bytes that it has delivered so far, framing included. */
  readonly bytesRead: number
}

/** An observer of what a request costs on the wire, which undici does not tell. */
export interface WireObserver {
  /** The connection; set before the request is written. */
  wire: Wire | undefined
  /** Is called after each time that data came and was parsed. */
  onWireData(): void
}

/** The options of a request. Undici wraps its handler, and passes these on as they are. */
export type MeteredOptions = Dispatcher.DispatchOptions & { readonly observer: WireObserver }

type Connector = buildConnector.connector
type Options = Client.Options & { readonly connect: Connector }

/** Returns the factory of pools whose connections tell their requests what comes over the wire. */
export function meteredPools({
  Client: BaseClient,
  Pool: BasePool,
}: {
  readonly Client: typeof Client
  readonly Pool: typeof Pool
}): (origin: string | URL, options: object) => Dispatcher {
  /** One connection, which carries one request at a time. */
  class MeteredClient extends BaseClient implements Wire {
    #socket: Socket | undefined
    #observer: WireObserver | undefined

    constructor(origin: string | URL, options: Options) {
      const connect: Connector = (target, done) =>
        options.connect(target, (...[error, socket]) => {
          this.#socket = socket ?? undefined
          if (error) done(error, null)
          else done(null, socket)
        })
      super(origin, { ...options, connect })
      // Undici's own listener is added before this event, so that it has parsed what came when the observer hears of it.
      this.on('connect', () => this.#socket?.on('readable', () => this.#observer?.onWireData()))
    }

    get bytesRead(): number {
      return this.#socket?.bytesRead ?? 0
    }

    override dispatch(options: Dispatcher.DispatchOptions, handler: Dispatcher.DispatchHandler): boolean {
      this.#observer = (options as MeteredOptions).observer
      this.#observer.wire = this
      return super.dispatch(options, handler)
    }
  }
  return (origin, options) =>
    new BasePool(origin, {
      ...options,
      factory: (each, clientOptions) => new MeteredClient(each, clientOptions as Options),
    })
}
