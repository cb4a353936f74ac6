import type { CarQuery, CarSpecs, CarValuation } from '../cars/car.js'
import type { Distance } from '../cars/distance.js'
import type { Measurement } from '../latency/check.js'
import type { ProductPage, ProductReading } from '../prices/product.js'
import type { Clock } from '../time/index.js'
import type { Http, HttpDefaults } from './http.js'
import type { Logger } from './logger.js'
import type { Network } from './network.js'

/** What the engine hands an adapter with every call. */
export interface AdapterContext {
  readonly http: Http
  /** The network behind the same guard as `http`, for what speaks other protocols. */
  readonly network: Network
  readonly clock: Clock
  readonly logger: Logger
  /** Fires when the call should end at once. */
  readonly signal: AbortSignal
}

/** What a probe is pointed at. */
export interface ProbeTarget {
  readonly url: URL
  /** How long the check may take in all. */
  readonly timeoutMs: number
}

/** Measures one target. */
export interface Probe {
  /** Whether this probe knows how to measure the URL. */
  matches(url: URL): boolean
  /**
   * Measures once. A target that fails is a measurement with a `failure`, not an exception; only `context.signal`
   * rejects, and an `AdapterError` when the fault is this machine's own, such as no socket being left.
   */
  check(target: ProbeTarget, context: AdapterContext): Promise<Measurement>
}

/** Knows cars' specifications. */
export interface Specs {
  /** Resolves to `undefined` when this source does not know the car. */
  find(query: CarQuery, context: AdapterContext): Promise<CarSpecs | undefined>
}

/** Which car is to be valued, and where. */
export interface ValuationQuery extends CarQuery {
  /** A US ZIP code; nationwide when absent. */
  readonly zip?: string
}

/** Knows what cars are worth. */
export interface Valuations {
  /** Resolves to `undefined` when this source does not know the car, or not there. */
  value(query: ValuationQuery, context: AdapterContext): Promise<CarValuation | undefined>
}

/** Knows how far places are from each other. */
export interface Distances {
  /** The distance of two US ZIP codes of five digits; resolves to `undefined` when one of them is not known. */
  between(fromZip: string, toZip: string, context: AdapterContext): Promise<Distance | undefined>
}

/** Reads product pages. */
export interface Products {
  /** Whether this source reads the pages of this URL. */
  matches(url: URL): boolean
  /** Reads a page: pure, of the page alone. What cannot be trusted is `unread` with its reason, never a guess. */
  extract(page: ProductPage): ProductReading
}

/**
 * One source, with whichever capabilities it has: a plain object from a factory that is named after the service.
 * Making one does no I/O. Adapters neither retry nor tell time: the engine does. A probe alone may try again within the
 * time of one check, and then says so in its measurement.
 */
export interface Adapter {
  /** The version of this contract. */
  readonly specVersion: 1
  /** Unique within a host; the factory's name unless the host says otherwise. */
  readonly id: string
  readonly probe?: Probe
  readonly specs?: Specs
  readonly valuations?: Valuations
  readonly distances?: Distances
  readonly products?: Products
  /** How this adapter's calls are made where they do not say it themselves. */
  readonly http?: HttpDefaults
  /** Lets go of what the adapter opened itself. May be called twice. */
  close?(): Promise<void>
}
