import type { Adapter } from '../ports/index.js'

/** An answer, with the adapter that gave it. */
export interface SourcedAnswer<Source extends Adapter, Answer> {
  readonly answer: Answer
  readonly adapter: Source
}

/**
 * Asks adapters one after the other, in the host's order, and returns the first answer. `undefined` when none has one. An
 * adapter that fails is passed over once `onFailure` returns.
 *
 * @throws what `onFailure` throws; later adapters are not asked then.
 */
export async function firstAnswer<Source extends Adapter, Answer>(
  adapters: readonly Source[],
  ask: (adapter: Source) => Promise<Answer | undefined>,
  onFailure: (adapter: Source, cause: unknown) => void,
): Promise<SourcedAnswer<Source, Answer> | undefined> {
  for (const adapter of adapters) {
    try {
      const answer = await ask(adapter)
      if (answer !== undefined) return { answer, adapter }
    } catch (cause) {
      onFailure(adapter, cause)
    }
  }
  return undefined
}
