import type { CostLine } from '../cars/costs/cost-line.js'
import { purchaseCost } from '../cars/costs/purchase-cost.js'
import type { Purchase } from '../cars/costs/purchase-options.js'
import { type StateCode, stateCosts } from '../cars/costs/state-cost.js'
import { transportCostUsd, transportSource } from '../cars/costs/transport.js'
import { sumUsd } from '../cars/costs/usd.js'
import { defined } from '../options/index.js'
import type { CostBreakdown } from '../records/opportunity-records.js'
import type { Search } from '../records/search-records.js'
import type { TrackedVehicle } from '../records/vehicle-records.js'

/** The terms of a purchase that do not depend on its price. */
export interface PurchaseTerms {
  /** The purchase in the buyer's state; absent when the search names none. */
  readonly purchase?: Omit<Purchase, 'priceUsd' | 'reserve'>
  /** The miles from the car to the search's destination; absent when unknown. */
  readonly distanceMiles?: number
}

/** Returns the terms on which a search's owner buys a car. */
export function termsOf(
  { buyerState }: Pick<Search, 'buyerState'>,
  { state, seller }: Pick<TrackedVehicle, 'state' | 'seller'>,
  distanceMiles?: number,
): PurchaseTerms {
  if (!isState(buyerState)) return defined({ distanceMiles })
  const dealerState = isState(state) ? state : undefined
  const dealerFeeUsd = seller === 'private' ? 0 : undefined
  return {
    purchase: { state: buyerState, ...defined({ dealerState, dealerFeeUsd, distanceMiles }) },
    ...defined({ distanceMiles }),
  }
}

/** Breaks the cost of a purchase down. Without a buyer's state, its tax and its fees are unknown. */
export function costsOf(priceUsd: number, { purchase, distanceMiles }: PurchaseTerms): CostBreakdown {
  const { lines, knownUsd, unknown } = purchase
    ? purchaseCost({ ...purchase, priceUsd })
    : withoutState(priceUsd, distanceMiles)
  const amountOf = (name: CostLine['name']) => lines.find((line) => line.name === name)?.amountUsd
  return {
    purchasePrice: priceUsd,
    ...defined({
      salesTax: amountOf('salesTax'),
      titleFee: amountOf('title'),
      registrationFee: amountOf('registration'),
      dealerFee: amountOf('dealerFee'),
      transportationCost: amountOf('transport'),
    }),
    totalCost: knownUsd,
    unknown,
    lines,
  }
}

function withoutState(priceUsd: number, distanceMiles: number | undefined) {
  const note = 'the search names no `buyerState`'
  const lines: readonly CostLine[] = [
    { name: 'price', amountUsd: priceUsd, source: 'the listing' },
    ...(['salesTax', 'title', 'registration'] as const).map((name) => ({ name, note })),
    { name: 'dealerFee', note: 'the dealer’s fee is not known' },
    distanceMiles === undefined
      ? { name: 'transport', note: 'the distance is not known' }
      : { name: 'transport', amountUsd: transportCostUsd(distanceMiles), source: transportSource },
  ]
  return {
    lines,
    knownUsd: sumUsd(lines.map(({ amountUsd = 0 }) => amountUsd)),
    unknown: lines.filter(({ amountUsd }) => amountUsd === undefined).map(({ name }) => name),
  }
}

const isState = (code: string | undefined): code is StateCode =>
  code !== undefined && Object.hasOwn(stateCosts, code)
