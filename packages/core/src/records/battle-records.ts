import type { BattleCategory } from '../cars/battle/category.js'
import type { ScoreCard } from '../cars/battle/score-card.js'
import type { CarQuery, CarSpecs, CarValuation } from '../cars/car.js'
import type { BaseRecord, CollectionDefinition } from '../ports/index.js'

/** A car in a battle: what was asked for, and what the sources knew. */
export interface BattleEntry {
  /** How the car is called on the score card, such as `2023 Chevrolet Corvette`. */
  readonly name: string
  readonly query: CarQuery
  /** Its specifications; absent when no source knows the car. */
  readonly specs?: CarSpecs
  /** Its market value; absent when no source knows it. */
  readonly valuation?: CarValuation
  /** Until when the terms of its sources let this be kept; the battle goes before that. @default for good */
  readonly keptUntil?: number
}

/** A battle that was fought, with all that it was judged by. */
export interface Battle extends BaseRecord {
  /** The ZIP code whose market the prices are from; nationwide when absent. */
  readonly zip?: string
  readonly entries: readonly BattleEntry[]
  readonly categories: readonly BattleCategory[]
  readonly scoreCard: ScoreCard
  /** The name of the car that won; absent on a tie. */
  readonly winner?: string
}

/** Where battles are kept. */
export const battlesTable: CollectionDefinition<Battle> = {
  name: 'battles',
  columns: {
    zip: { type: 'text', optional: true },
    entries: { type: 'json' },
    categories: { type: 'json' },
    scoreCard: { type: 'json' },
    winner: { type: 'text', optional: true },
  },
  unique: [],
  indexes: [],
}
