import { ValidationError } from '../errors/index.js'
import { checkArgument, checkShare } from './check-argument.js'

/** The relative error of each quantile. */
const relativeError = 0.01

/**
 * The ratio of a bucket's upper to its lower bound, (1 + a) / (1 - a).
 *
 * Source: Masson et al., "DDSketch", PVLDB 12 (2019), section 2.
 */
const bucketRatio = (1 + relativeError) / (1 - relativeError)
const bucketsPerE = 1 / Math.log(bucketRatio)

/** The least latency that is told apart, finer than any clock. Shorter ones are counted as this. */
const minLatencyMs = 0.001
/** The greatest latency that is told apart, some eleven days. Longer ones are counted as this. */
const maxLatencyMs = 1e9

const logBucket = (ms: number): number => Math.ceil(Math.log(ms) * bucketsPerE)
const firstLogBucket = logBucket(minLatencyMs)
const bucketCount = logBucket(maxLatencyMs) - firstLogBucket + 1

/** The buckets that are kept free on each side of those in use, at least. */
const minSpareBuckets = 8

const bucketIndex = (ms: number): number =>
  logBucket(Math.max(minLatencyMs, Math.min(ms, maxLatencyMs))) - firstLogBucket

/** Returns the value that no latency of a bucket differs from by more than the relative error. */
const bucketValueMs = (bucket: number): number =>
  (2 * bucketRatio ** (bucket + firstLogBucket)) / (bucketRatio + 1)

/** A sketch as plain JSON, to be stored: the counts of adjacent buckets. */
export interface StoredSketch {
  /** The index of the first bucket that is not empty. */
  readonly from: number
  /** The count of that bucket and of each one after it. */
  readonly counts: readonly number[]
}

/**
 * A DDSketch: counts any number of latencies so that every quantile is known to 1 %. Sketches merge without loss, so
 * that the sketch of a day is the merge of those of its minutes, tags and regions, in any order. Its buckets reach from
 * 0.001 ms to eleven days.
 *
 * @example
 * ```ts
 * import { LatencySketch } from '@telltale/core/latency'
 *
 * const sketch = new LatencySketch()
 * for (const ms of [12, 15, 240]) sketch.record(ms)
 * console.log(sketch.quantile(0.5), sketch.quantile(0.99))
 * ```
 */
export class LatencySketch {
  /** The counts of the buckets from `#first` on. Latencies of one endpoint lie close together, so these are few. */
  #counts = new Float64Array(0)
  #first = 0
  #low = bucketCount
  #high = -1
  #count = 0

  /**
   * Makes the sketch that was stored.
   *
   * @throws `ValidationError` when it is not valid.
   */
  static from(stored: StoredSketch): LatencySketch {
    const sketch = new LatencySketch()
    sketch.add(stored)
    return sketch
  }

  /** The number of values. */
  get count(): number {
    return this.#count
  }

  /**
   * Counts a latency in milliseconds, once or several times.
   *
   * @throws `ValidationError` when it is negative or not a number.
   */
  record(ms: number, times = 1): void {
    checkLatency('record', ms)
    this.#add(bucketIndex(ms), times)
  }

  /** Adds the values of another sketch. */
  merge(other: LatencySketch): void {
    if (other.#count === 0) return
    this.#reserve(other.#low, other.#high)
    const into = this.#counts
    const from = other.#counts
    const shift = other.#first - this.#first
    for (let index = other.#low - other.#first; index <= other.#high - other.#first; index++)
      into[index + shift]! += from[index]!
    this.#low = Math.min(this.#low, other.#low)
    this.#high = Math.max(this.#high, other.#high)
    this.#count += other.#count
  }

  /**
   * Adds the values of a stored sketch.
   *
   * @throws `ValidationError` when it is not valid.
   */
  add(stored: StoredSketch): void {
    const { from, counts } = stored ?? {}
    const isInRange =
      Number.isInteger(from) && from >= 0 && Array.isArray(counts) && from + counts.length <= bucketCount
    if (!isInRange || !counts.every((count) => Number.isSafeInteger(count) && count >= 0))
      throw new ValidationError('LatencySketch.add', [{ path: '', message: 'expected what toJSON() gave' }])
    for (let index = 0; index < counts.length; index++) this.#add(from + index, counts[index]!)
  }

  /**
   * Returns the latency in milliseconds that the share `q` of all values does not exceed, within 1 %. `undefined`
   * without values.
   *
   * @throws `ValidationError` when `q` is not from 0 to 1.
   */
  quantile(q: number): number | undefined {
    checkShare('quantile', 'q', q)
    if (this.#count === 0) return undefined
    const rank = q * (this.#count - 1)
    let passed = 0
    let bucket = this.#low
    for (; bucket < this.#high; bucket++) {
      passed += this.#countAt(bucket)
      if (passed > rank) break
    }
    return bucketValueMs(bucket)
  }

  /**
   * Returns the number of values that do not exceed a latency in milliseconds. Those within 1 % of it may count on
   * either side.
   *
   * @throws `ValidationError` when it is negative or not a number.
   */
  countUpTo(ms: number): number {
    checkLatency('countUpTo', ms)
    const last = Math.min(this.#high, bucketIndex(ms))
    let count = 0
    for (let bucket = this.#low; bucket <= last; bucket++) count += this.#countAt(bucket)
    return count
  }

  /** Returns the values in ascending order, each within 1 % of what was recorded, with the count of each. */
  values(): readonly { readonly ms: number; readonly count: number }[] {
    const values: { readonly ms: number; readonly count: number }[] = []
    for (let bucket = this.#low; bucket <= this.#high; bucket++) {
      const count = this.#countAt(bucket)
      if (count > 0) values.push({ ms: bucketValueMs(bucket), count })
    }
    return values
  }

  /** Returns the sketch as plain JSON. */
  toJSON(): StoredSketch {
    return {
      from: this.#count ? this.#low : 0,
      counts: Array.from(this.#counts.subarray(this.#low - this.#first, this.#high - this.#first + 1)),
    }
  }

  #add(bucket: number, times: number): void {
    if (times === 0) return
    this.#reserve(bucket, bucket)
    this.#counts[bucket - this.#first]! += times
    if (bucket < this.#low) this.#low = bucket
    if (bucket > this.#high) this.#high = bucket
    this.#count += times
  }

  #countAt(bucket: number): number {
    return this.#counts[bucket - this.#first]!
  }

  /** Allocates a range of buckets, with some to spare on both sides. */
  #reserve(low: number, high: number): void {
    const { length } = this.#counts
    if (low >= this.#first && high < this.#first + length) return
    const spare = Math.max(minSpareBuckets, length)
    const first = Math.max(0, Math.min(this.#low, low) - spare)
    const end = Math.min(bucketCount, Math.max(this.#high, high) + 1 + spare)
    const counts = new Float64Array(end - first)
    if (this.#count > 0)
      counts.set(
        this.#counts.subarray(this.#low - this.#first, this.#high - this.#first + 1),
        this.#low - first,
      )
    this.#counts = counts
    this.#first = first
  }
}

function checkLatency(caller: string, ms: number): void {
  // Tested before the call, since a sketch records millions.
  if (!(ms >= 0))
    checkArgument(false, 'a number of milliseconds, 0 or more', { caller, name: 'ms', value: ms })
}
