/** One line of the cost of a purchase. */
export interface CostLine {
  /** The part of the cost. `auctionFee` and the last three, the reserve, are present only when they are asked for. */
  readonly name:
    | 'price'
    | 'salesTax'
    | 'title'
    | 'registration'
    | 'dealerFee'
    | 'auctionFee'
    | 'transport'
    | 'inspection'
    | 'repair'
    | 'holding'
  /** The amount; absent when unknown. */
  readonly amountUsd?: number
  /** An estimate of an amount that is unknown; absent where there is none. */
  readonly estimateUsd?: number
  /** The source of the amount or of its estimate, and its year; absent without either. */
  readonly source?: string
  /** The reason why the amount is unknown, or was changed. */
  readonly note?: string
}
