export { analyzeBattle, type BattleAnalysis } from './battle/analyze-battle.js'
export type { BattleCar, BattleOptions } from './battle/battle-options.js'
export { type BattleCategory, battleCategories, type CategoryDivisor } from './battle/category.js'
export { type Dominance, dominance } from './battle/dominance.js'
export { findWinningChanges, type WinningChange } from './battle/find-winning-changes.js'
export { scoreBattle } from './battle/score-battle.js'
export type { CarScore, CategoryEntry, CategoryScore, ScoreCard } from './battle/score-card.js'
export {
  type SegmentCard,
  type SegmentCategory,
  type SegmentEntry,
  type SegmentOptions,
  scoreInSegment,
} from './battle/score-in-segment.js'
export { type ValueForMoney, type ValueOffer, valueForMoney } from './battle/value-for-money.js'
export {
  type RobustnessOptions,
  type WeightRobustness,
  weightRobustness,
} from './battle/weight-robustness.js'
export type { Threshold } from './battle/weight-thresholds.js'
export type { CarFact, CarQuery, CarSpecs, CarValuation, FactSource, PriceLevel } from './car.js'
export type { CostLine } from './costs/cost-line.js'
export {
  type CarLoan,
  type CostToOwn,
  costToOwn,
  type EnergyUse,
  type Ownership,
  type OwnershipLine,
  type OwnershipPart,
} from './costs/cost-to-own.js'
export { forecastResale, type ResaleForecast, type ResaleOptions } from './costs/forecast-resale.js'
export { type PurchaseCost, purchaseCost } from './costs/purchase-cost.js'
export type { LocalTax, Purchase } from './costs/purchase-options.js'
export type { Reserve } from './costs/reserve.js'
export {
  type StateCode,
  type StateCost,
  type StateCostFigure,
  stateCostSources,
  stateCosts,
} from './costs/state-cost.js'
export type { Distance } from './costs/transport.js'
export { transportCostUsd } from './costs/transport.js'
export type { LinkEvidence } from './dedupe/evidence.js'
export { type GroupOptions, groupListings } from './dedupe/group-listings.js'
export { type LinkOptions, type ListingLink, type ListingRef, linkListings } from './dedupe/link-listings.js'
export { type ListingHistory, listingHistory, type Relist } from './dedupe/listing-history.js'
export {
  type AggregatedValuation,
  aggregateValuations,
  type ValuationPart,
} from './estimate/aggregate-valuations.js'
export { type ConvertedEstimate, convertPriceLevel } from './estimate/convert-price-level.js'
export {
  type Estimate,
  type EstimateQuantile,
  estimateFromMoney,
  type Figure,
  type MoneyEstimate,
} from './estimate/estimate.js'
export { type LevelDistance, levelDistances } from './estimate/level-distances.js'
export type { ValuationDisagreement } from './estimate/weigh-sources.js'
export {
  type Calibration,
  type CalibrationBin,
  type CalibrationReport,
  calibratedProbability,
  calibrationReport,
  fitCalibration,
  type PredictionOutcome,
} from './opportunity/calibration.js'
export {
  type Opportunity,
  type OpportunityInput,
  type OpportunityPart,
  type RankedOpportunity,
  rankOpportunities,
  rateOpportunity,
} from './opportunity/opportunity.js'
export { type BidCeiling, type BidOptions, bidCeiling } from './profit/bid-ceiling.js'
export type { Deal, Resale } from './profit/deal.js'
export type { ProfitPart } from './profit/proceeds.js'
export { estimateProfit, type Profit } from './profit/profit.js'
export { assessRisk, type RiskAssessment, type RiskPart, riskWeights } from './risk/assess-risk.js'
export { type CarHistory, readCarHistory } from './risk/car-history.js'
export type { RiskFinding } from './risk/risk-findings.js'
export type { RiskInput, RiskName, RiskWeights } from './risk/risk-input.js'
export type { DatedPrice, IndexOptions, IndexPeriod } from './trends/dated-price.js'
export { type DaysListed, daysListed, type ListingSpell } from './trends/days-listed.js'
export { hedonicIndex } from './trends/hedonic-index.js'
export {
  type MarketPosition,
  marketPosition,
  type PositionOptions,
  type PricedCar,
} from './trends/market-position.js'
export { type MarketSupply, marketSupply, type SupplyOptions } from './trends/market-supply.js'
export { type PriceCut, type PriceCuts, priceCuts } from './trends/price-cuts.js'
export type { IndexPoint, PriceIndex } from './trends/price-index.js'
export { repeatSalesIndex } from './trends/repeat-sales-index.js'
export {
  type Adjustment,
  type AdmissionReport,
  type CarNotValued,
  type CarValued,
  type Comparable,
  createMarket,
  loadMarket,
  type Market,
  type MarketListing,
  type MarketOptions,
  type MarketVehicle,
  type PriceQuantile,
  type Rating,
  type RefusalReason,
  type Valuation,
  valuate,
} from './valuation/index.js'
export { type DecodedVin, decodeVin, type VinRegion } from './vehicle/vin.js'
