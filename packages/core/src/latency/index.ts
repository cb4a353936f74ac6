export type { CheckFailure, CheckFailureKind, CheckPhases, Measurement } from './check.js'
export { defineTiers, type Tier, type TierSet } from './define-tiers.js'
export { type ClassifyOptions, classify, type SonicTierName, sonicTiers, worstTier } from './tier.js'
