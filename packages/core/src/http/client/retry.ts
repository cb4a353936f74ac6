import { TelltaleError } from '../../errors/index.js'
import type { Clock } from '../../ports/index.js'
import { retryAfterMs } from '../../ports/retry-after.js'
import { withoutPlace } from '../../schedule/place.js'
import { startTimer } from './abortable-timer.js'
import { type BufferedResponse, type HttpCall, isRejectedLocally, type Middleware } from './call.js'
import { callAborted } from './time-limit.js'

/** The maximum number of attempts of a call. */
const maxAttempts = 3

const initialPauseMs = 200
const maxPauseMs = 10_000

/** The retry budget: each call earns a share of a retry, up to a maximum, which is also the initial balance. */
const earnedPerCall = 0.1
const maxBudget = 10

/** Statuses of temporary failures: the same request may succeed a little later. */
const temporaryStatuses = new Set([408, 429, 502, 503, 504])

/**
 * Returns a random pause before attempt `attempt` + 1, up to a limit that doubles, so that many callers that failed
 * together do not retry together ("full jitter": Brooker, "Exponential Backoff And Jitter", AWS Architecture Blog, 2015).
 */
export const jitteredPauseMs = (attempt: number, random = Math.random()): number =>
  random * Math.min(maxPauseMs, initialPauseMs * 2 ** attempt)

/**
 * Returns middleware that retries temporary failures: only of idempotent calls, within the time limit of the call, and
 * for 10 % of the calls of a source at most, so that a failing source does not get twice the load.
 */
export function retries(clock: Clock): Middleware {
  let budget = maxBudget
  return async (call, next) => {
    if (!call.isIdempotent) return next(call)
    budget = Math.min(maxBudget, budget + earnedPerCall)
    for (let attempt = 1; ; attempt++) {
      const outcome = await outcomeOf(next(call))
      const pauseMs = attempt < maxAttempts ? pauseAfter(outcome, attempt, call, clock) : undefined
      if (pauseMs === undefined || budget < 1) return settle(outcome)
      budget -= 1
      const event = await withoutPlace(() => startTimer(clock, clock.now() + pauseMs, call.time).ended)
      if (event === 'aborted') throw callAborted(call.url.host, call.time)
    }
  }
}

type Outcome = { readonly response: BufferedResponse } | { readonly error: unknown }

const outcomeOf = (attempt: Promise<BufferedResponse>): Promise<Outcome> =>
  attempt.then(
    (response) => ({ response }),
    (error: unknown) => ({ error }),
  )

function settle(outcome: Outcome): BufferedResponse {
  if ('response' in outcome) return outcome.response
  throw outcome.error
}

/** Returns the pause before the next attempt, or `undefined` when there is none. */
function pauseAfter(outcome: Outcome, attempt: number, call: HttpCall, clock: Clock): number | undefined {
  const leftMs = call.time.endsAt - performance.now()
  const pauseMs =
    'response' in outcome
      ? pauseAfterResponse(outcome.response, attempt, call, clock)
      : isTemporary(outcome.error)
        ? jitteredPauseMs(attempt)
        : undefined
  return pauseMs !== undefined && pauseMs < leftMs ? pauseMs : undefined
}

function pauseAfterResponse(
  { status, headers }: BufferedResponse,
  attempt: number,
  call: HttpCall,
  clock: Clock,
): number | undefined {
  if (!temporaryStatuses.has(status)) return undefined
  // The rate limiter keeps the pause that a site asks for, and does not count it towards the time of the call.
  const namedMs = call.polite ? 0 : (retryAfterMs(headers['retry-after'], clock.now()) ?? 0)
  return namedMs + jitteredPauseMs(attempt)
}

const isTemporary = (error: unknown): boolean =>
  TelltaleError.is(error) &&
  error.retryable &&
  !isRejectedLocally(error) &&
  (error.code === 'ADAPTER_FAILED' || error.code === 'TIMEOUT')
