import { parseOptions } from '../../options/index.js'
import { type Purchase, purchaseSchema } from './purchase-options.js'
import { type StateCost, type StateCostFigure, stateCosts } from './state-cost.js'
import { transportCostUsd } from './transport.js'

/** One part of what a purchase costs. */
export interface CostLine {
  /** Which part it is. */
  readonly name: 'price' | 'salesTax' | 'title' | 'registration' | 'dealerFee' | 'transport'
  /** What it costs; absent when it is not known. */
  readonly amountUsd?: number
  /** Who says so and when, where it rests on a figure of a state. */
  readonly source?: string
  /** Why it is not known, or what changed it. */
  readonly note?: string
}

/** What a purchase costs, part by part. */
export interface PurchaseCost {
  readonly lines: readonly CostLine[]
  /** What the known parts sum to, exactly; a lower bound while any is missing. */
  readonly knownUsd: number
  /** What all parts sum to; absent when one is not known. */
  readonly totalCostUsd?: number
  /** The parts that are not known. */
  readonly missing: readonly CostLine['name'][]
  /** What the figures leave out. */
  readonly notes: readonly string[]
}

/**
 * Adds up what a purchase costs in the buyer's state: price, sales tax, title, registration, the dealer's fee as far as
 * it may be charged, and transport. What is not known is listed as missing and never counted as 0. The trade-in lowers
 * the tax where the state credits it, and is not taken off the price. Fees are not taxed.
 *
 * @throws `ValidationError` when an amount, rate or distance is negative or not finite, or a state is none of the 51.
 * @example
 * ```ts
 * import { purchaseCost } from '@telltale/core/cars'
 *
 * const cost = purchaseCost({ priceUsd: 20_000, state: 'FL', dealerFeeUsd: 1_200, distanceMiles: 51 })
 * console.log(cost.totalCostUsd) // 22725.75: the dealer's fee is capped at 998
 * ```
 */
export function purchaseCost(purchase: Purchase): PurchaseCost {
  parseOptions('purchaseCost', purchaseSchema, purchase)
  const cost = { ...stateCosts[purchase.state], ...purchase.overrides }
  const { distanceMiles, localTaxRate } = purchase
  const lines: readonly CostLine[] = [
    { name: 'price', amountUsd: toCents(purchase.priceUsd) / 100 },
    salesTax(purchase, cost),
    feeLine('title', 'titleFeeUsd', purchase, cost),
    feeLine('registration', 'registrationFeeUsd', purchase, cost),
    dealerFee(purchase, cost),
    distanceMiles === undefined
      ? { name: 'transport', note: 'the distance is not known' }
      : { name: 'transport', amountUsd: transportCostUsd(distanceMiles) },
  ]
  const missing = lines.filter(({ amountUsd }) => amountUsd === undefined).map(({ name }) => name)
  const knownUsd = lines.reduce((sum, { amountUsd = 0 }) => sum + toCents(amountUsd), 0) / 100
  return {
    lines,
    knownUsd,
    ...(missing.length === 0 ? { totalCostUsd: knownUsd } : {}),
    missing,
    notes: [
      cost.notes,
      ...(localTaxRate === undefined
        ? ['County and city taxes are not in it: no local rate was given.']
        : []),
    ],
  }
}

const toCents = (usd: number): number => Math.round(usd * 100)

/** Who gave a figure: the host where it overrides it. */
function sourceOf(figure: StateCostFigure, { state, overrides }: Purchase, cost: StateCost): string {
  if (overrides?.[figure] !== undefined) return 'given by the host'
  return `${state}: ${cost.sources[figure] ?? 'not known'}`
}

function salesTax(purchase: Purchase, cost: StateCost): CostLine {
  const { priceUsd, tradeInUsd = 0, localTaxRate = 0 } = purchase
  const { salesTaxRate, luxuryTax, taxCapUsd, taxFloorUsd, tradeInCredit } = cost
  if (salesTaxRate === undefined)
    return { name: 'salesTax', note: `the rate of ${purchase.state} is not known` }
  const isLuxury = luxuryTax !== undefined && priceUsd > luxuryTax.abovePriceUsd
  const stateRate = isLuxury ? luxuryTax.rate : salesTaxRate
  const taxed = tradeInUsd > 0 && stateRate + localTaxRate > 0
  if (taxed && ['capped', 'partial', 'unclear'].includes(tradeInCredit))
    return {
      name: 'salesTax',
      note: `how far ${purchase.state} credits a trade-in is not known: ${tradeInCredit}`,
    }
  const baseUsd = tradeInCredit === 'full' ? Math.max(0, priceUsd - tradeInUsd) : priceUsd
  const stateTaxUsd = Math.min(taxCapUsd ?? Infinity, Math.max(taxFloorUsd ?? 0, baseUsd * stateRate))
  return {
    name: 'salesTax',
    amountUsd: toCents(stateTaxUsd + baseUsd * localTaxRate) / 100,
    source: sourceOf('salesTaxRate', purchase, cost),
    ...(isLuxury ? { note: `the rate above ${luxuryTax.abovePriceUsd} USD` } : {}),
  }
}

function feeLine(
  name: 'title' | 'registration',
  figure: 'titleFeeUsd' | 'registrationFeeUsd',
  purchase: Purchase,
  cost: StateCost,
): CostLine {
  const amountUsd = cost[figure]
  if (amountUsd === undefined) return { name, note: `the fee of ${purchase.state} is not known` }
  return { name, amountUsd, source: sourceOf(figure, purchase, cost) }
}

function dealerFee(purchase: Purchase, buyers: StateCost): CostLine {
  const { priceUsd, state, dealerState = state, dealerFeeUsd } = purchase
  if (dealerFeeUsd === undefined) return { name: 'dealerFee', note: 'the dealer’s fee is not known' }
  const sellers = dealerState === state ? buyers : stateCosts[dealerState]
  const { dealerFeeCap, dealerFeeCapUsd = Infinity, dealerFeeCapRate } = sellers
  if (dealerFeeCap === 'unknown')
    return { name: 'dealerFee', amountUsd: dealerFeeUsd, note: `whether ${dealerState} caps it is not known` }
  const shareUsd = dealerFeeCapRate === undefined ? Infinity : priceUsd * dealerFeeCapRate
  const capUsd = dealerFeeCap === 'capped' ? Math.min(dealerFeeCapUsd, shareUsd) : Infinity
  if (dealerFeeUsd <= capUsd) return { name: 'dealerFee', amountUsd: dealerFeeUsd }
  return {
    name: 'dealerFee',
    amountUsd: toCents(capUsd) / 100,
    source: sourceOf('dealerFeeCapUsd', { ...purchase, state: dealerState }, sellers),
    note: `capped: ${dealerFeeUsd} USD was asked`,
  }
}
