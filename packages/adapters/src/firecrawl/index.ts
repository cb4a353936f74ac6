export {
  type FirecrawlEvent,
  type FirecrawlWebhook,
  firecrawlBatches,
  type ListingBatch,
  type ListingBatches,
  verifyFirecrawlWebhook,
} from './batches.js'
export { firecrawl } from './firecrawl.js'
export type { FirecrawlOptions } from './options.js'
