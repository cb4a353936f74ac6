export { type Clock, maxTimerMs, systemClock } from './clock.js'
export {
  type Duration,
  dayMs,
  durationHint,
  hourMs,
  minuteMs,
  parseDuration,
  readDuration,
  toDuration,
} from './duration.js'
export { isTimeZone, localTime, offsetMs } from './local-time.js'
