export type { CarFact, CarQuery, CarSpecs, CarValuation, FactSource } from '../cars/car.js'
export type { CheckFailure, CheckFailureKind, CheckPhases, Measurement } from '../latency/check.js'
export { type Duration, durationOption, type OptionsShape, parseOptions, urlOption } from '../options/index.js'
export type {
  Availability,
  PricePoint,
  ProductPage,
  ProductReading,
  ReadProduct,
  UnreadProduct,
} from '../prices/product.js'
export type { Clock } from '../time/index.js'
export type {
  Adapter,
  AdapterContext,
  Probe,
  ProbeTarget,
  Products,
  Specs,
  ValuationQuery,
  Valuations,
} from './adapter.js'
export type { Bus, BusMessage } from './bus.js'
export type { Http, HttpGetOptions, HttpResponse } from './http.js'
export type { Logger } from './logger.js'
export type { Job, JobRun, Scheduler } from './scheduler.js'
export {
  type AddOptions,
  type AddResult,
  type BaseRecord,
  type ClaimQuery,
  type Collection,
  type CollectionDefinition,
  type CollectionShape,
  type Column,
  type ColumnType,
  type Comparable,
  type Condition,
  type Counters,
  type DumpedRow,
  everyOwner,
  type OrderBy,
  type OwnerScope,
  type Page,
  type PageQuery,
  type RangeQuery,
  type Series,
  type SeriesDefinition,
  type SeriesPageQuery,
  type SeriesRow,
  type SeriesShape,
  type Storage,
  type Tables,
  type TimeRange,
  type Where,
  type WriteOperation,
  type WriteResult,
} from './storage.js'
