/** Stands for all owners at once. Only the engine's own sweeps use it; it cannot come in as text. */
export const everyOwner: unique symbol = Symbol.for('telltale.every-owner')

/** One owner, or the engine looking across all of them. */
export type OwnerScope = string | typeof everyOwner
