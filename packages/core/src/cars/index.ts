export { scoreBattle } from './battle.js'
export type { BattleCar, BattleOptions } from './battle-options.js'
export type { CarFact, CarQuery, CarSpecs, CarValuation, FactSource } from './car.js'
export { type BattleCategory, battleCategories, type CategoryDivisor } from './category.js'
export { type CostLine, type PurchaseCost, purchaseCost } from './costs/purchase-cost.js'
export type { Purchase } from './costs/purchase-options.js'
export {
  type StateCode,
  type StateCost,
  type StateCostFigure,
  stateCostSources,
  stateCosts,
} from './costs/state-cost.js'
export { transportCostUsd } from './costs/transport.js'
export type { CarScore, CategoryEntry, CategoryScore, ScoreCard } from './score-card.js'
export { type DecodedVin, decodeVin, type VinRegion } from './vehicle/vin.js'
