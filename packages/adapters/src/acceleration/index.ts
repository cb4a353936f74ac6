export { type AccelerationOptions, acceleration } from './acceleration.js'
