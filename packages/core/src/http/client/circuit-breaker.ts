import { LRUCache } from 'lru-cache'
import { AdapterError, TelltaleError } from '../../errors/index.js'
import type { Clock, SourceHost } from '../../ports/index.js'
import {
  type BufferedResponse,
  type HttpCall,
  isRejectedLocally,
  type Middleware,
  markRejectedLocally,
} from './call.js'

/** The dependencies of {@link circuitBreaker}. */
export interface CircuitDependencies {
  readonly clock: Clock
  /** Is called when a circuit opens. `retryAt` is the time at which the host will be called again. */
  onDegraded(event: SourceHost & { readonly retryAt: number; readonly reason: string }): void
  /** Is called when a circuit closes again. */
  onRecovered(event: SourceHost): void
}

/** The number of failures in a row that opens a circuit. */
export const opensAfter = 10
/** The number of successes in a row that closes it. */
export const closesAfter = 3
const initialOpenMs = 30_000
const maxOpenMs = 600_000

/** The circuit of one host. It is closed while `openUntil` is absent. */
interface Circuit {
  failures: number
  successes: number
  /** The time that the circuit stays open, which doubles after each failed probe. */
  openMs: number
  openUntil?: number
  /** `true` while a call is under way that shows whether the host has recovered (half-open). */
  isProbing: boolean
}

/**
 * Returns middleware that stops calling a host that keeps failing. Ten failures in a row open its circuit for half a
 * minute. Then one call at a time is admitted, until three in a row succeed; each failure among those doubles the time.
 */
export function circuitBreaker(source: string, dependencies: CircuitDependencies): Middleware {
  const circuits = new LRUCache<string, Circuit>({ max: 10_000 })
  return async (call, next) => {
    const { host } = call.url
    const circuit = circuits.get(host) ?? {
      failures: 0,
      successes: 0,
      openMs: initialOpenMs,
      isProbing: false,
    }
    circuits.set(host, circuit)
    const isProbe = admit(circuit, call, dependencies.clock.now())
    circuit.isProbing ||= isProbe
    const outcome = { failure: undefined as string | undefined, isKnown: false }
    try {
      const response = await next(call)
      outcome.isKnown = true
      outcome.failure = failureOf(response)
      return response
    } catch (error) {
      outcome.failure = failureOfError(error)
      outcome.isKnown = outcome.failure !== undefined
      throw error
    } finally {
      if (isProbe) circuit.isProbing = false
      if (outcome.isKnown) {
        const result = { failure: outcome.failure, isProbe }
        update(circuit, { source, host }, result, dependencies)
      }
    }
  }
}

/** Returns `true` when the call is the probe of an open circuit; throws when the circuit admits no call. */
function admit(circuit: Circuit, { url }: HttpCall, now: number): boolean {
  const { openUntil } = circuit
  if (openUntil === undefined) return false
  if (now >= openUntil && !circuit.isProbing) return true
  const seconds = Math.max(1, Math.ceil((openUntil - now) / 1_000))
  const message = `${url.host} kept failing and is left alone for another ${seconds} s; call again later`
  throw markRejectedLocally(new AdapterError(message, { retryable: true }))
}

/** Updates the circuit by the result of a call, and reports when it opens or closes. */
function update(
  circuit: Circuit,
  sourceHost: SourceHost,
  { failure, isProbe }: { readonly failure: string | undefined; readonly isProbe: boolean },
  { clock, onDegraded, onRecovered }: CircuitDependencies,
): void {
  // A call that was under way when the circuit opened is no probe.
  if (circuit.openUntil !== undefined && !isProbe) return
  if (failure === undefined) {
    circuit.failures = 0
    circuit.successes += 1
    if (circuit.openUntil === undefined || circuit.successes < closesAfter) return
    delete circuit.openUntil
    circuit.openMs = initialOpenMs
    onRecovered(sourceHost)
    return
  }
  circuit.successes = 0
  circuit.failures += 1
  const opens = circuit.openUntil === undefined
  if (opens && circuit.failures < opensAfter) return
  if (!opens) circuit.openMs = Math.min(maxOpenMs, circuit.openMs * 2)
  circuit.openUntil = clock.now() + circuit.openMs
  if (opens) onDegraded({ ...sourceHost, retryAt: circuit.openUntil, reason: failure })
}

/** Returns the failure that a response shows. Status 429 is none: the source works. */
const failureOf = ({ status }: BufferedResponse): string | undefined =>
  status >= 500 ? `it answers with status ${status}` : undefined

/** Returns the failure that an error shows. A permanent error, such as a page that is too long, is no failure of the host. */
function failureOfError(error: unknown): string | undefined {
  const isFailure = TelltaleError.is(error) && (error.code === 'ADAPTER_FAILED' || error.code === 'TIMEOUT')
  return isFailure && error.retryable && !isRejectedLocally(error) ? error.message : undefined
}
