export { type PerplexityOptions, perplexity } from './perplexity.js'
