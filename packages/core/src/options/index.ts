export type { Duration } from '../time/index.js'
export * from './checks.js'
export { durationOption } from './duration-option.js'
export { type OptionsShape, parseOptions } from './parse-options.js'
export { priceOption } from './price-option.js'
export { schemaOf } from './schema-of.js'
<<<<<<< HEAD
=======
export { type CallOptions, signalOption } from './signal-option.js'
export { marketSize, type SizeLimits } from './size-issue.js'
export { maxTimeMs, timeCheck } from './time-check.js'
>>>>>>> 906e62c (Let calls be called off by a signal: they end their requests and store nothing)
export { timeOption } from './time-option.js'
export { timeZoneOption } from './time-zone-option.js'
export { urlOption } from './url-option.js'
export { zipOption } from './zip-option.js'
