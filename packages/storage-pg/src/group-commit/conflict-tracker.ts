/** The way in which a transaction uses a record, a key of a series or a counter. */
export type AccessMode = 'read' | 'write' | 'append'

/** The mode in which others may use the same thing, so that the order of the transactions does not matter. */
const compatibleMode: Readonly<Record<AccessMode, AccessMode | undefined>> = {
  read: 'read',
  write: undefined,
  append: 'append',
}

type Users<Transaction> = Partial<Record<AccessMode, Set<Transaction>>>

/** Tracks what each transaction of a group uses, and finds conflicts between them. */
export class ConflictTracker<Transaction> {
  readonly #users = new Map<string, Users<Transaction>>()
  readonly #usesOf = new Map<Transaction, Users<Transaction>[]>()

  /** Records a use. Returns `false`, and records nothing, when it conflicts with that of another transaction. */
  tryAdd(transaction: Transaction, key: string, mode: AccessMode): boolean {
    const users = this.#users.get(key) ?? {}
    for (const other of ['read', 'write', 'append'] as const)
      if (other !== compatibleMode[mode] && hasAnother(users[other], transaction)) return false
    users[mode] ??= new Set()
    users[mode].add(transaction)
    this.#users.set(key, users)
    const uses = this.#usesOf.get(transaction) ?? []
    uses.push(users)
    this.#usesOf.set(transaction, uses)
    return true
  }

  /** Removes all uses of a transaction that left the group. */
  remove(transaction: Transaction): void {
    for (const users of this.#usesOf.get(transaction) ?? [])
      for (const transactions of Object.values(users)) transactions.delete(transaction)
    this.#usesOf.delete(transaction)
  }
}

const hasAnother = <Transaction>(
  transactions: Set<Transaction> | undefined,
  transaction: Transaction,
): boolean =>
  transactions !== undefined &&
  (transactions.size > 1 || (transactions.size === 1 && !transactions.has(transaction)))
