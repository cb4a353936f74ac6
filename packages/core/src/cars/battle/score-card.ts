/** The result of one car in one category. */
export interface CategoryEntry {
  /** The car's name. */
  readonly name: string
  /** The car's value in the category's unit; absent when unknown. */
  readonly value?: number
  /** The car's points in this category, in whole thousandths. */
  readonly points: number
}

/** The result of one category. */
export interface CategoryScore {
  /** The category's id. */
  readonly id: string
  /** The category's name to display. */
  readonly label: string
  /** The unit of the values. */
  readonly unit: string
  /** `higher` when a higher value is better, `lower` when a lower one is. */
  readonly better: 'higher' | 'lower'
  /** The category's points. */
  readonly weight: number
  /** `true` when the category counted: its value is known for every car. */
  readonly isScored: boolean
  /** One entry per car, in the order given. The points sum to the weight, or to 0 when the category was not scored. */
  readonly entries: readonly CategoryEntry[]
  /** The name of the best car; absent when several are equal or the category was not scored. */
  readonly winner?: string
  /** The reason for the result, such as `Corvette: 495 hp against 450 hp`. */
  readonly reason: string
}

/** The result of one car in a battle. */
export interface CarScore {
  /** The car's name. */
  readonly name: string
  /** The sum of the car's points in all categories. */
  readonly points: number
  /**
   * The car's rank, 1 for the most points. Equal cars share a rank, and the ranks after them are skipped: 1, 1, 3. It
   * follows from the exact shares, before points are rounded to whole thousandths.
   */
  readonly rank: number
}

/** The result of a battle with its reasons. */
export interface ScoreCard {
  /** One score per car, in the order given. */
  readonly cars: readonly CarScore[]
  /** One score per category, in the order given. Categories that could not be scored are included. */
  readonly categories: readonly CategoryScore[]
  /** The name of the car with the most points; absent on a tie. */
  readonly winner?: string
  /** The outcome in one or two sentences. */
  readonly summary: string
}
