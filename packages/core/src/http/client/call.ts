import type { TelltaleError } from '../../errors/index.js'
import type { CacheKind, Trust } from '../../ports/index.js'
import type { TimeLimit } from './time-limit.js'

/** One call, checked and with its defaults filled in, as it goes down the chain of steps. */
export interface HttpCall {
  /** The id of the adapter that asks; absent for a host's own calls. */
  readonly source?: string
  /** In capitals. */
  readonly method: string
  readonly url: URL
  /** What the caller wants sent, by lower-case name. */
  readonly headers: Readonly<Record<string, string>>
  readonly body?: string | Uint8Array
  /** How far the URL is trusted. */
  readonly trust: Trust
  readonly time: TimeLimit
  /** The longest body that is read, after decompression. */
  readonly maxBytes: number
  /** Of a longer body, whether the beginning will do. @default false (it is an error) */
  readonly beginningOnly?: boolean
  /** Whether robots.txt is heeded and the host's pace is kept. */
  readonly polite: boolean
  /** What becomes of a redirect. */
  readonly redirect: 'follow' | 'manual' | 'error'
  /** Whether the server takes a repetition for the same call. */
  readonly repeatable: boolean
  /** What it costs, in US dollars, where that is not what the adapter's budget says. */
  readonly costUsd?: number
  /** For which kind's time an answer is kept. */
  readonly cacheFor?: CacheKind
  /** How long its answer may be kept at most, whatever the server allows. */
  readonly keptMs?: number
  /** Its turn at a site whose pace is kept. */
  readonly turn?: Turn
  /** Why it cannot be sent: before its turn no connection could be opened for it. */
  readonly unreachable?: TelltaleError
}

/** When a call may be sent. Between its turn and the first byte sent lies what cannot be foreseen, such as a stall. */
export interface Turn {
  /** Whether it is the call's turn; asked right before the request is written, which counts as sent where it is. */
  take(): boolean
  /** Waits for another turn, where the first one was missed. */
  again(): Promise<void>
}

/** An answer, read to its end and unpacked. */
export interface HttpAnswer {
  /** Where it came from in the end. */
  readonly url: string
  readonly status: number
  /** By lower-case name; repeated ones are joined by a comma. */
  readonly headers: Readonly<Record<string, string>>
  /** Shared by all that asked for it: never written to. */
  readonly body: Buffer
}

/** What carries a call to its answer. */
export type Send = (call: HttpCall) => Promise<HttpAnswer>

/** One thing that is done to every call: it may answer by itself, change the call, or hand it on to `next`. */
export type Step = (call: HttpCall, next: Send) => Promise<HttpAnswer>

/** What is done to the calls of one source. */
export interface SourceSteps {
  /** Once for each call, outermost first. */
  readonly outer: readonly Step[]
  /** For each attempt of a call, outermost first; what the cache answers is none. */
  readonly inner: readonly Step[]
  /** Done to each request, redirects among them, once it is its turn. */
  readonly closest: readonly Step[]
}

/** Returns what sends a call through the steps, the first one outermost, and then through `last`. */
export const chain = (steps: readonly Step[], last: Send): Send =>
  steps.reduceRight<Send>((next, step) => (call) => step(call, next), last)

const refusals = new WeakSet<Error>()

/** Marks and returns the error of a call that a step refused before anyone was asked: that is no failure of the source. */
export function notAsked<Refusal extends Error>(error: Refusal): Refusal {
  refusals.add(error)
  return error
}

/** Tells whether a step refused the call before anyone was asked. */
export const wasNotAsked = (error: unknown): boolean => error instanceof Error && refusals.has(error)
