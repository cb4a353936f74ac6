import { ValidationError } from '../../errors/index.js'
import { defined } from '../../options/checks.js'
import type { CostLine } from './cost-line.js'
import type { LocalTax, Purchase } from './purchase-options.js'
import { sourceOf } from './source-of.js'
import type { StateCost, StateCostFigure, TaxRegime } from './state-cost.js'
import { roundToCents, sumOfProductsUsd, sumUsd } from './usd.js'

/**
 * Returns the regime that a purchase chooses; `undefined` for the figures as given.
 *
 * @throws `ValidationError` when the state has no such regime.
 */
export function regimeOf({ regime, state }: Purchase, { regimes = {} }: StateCost): TaxRegime | undefined {
  if (regime === undefined) return undefined
  if (Object.hasOwn(regimes, regime)) return regimes[regime]
  const known = Object.keys(regimes).map((name) => `'${name}'`)
  const message = `expected a regime of ${state}: ${known.join(', ') || 'it has none'}; got '${regime}'`
  throw new ValidationError('purchaseCost', [{ path: 'regime', message }])
}

/** Returns the line of the sales tax of state, county and city, or of what is due in its place. */
export function salesTax(purchase: Purchase, cost: StateCost): CostLine {
  const regime = regimeOf(purchase, cost)
  const { state, forResale = false } = purchase
  const salesTaxRate = regime?.salesTaxRate ?? cost.salesTaxRate
  if (forResale) return { name: 'salesTax', amountUsd: 0, source: 'given by the host', note: exemption }
  if (salesTaxRate === undefined) return { name: 'salesTax', note: `the rate of ${state} is not known` }
  const baseUsd = taxedPrice(purchase, cost, salesTaxRate)
  if (baseUsd !== undefined) return taxLine(purchase, cost, { baseUsd, salesTaxRate })
  // Whatever a trade-in is credited, the tax is no higher than without it.
  const { amountUsd, source } = taxLine(purchase, cost, { baseUsd: purchase.priceUsd, salesTaxRate })
  const note = `how far ${state} credits a trade-in is not known: ${cost.tradeInCredit}; the estimate is without a credit`
  return { name: 'salesTax', note, ...defined({ estimateUsd: amountUsd, source }) }
}

/** The price that is taxed, and the rate of the state. */
interface TaxBase {
  readonly baseUsd: number
  readonly salesTaxRate: number
}

function taxLine(purchase: Purchase, cost: StateCost, base: TaxBase): CostLine {
  const regime = regimeOf(purchase, cost)
  const { baseUsd } = base
  const { state, taxPaidUsd = 0 } = purchase
  const ofState = stateTax(purchase, cost, base)
  const locals = regime?.hasLocalTax === false ? [] : localTaxesOf(purchase, cost)
  const dueUsd = sumOfProductsUsd([...ofState.products, ...locals.map((tax) => productOf(tax, baseUsd))])
  const amountUsd = Math.max(dueUsd, taxPaidUsd)
  const notes = [
    ...(regime ? [regime.note] : []),
    ...ofState.notes,
    ...localNotes(purchase, locals, baseUsd),
    ...(taxPaidUsd > 0 ? [`${taxPaidUsd} USD of it paid in the seller’s state`] : []),
  ]
  return {
    name: 'salesTax',
    amountUsd: roundToCents(amountUsd),
    source: regime ? `${state}: ${regime.source}` : sourcesOf(purchase, cost, locals),
    ...defined({ note: notes.length > 0 ? notes.join('; ') : undefined }),
  }
}

const exemption = 'bought for resale: exempt with a dealer’s license and a resale certificate'

/** Returns the sources of the rates that count. */
function sourcesOf(purchase: Purchase, cost: StateCost, locals: readonly LocalTax[]): string {
  const figures: StateCostFigure[] = ['salesTaxRate']
  if (cost.singleArticleTax) figures.push('singleArticleTax')
  if (cost.localTaxUpToUsd !== undefined && locals.some(({ rate }) => rate > 0))
    figures.push('localTaxUpToUsd')
  if (cost.tradeInCredit === 'capped' && (purchase.tradeInUsd ?? 0) > 0) figures.push('tradeInCapUsd')
  if (partialCredit(purchase, cost)) figures.push('tradeInCreditRate')
  return [...new Set(figures.map((figure) => sourceOf(figure, purchase, cost)))].join('; ')
}

