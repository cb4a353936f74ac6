import { TelltaleError } from '../errors/index.js'
import { defined } from '../options/index.js'
import type { Adapter } from '../ports/index.js'
import type { MissingAnswer } from '../records/missing-answer.js'
import type { Runtime } from './runtime.js'

/** The subject of the questions whose answers may be missing. */
export interface QuestionSubject {
  /** Calls the questions off. */
  readonly signal: AbortSignal
  /** The name of the car that is asked about. @default none */
  readonly car?: string
}

/** The answers that sources did not give to the questions of one call. */
export class MissingAnswers {
  readonly #runtime: Runtime
  readonly #subject: QuestionSubject
  readonly #failed: MissingAnswer[] = []
  readonly #unknown: MissingAnswer[] = []
  #firstFailure: { readonly cause: unknown } | undefined

  constructor(runtime: Runtime, subject: QuestionSubject) {
    this.#runtime = runtime
    this.#subject = subject
  }

  /** The answers so far: of the sources that failed, and of those that did not know. */
  get list(): readonly MissingAnswer[] {
    return [...this.#failed, ...this.#unknown]
  }

  /**
   * Notes that a source failed, and logs why, so that the next one can be asked. A bug in an adapter is reported.
   *
   * @throws the cause when the call was called off, or the host has not installed a package that the source needs.
   */
  fail(what: MissingAnswer['what'], adapter: Adapter, cause: unknown): void {
    if (this.#subject.signal.aborted || isPackageMissing(cause)) throw cause
    this.#firstFailure ??= { cause }
    const code = TelltaleError.is(cause) ? cause.code : 'INTERNAL'
    this.#failed.push(this.#missing(what, adapter, code))
    const message = `the source '${adapter.id}' failed`
    if (code === 'INTERNAL') this.#runtime.report(cause, `asking '${adapter.id}'`)
    else this.#runtime.logger.warn({ err: cause, adapter: adapter.id, what }, message)
  }

  /** Notes that no source knows the answer. */
  unknown(what: MissingAnswer['what'], asked: readonly Adapter[]): void {
    const failed = new Set(this.#failed.filter((each) => each.what === what).map(({ adapter }) => adapter))
    const others = asked.filter(({ id }) => !failed.has(id))
    this.#unknown.push(...others.map((adapter) => this.#missing(what, adapter, 'NOT_FOUND')))
  }

  /** Throws what the first source failed with. Does nothing when none failed. */
  throwFirstFailure(): void {
    if (this.#firstFailure) throw this.#firstFailure.cause
  }

  #missing(what: MissingAnswer['what'], { id }: Adapter, code: MissingAnswer['code']): MissingAnswer {
    return { adapter: id, what, code, ...defined({ car: this.#subject.car }) }
  }
}

/** Checks whether a failure comes from a package that is not installed, which no other source makes good. */
const isPackageMissing = (failure: unknown): boolean =>
  failure instanceof Error && Object(failure.cause).code === 'ERR_MODULE_NOT_FOUND'
