/** One line of the cost of a purchase. */
export interface CostLine {
  /** The part of the cost. The last three form the reserve, and are present only when one is asked for. */
  readonly name:
    | 'price'
    | 'salesTax'
    | 'title'
    | 'registration'
    | 'dealerFee'
    | 'transport'
    | 'inspection'
    | 'repair'
    | 'holding'
  /** The amount; absent when unknown. */
  readonly amountUsd?: number
  /** The source and its year, for a figure of a state or of the host. */
  readonly source?: string
  /** The reason why the amount is unknown, or was changed. */
  readonly note?: string
}
