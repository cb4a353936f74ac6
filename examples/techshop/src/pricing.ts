/** How one product's price moves within a round of the shop. Times are milliseconds since the round began. */
export interface PricePlan {
  /** The price when the round begins, in dollars, as it is written on the tag. */
  readonly base: string
  /** From then on it costs something else. In order of time. */
  readonly changes?: readonly { readonly atMs: number; readonly price: string }[]
  /** While it lasts, the price before it stands crossed out beside its own. */
  readonly sale?: { readonly fromMs: number; readonly untilMs: number; readonly price: string }
}

/** What the tag says at one moment. */
export interface PriceTag {
  /** In dollars, such as `1299.00`. */
  readonly price: string
  /** The price before the sale, while one lasts. */
  readonly wasPrice?: string
}

/** What the tag says so long after the round began. A sale and a change count from their first millisecond on. */
export function priceAt(plan: PricePlan, roundMs: number): PriceTag {
  const usual = plan.changes?.findLast(({ atMs }) => atMs <= roundMs)?.price ?? plan.base
  const { sale } = plan
  const onSale = sale && sale.fromMs <= roundMs && roundMs < sale.untilMs
  return onSale ? { price: sale.price, wasPrice: usual } : { price: usual }
}
