import type { Adapter, Measurement } from '@telltale/core/ports'
import { defined } from '@telltale/core/ports'

/** The next answer of a scripted target: a latency in milliseconds, the condition that degrades it, or a failure. */
export type Script = number | string | NonNullable<Measurement['failure']>

/** A probe of `script:` URLs, whose targets do what the test says, in no time. */
export function scriptedProbe(script: (url: URL) => Script): Adapter {
  return {
    specVersion: 1,
    id: 'scripted',
    probe: {
      matches: ({ protocol }) => protocol === 'script:',
      check: async ({ url }) => {
        const next = script(url)
        const failure = typeof next === 'object' ? next : undefined
        const degraded = typeof next === 'string' ? next : undefined
        const latencyMs = typeof next === 'number' ? next : 10
        const phases = { connectMs: 0.1 * latencyMs, tlsMs: 0.7 * latencyMs, firstByteMs: 0.2 * latencyMs }
        return { latencyMs, phases, uncertaintyMs: 0, ...defined({ failure, degraded }) }
      },
    },
  }
}

/** Nothing answers. */
export const refused = { kind: 'refused', message: 'nothing listens there' } as const
