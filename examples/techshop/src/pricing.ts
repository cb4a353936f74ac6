/** The price changes of one product within a round. Times are milliseconds since the beginning of the round. */
export interface PricePlan {
  /** The price at the beginning of the round, in dollars, such as `1299.00`. */
  readonly base: string
  /** The later prices, in order of time. */
  readonly changes?: readonly { readonly atMs: number; readonly price: string }[]
  /** The sale. While it lasts, the usual price is shown crossed out. */
  readonly sale?: { readonly fromMs: number; readonly untilMs: number; readonly price: string }
}

/** The price of a product at one moment. */
export interface CurrentPrice {
  /** The price in dollars, such as `1299.00`. */
  readonly price: string
  /** The usual price, during a sale. */
  readonly wasPrice?: string
}

/** Returns the price at a time since the beginning of the round. Sales and changes count from their first millisecond. */
export function priceAt(plan: PricePlan, roundMs: number): CurrentPrice {
  const usual = plan.changes?.findLast(({ atMs }) => atMs <= roundMs)?.price ?? plan.base
  const { sale } = plan
  const onSale = sale && sale.fromMs <= roundMs && roundMs < sale.untilMs
  return onSale ? { price: sale.price, wasPrice: usual } : { price: usual }
}
