export { adapterCache } from './adapter-cache.js'
export { createCache, type OpenCache } from './cache.js'
export { type CacheTimes, cacheTimesSchema } from './cache-options.js'
