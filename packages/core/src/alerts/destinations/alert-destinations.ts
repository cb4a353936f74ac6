import type { AlertDestination } from '../../records/destination-records.js'
import type { ChangeOptions, PageList } from '../../runtime/index.js'
import type {
  DestinationCode,
  DestinationOptions,
  DestinationPatch,
  DestinationQuery,
} from './destination-options.js'

/** The destinations of one owner. An unknown id and another owner's id both give a `NotFoundError`. */
export interface AlertDestinations {
  /**
   * Adds a destination. One that a person reads is sent a code, and nothing else until {@link AlertDestinations.verify} was
   * called with it. One of programs, such as a webhook, is active at once: what it gets is signed, or needs a key that only
   * its owner has. A destination that becomes active is told of the alerts that are open.
   *
   * @throws `ValidationError` naming the invalid part, or a secret that has no key; `ConflictError` when there are 100; `BudgetError` when 30 codes were sent in an hour.
   */
  create(options: DestinationOptions): Promise<AlertDestination>
  /** Returns one destination. @throws `NotFoundError` */
  get(id: string): Promise<AlertDestination>
  /** Returns destinations, oldest first. @throws `ValidationError` */
  list(query?: DestinationQuery): PageList<AlertDestination>
  /**
   * Changes a destination. At another place it is sent a code anew. @throws `NotFoundError` `ValidationError` `ConflictError`
   */
  update(id: string, patch: DestinationPatch, options?: ChangeOptions): Promise<AlertDestination>
  /** Removes a destination, and withdraws what waits for it. @throws `NotFoundError` `ConflictError` */
  remove(id: string, options?: ChangeOptions): Promise<void>
  /**
   * Verifies a destination by the code that its reader hands back.
   *
   * @throws `NotFoundError`; `ValidationError` when it is another code; `ConflictError` when none is open, or after 5 wrong ones.
   */
  verify(id: string, code: DestinationCode): Promise<AlertDestination>
  /**
   * Sends another code, which counts for 10 minutes, and the one before no more.
   *
   * @throws `NotFoundError`; `ConflictError` when it is verified; `BudgetError` when 5 were sent to it in an hour.
   */
  sendCode(id: string): Promise<AlertDestination>
  /**
   * Sends a test message to an active destination.
   *
   * @throws `NotFoundError`; `ConflictError` when it is not active; `BudgetError` when 5 tests and codes were sent to it in an hour.
   */
  test(id: string): Promise<void>
  /**
   * Sends again to a destination that was disabled, and tells it of the alerts that are open. One whose reader ended it has to
   * be verified first, and is sent a code.
   *
   * @throws `NotFoundError` `BudgetError`
   */
  enable(id: string): Promise<AlertDestination>
  /** Sends nothing more to a destination, and withdraws what waits for it. @throws `NotFoundError` */
  disable(id: string): Promise<AlertDestination>
}
