import { defined, parseOptions } from '../../options/index.js'
import type { CostLine } from './cost-line.js'
import { type LocalTax, type Purchase, purchaseSchema } from './purchase-options.js'
import { reserveLines } from './reserve.js'
import { type StateCost, type StateCostFigure, stateCosts } from './state-cost.js'
import { transportCostUsd } from './transport.js'

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
 * it may be charged, transport, and what is set aside where a reserve is asked for. What is not known is listed as missing and never counted as 0. The trade-in lowers
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
  const { distanceMiles, localTaxRate, localTaxes } = purchase
  const lines: readonly CostLine[] = [
    { name: 'price', amountUsd: toCents(purchase.priceUsd) / 100 },
    salesTax(purchase, cost),
    feeLine('title', 'titleFeeUsd', purchase, cost),
    feeLine('registration', 'registrationFeeUsd', purchase, cost),
    dealerFee(purchase, cost),
    distanceMiles === undefined
      ? { name: 'transport', note: 'the distance is not known' }
      : { name: 'transport', amountUsd: transportCostUsd(distanceMiles) },
    ...(purchase.reserve ? reserveLines(purchase.reserve) : []),
  ]
  const missing = lines.filter(({ amountUsd }) => amountUsd === undefined).map(({ name }) => name)
  const knownUsd = lines.reduce((sum, { amountUsd = 0 }) => sum + toCents(amountUsd), 0) / 100
  return {
    lines,
    knownUsd,
    ...defined({ totalCostUsd: missing.length === 0 ? knownUsd : undefined }),
    missing,
    notes: [
      cost.notes,
      ...(localTaxRate === undefined && localTaxes === undefined
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
  const { priceUsd, state, tradeInUsd = 0, localTaxRate = 0 } = purchase
  const { localTaxes = [{ name: 'local', rate: localTaxRate }] } = purchase
  const { salesTaxRate, luxuryTax, taxCapUsd, taxFloorUsd, tradeInCredit } = cost
  if (salesTaxRate === undefined) return { name: 'salesTax', note: `the rate of ${state} is not known` }
  const isLuxury = luxuryTax !== undefined && priceUsd > luxuryTax.abovePriceUsd
  const stateRate = isLuxury ? luxuryTax.rate : salesTaxRate
  const isTaxed = stateRate > 0 || localTaxes.some(({ rate }) => rate > 0)
  const creditUsd = isTaxed ? creditOf(tradeInUsd, cost) : 0
  if (creditUsd === undefined)
    return { name: 'salesTax', note: `how far ${state} credits a trade-in is not known: ${tradeInCredit}` }
  const baseUsd = Math.max(0, priceUsd - creditUsd)
  const stateTaxUsd = Math.min(taxCapUsd ?? Infinity, Math.max(taxFloorUsd ?? 0, baseUsd * stateRate))
  const notes = [
    ...(isLuxury ? [`the rate above ${luxuryTax.abovePriceUsd} USD`] : []),
    ...(purchase.localTaxes ?? []).map(
      (tax) => `${tax.name}: ${toCents(localTaxUsd(tax, baseUsd)) / 100} USD`,
    ),
  ]
  const localUsd = localTaxes.reduce((sum, tax) => sum + localTaxUsd(tax, baseUsd), 0)
  return {
    name: 'salesTax',
    amountUsd: toCents(stateTaxUsd + localUsd) / 100,
    source: sourceOf('salesTaxRate', purchase, cost),
    ...defined({ note: notes.length > 0 ? notes.join('; ') : undefined }),
  }
}

function localTaxUsd({ rate, upToUsd = Infinity }: LocalTax, baseUsd: number): number {
  return Math.min(baseUsd, upToUsd) * rate
}

/** How far a trade-in lowers the price that is taxed; `undefined` where that is not known. */
function creditOf(tradeInUsd: number, { tradeInCredit, tradeInCapUsd }: StateCost): number | undefined {
  if (tradeInUsd === 0 || tradeInCredit === 'none') return 0
  if (tradeInCredit === 'full') return tradeInUsd
  if (tradeInCredit === 'capped' && tradeInCapUsd !== undefined) return Math.min(tradeInUsd, tradeInCapUsd)
  return tradeInCredit === 'not-applicable' ? 0 : undefined
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
