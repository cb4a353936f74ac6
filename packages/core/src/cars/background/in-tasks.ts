import { abortedBy } from '../../async/index.js'
import type { Steps } from '../valuation/steps.js'
import { nextTask } from './next-task.js'

/** Does steps one after another, each in a task of its own. */
export async function inTasks<Result>(
  steps: Steps<Result>,
  report: (share: number) => void,
  signal?: AbortSignal,
): Promise<Result> {
  for (;;) {
    const step = steps.next()
    if (step.done) return step.value
    report(step.value)
    await nextTask()
    if (signal?.aborted) throw abortedBy(signal)
  }
}
