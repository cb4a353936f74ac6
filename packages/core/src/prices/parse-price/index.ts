export type { PriceFlag } from './flags.js'
export { namesCurrency } from './names-currency.js'
export type { DecimalSeparator } from './parse-number.js'
export { type ParsedPrice, type ParsePriceOptions, parsePrice } from './parse-price.js'
