export { type MarketcheckOptions, marketcheck } from './marketcheck.js'
