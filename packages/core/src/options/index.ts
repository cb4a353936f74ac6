export type { Duration } from '../time/index.js'
export { type Defined, defined, omit } from './defined.js'
export { durationOption, type OptionsShape, parseOptions, urlOption } from './parse-options.js'
export { zipOption } from './zip-option.js'
