import { compareMoney, type Money } from '../money/index.js'
import { analyzeHistory } from '../prices/history.js'
import type { Sale } from '../prices/sale.js'
import { priceValidityMs } from '../prices/timeline.js'
import type { Product, ProductObservation } from '../records/product-records.js'
import type { Emit } from '../runtime/index.js'

/** A reading of a product, with what was known before. */
export interface ReadingChange {
  readonly before: Product
  readonly after: Product
  readonly observation: ProductObservation
  /** The observations before, oldest first. */
  readonly history: readonly ProductObservation[]
}

/** The number of changes of the currency within eight days that are told. A page that alternates is told of no more. */
const maxCurrencyChanges = 2

/** Emits the events of a reading. */
export function emitChanges(emit: Emit, change: ReadingChange): void {
  const { before, after: product, observation } = change
  emit('product:refreshed', { product, observation })
  const { price: from } = before
  const { price: to } = observation
  if (observation.unconfirmed) {
    if (from && to) emit('price:unconfirmed', { product, observation, last: from })
    return
  }
  if (from && to) emitPriceChange(emit, change, from, to)
  emitSaleChange(emit, product, saleBefore(change))
}

function emitPriceChange(
  emit: Emit,
  { after: product, history }: ReadingChange,
  from: Money,
  to: Money,
): void {
  if (from.currency !== to.currency) {
    if (countCurrencyChanges(history) < maxCurrencyChanges)
      emit('price:currency-changed', { product, from, to })
    return
  }
  const move = compareMoney(to, from)
  if (move < 0) emit('price:dropped', { product, from, to })
  if (move > 0) emit('price:rose', { product, from, to })
}

function countCurrencyChanges(history: readonly ProductObservation[]): number {
  const last = history.at(-1)?.at ?? 0
  const currencies = history
    .filter(({ at }) => at >= last - priceValidityMs)
    .flatMap(({ price }) => price?.currency ?? [])
  return currencies.filter((currency, index) => index > 0 && currency !== currencies[index - 1]).length
}

function emitSaleChange(emit: Emit, product: Product, before: Sale | undefined): void {
  const [was, is] = [before, product.sale].map((sale) => (sale?.repeats ? undefined : sale))
  if (was?.startedAt === is?.startedAt) return
  if (was) emit('sale:ended', { product, sale: was })
  if (is) emit('sale:started', { product, sale: is })
}

/** Returns the sale that was on before a reading, in the currency of that. */
function saleBefore({ before, observation: { price }, history }: ReadingChange): Sale | undefined {
  if (!price || !before.price || before.price.currency === price.currency) return before.sale
  const own = history.filter((each) => each.price === undefined || each.price.currency === price.currency)
  const last = own.findLast((each) => each.price)
  return last && analyzeHistory(own, { now: last.at }).sale
}
