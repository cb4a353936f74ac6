import type { CarQuery, CarSpecs, CarValuation, FactSource } from '../cars/car.js'
import type { Distance } from '../cars/costs/transport.js'
import type { Listing, Vehicle } from '../cars/vehicle/listing.js'
import type { Measurement } from '../latency/check.js'
import type { Money } from '../money/index.js'
import type { MerchantProduct, MerchantQuery, PriceBenchmark } from '../prices/benchmark.js'
import type { PricePlace, ProductPage, ProductReading, ReadOptions } from '../prices/product.js'
import type { Duration } from '../time/index.js'
import type { AdapterContext } from './adapter-context.js'
import type { AdapterBudget } from './budget.js'
import type { Channel } from './channel.js'
import type { HttpDefaults } from './http.js'
import type { ProbeSettings, SettingsDeclaration } from './probe-settings.js'

/** The login of a URL. */
export interface TargetLogin {
  /** The user name, decoded. */
  readonly username: string
  /** The password, decoded. */
  readonly password: string
}

/** The target of a check. */
export interface ProbeTarget<Checked = unknown> {
  /** The URL to measure, without a login. Its host name is in ASCII. */
  readonly url: URL
  /** The login that the URL had, for the target's own origin. @default none */
  readonly login?: TargetLogin
  /** The time that the check may take in all, in milliseconds. */
  readonly timeoutMs: number
  /** The monitor's own settings, valid and with their secrets. @default none: those of the adapter */
  readonly settings?: Checked
  /** The number of further attempts before the check counts as failed. @default that of the adapter */
  readonly retries?: number
  /** `true` when the message of a failed condition may quote what the target answered. @default false */
  readonly revealBody?: boolean
}

/**
 * Measures one target.
 *
 * @typeParam Settings - the settings of a monitor as a host writes them, which its options then know.
 * @typeParam Checked - the settings as {@link Probe.check} gets them.
 */
export interface Probe<Settings extends ProbeSettings = ProbeSettings, Checked = unknown> {
  /** Returns `true` when this probe can measure the URL. */
  matches(url: URL): boolean
  /** The settings that each monitor may have of its own. @default none */
  readonly settings?: SettingsDeclaration<Settings, Checked>
  /**
   * Measures once. A target that fails is a measurement with a `failure`, not an exception; only `context.signal`
   * rejects, and an `AdapterError` when the fault is this machine's own, such as no socket being left.
   */
  check(target: ProbeTarget<Checked>, context: AdapterContext): Promise<Measurement>
}

/** A source of car specifications. */
export interface Specs {
  /** Finds the specifications of a car. Resolves to `undefined` when this source does not know the car. */
  find(query: CarQuery, context: AdapterContext): Promise<CarSpecs | undefined>
}

/** A question for the market value of a car. */
export interface ValuationQuery extends CarQuery {
  /** The vehicle identification number. @default unknown */
  readonly vin?: string
  /** The distance driven, in miles. @default unknown */
  readonly mileageMiles?: number
  /** The place, as a US ZIP code. @default nationwide */
  readonly zip?: string
}

/** A source of market values. */
export interface Valuations {
  /** Values a car. Resolves to `undefined` when this source does not know the car, or has no value for the place. */
  value(query: ValuationQuery, context: AdapterContext): Promise<CarValuation | undefined>
}

/** A source of distances between places. */
export interface Distances {
  /** Resolves to the distance of two US ZIP codes of five digits, or `undefined` when one of them is unknown. */
  between(fromZip: string, toZip: string, context: AdapterContext): Promise<Distance | undefined>
}

/** A search for cars. A member that is absent does not restrict it. */
export interface ListingQuery {
  /** The maker, such as `Ford`. @default any */
  readonly make?: string
  /** The model, such as `Mustang`. @default any */
  readonly model?: string
  /** The trim level, such as `GT`. @default any */
  readonly trim?: string
  /** The first and the last model year, both included. @default any */
  readonly years?: { readonly from?: number; readonly to?: number }
  /** The condition on offer. @default any */
  readonly condition?: 'new' | 'used' | 'certified'
  /** A US ZIP code and the radius around it. @default everywhere */
  readonly near?: { readonly zip: string; readonly radiusMiles: number }
  /** The lowest and the highest price in US dollars, both included. @default any */
  readonly priceUsd?: { readonly from?: number; readonly to?: number }
  /** The lowest and the highest mileage, both included. @default any */
  readonly mileageMiles?: { readonly from?: number; readonly to?: number }
}

/**
 * The progress of a search that goes on where it was when its process ends in between. A source that ignores it begins anew
 * then.
 */
export interface ListingProgress {
  /** The place to begin at: the last one that `reached` was told. @default the beginning */
  readonly after?: string
  /**
   * Tells that all listings before a place, in words of the source's own such as the number of a page, are yielded. Resolves
   * once they are safe: only then ask for the next page.
   */
  reached(place: string): Promise<void>
  /**
   * Tells that a part of the answer is left out, with the reason in words: a page that could not be read, or pages beyond a
   * limit. What is missing in such an answer is not gone.
   */
  leftOut(reason: string): void
}

