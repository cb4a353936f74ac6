import { ValidationError } from '../../errors/index.js'
import { convertPriceLevel } from '../estimate/convert-price-level.js'
import type { Estimate } from '../estimate/estimate.js'
import type { Deal, Resale } from './deal.js'

/** The sale price of a resale at the kind of price at which it is sold. */
export interface SalePrice {
  readonly sale: Estimate
  /** The words about what was converted, or about a kind of price that is not known. */
  readonly notes: readonly string[]
}

/** Notes that nothing says whether a sale price is one that buyers pay. */
const unstated = 'the kind of the sale price is not stated: it is taken for one that buyers pay'

/**
 * Returns the sale price at the kind of price at which the car is sold.
 *
 * @throws `ValidationError` for a price that sellers ask, unless a distance to what buyers pay is known.
 */
export function salePriceOf({ sale, saleLevel, levelDistances }: Resale): SalePrice {
  if (saleLevel !== undefined) {
    const { estimate, words } = convertPriceLevel(sale, saleLevel, levelDistances)
    return { sale: estimate, notes: words === undefined ? [] : [words] }
  }
  if (sale.priceLevel === 'asking')
    throw new ValidationError('estimateProfit', [
      {
        path: 'saleLevel',
        message:
          "expected the kind of price at which the car is sold, such as 'retail', and `levelDistances` from 'asking' to it: nobody earns what is asked",
      },
    ])
  return { sale, notes: sale.priceLevel === undefined ? [unstated] : [] }
}

/** Returns the value of a car at the kind of price that is bid for it. */
export function valueAtBid({ sale, bidLevel, levelDistances }: Deal): Estimate {
  return bidLevel === undefined ? sale : convertPriceLevel(sale, bidLevel, levelDistances).estimate
}
