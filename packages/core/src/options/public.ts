export * from './check.js'
export { checkOptions, defined, marketSize, omit, parseJson, type SizeLimits } from './checks.js'