/** A source of cars for sale. */
export interface Listings {
  /** Yields each listing once. It requests the next page only when the loop reaches it, so leave the loop early. */
  search(query: ListingQuery, context: AdapterContext, progress?: ListingProgress): AsyncIterable<Listing>
}

/** The result of research, in words. */
export interface Insight {
  /** The answer. */
  readonly text: string
  /** The sources of the answer, at least one. */
  readonly citations: readonly FactSource[]
}

/** A source that does market research. */
export interface Insights {
  /** Answers a question. Resolves to `undefined` when no citation was found: an answer without one is a guess. */
  research(question: string, context: AdapterContext): Promise<Insight | undefined>
}

/** A decoder of vehicle identification numbers. */
export interface Decode {
  /** Decodes a VIN. Resolves to `undefined` when this source does not know it. */
  vin(vin: string, context: AdapterContext): Promise<Vehicle | undefined>
}

/** A page after its scripts ran. */
export interface RenderedPage extends ProductPage {
  /** The HTTP status that the page's server answered with. */
  readonly status: number
}

/** A browser that opens pages which are empty without their scripts. */
export interface Render {
  /** Opens a page. Resolves whatever its status is. The URL comes from a user, so the guard decides where it may lead. */
  page(url: string, context: AdapterContext): Promise<RenderedPage>
}

/** Reads product pages. */
export interface ProductReader {
  /** Returns `true` when this source reads the pages of this URL. */
  matches(url: URL): boolean
  /** Reads a page: a pure function of it. A price that cannot be trusted is `unread` with its reason, never a guess. */
  extract(page: ProductPage, options?: ReadOptions): ProductReading
  /**
   * Finds the place of a price on a page, for `extract` to read on this shop's pages from then on. `shown` is the text of
   * the price as a person sees it, or the price itself. Returns `undefined` when nothing on the page shows it. Absent when
   * the source reads no pages that differ.
   */
  learn?(page: ProductPage, shown: string | Money): PricePlace | undefined
}

/** A source of competitors' prices for the products of the host's own catalogue. */
export interface Benchmarks {
  /** Finds products of the catalogue by words, each with its benchmark where the service has one. */
  search(query: MerchantQuery, context: AdapterContext): Promise<readonly MerchantProduct[]>
  /** Resolves to the competitors' price for the product with this GTIN, or `undefined` when the service has none. */
  find(gtin: string, context: AdapterContext): Promise<PriceBenchmark | undefined>
}

/**
 * A source with its capabilities: a plain object from a factory that is named after the service. Making one does no I/O.
 * Adapters neither retry nor read a clock of their own: the engine does both. A probe alone may retry within the time of
 * one check, and then says so in its measurement.
 */
export interface Adapter {
  /** The version of this contract. */
  readonly specVersion: 1
  /** Unique within a host; the factory's name unless the host says otherwise. */
  readonly id: string
  /** Measures targets. */
  readonly probe?: Probe
  /** Knows car specifications. */
  readonly specs?: Specs
  /** Values cars. */
  readonly valuations?: Valuations
  /** Searches cars for sale. */
  readonly listings?: Listings
  /** Does market research. */
  readonly insights?: Insights
  /** Decodes VINs. */
  readonly decode?: Decode
  /** Knows distances. */
  readonly distances?: Distances
  /** Reads product pages. */
  readonly products?: ProductReader
  /** Knows competitors' prices. */
  readonly benchmarks?: Benchmarks
  /** Renders pages. */
  readonly render?: Render
  /** Delivers notifications. */
  readonly channel?: Channel
  /**
   * Returns the keys and passwords that the adapter sends. The engine redacts them in answers and errors, so that they
   * reach no log, event or stored row. It is a function, so that logging the adapter does not show them.
   */
  secrets?(): readonly string[]
  /** The cost of a call and the limit on calls. A host may set other limits. @default nothing is counted */
  readonly budget?: AdapterBudget
  /**
   * The longest time for which the source's terms let a value be kept. The cache keeps it no longer, and the hourly
   * upkeep removes it from the storage before that time is over: battles, prices that were read, and events.
   *
   * @default as long as the host wants
   */
  readonly keepFor?: Duration
  /** Defaults for this adapter's HTTP calls. */
  readonly http?: HttpDefaults
  /** Releases the resources that the adapter opened itself. May be called twice. */
  close?(): Promise<void>
}

/** An adapter that surely measures targets, with the type of the settings that their monitors take. */
export interface ProbeAdapter<Settings extends ProbeSettings = ProbeSettings, Checked = unknown>
  extends Adapter {
  readonly probe: Probe<Settings, Checked>
}

/** An adapter that surely delivers notifications, with the type of the destinations that its channel takes. */
export interface ChannelAdapter<Destination extends object = object, Checked = unknown> extends Adapter {
  readonly channel: Channel<Destination, Checked>
}

/** The settings that the probes of adapters take; any when the types of the adapters do not say. */
export type SettingsOf<Given extends Adapter> = [DeclaredSettings<Given>] extends [never]
  ? ProbeSettings
  : DeclaredSettings<Given>

type DeclaredSettings<Given> = Given extends { readonly probe: Probe<infer Settings, infer _Checked> }
  ? Settings
  : never
