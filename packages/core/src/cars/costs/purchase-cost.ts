import { checkOptions, defined } from '../../options/checks.js'
import type { CostLine } from './cost-line.js'
import { type LocalTax, type Purchase, purchaseCheck } from './purchase-options.js'
import { reserveLines } from './reserve.js'
import { type StateCost, type StateCostFigure, stateCosts } from './state-cost.js'
import { transportCostUsd } from './transport.js'
import { roundToCents, sumUsd } from './usd.js'

/** The cost of a purchase, part by part. */
export interface PurchaseCost {
  /** One line per part, known or not. */
  readonly lines: readonly CostLine[]
  /** The exact sum of the known parts: a lower bound while one is unknown. */
  readonly knownUsd: number
  /** The sum of all parts; absent when one is unknown. */
  readonly totalCostUsd?: number
  /** The names of the unknown parts. */
  readonly unknown: readonly CostLine['name'][]
  /** Costs that the figures do not include. */
  readonly notes: readonly string[]
}

/**
 * Adds up the cost of a purchase in the buyer's state: price, sales tax, title, registration, the dealer's fee up to the
 * legal cap, transport, and a reserve where one is asked for. An unknown part is named in `unknown` and never counts as 0.
 * A trade-in lowers the tax where the state credits it; it does not lower the price. Fees are not taxed.
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
export function purchaseCost(given: Purchase): PurchaseCost {
  const purchase = checkOptions('purchaseCost', purchaseCheck, given)
  const cost = { ...stateCosts[purchase.state], ...purchase.overrides }
  const { distanceMiles, localTaxRate, localTaxes } = purchase
  const lines: readonly CostLine[] = [
    { name: 'price', amountUsd: roundToCents(purchase.priceUsd) },
    salesTax(purchase, cost),
    feeLine('title', 'titleFeeUsd', purchase, cost),
    feeLine('registration', 'registrationFeeUsd', purchase, cost),
    dealerFee(purchase, cost),
    distanceMiles === undefined
      ? { name: 'transport', note: 'the distance is not known' }
      : { name: 'transport', amountUsd: transportCostUsd(distanceMiles) },
    ...(purchase.reserve ? reserveLines(purchase.reserve) : []),
  ]
  const unknown = lines.filter(({ amountUsd }) => amountUsd === undefined).map(({ name }) => name)
  const knownUsd = sumUsd(lines.map(({ amountUsd = 0 }) => amountUsd))
  return {
    lines,
    knownUsd,
    ...defined({ totalCostUsd: unknown.length === 0 ? knownUsd : undefined }),
    unknown,
    notes: [
      cost.notes,
      ...(localTaxRate === undefined && localTaxes === undefined
        ? ['County and city taxes are not in it: no local rate was given.']
        : []),
    ],
  }
}

/** Returns the source of a figure: the host when it overrides the figure. */
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
      (tax) => `${tax.name}: ${roundToCents(localTaxUsd(tax, baseUsd))} USD`,
    ),
  ]
  const localUsd = localTaxes.reduce((sum, tax) => sum + localTaxUsd(tax, baseUsd), 0)
  return {
    name: 'salesTax',
    amountUsd: roundToCents(stateTaxUsd + localUsd),
    source: sourceOf('salesTaxRate', purchase, cost),
    ...defined({ note: notes.length > 0 ? notes.join('; ') : undefined }),
  }
}

function localTaxUsd({ rate, upToUsd = Infinity }: LocalTax, baseUsd: number): number {
  return Math.min(baseUsd, upToUsd) * rate
}

/** Returns the amount by which a trade-in lowers the taxed price; `undefined` when unknown. */
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

function dealerFee(purchase: Purchase, buyerState: StateCost): CostLine {
  const { priceUsd, state, dealerState = state, dealerFeeUsd } = purchase
  if (dealerFeeUsd === undefined) return { name: 'dealerFee', note: 'the dealer’s fee is not known' }
  const sellerState = dealerState === state ? buyerState : stateCosts[dealerState]
  const { dealerFeeCap, dealerFeeCapUsd = Infinity, dealerFeeCapRate } = sellerState
  if (dealerFeeCap === 'unknown')
    return { name: 'dealerFee', amountUsd: dealerFeeUsd, note: `whether ${dealerState} caps it is not known` }
  const shareUsd = dealerFeeCapRate === undefined ? Infinity : priceUsd * dealerFeeCapRate
  const capUsd = dealerFeeCap === 'capped' ? Math.min(dealerFeeCapUsd, shareUsd) : Infinity
  if (dealerFeeUsd <= capUsd) return { name: 'dealerFee', amountUsd: dealerFeeUsd }
  return {
    name: 'dealerFee',
    amountUsd: roundToCents(capUsd),
    source: sourceOf('dealerFeeCapUsd', { ...purchase, state: dealerState }, sellerState),
    note: `capped: ${dealerFeeUsd} USD was asked`,
  }
}
