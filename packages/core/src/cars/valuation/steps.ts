/** Work in steps of some milliseconds: each yields the share of the work that is done, from 0 to 1. */
export type Steps<Result> = Generator<number, Result, void>

/** Does all steps one after another. */
export function finish<Result>(steps: Steps<Result>): Result {
  for (;;) {
    const step = steps.next()
    if (step.done) return step.value
  }
}

/** Does steps as a part of larger work, from one share of it to another. */
export function* within<Result>(from: number, to: number, steps: Steps<Result>): Steps<Result> {
  for (;;) {
    const step = steps.next()
    if (step.done) return step.value
    yield from + (to - from) * step.value
  }
}
