export { type PushoverDestination, type PushoverOptions, pushover } from './pushover.js'
