export type { KnownInterval, MarketAnalysis, MarketPlace, RegionalInsights } from './market-research.js'
export type { PerplexityOptions } from './options.js'
export { type PerplexityAdapter, perplexity } from './perplexity.js'
