import type { Adapter, AdapterContext } from '../ports/index.js'
import { chooseAdapter } from '../runtime/index.js'
import { reachesTarget } from './reached.js'

const timeoutMs = 5_000
/** The time for which the answer of the references counts. */
const validMs = 5_000

/** The result of checking the references. */
export interface ReferenceResult {
  /** The id of the adapter of the first reference. */
  readonly adapter: string
  readonly targets: number
  /** The number of references that were not reached. */
  readonly failing: number
}

/** The parts that checking a reference needs. */
interface ReferenceContext {
  readonly adapters: readonly Adapter[]
  readonly clock: { now(): number }
  context(adapter: Adapter): AdapterContext
}

/**
 * Returns a function that checks the host's references: whether they answer tells a target that is down from a network
 * that is. Calls at about the same time share one check.
 *
 * @throws `ValidationError` when no adapter has a probe for one of them.
 */
export function referenceTargets(
  runtime: ReferenceContext,
  references: readonly string[],
): () => Promise<ReferenceResult> {
  const targets = references.map((reference) => {
    const url = new URL(reference)
    const call = 'createTelltale: probeHealth.references'
    return { url, adapter: chooseAdapter(runtime.adapters, { capability: 'probe', url, call }) }
  })
  const isReached = async ({ url, adapter }: (typeof targets)[number]): Promise<boolean> => {
    try {
      return reachesTarget(await adapter.probe.check({ url, timeoutMs }, runtime.context(adapter)))
    } catch {
      // No check could be made: this machine is in trouble, or Telltale closes.
      return false
    }
  }
  let last: { readonly at: number; readonly result: Promise<ReferenceResult> } | undefined
  const check = async (): Promise<ReferenceResult> => {
    const reached = await Promise.all(targets.map(isReached))
    const failing = reached.filter((one) => !one).length
    return { adapter: targets[0]?.adapter.id ?? '', targets: targets.length, failing }
  }
  return () => {
    const now = runtime.clock.now()
    if (!last || now - last.at >= validMs) last = { at: now, result: check() }
    return last.result
  }
}
