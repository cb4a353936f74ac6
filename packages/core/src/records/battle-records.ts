import type { BattleCategory } from '../cars/battle/category.js'
import type { ScoreCard } from '../cars/battle/score-card.js'
import type { CarQuery, CarSpecs, CarValuation } from '../cars/car.js'
import type { BaseRecord, CollectionDefinition } from '../ports/index.js'
import type { MissingAnswer } from './missing-answer.js'

/** A car in a battle, with the answers of the sources. */
export interface BattleEntry {
  /** The car's name on the score card, such as `2023 Chevrolet Corvette`. */
  readonly name: string
  /** The car that was asked for. */
  readonly query: CarQuery
  /** The car's specifications; absent when no source knows it. */
  readonly specs?: CarSpecs
  /** The car's market value; absent when no source knows it. */
  readonly valuation?: CarValuation
  /** The time, in epoch milliseconds, until which the terms of the sources allow to store this. The battle is deleted before it. @default for good */
  readonly keptUntil?: number
}

/** A stored battle, with everything that its result follows from. */
export interface Battle extends BaseRecord {
  /** The ZIP code whose market the prices are from; nationwide when absent. */
  readonly zip?: string
  /** The cars, in the order given. */
  readonly entries: readonly BattleEntry[]
  /** The categories that the cars were compared in. */
  readonly categories: readonly BattleCategory[]
  /** The answers that sources did not give, where they failed or no source knew. @default every source answered */
  readonly missing?: readonly MissingAnswer[]
  /** The result. */
  readonly scoreCard: ScoreCard
  /** The name of the car that won; absent on a tie. */
  readonly winner?: string
}

/** The table of battles. */
export const battlesTable: CollectionDefinition<Battle> = {
  name: 'battles',
  columns: {
    zip: { type: 'text', optional: true },
    entries: { type: 'json' },
    categories: { type: 'json' },
    missing: { type: 'json', optional: true },
    scoreCard: { type: 'json' },
    winner: { type: 'text', optional: true },
  },
  unique: [],
  indexes: [],
}
