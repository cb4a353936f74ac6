import type { Telltale } from '@telltale/core'

/** Names that code blocks use without making them, so that each shows only its subject. */
declare global {
  /** The result of `createTelltale`. */
  const telltale: Telltale
  /** The services of one owner: `telltale.for('user_42')`. */
  const ana: ReturnType<Telltale['for']>
}
