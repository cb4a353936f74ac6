/** The number of trees between two evaluations. */
const evaluationInterval = 10
/** The number of trees without a lower loss after which boosting stops. */
const patience = 60

/** Evaluates boosting on rows that it does not learn from, and keeps the predictions of the lowest loss. */
export class EarlyStopping {
  readonly #rows: Int32Array
  readonly #target: Float64Array
  readonly #sampleWeights: Float64Array
  readonly #bestPredictions: Float64Array
  #bestLoss = Infinity
  #bestTreeCount = 0

  /** Makes an early stopping on the given rows, by the weighted absolute error of the target. */
  constructor(rows: Int32Array, target: Float64Array, sampleWeights: Float64Array) {
    this.#rows = rows
    this.#target = target
    this.#sampleWeights = sampleWeights
    this.#bestPredictions = new Float64Array(target.length)
  }

  /** Evaluates the predictions of the first trees, at intervals; returns `true` while more trees may help. */
  shouldContinue(treeCount: number, predictions: Float64Array): boolean {
    if (treeCount % evaluationInterval !== 0) return true
    const loss = this.#lossOf(predictions)
    if (!(loss < this.#bestLoss)) return treeCount - this.#bestTreeCount < patience
    this.#bestLoss = loss
    this.#bestTreeCount = treeCount
    this.#bestPredictions.set(predictions)
    return true
  }

  /** Replaces the predictions by the best ones; returns the number of trees that made them, `Infinity` for all. */
  restoreBest(predictions: Float64Array): number {
    if (this.#bestTreeCount === 0) return Infinity
    predictions.set(this.#bestPredictions)
    return this.#bestTreeCount
  }

  #lossOf(predictions: Float64Array): number {
    let loss = 0
    for (const row of this.#rows)
      loss += this.#sampleWeights[row]! * Math.abs(this.#target[row]! - predictions[row]!)
    return loss
  }
}
