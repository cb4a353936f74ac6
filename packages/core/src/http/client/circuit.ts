import { LRUCache } from 'lru-cache'
import { AdapterError, TelltaleError } from '../../errors/index.js'
import type { Clock, SourceTrouble } from '../../ports/index.js'
import { type HttpAnswer, type HttpCall, notAsked, type Step, wasNotAsked } from './call.js'

/** What {@link circuitBreaker} is made of. */
export interface CircuitParts {
  readonly clock: Clock
  /** Is told of a host that is not asked any more, and when it will be asked again. */
  onDegraded(trouble: SourceTrouble & { readonly askedAgainAt: number; readonly reason: string }): void
  /** Is told of a host that answers again. */
  onRecovered(trouble: SourceTrouble): void
}

/** Failures in a row that open a circuit. */
export const opensAfter = 10
/** Successes in a row that close it. */
export const closesAfter = 3
const firstRestMs = 30_000
const longestRestMs = 600_000

/** What is known of one host; it is closed while `openUntil` is absent. */
interface Circuit {
  failures: number
  successes: number
  restMs: number
  openUntil?: number
  /** Whether a call is under way that shows if the host is back. */
  probing: boolean
}

/**
 * Returns the step that leaves a host alone that keeps failing: after ten failures in a row nothing is asked for half a
 * minute, then one call at a time until three in a row succeed; each failure of those doubles the rest.
 */
export function circuitBreaker(source: string, parts: CircuitParts): Step {
  const circuits = new LRUCache<string, Circuit>({ max: 10_000 })
  return async (call, next) => {
    const { host } = call.url
    const circuit = circuits.get(host) ?? { failures: 0, successes: 0, restMs: firstRestMs, probing: false }
    circuits.set(host, circuit)
    const isProbe = admit(circuit, call, parts.clock.now())
    circuit.probing ||= isProbe
    const outcome = { failure: undefined as string | undefined, known: false }
    try {
      const answer = await next(call)
      outcome.known = true
      outcome.failure = failureOf(answer)
      return answer
    } catch (error) {
      outcome.failure = failureOfError(error)
      outcome.known = outcome.failure !== undefined
      throw error
    } finally {
      if (isProbe) circuit.probing = false
      if (outcome.known) note(circuit, { source, host }, outcome.failure, isProbe, parts)
    }
  }
}

/** Tells whether the call is the one that tries; an open circuit refuses it. */
function admit(circuit: Circuit, { url }: HttpCall, now: number): boolean {
  const { openUntil } = circuit
  if (openUntil === undefined) return false
  if (now >= openUntil && !circuit.probing) return true
  const seconds = Math.max(1, Math.ceil((openUntil - now) / 1_000))
  const message = `${url.host} kept failing and is left alone for another ${seconds} s; call again later`
  throw notAsked(new AdapterError(message, { retryable: true }))
}

function note(
  circuit: Circuit,
  trouble: SourceTrouble,
  failure: string | undefined,
  isProbe: boolean,
  { clock, onDegraded, onRecovered }: CircuitParts,
): void {
  // What was under way when the circuit opened says nothing new.
  if (circuit.openUntil !== undefined && !isProbe) return
  if (failure === undefined) {
    circuit.failures = 0
    circuit.successes += 1
    if (circuit.openUntil === undefined || circuit.successes < closesAfter) return
    delete circuit.openUntil
    circuit.restMs = firstRestMs
    onRecovered(trouble)
    return
  }
  circuit.successes = 0
  circuit.failures += 1
  const opens = circuit.openUntil === undefined
  if (opens && circuit.failures < opensAfter) return
  if (!opens) circuit.restMs = Math.min(longestRestMs, circuit.restMs * 2)
  circuit.openUntil = clock.now() + circuit.restMs
  if (opens) onDegraded({ ...trouble, askedAgainAt: circuit.openUntil, reason: failure })
}

/** Too many requests is no failure: the source works, and says so. */
const failureOf = ({ status }: HttpAnswer): string | undefined =>
  status >= 500 ? `it answers with status ${status}` : undefined

/** What no second call could change, such as a page that is too long, says nothing of the host. */
function failureOfError(error: unknown): string | undefined {
  const isFailure = TelltaleError.is(error) && (error.code === 'ADAPTER_FAILED' || error.code === 'TIMEOUT')
  return isFailure && error.retryable && !wasNotAsked(error) ? error.message : undefined
}
