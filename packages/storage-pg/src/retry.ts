import { isConflict, isMissingPartition, toStorageError } from './failures.js'

/** The number of times that work is tried which loses to other transactions. */
const maxAttempts = 20

/** Waits longer after each attempt, for a random time, so that two processes do not collide again. */
const backOff = (attempt: number) =>
  new Promise((resolve) => setTimeout(resolve, Math.random() * Math.min(100, 2 ** attempt)))

/**
 * Runs work again for as long as it loses to other transactions.
 *
 * @param onMissingPartition - called before work is run again that met a month without a partition.
 */
export async function retryConflicts<Result>(
  work: () => Promise<Result>,
  onMissingPartition: () => void,
): Promise<Result> {
  for (let attempt = 1; ; attempt++) {
    try {
      return await work()
    } catch (cause) {
      if (isMissingPartition(cause)) onMissingPartition()
      if (!isConflict(cause) || attempt === maxAttempts) throw cause
      await backOff(attempt)
    }
  }
}

/** An error that the host's own code threw. It reaches the host unchanged. */
export class HostError {
  readonly cause: unknown

  constructor(cause: unknown) {
    this.cause = cause
  }
}

/** Does what `retryConflicts` does, and turns failures of the database into storage errors. */
export async function retryCall<Result>(
  work: () => Promise<Result>,
  onMissingPartition: () => void,
): Promise<Result> {
  try {
    return await retryConflicts(work, onMissingPartition)
  } catch (cause) {
    throw cause instanceof HostError ? cause.cause : toStorageError(cause)
  }
}
