export { type Clock, systemClock } from './clock.js'
export { type Duration, durationHint, parseDuration, readDuration } from './duration.js'