/** Returns the price that is taxed, less the credit of a trade-in; `undefined` when that is unknown. */
function taxedPrice(
  { priceUsd, tradeInUsd = 0, localTaxRate = 0, localTaxes = [] }: Purchase,
  cost: StateCost,
  salesTaxRate: number,
): number | undefined {
  const isTaxed = salesTaxRate > 0 || localTaxRate > 0 || localTaxes.some(({ rate }) => rate > 0)
  const creditUsd = isTaxed ? creditOf(tradeInUsd, cost) : 0
  return creditUsd === undefined ? undefined : Math.max(0, sumUsd([priceUsd, -creditUsd]))
}

/** Returns the amount by which a trade-in lowers the taxed price; `undefined` when unknown. */
function creditOf(
  tradeInUsd: number,
  { tradeInCredit, tradeInCapUsd, tradeInCreditRate }: StateCost,
): number | undefined {
  if (tradeInUsd === 0 || tradeInCredit === 'none') return 0
  // It lowers a part of the rate, and not the price.
  if (tradeInCredit === 'partial' && tradeInCreditRate !== undefined) return 0
  if (tradeInCredit === 'full') return tradeInUsd
  if (tradeInCredit === 'capped' && tradeInCapUsd !== undefined) return Math.min(tradeInUsd, tradeInCapUsd)
  return tradeInCredit === 'not-applicable' ? 0 : undefined
}

/** Returns the credit of a trade-in that lowers a part of the rate, as a part of the tax below 0; `undefined` without one. */
function partialCredit(
  { priceUsd, tradeInUsd = 0 }: Purchase,
  { tradeInCredit, tradeInCreditRate }: StateCost,
): Product | undefined {
  if (tradeInCredit !== 'partial' || tradeInCreditRate === undefined || tradeInUsd === 0) return undefined
  return [-Math.min(tradeInUsd, priceUsd), tradeInCreditRate]
}

/** A part of a tax: an amount, and the rate at which it is taxed. */
type Product = readonly [number, number]

/** Returns the tax of the state, within its floor and cap. */
function stateTax(
  purchase: Purchase,
  cost: StateCost,
  { baseUsd, salesTaxRate }: TaxBase,
): { readonly products: readonly Product[]; readonly notes: readonly string[] } {
  const { priceUsd, regime } = purchase
  const { luxuryTax, taxCapUsd = Infinity, taxFloorUsd = 0, singleArticleTax } = cost
  if (regime !== undefined) return { products: [[baseUsd, salesTaxRate]], notes: [] }
  const isLuxury = luxuryTax !== undefined && priceUsd > luxuryTax.abovePriceUsd
  const rate = isLuxury ? luxuryTax.rate : salesTaxRate
  const wholeUsd = sumOfProductsUsd([[baseUsd, rate]])
  const boundUsd = Math.min(taxCapUsd, Math.max(taxFloorUsd, wholeUsd))
  const products: Product[] = [boundUsd === wholeUsd ? [baseUsd, rate] : [boundUsd, 1]]
  const notes = isLuxury ? [`the rate above ${luxuryTax.abovePriceUsd} USD`] : []
  const credit = partialCredit(purchase, cost)
  if (credit) {
    products.push(credit)
    notes.push(`the trade-in lowers ${sumOfProductsUsd([[100, credit[1]]])} % of the rate alone`)
  }
  if (singleArticleTax && baseUsd > singleArticleTax.fromUsd) {
    const { fromUsd, toUsd, rate: extraRate } = singleArticleTax
    const extra: Product = [sumUsd([Math.min(baseUsd, toUsd), -fromUsd]), extraRate]
    products.push(extra)
    notes.push(
      `single-article tax: ${sumOfProductsUsd([extra])} USD on the part from ${fromUsd} to ${toUsd} USD`,
    )
  }
  return { products, notes }
}

/** Returns the taxes of county and city, on the part of the price that the state lets them tax. */
function localTaxesOf(
  { localTaxRate = 0, localTaxes = [{ name: 'local', rate: localTaxRate }] }: Purchase,
  { localTaxUpToUsd = Infinity }: StateCost,
): readonly LocalTax[] {
  return localTaxes.map((tax) => ({ upToUsd: localTaxUpToUsd, ...tax }))
}

const productOf = ({ rate, upToUsd = Infinity }: LocalTax, baseUsd: number): Product => [
  Math.min(baseUsd, upToUsd),
  rate,
]

function localNotes(purchase: Purchase, locals: readonly LocalTax[], baseUsd: number): readonly string[] {
  const named = purchase.localTaxes ? locals : []
  const parts = named.map((tax) => `${tax.name}: ${sumOfProductsUsd([productOf(tax, baseUsd)])} USD`)
  const limit = locals.find(({ rate, upToUsd = Infinity }) => rate > 0 && upToUsd < baseUsd)?.upToUsd
  return limit === undefined ? parts : [...parts, `local tax on the first ${limit} USD only`]
}
