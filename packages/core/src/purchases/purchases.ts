import { untilSignal } from '../async/index.js'
import { type PurchaseCost, purchaseCost } from '../cars/costs/purchase-cost.js'
import { type Purchase, purchaseMembers } from '../cars/costs/purchase-options.js'
import type { Distance } from '../cars/costs/transport.js'
import * as check from '../options/check.js'
import { type CallOptions, checkOptions, defined, omit, signalCheck, zipCheck } from '../options/index.js'
import type { MissingAnswer } from '../records/missing-answer.js'
import { distanceBetween, type Runtime } from '../runtime/index.js'

/** A purchase with the ZIP codes that the car is transported from and to. */
export interface PurchaseOptions extends Omit<Purchase, 'distanceMiles'>, CallOptions {
  /** The US ZIP code where the car is for sale. */
  readonly fromZip: string
  /** The US ZIP code that the car is delivered to. */
  readonly toZip: string
}

/** The cost of a purchase, including transport, with the distance. */
export interface DeliveredPurchaseCost extends PurchaseCost {
  /** The distance between both ZIP codes; absent, and `transport` unknown with it, when the sources that were asked failed. */
  readonly distance?: Distance
  /** The answers that sources did not give. @default every source that was asked answered */
  readonly missing?: readonly MissingAnswer[]
}

/** The service that computes the costs of purchases. It stores nothing. */
export interface Purchases {
  /**
   * Adds up the cost of a purchase, including transport by road from one ZIP code to the other. A source of distances that is
   * down or over its budget is named in `missing`, and the next one is asked; when none is left, transport is unknown.
   *
   * @throws `ValidationError` when an option is wrong, `NotFoundError` when every source answered and none knows the ZIP
   * codes.
   */
  cost(options: PurchaseOptions): Promise<DeliveredPurchaseCost>
}

const optionsCheck = check.strictObject({
  ...omit(purchaseMembers, 'distanceMiles'),
  fromZip: zipCheck,
  toZip: zipCheck,
  signal: check.optional(signalCheck),
} satisfies check.CheckShape<PurchaseOptions>)

/** Makes the purchases service. */
export function createPurchases(runtime: Runtime, ownerId: string): Purchases {
  const cost = async (given: PurchaseOptions): Promise<DeliveredPurchaseCost> => {
    const options = checkOptions('purchases.cost', optionsCheck, given)
    const { fromZip, toZip, signal: givenSignal, ...purchase } = options
    const { distance, missing } = await runtime.abortable(givenSignal, (signal) =>
      untilSignal(signal, distanceBetween(runtime, { ownerId, fromZip, toZip }, signal)),
    )
    return {
      ...purchaseCost({ ...purchase, ...defined({ distanceMiles: distance?.roadMiles }) }),
      ...defined({ distance, missing: missing.length > 0 ? missing : undefined }),
    }
  }
  return { cost: (options) => runtime.run(() => cost(options)) }
}
