import { z } from 'zod'
import { untilSignal } from '../async/index.js'
import { type PurchaseCost, purchaseCost } from '../cars/costs/purchase-cost.js'
import { type Purchase, purchaseMembers } from '../cars/costs/purchase-options.js'
import type { Distance } from '../cars/costs/transport.js'
import { NotFoundError } from '../errors/index.js'
import * as check from '../options/check.js'
import { type CallOptions, checkOptions, defined, omit, signalCheck, zipCheck } from '../options/index.js'
import type { MissingAnswer } from '../records/missing-answer.js'
import {
  adapterNames,
  adaptersWith,
  checkedAnswer,
  firstAnswer,
  MissingAnswers,
  type Runtime,
} from '../runtime/index.js'

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

const distanceSchema = z.looseObject({ roadMiles: z.number().min(0), straightMiles: z.number().min(0) })

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

/** The distance of two places, as far as a source knew it, and the answers that sources did not give. */
interface FoundDistance {
  readonly distance?: Distance
  readonly missing: readonly MissingAnswer[]
}

/**
 * Returns the distance by the first adapter that knows both ZIP codes.
 *
 * @throws `NotFoundError` when no adapter does and none failed.
 */
async function distanceBetween(
  runtime: Runtime,
  { ownerId, fromZip, toZip }: Pick<PurchaseOptions, 'fromZip' | 'toZip'> & { readonly ownerId: string },
  signal: AbortSignal,
): Promise<FoundDistance> {
  const sources = adaptersWith(runtime.adapters, 'distances')
  const missing = new MissingAnswers(runtime, { signal })
  const found = await firstAnswer(
    sources,
    async (source) => {
      const answer = await source.distances.between(fromZip, toZip, runtime.context(source, signal, ownerId))
      return checkedAnswer(source, distanceSchema, answer)
    },
    (source, cause) => missing.fail('distance', source, cause),
  )
  if (found) return { distance: found.answer, missing: missing.list }
  const failures = missing.list.length
  missing.unknown('distance', sources)
  if (failures > 0) return { missing: missing.list }
  throw new NotFoundError(
    `no source knows how far ${fromZip} and ${toZip} are from each other; sources asked: ${adapterNames(sources)}`,
  )
}
