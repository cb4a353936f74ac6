import type { AdmissionReport } from '../cars/valuation/index.js'
import type { BaseRecord, CollectionDefinition } from '../ports/index.js'

/** The numbers of listings that a market accepted and refused, the latter by reason. */
export type MarketCounts = Pick<AdmissionReport, 'accepted' | 'refused'>

/**
 * The market of one segment of an owner's listings: those in one currency and of one kind of price. What it learned lies in
 * parts beside it.
 */
export interface SegmentMarket extends BaseRecord {
  /** The segment, such as `USD asking`. */
  readonly segment: string
  /** The ISO 4217 code of its prices. */
  readonly currency: string
  /** The kind of its prices. */
  readonly kind: 'asking' | 'paid'
  /** The time between two looks at whether it has to be learned anew, in milliseconds. */
  readonly everyMs: number
  /** The time of the next look, in epoch milliseconds. */
  readonly dueAt: number
  /** Always `false`: a market is looked at as long as its owner has listings. */
  readonly paused: boolean
  /** The number of the owner's vehicles at the last reading of them. */
  readonly vehicles: number
  /** The number of listings of the segment that served at that reading. */
  readonly listings: number
  /** The time of the last reading of the vehicles, in epoch milliseconds; absent before the first. */
  readonly readAt?: number
  /** The time at which it was learned, in epoch milliseconds; absent before. */
  readonly learnedAt?: number
  /** The counts of the listings that it was learned from. */
  readonly report?: MarketCounts
  /** The id that the parts of what it learned share. */
  readonly revision?: string
  /** The number of those parts. */
  readonly parts?: number
}

/** A part of what a market learned, as `market.toParts()` gave it. */
export interface MarketPart extends BaseRecord {
  /** The id of the market. */
  readonly marketId: string
  /** The id that all parts of one learning share. */
  readonly revision: string
  /** The place among them, from 0 on. */
  readonly position: number
  /** The part: a JSON text. */
  readonly text: string
}

/** The table of markets. An owner has one for each segment. */
export const marketsTable: CollectionDefinition<SegmentMarket> = {
  name: 'markets',
  columns: {
    segment: { type: 'text' },
    currency: { type: 'text' },
    kind: { type: 'text' },
    everyMs: { type: 'integer' },
    dueAt: { type: 'time' },
    paused: { type: 'boolean' },
    vehicles: { type: 'integer' },
    listings: { type: 'integer' },
    readAt: { type: 'time', optional: true },
    learnedAt: { type: 'time', optional: true },
    report: { type: 'json', optional: true },
    revision: { type: 'text', optional: true },
    parts: { type: 'integer', optional: true },
  },
  unique: [['segment']],
  indexes: [['paused', 'dueAt']],
}

/** The table of the parts of markets. They go with their market. */
export const marketPartsTable: CollectionDefinition<MarketPart> = {
  name: 'market_parts',
  columns: {
    marketId: { type: 'text', references: 'markets' },
    revision: { type: 'text' },
    position: { type: 'integer' },
    text: { type: 'text' },
  },
  unique: [],
  indexes: [['marketId', 'revision', 'position']],
}
