import { checkOptions, defined } from '../../options/checks.js'
import type { CostLine } from './cost-line.js'
import { type Purchase, purchaseCheck } from './purchase-options.js'
import { reserveLines } from './reserve.js'
import { regimeOf, salesTax } from './sales-tax.js'
import { sourceOf } from './source-of.js'
import { type StateCost, stateCosts } from './state-cost.js'
import { transportCostUsd, transportSource } from './transport.js'
import { roundToCents, sumOfProductsUsd, sumUsd } from './usd.js'

const byHost = 'given by the host'

/** The cost of a purchase, part by part. */
export interface PurchaseCost {
  /** One line per part, known or not. */
  readonly lines: readonly CostLine[]
  /** The exact sum of the known parts: a lower bound while one is unknown. */
  readonly knownUsd: number
  /** The sum of all parts; absent when one is unknown. */
  readonly totalCostUsd?: number
  /**
   * The sum of all parts, with estimates in place of unknown ones; absent when a part has neither. It is `totalCostUsd` where
   * every part is known.
   */
  readonly estimatedTotalUsd?: number
  /** The names of the unknown parts. */
  readonly unknown: readonly CostLine['name'][]
  /** Costs that the figures do not include. */
  readonly notes: readonly string[]
}

/**
 * Adds up the cost of a purchase in the buyer's state: price, sales tax, title, registration, the dealer's fee up to the
 * legal cap, an auction's fees, transport, and a reserve, where these are asked for. An unknown part is named in `unknown` and never counts as 0;
 * where a source gives an estimate of it, `estimatedTotalUsd` counts that. A trade-in lowers the tax where the state credits it; it does not lower the price. Fees are not taxed.
 *
 * @throws `ValidationError` when an amount, rate or distance is negative or not finite, a state is none of the 51, or it has
 * no such regime.
 * @example
 * ```ts
 * import { purchaseCost } from '@telltale/core/cars'
 *
 * const cost = purchaseCost({ priceUsd: 20_000, state: 'FL', dealerFeeUsd: 1_200, distanceMiles: 51 })
 * console.log(cost.totalCostUsd) // 22725.75: the dealer's fee is capped at 998
 * ```
 */
export function purchaseCost(given: Purchase): PurchaseCost {
  const purchase = checkOptions('purchaseCost', purchaseCheck, given)
  const cost = { ...stateCosts[purchase.state], ...purchase.overrides }
  const { distanceMiles, localTaxRate, localTaxes, auctionFeeUsd } = purchase
  const hasLocalTax = regimeOf(purchase, cost)?.hasLocalTax !== false && !purchase.forResale
  const lines: readonly CostLine[] = [
    { name: 'price', amountUsd: roundToCents(purchase.priceUsd), source: byHost },
    salesTax(purchase, cost),
    feeLine('title', 'titleFeeUsd', purchase, cost),
    feeLine('registration', 'registrationFeeUsd', purchase, cost),
    dealerFee(purchase, cost),
    ...(auctionFeeUsd === undefined
      ? []
      : [{ name: 'auctionFee', amountUsd: roundToCents(auctionFeeUsd), source: byHost } as const]),
    distanceMiles === undefined
      ? { name: 'transport', note: 'the distance is not known' }
      : { name: 'transport', amountUsd: transportCostUsd(distanceMiles), source: transportSource },
    ...(purchase.reserve ? reserveLines(purchase.reserve) : []),
  ]
  const unknown = lines.filter(({ amountUsd }) => amountUsd === undefined).map(({ name }) => name)
  const knownUsd = sumUsd(lines.map(({ amountUsd = 0 }) => amountUsd))
  const estimates = lines.flatMap(({ amountUsd, estimateUsd }) => amountUsd ?? estimateUsd ?? [])
  return {
    lines,
    knownUsd,
    ...defined({
      totalCostUsd: unknown.length === 0 ? knownUsd : undefined,
      estimatedTotalUsd: estimates.length === lines.length ? sumUsd(estimates) : undefined,
    }),
    unknown,
    notes: [
      cost.notes,
      ...(hasLocalTax && localTaxRate === undefined && localTaxes === undefined
        ? ['County and city taxes are not in it: no local rate was given.']
        : []),
    ],
  }
}

function feeLine(
  name: 'title' | 'registration',
  figure: 'titleFeeUsd' | 'registrationFeeUsd',
  purchase: Purchase,
  cost: StateCost,
): CostLine {
  const amountUsd = cost[figure]
  const { usd, source } = cost.feeEstimates?.[name] ?? {}
  const note = `the fee of ${purchase.state} is not known`
  if (amountUsd === undefined) return { name, note, ...defined({ estimateUsd: usd, source }) }
  return { name, amountUsd: roundToCents(amountUsd), source: sourceOf(figure, purchase, cost) }
}

function dealerFee(purchase: Purchase, buyerState: StateCost): CostLine {
  const { priceUsd, state, dealerState = state, dealerFeeUsd } = purchase
  if (dealerFeeUsd === undefined) return { name: 'dealerFee', note: 'the dealer’s fee is not known' }
  const sellerState = dealerState === state ? buyerState : stateCosts[dealerState]
  const { dealerFeeCap, dealerFeeCapUsd = Infinity, dealerFeeCapRate } = sellerState
  if (dealerFeeCap === 'unknown')
    return {
      name: 'dealerFee',
      amountUsd: roundToCents(dealerFeeUsd),
      source: byHost,
      note: `whether ${dealerState} caps it is not known`,
    }
  const shareUsd =
    dealerFeeCapRate === undefined ? Infinity : sumOfProductsUsd([[priceUsd, dealerFeeCapRate]])
  const capUsd = dealerFeeCap === 'capped' ? Math.min(dealerFeeCapUsd, shareUsd) : Infinity
  if (dealerFeeUsd <= capUsd)
    return { name: 'dealerFee', amountUsd: roundToCents(dealerFeeUsd), source: byHost }
  return {
    name: 'dealerFee',
    amountUsd: roundToCents(capUsd),
    source: sourceOf('dealerFeeCapUsd', { ...purchase, state: dealerState }, sellerState),
    note: `capped: ${dealerFeeUsd} USD was asked`,
  }
}
