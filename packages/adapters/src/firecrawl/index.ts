export { type FirecrawlOptions, firecrawl } from './firecrawl.js'
