import { z } from 'zod'
import { type PurchaseCost, purchaseCost } from '../cars/costs/purchase-cost.js'
import { type Purchase, purchaseShape } from '../cars/costs/purchase-options.js'
import type { Distance } from '../cars/distance.js'
import { NotFoundError } from '../errors/index.js'
import { type OptionsShape, parseOptions } from '../ports/index.js'
import { adapterNames, adaptersWith, type Runtime } from '../runtime/index.js'

/** A purchase, with the places that the car is brought from and to. */
export interface PurchaseOptions extends Omit<Purchase, 'distanceMiles'> {
  /** The US ZIP code where the car stands. */
  readonly fromZip: string
  /** The US ZIP code that it is brought to. */
  readonly toZip: string
}

/** What a purchase costs, and how far the car has to come. */
export interface LocatedPurchaseCost extends PurchaseCost {
  readonly distance: Distance
}

/** What cars cost to buy and to bring. */
export interface Purchases {
  /**
   * Adds up what a purchase costs, with transport over the road from one ZIP code to the other.
   *
   * @throws `ValidationError` when an option is wrong, `NotFoundError` when no source knows one of the places, and what
   * a source failed with.
   */
  cost(options: PurchaseOptions): Promise<LocatedPurchaseCost>
}

const zipOption = z
  .string({ error: 'expected a ZIP code as text' })
  .regex(/^\d{5}$/, { error: "expected a ZIP code of five digits, such as '75146'" })

const { distanceMiles: _distance, ...placelessShape } = purchaseShape
const purchaseOptionsSchema = z.strictObject({
  ...placelessShape,
  fromZip: zipOption,
  toZip: zipOption,
} satisfies OptionsShape<PurchaseOptions>)

/** The purchases of a host; they are reckoned and not kept. */
export function createPurchases(runtime: Runtime): Purchases {
  const cost = async (given: PurchaseOptions): Promise<LocatedPurchaseCost> => {
    const options = parseOptions('purchases.cost', purchaseOptionsSchema, given)
    const { fromZip, toZip, ...purchase } = options
    const distance = await distanceBetween(runtime, fromZip, toZip)
    return { ...purchaseCost({ ...purchase, distanceMiles: distance.roadMiles }), distance }
  }
  return { cost: (options) => runtime.run(() => cost(options)) }
}

/** The first answer, in the host's order of adapters. */
async function distanceBetween(runtime: Runtime, fromZip: string, toZip: string): Promise<Distance> {
  const sources = adaptersWith(runtime.adapters, 'distances')
  for (const source of sources) {
    const distance = await source.distances.between(fromZip, toZip, runtime.context(source))
    if (distance) return distance
  }
  throw new NotFoundError(
    `no source knows how far ${fromZip} and ${toZip} are from each other; sources asked: ${adapterNames(sources)}`,
  )
}
