export { durationOption, type OptionsShape, parseOptions, urlOption } from './parse-options.js'
