/** The symbol for all owners at once. Only the engine's own background work uses it; no text can stand for it. */
export const everyOwner: unique symbol = Symbol.for('telltale.every-owner')

/** One owner, or all of them. */
export type OwnerScope = string | typeof everyOwner
