const roundsBetweenLooks = 10
/** So many trees without use are enough to stop. */
const roundsOfPatience = 60

/** Watches what boosting says of rows that it does not learn from, and keeps what it said when that was best. */
export class Watch {
  readonly #rows: Int32Array
  readonly #residuals: Float64Array
  readonly #importance: Float64Array
  readonly #kept: Float64Array
  #loss = Infinity
  #trees = 0

  constructor(rows: Int32Array, residuals: Float64Array, importance: Float64Array) {
    this.#rows = rows
    this.#residuals = residuals
    this.#importance = importance
    this.#kept = new Float64Array(residuals.length)
  }

  /** Looks at the predictions of so many trees, now and then; returns whether more may be of use. */
  goesOn(trees: number, predictions: Float64Array): boolean {
    if (trees % roundsBetweenLooks !== 0) return true
    const loss = this.#lossOf(predictions)
    if (!(loss < this.#loss)) return trees - this.#trees < roundsOfPatience
    this.#loss = loss
    this.#trees = trees
    this.#kept.set(predictions)
    return true
  }

  /** Puts the best predictions in place of the last; returns of how many trees they are. */
  restore(predictions: Float64Array): number {
    if (this.#trees > 0) predictions.set(this.#kept)
    return this.#trees > 0 ? this.#trees : Infinity
  }

  #lossOf(predictions: Float64Array): number {
    let loss = 0
    for (const row of this.#rows) {
      const left = this.#residuals[row]! - predictions[row]!
      loss += this.#importance[row]! * Math.abs(left)
    }
    return loss
  }
}
