import { untilSignal } from '../async/index.js'
import { type PurchaseCost, purchaseCost } from '../cars/costs/purchase-cost.js'
import { type Purchase, purchaseMembers } from '../cars/costs/purchase-options.js'
import type { Distance } from '../cars/costs/transport.js'
import { NotFoundError } from '../errors/index.js'
import * as check from '../options/check.js'
import { type CallOptions, checkOptions, omit, signalCheck, zipCheck } from '../options/index.js'
import { adapterNames, adaptersWith, firstAnswer, type Runtime } from '../runtime/index.js'

/** A purchase with the ZIP codes that the car is transported from and to. */
export interface PurchaseOptions extends Omit<Purchase, 'distanceMiles'>, CallOptions {
  /** The US ZIP code where the car is for sale. */
  readonly fromZip: string
  /** The US ZIP code that the car is delivered to. */
  readonly toZip: string
}

/** The cost of a purchase, including transport, with the distance. */
export interface DeliveredPurchaseCost extends PurchaseCost {
  /** The distance between both ZIP codes. */
  readonly distance: Distance
}

/** The service that computes the costs of purchases. It stores nothing. */
export interface Purchases {
  /**
   * Adds up the cost of a purchase, including transport by road from one ZIP code to the other.
   *
   * @throws `ValidationError` when an option is wrong, `NotFoundError` when no source knows one of the ZIP codes, and
   * the error of a source that fails.
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
export function createPurchases(runtime: Runtime): Purchases {
  const cost = async (given: PurchaseOptions): Promise<DeliveredPurchaseCost> => {
    const options = checkOptions('purchases.cost', optionsCheck, given)
    const { fromZip, toZip, signal: givenSignal, ...purchase } = options
    const distance = await runtime.abortable(givenSignal, (signal) =>
      untilSignal(signal, distanceBetween(runtime, { fromZip, toZip }, signal)),
    )
    return { ...purchaseCost({ ...purchase, distanceMiles: distance.roadMiles }), distance }
  }
  return { cost: (options) => runtime.run(() => cost(options)) }
}

/**
 * Returns the distance by the first adapter that knows both ZIP codes.
 *
 * @throws `NotFoundError` when no adapter does.
 */
async function distanceBetween(
  runtime: Runtime,
  { fromZip, toZip }: Pick<PurchaseOptions, 'fromZip' | 'toZip'>,
  signal: AbortSignal,
): Promise<Distance> {
  const sources = adaptersWith(runtime.adapters, 'distances')
  const found = await firstAnswer(sources, (source) =>
    source.distances.between(fromZip, toZip, runtime.context(source, signal)),
  )
  if (found) return found.answer
  throw new NotFoundError(
    `no source knows how far ${fromZip} and ${toZip} are from each other; sources asked: ${adapterNames(sources)}`,
  )
}
