import type { Telltale } from '@telltale/core'

/** What code blocks may use without making it first, so that each shows only what it is about. */
declare global {
  /** What `createTelltale` gave. */
  const telltale: Telltale
  /** What one owner sees: `telltale.for('user_42')`. */
  const ana: ReturnType<Telltale['for']>
}
