/** One part of what a purchase costs. */
export interface CostLine {
  /** Which part it is; the last three are the reserve, and there only when one is asked for. */
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
  /** What it costs; absent when it is not known. */
  readonly amountUsd?: number
  /** Who says so and when, where it rests on a figure of a state or of the host. */
  readonly source?: string
  /** Why it is not known, or what changed it. */
  readonly note?: string
}
