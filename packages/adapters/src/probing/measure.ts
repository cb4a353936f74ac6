import { setMaxListeners } from 'node:events'
import { TelltaleError } from '@telltale/core'
import type { AdapterContext, Measurement, ProbeTarget } from '@telltale/core/ports'
import { phaseTimeoutError, timeoutError, toCheckFailure } from './check-error.js'
import { type Phase, Stopwatch } from './stopwatch.js'

/** What a check learns about its target on the way. */
export type MeasurementDetails = {
  -readonly [Name in keyof Omit<
    Measurement,
    'latencyMs' | 'phases' | 'uncertaintyMs' | 'failure'
  >]: Measurement[Name]
}

/** How long each phase may take, in milliseconds; those that are absent are bound by the whole check's time alone. */
export type PhaseLimits = { readonly [Name in Phase]?: number | undefined }

/** Begins something that calls one of the two when it is done. */
type Begin<T> = (resolve: (value: T) => void, reject: (error: unknown) => void) => void

/** One check under way: its clock, what it learned, and its end. */
export class CheckRun {
  readonly stopwatch: Stopwatch
  readonly details: MeasurementDetails = {}
  readonly clock: AdapterContext['clock']
  readonly network: AdapterContext['network']
  readonly #limits: PhaseLimits
  #phaseTimer: NodeJS.Timeout | undefined
  #rejectStep: ((error: unknown) => void) | undefined
  #ending: { readonly error: unknown } | undefined

  constructor(
    phase: Phase,
    { clock, network }: Pick<AdapterContext, 'clock' | 'network'>,
    limits: PhaseLimits,
  ) {
    this.stopwatch = new Stopwatch(phase)
    this.clock = clock
    this.network = network
    this.#limits = limits
  }

  /** Ends the phase before and begins this one, with its own limit where it has one. */
  enter(phase: Phase): void {
    this.stopwatch.enter(phase)
    clearTimeout(this.#phaseTimer)
    const limitMs = this.#limits[phase]
    if (limitMs === undefined) return
    this.#phaseTimer = setTimeout(
      () => this.#endAfterThisTurn(() => phaseTimeoutError(limitMs, phase)),
      limitMs,
    )
  }

  /** Resolves as the step that is begun does, or rejects as soon as the check is ended. One step at a time. */
  step<T>(begin: Begin<T>): Promise<T> {
    return new Promise<T>((resolve, reject) => {
      if (this.#ending) return reject(this.#ending.error)
      this.#rejectStep = reject
      begin(resolve, reject)
    })
  }

  /** Whether the check is to end, or has. */
  get isEnding(): boolean {
    return this.#ending !== undefined
  }

  /** Ends the check with an error; what ended it first counts. */
  end(error: unknown): void {
    this.#ending ??= { error }
    this.#rejectStep?.(this.#ending.error)
  }

  /** Begins to hold the check to its time. Returns how to let go of the timers. */
  limitTo(timeoutMs: number): () => void {
    this.stopwatch.expectTimerIn(timeoutMs)
    const timer = setTimeout(
      () => this.#endAfterThisTurn(() => timeoutError(timeoutMs, this.stopwatch.phase)),
      timeoutMs,
    )
    return () => {
      clearTimeout(timer)
      clearTimeout(this.#phaseTimer)
    }
  }

  /** An answer that came in time, but lay unread because this process was busy, is read before the check ends. */
  #endAfterThisTurn(fault: () => Error): void {
    setImmediate(() => this.end(fault()))
  }
}

/** What a probe does in a check. */
export interface CheckProcedure {
  readonly firstPhase: Phase
  readonly limits?: PhaseLimits
  /** Goes through the phases; what it rejects with is the check's failure. */
  go(run: CheckRun): Promise<void>
}

/**
 * Measures a target once.
 *
 * @throws `TelltaleError` of code `ABORTED` when the context's signal fires, and an `AdapterError` when this machine
 * has no socket left.
 */
export async function measure(
  { url, timeoutMs }: ProbeTarget,
  context: AdapterContext,
  { firstPhase, limits = {}, go }: CheckProcedure,
): Promise<Measurement> {
  const { signal } = context
  const aborted = () =>
    new TelltaleError(`the check of ${url.host} was aborted`, {
      code: 'ABORTED',
      status: 503,
      cause: signal.reason,
    })
  if (signal.aborted) throw aborted()
  const run = new CheckRun(firstPhase, context, limits)
  const release = run.limitTo(timeoutMs)
  const onAbort = () => run.end(aborted())
  allowManyListeners(signal)
  signal.addEventListener('abort', onAbort)
  try {
    await go(run)
    return { ...run.stopwatch.read({ untilReceived: true }), ...run.details }
  } catch (error) {
    if (TelltaleError.is(error)) throw error
    const failure = toCheckFailure(error, run.stopwatch.phase)
    const withPauses = failure.kind === 'timeout'
    return { ...run.stopwatch.read({ withPauses }), ...run.details, failure }
  } finally {
    release()
    signal.removeEventListener('abort', onAbort)
  }
}

const known = new WeakSet<AbortSignal>()

/** Many checks may hang on one signal of the host, each for its own time: no leak, which Node would warn of. */
function allowManyListeners(signal: AbortSignal): void {
  if (known.has(signal)) return
  known.add(signal)
  setMaxListeners(0, signal)
}
