export type { Battle, BattleEntry } from './cars/battle-records.js'
export type { Battles, FightOptions } from './cars/battles.js'
export {
  AdapterError,
  BudgetError,
  type CauseOptions,
  ConflictError,
  type ErrorCode,
  ForbiddenError,
  NotFoundError,
  type RetryableOptions,
  StorageError,
  TelltaleError,
  type TelltaleErrorOptions,
  TimeoutError,
  UnauthorizedError,
  ValidationError,
  type ValidationIssue,
} from './errors/index.js'
export type { EventName, EventStreamOptions, Listener, OwnedEvents, TelltaleEvents } from './events/index.js'
export type { MonitorOptions, MonitorPatch } from './latency/monitor-options.js'
export type { Check, Monitor } from './latency/monitor-records.js'
export type { Monitors } from './latency/monitors.js'
export { addMoney, compareMoney, fromMinor, type Money, minorDigits, money, toMinor } from './money/index.js'
export type { Product, ProductObservation, Unread } from './prices/product-records.js'
export type { ProductRefresh, Products, TrackOptions } from './prices/products.js'
export type {
  Feed,
  FeedEvent,
  FeedQuery,
  FollowOptions,
  HistoryOptions,
  PageOptions,
} from './runtime/index.js'
export { createTelltale, type OwnerScope, type Telltale } from './telltale.js'
export type { TelltaleOptions } from './telltale-options.js'
export { type Clock, type Duration, parseDuration, systemClock } from './time/index.js'
