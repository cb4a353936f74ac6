import { TelltaleError } from '../../errors/index.js'
import type { Clock } from '../../ports/index.js'
import { setAlarm } from './alarm.js'
import { type HttpAnswer, type HttpCall, type Step, wasNotAsked } from './call.js'
import { retryAfterMs } from './retry-after.js'
import { callAborted } from './time-limit.js'

/** How often a call is made at most. */
const mostAttempts = 3

const firstPauseMs = 200
const longestPauseMs = 10_000

/** Of what is asked, the share that may be repetitions, and how many may come before that share has been earned. */
const budgetShare = 0.1
const budgetAtFirst = 10

/** Answers that say "not now": the same request may succeed a little later. */
const passing = new Set([408, 429, 502, 503, 504])

/**
 * Returns how long to wait before attempt `attempt` + 1: any time up to a limit that doubles, so that many who failed
 * together do not come back together ("full jitter": Brooker, "Exponential Backoff And Jitter", AWS Architecture Blog, 2015).
 */
export const jitteredPauseMs = (attempt: number, random = Math.random()): number =>
  random * Math.min(longestPauseMs, firstPauseMs * 2 ** attempt)

/**
 * Returns the step that tries again what failed in passing: only what the server takes for the same call, within the
 * call's time, and of all calls of its source 10 % at most, so that a source in trouble is not asked twice as much.
 */
export function retries(clock: Clock): Step {
  let budget = budgetAtFirst
  return async (call, next) => {
    if (!call.repeatable) return next(call)
    budget = Math.min(budgetAtFirst, budget + budgetShare)
    for (let attempt = 1; ; attempt++) {
      const outcome = await outcomeOf(next(call))
      const pauseMs = attempt < mostAttempts ? pauseAfter(outcome, attempt, call, clock) : undefined
      if (pauseMs === undefined || budget < 1) return settle(outcome)
      budget -= 1
      const rang = await setAlarm(clock, clock.now() + pauseMs, call.time).rang
      if (rang === 'aborted') throw callAborted(call.url.host, call.time)
    }
  }
}

type Outcome = { readonly answer: HttpAnswer } | { readonly error: unknown }

const outcomeOf = (answering: Promise<HttpAnswer>): Promise<Outcome> =>
  answering.then(
    (answer) => ({ answer }),
    (error: unknown) => ({ error }),
  )

function settle(outcome: Outcome): HttpAnswer {
  if ('answer' in outcome) return outcome.answer
  throw outcome.error
}

/** How long to wait before the next attempt; `undefined` when there is none. */
function pauseAfter(outcome: Outcome, attempt: number, call: HttpCall, clock: Clock): number | undefined {
  const leftMs = call.time.endsAt - performance.now()
  const pauseMs = 'answer' in outcome ? pauseAsked(outcome.answer, attempt, call, clock) : undefined
  const wanted =
    pauseMs ?? ('error' in outcome && failedInPassing(outcome.error) ? jitteredPauseMs(attempt) : undefined)
  return wanted !== undefined && wanted < leftMs ? wanted : undefined
}

function pauseAsked(
  { status, headers }: HttpAnswer,
  attempt: number,
  call: HttpCall,
  clock: Clock,
): number | undefined {
  if (!passing.has(status)) return undefined
  // The pace of a site keeps what it asked for, and does not count that against the call.
  const named = call.polite ? 0 : (retryAfterMs(headers['retry-after'], clock.now()) ?? 0)
  return named + jitteredPauseMs(attempt)
}

const failedInPassing = (error: unknown): boolean =>
  TelltaleError.is(error) &&
  error.retryable &&
  !wasNotAsked(error) &&
  (error.code === 'ADAPTER_FAILED' || error.code === 'TIMEOUT')
