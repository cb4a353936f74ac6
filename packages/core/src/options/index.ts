export type { Duration } from '../time/index.js'
export { durationOption, type OptionsShape, parseOptions, urlOption } from './parse-options.js'
