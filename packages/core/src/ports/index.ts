export { once } from '../async/index.js'
export type { CarFact, CarQuery, CarSpecs, CarValuation, FactSource } from '../cars/car.js'
export type { Distance } from '../cars/costs/transport.js'
export type { Listing, SellerKind, Vehicle } from '../cars/vehicle/listing.js'
export { type HeldLock, takeLock } from '../files/index.js'
export type { CheckFailure, CheckFailureKind, CheckPhases, Measurement } from '../latency/check.js'
export {
  asciiName,
  type Defined,
  type Duration,
  defined,
  durationOption,
  marketSize,
  type OptionsShape,
  omit,
  parseJson,
  parseOptions,
  type SizeLimits,
  timeOption,
  urlOption,
} from '../options/index.js'
export type {
  MerchantProduct,
  MerchantQuery,
  PriceBenchmark,
  PriceSuggestion,
} from '../prices/benchmark.js'
export type {
  Availability,
  Delivery,
  FieldSupport,
  OfferChoice,
  OfferCondition,
  PricePlace,
  PricePoint,
  ProductField,
  ProductOffer,
  ProductPage,
  ProductReading,
  ProductVariant,
  ReadOptions,
  ReadProduct,
  SoldVehicle,
  UnreadProduct,
} from '../prices/product.js'
export { type Clock, dayMs, hourMs } from '../time/index.js'
export type {
  Adapter,
  Benchmarks,
  ChannelAdapter,
  Decode,
  Distances,
  Insight,
  Insights,
  ListingProgress,
  ListingQuery,
  Listings,
  Probe,
  ProbeAdapter,
  ProbeTarget,
  ProductReader,
  Render,
  RenderedPage,
  SettingsOf,
  Specs,
  TargetLogin,
  ValuationQuery,
  Valuations,
} from './adapter.js'
export type { AdapterContext } from './adapter-context.js'
export { BodyBuffer } from './body-buffer.js'
export type { AdapterBudget, BudgetReached, BudgetUse, SourceCritical, SpendingLimits } from './budget.js'
export type { Bus, BusMessage } from './bus.js'
export type { Cache, CacheKind, CacheSetOptions, KeyvLike } from './cache.js'
export type {
  Channel,
  ChannelDelivery,
  DeliveryPace,
  DeliveryReceipt,
  Notification,
  NotificationFact,
  NotificationImage,
  NotificationKind,
  NotificationLink,
  Severity,
} from './channel.js'
export type {
  BaseRecord,
  ClaimQuery,
  Collection,
  CollectionDefinition,
  CollectionShape,
  Condition,
  OrderBy,
  PageQuery,
  Where,
  WriteOperation,
  WriteResult,
} from './collection.js'
export type { Column, ColumnType, ComparableValue } from './column.js'
export type { AddOptions, AddResult, Counters, ReserveOptions } from './counters.js'
export { framingProblem, type ReceivedBody } from './framing.js'
export type {
  Http,
  HttpDefaults,
  HttpFetch,
  HttpGetOptions,
  HttpPhases,
  HttpRequestOptions,
  HttpResponse,
  SourceHost,
} from './http.js'
export type { Logger } from './logger.js'
export type { ConnectOptions, HostAddress, Lookup, Network, Trust } from './network.js'
export { everyOwner, type OwnerScope } from './owner.js'
export type { Page } from './page.js'
export type { ProbeSettings, SettingPath, SettingsDeclaration } from './probe-settings.js'
export { readJson, serviceMessage } from './read-json.js'
export { retryAfterMs } from './retry-after.js'
export type { Job, JobRun, Scheduler } from './scheduler.js'
export type {
  RangeQuery,
  Series,
  SeriesDefinition,
  SeriesPageQuery,
  SeriesRow,
  SeriesShape,
  TimeRange,
} from './series.js'
export { settingsSchema } from './settings-schema.js'
export type { StandardIssue, StandardResult, StandardSchema } from './standard-schema.js'
export type { DumpedRow, DumpOptions, Storage, Tables } from './storage.js'
export {
  type ColumnCondition,
  type ColumnOrder,
  type Columns,
  checkCollection,
  checkOwner,
  checkScope,
  checkSeries,
  checkTexts,
  copyRow,
  definitionKey,
  type ListIdentity,
  type RecordSelection,
  type Row,
  type RowSelection,
  readAddition,
  readClaimQuery,
  readCursor,
  readPageQuery,
  readRangeQuery,
  readRecord,
  readReservation,
  readRow,
  readSeriesPageQuery,
  readWhere,
  recordColumns,
  rowColumns,
  toStorableText,
  writeCursor,
} from './tables/index.js'
