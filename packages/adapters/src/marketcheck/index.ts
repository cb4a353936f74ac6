export { marketcheck } from './marketcheck.js'
export type { MarketcheckOptions } from './options.js'
