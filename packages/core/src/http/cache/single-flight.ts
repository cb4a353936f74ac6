import { withoutPlace } from '../../schedule/place.js'
import type { BufferedResponse, CallHandler, HttpCall, Middleware } from '../client/call.js'
import { callAborted, TimeLimit } from '../client/time-limit.js'

/** A request under way that several callers share. */
interface Flight {
  readonly response: Promise<BufferedResponse>
  readonly time: TimeLimit
  waitingCount: number
}

/**
 * Returns middleware that shares one request among concurrent calls for the same page. Each caller may abort its own call;
 * the request is aborted with the last one. The response is shared as it is, and copied at the client's edge.
 */
export function singleFlight(): Middleware {
  const flights = new Map<string, Flight>()
  return async (call, next) => {
    if (call.method !== 'GET' || call.body !== undefined) return next(call)
    const key = keyOf(call)
    const known = flights.get(key)
    const flight = known ?? startFlight(call, next)
    const remove = () => {
      if (flights.get(key) === flight) flights.delete(key)
    }
    if (!known) {
      flights.set(key, flight)
      flight.response.then(remove, remove)
    }
    const join = () =>
      joinFlight(flight, call, () => {
        remove()
        flight.time.abort()
      })
    return known ? withoutPlace(join) : join()
  }
}

function startFlight(call: HttpCall, next: CallHandler): Flight {
  const time = new TimeLimit(call.time.timeoutMs, call.time.phases)
  return { response: next({ ...call, time }), time, waitingCount: 0 }
}

/** Waits for the shared response or the abort of this call. Calls `onEmpty` when no caller is left. */
function joinFlight(flight: Flight, { url, time }: HttpCall, onEmpty: () => void): Promise<BufferedResponse> {
  flight.waitingCount += 1
  return new Promise((resolve, reject) => {
    const leave = () => {
      flight.waitingCount -= 1
      if (flight.waitingCount === 0) onEmpty()
      reject(callAborted(url.host, time))
    }
    time.onAbort(leave)
    if (time.isAborted) leave()
    flight.response.then(resolve, reject)
  })
}

const keyOf = ({ url, headers, trust, polite, redirect, maxBytes, time }: HttpCall): string =>
  JSON.stringify([url.href, headers, trust, polite, redirect, maxBytes, time.timeoutMs])
