import type { HttpAnswer, HttpCall, Send, Step } from '../client/call.js'
import { callAborted, TimeLimit } from '../client/time-limit.js'

/** One request that several callers wait for. */
interface Flight {
  readonly answer: Promise<HttpAnswer>
  readonly time: TimeLimit
  waiting: number
}

/**
 * Returns the step by which many that ask for one page at the same time share one request. Each may leave by its own
 * signal; the request ends when nobody is left. What they get is read-only here and copied at the client's edge.
 */
export function singleFlight(): Step {
  const flights = new Map<string, Flight>()
  return async (call, next) => {
    if (call.method !== 'GET' || call.body !== undefined) return next(call)
    const key = keyOf(call)
    const known = flights.get(key)
    const flight = known ?? takeOff(call, next)
    const forget = () => {
      if (flights.get(key) === flight) flights.delete(key)
    }
    if (!known) {
      flights.set(key, flight)
      flight.answer.then(forget, forget)
    }
    return board(flight, call, () => {
      forget()
      flight.time.abort()
    })
  }
}

function takeOff(call: HttpCall, next: Send): Flight {
  const time = new TimeLimit(call.time.timeoutMs, call.time.phases)
  return { answer: next({ ...call, time }), time, waiting: 0 }
}

/** Waits with the others until the answer is there, or the caller's own signal fires. */
function board(flight: Flight, { url, time }: HttpCall, onEmpty: () => void): Promise<HttpAnswer> {
  flight.waiting += 1
  return new Promise((resolve, reject) => {
    const leave = () => {
      flight.waiting -= 1
      if (flight.waiting === 0) onEmpty()
      reject(callAborted(url.host, time))
    }
    time.onAbort(leave)
    if (time.isAborted) leave()
    flight.answer.then(resolve, reject)
  })
}

const keyOf = ({ url, headers, trust, polite, redirect, maxBytes, time }: HttpCall): string =>
  JSON.stringify([url.href, headers, trust, polite, redirect, maxBytes, time.timeoutMs])
