import { setMaxListeners } from 'node:events'
import { TelltaleError } from '@telltale/core'
import type { AdapterContext, Measurement, ProbeTarget } from '@telltale/core/ports'
import { phaseTimeoutError, timeoutError, toCheckFailure } from './check-error.js'
import { type Phase, Stopwatch } from './stopwatch.js'

/** The details of a measurement, which a check records on its way. */
export type MeasurementDetails = {
  -readonly [Name in keyof Omit<
    Measurement,
    'latencyMs' | 'phases' | 'uncertaintyMs' | 'failure'
  >]: Measurement[Name]
}

/**
 * The maximum duration of each phase, in milliseconds; phases without one are bound only by the whole check's timeout.
 */
export type PhaseLimits = { readonly [Name in Phase]?: number | undefined }

/** Starts an operation that calls one of the two when it is done. */
type Start<T> = (resolve: (value: T) => void, reject: (error: unknown) => void) => void

/** A check under way: its stopwatch, its details, and its end. */
export class CheckRun {
  /** Counts the time of each phase. */
  readonly stopwatch: Stopwatch
  /** The details that the measurement will hold. */
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

  /** Ends the current phase and begins this one, with its own limit if it has one. */
  enter(phase: Phase): void {
    this.stopwatch.enter(phase)
    clearTimeout(this.#phaseTimer)
    const limitMs = this.#limits[phase]
    if (limitMs === undefined) return
    this.#phaseTimer = setTimeout(
      () => this.#endAfterPendingEvents(() => phaseTimeoutError(limitMs, phase)),
      limitMs,
    )
  }

  /** Resolves as the started operation does, or rejects as soon as the check ends. One operation at a time. */
  step<T>(start: Start<T>): Promise<T> {
    return new Promise<T>((resolve, reject) => {
      if (this.#ending) return reject(this.#ending.error)
      this.#rejectStep = reject
      start(resolve, reject)
    })
  }

  /** `true` when the check is to end, or has ended. */
  get isEnding(): boolean {
    return this.#ending !== undefined
  }

  /** Ends the check with an error. The first error counts. */
  end(error: unknown): void {
    this.#ending ??= { error }
    this.#rejectStep?.(this.#ending.error)
  }

  /** Starts the check's timeout. Returns a function that clears all its timers. */
  startTimeout(timeoutMs: number): () => void {
    this.stopwatch.expectTimerIn(timeoutMs)
    const timer = setTimeout(
      () => this.#endAfterPendingEvents(() => timeoutError(timeoutMs, this.stopwatch.phase)),
      timeoutMs,
    )
    return () => {
      clearTimeout(timer)
      clearTimeout(this.#phaseTimer)
    }
  }

  /** A response that arrived in time, but waited because this process was busy, is read before the check ends. */
  #endAfterPendingEvents(makeError: () => Error): void {
    setImmediate(() => this.end(makeError()))
  }
}

/** The procedure of a probe in one check. */
export interface CheckProcedure {
  /** The phase that the check begins with. */
  readonly firstPhase: Phase
  /** The limits of single phases. @default none */
  readonly limits?: PhaseLimits
  /** Goes through the phases. Its rejection is the check's failure. */
  execute(run: CheckRun): Promise<void>
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
  { firstPhase, limits = {}, execute }: CheckProcedure,
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
  const clearTimers = run.startTimeout(timeoutMs)
  const onAbort = () => run.end(aborted())
  allowManyListeners(signal)
  signal.addEventListener('abort', onAbort)
  try {
    await execute(run)
    return { ...run.stopwatch.read({ untilReceived: true }), ...run.details }
  } catch (error) {
    if (TelltaleError.is(error)) throw error
    const failure = toCheckFailure(error, run.stopwatch.phase)
    const withPauses = failure.kind === 'timeout'
    return { ...run.stopwatch.read({ withPauses }), ...run.details, failure }
  } finally {
    clearTimers()
    signal.removeEventListener('abort', onAbort)
  }
}

const known = new WeakSet<AbortSignal>()

/** Lifts the limit of listeners: many checks may share one signal of the host, and Node would warn of a leak. */
function allowManyListeners(signal: AbortSignal): void {
  if (known.has(signal)) return
  known.add(signal)
  setMaxListeners(0, signal)
}
