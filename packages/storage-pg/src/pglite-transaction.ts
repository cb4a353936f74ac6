import { AsyncLocalStorage } from 'node:async_hooks'

/** A transaction under way, with the one of another driver that it runs within. */
interface Transaction {
  readonly of: object
  readonly outer: Transaction | undefined
  isOver: boolean
}

/** One for all: in Node 20 each instance that was ever used slows every promise of the process. */
const transactions = new AsyncLocalStorage<Transaction>()

/** Tells whether the caller runs within a transaction of this driver. */
export function isWithinTransaction(of: object): boolean {
  for (let transaction = transactions.getStore(); transaction; transaction = transaction.outer)
    if (transaction.of === of && !transaction.isOver) return true
  return false
}

/** Runs work as a transaction of this driver. */
export async function runTransaction<Result>(of: object, work: () => Promise<Result>): Promise<Result> {
  const transaction: Transaction = { of, outer: transactions.getStore(), isOver: false }
  try {
    return await transactions.run(transaction, work)
  } finally {
    transaction.isOver = true
  }
}
