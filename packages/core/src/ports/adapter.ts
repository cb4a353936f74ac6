import type { CarQuery, CarSpecs, CarValuation, FactSource } from '../cars/car.js'
import type { Distance } from '../cars/costs/transport.js'
import type { Listing, Vehicle } from '../cars/vehicle/listing.js'
import type { Measurement } from '../latency/check.js'
import type { MerchantProduct, MerchantQuery, PriceBenchmark } from '../prices/benchmark.js'
import type { ProductPage, ProductReading } from '../prices/product.js'
import type { Clock, Duration } from '../time/index.js'
import type { AdapterBudget } from './budget.js'
import type { Cache } from './cache.js'
import type { Http, HttpDefaults } from './http.js'
import type { Logger } from './logger.js'
import type { Network } from './network.js'

/** What the engine hands an adapter with every call. */
export interface AdapterContext {
  readonly http: Http
  /** The network behind the same guard as `http`, for what speaks other protocols. */
  readonly network: Network
  /** What the adapter looked up before; nobody else sees it. */
  readonly cache: Pick<Cache, 'get' | 'set'>
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
  readonly vin?: string
  readonly mileageMiles?: number
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

/** Which cars are looked for. A member that is absent does not matter. */
export interface ListingQuery {
  readonly make?: string
  readonly model?: string
  readonly trim?: string
  /** The first and the last model year, both included. */
  readonly years?: { readonly from?: number; readonly to?: number }
  readonly condition?: 'new' | 'used' | 'certified'
  /** A US ZIP code, and how far from it. */
  readonly near?: { readonly zip: string; readonly radiusMiles: number }
  readonly priceUsd?: { readonly from?: number; readonly to?: number }
  readonly mileageMiles?: { readonly from?: number; readonly to?: number }
}

/** Knows cars that are for sale. */
export interface Listings {
  /** Gives each listing once, and asks for the next page when the loop comes to it: leave it when there are enough. */
  search(query: ListingQuery, context: AdapterContext): AsyncIterable<Listing>
}

/** What somebody found out, in words. */
export interface Insight {
  readonly text: string
  /** Where it is from; at least one. */
  readonly citations: readonly FactSource[]
}

/** Does research on a market. */
export interface Insights {
  /** Resolves to `undefined` when no source was found: words without one are a guess. */
  research(question: string, context: AdapterContext): Promise<Insight | undefined>
}

/** Knows what the number of a car says. */
export interface Decode {
  /** Resolves to `undefined` when this source knows nothing of the VIN. */
  vin(vin: string, context: AdapterContext): Promise<Vehicle | undefined>
}

/** A page after its scripts ran. */
export interface RenderedPage extends ProductPage {
  /** What the page's own server answered with. */
  readonly status: number
}

/** Opens pages in a browser, for those that are empty without their scripts. */
export interface Render {
  /** Resolves whatever the page's own status is. The URL is a user's: it may lead only where the guard lets it. */
  page(url: string, context: AdapterContext): Promise<RenderedPage>
}

/** Reads product pages. */
export interface ProductReader {
  /** Whether this source reads the pages of this URL. */
  matches(url: URL): boolean
  /** Reads a page: pure, of the page alone. What cannot be trusted is `unread` with its reason, never a guess. */
  extract(page: ProductPage): ProductReading
}

/** Knows what others ask for the products of the host's own catalogue. */
export interface Benchmarks {
  /** Finds products of the catalogue, each with what the service knows of it. */
  search(query: MerchantQuery, context: AdapterContext): Promise<readonly MerchantProduct[]>
  /** What others ask for the product with this GTIN; `undefined` when the service does not know. */
  find(gtin: string, context: AdapterContext): Promise<PriceBenchmark | undefined>
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
  readonly listings?: Listings
  readonly insights?: Insights
  readonly decode?: Decode
  readonly distances?: Distances
  readonly products?: ProductReader
  readonly benchmarks?: Benchmarks
  readonly render?: Render
  /**
   * The keys and passwords that it sends. The engine takes them out of whatever comes back, answers and errors alike, so
   * that they reach no log, event or stored row; a function, so that they are not in the adapter when that is logged.
   */
  secrets?(): readonly string[]
  /** What a call costs and how many there may be; a host may set other limits. @default nothing is counted */
  readonly budget?: AdapterBudget
  /**
   * How long the source's terms let a value be kept. Nothing of it is cached for longer, and what the storage has of it
   * goes with the hourly upkeep before that time is over: battles, prices that were read, and events.
   *
   * @default as the host wants
   */
  readonly keepFor?: Duration
  /** How this adapter's calls are made where they do not say it themselves. */
  readonly http?: HttpDefaults
  /** Lets go of what the adapter opened itself. May be called twice. */
  close?(): Promise<void>
}
