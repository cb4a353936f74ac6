export { type CacheParts, createCache, type OpenCache } from './cache.js'
export { type CacheTimes, cacheTimesSchema } from './cache-options.js'
