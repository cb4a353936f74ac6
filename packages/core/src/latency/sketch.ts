import { ValidationError } from '../errors/index.js'
import { expectShare, expectThat } from './check-argument.js'

/** The relative error of every quantile that a sketch gives. */
const relativeError = 0.01

/**
 * Each bucket ends at this many times its beginning: (1 + a) / (1 - a), Masson et al., "DDSketch", PVLDB 12 (2019),
 * section 2.
 */
const ratio = (1 + relativeError) / (1 - relativeError)
/** How many buckets it takes to e times a value. */
const bucketsPerE = 1 / Math.log(ratio)

/** Shorter latencies are counted as this many milliseconds: no clock here tells them apart. */
const shortestMs = 0.001
/** Longer latencies, above some eleven days, are counted as this many milliseconds. */
const longestMs = 1e9

const bucketOf = (ms: number): number => Math.ceil(Math.log(ms) * bucketsPerE)
const firstBucket = bucketOf(shortestMs)
const bucketCount = bucketOf(longestMs) - firstBucket + 1

/** How many buckets are kept free beside those in use, at first. */
const fewBuckets = 8

/** Where a latency is counted. */
const placeOf = (ms: number): number => bucketOf(Math.max(shortestMs, Math.min(ms, longestMs))) - firstBucket

/** The value from which nothing in a bucket is further away than the relative error. */
const middleOf = (place: number): number => (2 * ratio ** (place + firstBucket)) / (ratio + 1)

/** A sketch as plain JSON, to be stored: the counts of neighbouring buckets. */
export interface StoredSketch {
  /** The first bucket that holds anything. */
  readonly from: number
  /** How many values that bucket and each one after it holds. */
  readonly counts: readonly number[]
}

/**
 * Counts latencies so that every quantile is known to 1 %, however many there are. Sketches merge without loss: that
 * of a day is the merge of those of its minutes, of any tags and regions, in any order. A DDSketch whose buckets
 * reach from 0.001 ms to eleven days.
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
  /** The counts of the buckets from `#first` on: few, as the latencies of one endpoint lie close together. */
  #counts = new Float64Array(0)
  #first = 0
  #low = bucketCount
  #high = -1
  #count = 0

  /**
   * The sketch that was stored.
   *
   * @throws `ValidationError` when it is none.
   */
  static from(stored: StoredSketch): LatencySketch {
    const sketch = new LatencySketch()
    sketch.add(stored)
    return sketch
  }

  /** How many values it holds. */
  get count(): number {
    return this.#count
  }

  /**
   * Takes a latency in, in milliseconds, as many times as it came.
   *
   * @throws `ValidationError` when it is negative or not a number.
   */
  record(ms: number, times = 1): void {
    if (!(ms >= 0)) expectThat(false, 'record', 'ms', 'a number of milliseconds, 0 or more', ms)
    this.#add(placeOf(ms), times)
  }

  /** Takes in all that another sketch holds. */
  merge(other: LatencySketch): void {
    if (other.#count === 0) return
    this.#reach(other.#low, other.#high)
    const into = this.#counts
    const from = other.#counts
    const shift = other.#first - this.#first
    for (let index = other.#low - other.#first; index <= other.#high - other.#first; index++)
      into[index + shift] = (into[index + shift] as number) + (from[index] as number)
    this.#low = Math.min(this.#low, other.#low)
    this.#high = Math.max(this.#high, other.#high)
    this.#count += other.#count
  }

  /**
   * Takes in all that a stored sketch holds.
   *
   * @throws `ValidationError` when it is none.
   */
  add(stored: StoredSketch): void {
    const { from, counts } = stored ?? {}
    const fits =
      Number.isInteger(from) && from >= 0 && Array.isArray(counts) && from + counts.length <= bucketCount
    if (!fits || !counts.every((count) => Number.isSafeInteger(count) && count >= 0))
      throw new ValidationError('LatencySketch.add', [{ path: '', message: 'expected what toJSON() gave' }])
    for (let index = 0; index < counts.length; index++) this.#add(from + index, counts[index] as number)
  }

  /**
   * The latency in milliseconds that the share `q` of all values does not exceed, within 1 %; `undefined` when it
   * holds none.
   *
   * @throws `ValidationError` when `q` is not from 0 to 1.
   */
  quantile(q: number): number | undefined {
    expectShare('quantile', 'q', q)
    if (this.#count === 0) return undefined
    const rank = q * (this.#count - 1)
    let seen = 0
    let place = this.#low
    for (; place < this.#high; place++) {
      seen += this.#countAt(place)
      if (seen > rank) break
    }
    return middleOf(place)
  }

  /**
   * How many values do not exceed one, in milliseconds; those within 1 % of it may count on either side.
   *
   * @throws `ValidationError` when it is negative or not a number.
   */
  countUpTo(ms: number): number {
    if (!(ms >= 0)) expectThat(false, 'countUpTo', 'ms', 'a number of milliseconds, 0 or more', ms)
    const last = Math.min(this.#high, placeOf(ms))
    let count = 0
    for (let place = this.#low; place <= last; place++) count += this.#countAt(place)
    return count
  }

  /** The values with how many there are of each, ascending; each within 1 % of what was recorded. */
  values(): readonly { readonly ms: number; readonly count: number }[] {
    const found: { readonly ms: number; readonly count: number }[] = []
    for (let place = this.#low; place <= this.#high; place++) {
      const count = this.#countAt(place)
      if (count > 0) found.push({ ms: middleOf(place), count })
    }
    return found
  }

  /** The sketch as plain JSON. */
  toJSON(): StoredSketch {
    return {
      from: this.#count ? this.#low : 0,
      counts: Array.from(this.#counts.subarray(this.#low - this.#first, this.#high - this.#first + 1)),
    }
  }

  #add(place: number, times: number): void {
    if (times === 0) return
    this.#reach(place, place)
    const index = place - this.#first
    this.#counts[index] = (this.#counts[index] as number) + times
    if (place < this.#low) this.#low = place
    if (place > this.#high) this.#high = place
    this.#count += times
  }

  #countAt(place: number): number {
    return this.#counts[place - this.#first] as number
  }

  /** Makes room for these buckets and those between, and some to spare on both sides. */
  #reach(low: number, high: number): void {
    const { length } = this.#counts
    if (low >= this.#first && high < this.#first + length) return
    const spare = Math.max(fewBuckets, length)
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
