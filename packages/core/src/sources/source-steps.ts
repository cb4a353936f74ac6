import type { SourceFailures, SpendingControl } from '../budgets/index.js'
import type { SourceSteps, Step } from '../http/client/call.js'
import type { Adapter, Cache } from '../ports/index.js'
import { redactor } from '../secrets/index.js'
import { parseDuration } from '../time/index.js'
import { countCalls, countFailures } from './count-calls.js'
import { hideSecrets } from './hide-secrets.js'
import { keepAnswers } from './keep-answers.js'
import { recordCalls } from './record-calls.js'

/** What the steps of a source work with. */
export interface SourceParts {
  readonly budgets: SpendingControl
  readonly failures: SourceFailures
  cacheFor(adapter: Adapter): Pick<Cache, 'get' | 'set'>
}

/**
 * What is done to the calls of a source: `outer` once for each call, `inner` for each attempt. An answer that is kept
 * is no attempt, and costs nothing.
 */
export function sourceSteps(adapter: Adapter, { budgets, failures, cacheFor }: SourceParts): SourceSteps {
  const { keepFor } = adapter
  const secrets = adapter.secrets?.() ?? []
  const redact = redactor(secrets)
  const ofPages = adapter.products !== undefined || adapter.probe !== undefined
  return {
    outer: [keepAnswers(cacheFor(adapter), redact), ...(keepFor ? [keepAtMost(parseDuration(keepFor))] : [])],
    inner: [
      // What fails of a page that a user named is not the source's failure.
      ...(ofPages ? [] : [countFailures(adapter, failures)]),
      ...(budgets.counts(adapter.id) ? [countCalls(adapter.id, budgets)] : []),
      ...(secrets.length > 0 ? [hideSecrets(secrets)] : []),
    ],
    closest: [recordCalls(redact)],
  }
}

/** Answers are kept no longer than the source's terms allow, by whichever cache. */
const keepAtMost =
  (keptMs: number): Step =>
  (call, next) =>
    next({ ...call, keptMs })
