export type { PriceFlag } from './flags.js'
export type { DecimalSeparator } from './number.js'
export { type ParsedPrice, type ParsePriceOptions, parsePrice } from './parse-price.js'
