import { dayMs, hourMs, minuteMs } from '../time/index.js'

/**
 * The waits after the attempts of a message to a program, in milliseconds: eight attempts in 27.5 hours, the plan of Svix and of
 * Standard Webhooks.
 */
const programWaitsMs = [5_000, 5 * minuteMs, 30 * minuteMs, 2 * hourMs, 5 * hourMs, 10 * hourMs, 10 * hourMs]

/**
 * The longest waits after the attempts of a message to a person, in milliseconds: ten attempts in 6 hours at most. Later it
 * would tell of what is long over. A greylisting mail server takes the second or third.
 */
const peopleWaitsMs = [
  5_000,
  30_000,
  2 * minuteMs,
  5 * minuteMs,
  10 * minuteMs,
  20 * minuteMs,
  hourMs,
  2 * hourMs,
  2 * hourMs,
]

/** The share by which a wait of the plan for programs is longer at most, so that many do not come back at once. */
const programJitter = 0.1

/** The longest time that a service may ask to wait. */
const maxRetryAfterMs = dayMs

/** An attempt that failed for now. */
export interface FailedAttempt {
  /** The number of attempts so far, with this one. */
  readonly attempts: number
  /** `true` when a person reads the message. */
  readonly isForPeople: boolean
  /** The time of it, in epoch milliseconds. */
  readonly now: number
  /** The earliest time at which the service takes another one. */
  readonly retryAt?: number | undefined
}

/**
 * Returns the time of the next attempt, or `undefined` when there is none. The waits of messages to people have full jitter:
 * each lasts from no time to its whole length (AWS Architecture Blog, "Exponential Backoff and Jitter").
 *
 * @param random - returns a number from 0 to less than 1.
 */
export function nextAttemptAt(
  { attempts, isForPeople, now, retryAt = now }: FailedAttempt,
  random: () => number = Math.random,
): number | undefined {
  const waitMs = (isForPeople ? peopleWaitsMs : programWaitsMs)[attempts - 1]
  if (waitMs === undefined) return undefined
  const jitteredMs = isForPeople ? waitMs * random() : waitMs * (1 + programJitter * random())
  return Math.round(Math.max(now + jitteredMs, Math.min(retryAt, now + maxRetryAfterMs)))
}
