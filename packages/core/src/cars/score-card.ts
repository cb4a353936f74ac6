/** One car's part in one category. */
export interface CategoryEntry {
  /** The car's name. */
  readonly name: string
  /** What the car has, in the category's unit; absent when it is not known. */
  readonly value?: number
  /** What it got for that. */
  readonly points: number
}

/** How one category went. */
export interface CategoryScore {
  /** The category's id. */
  readonly id: string
  /** What people call it. */
  readonly label: string
  /** The unit of the values. */
  readonly unit: string
  /** Which value is the better one. */
  readonly better: 'higher' | 'lower'
  /** What the category is worth, in points. */
  readonly weight: number
  /** Whether it counted: it does when its value is known for every car. */
  readonly scored: boolean
  /** Every car in the order given. The points sum to the weight, or to 0 when it was not scored. */
  readonly entries: readonly CategoryEntry[]
  /** The name of the best; absent when several are equal or it was not scored. */
  readonly winner?: string
  /** Why it went so, in words: `Corvette: 495 hp against 450 hp`. */
  readonly reason: string
}

/** How one car did. */
export interface CarScore {
  /** The car's name. */
  readonly name: string
  /** The sum of its points in every category. */
  readonly points: number
  /**
   * 1 for the first. Cars of equal share have the same place, and the next one the place that it would have anyway.
   * It goes by the exact share, before points are made whole thousandths.
   */
  readonly place: number
}

/** How a battle ended, and why. */
export interface ScoreCard {
  /** Every car in the order given. */
  readonly cars: readonly CarScore[]
  /** Every category in the order given, also those that could not be scored. */
  readonly categories: readonly CategoryScore[]
  /** The name of the car with the most points; absent on a tie. */
  readonly winner?: string
  /** The outcome in a sentence or two. */
  readonly summary: string
}
