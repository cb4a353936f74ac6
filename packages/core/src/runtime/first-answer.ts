import type { Adapter } from '../ports/index.js'

/** An answer, with the adapter that gave it. */
export interface SourcedAnswer<Source extends Adapter, Answer> {
  readonly answer: Answer
  readonly adapter: Source
}

/**
 * Asks adapters one after the other, in the host's order, and returns the first answer. `undefined` when none has one.
 *
 * @throws the error that `ask` rejects with; later adapters are not asked then.
 */
export async function firstAnswer<Source extends Adapter, Answer>(
  adapters: readonly Source[],
  ask: (adapter: Source) => Promise<Answer | undefined>,
): Promise<SourcedAnswer<Source, Answer> | undefined> {
  for (const adapter of adapters) {
    const answer = await ask(adapter)
    if (answer !== undefined) return { answer, adapter }
  }
  return undefined
}
