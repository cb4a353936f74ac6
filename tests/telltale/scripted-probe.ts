import type { Adapter, Measurement } from '@telltale/core/ports'
import { defined } from '@telltale/core/ports'

/** The next answer of a scripted target: a latency in milliseconds, or a failure. */
export type Script = number | NonNullable<Measurement['failure']>

/** A probe of `script:` URLs, whose targets do what the test says, in no time. */
export function scriptedProbe(script: (url: URL) => Script): Adapter {
  return {
    specVersion: 1,
    id: 'scripted',
    probe: {
      matches: ({ protocol }) => protocol === 'script:',
      check: async ({ url }) => {
        const next = script(url)
        const failed = typeof next !== 'number'
        const latencyMs = failed ? 10 : next
        const phases = { connectMs: 0.1 * latencyMs, tlsMs: 0.7 * latencyMs, firstByteMs: 0.2 * latencyMs }
        return { latencyMs, phases, uncertaintyMs: 0, ...defined({ failure: failed ? next : undefined }) }
      },
    },
  }
}

/** Nothing answers. */
export const refused = { kind: 'refused', message: 'nothing listens there' } as const
