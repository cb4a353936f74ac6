import { lowerBound, upperBound } from './bounds.js'
import { InversionSort } from './inversion-sort.js'

/**
 * A time series. Days and values are whole numbers and the days rise, so that slopes are compared without rounding.
 */
export interface Samples {
  /** The day of each value; rising. */
  readonly days: Float64Array
  /** The values, in minor units. */
  readonly values: Float64Array
}

/** A slope as a fraction. Its `run` is 0 for the two sentinels beyond all others. */
interface Slope {
  readonly rise: number
  readonly run: number
}

/** A slope with its rank: the number of pairs with a lower slope, and of those with one that is not higher. */
interface Cut extends Slope {
  readonly below: number
  readonly atMost: number
}

/** A list of pairs of samples, with their slopes. */
interface Pairs {
  readonly one: Uint32Array
  readonly other: Uint32Array
  readonly slopes: Float64Array
}

/** A random sample of pairs, with its slopes in order too. */
interface Sample extends Pairs {
  readonly sorted: Float64Array
}

const sampleOf = (pairs: Pairs): Sample => ({ ...pairs, sorted: pairs.slopes.toSorted() })

/** The limit below which products of sample and slope are exact, and can be told apart. */
const exactBelow = 2 ** 52

/**
 * The margin around the expected rank of the wanted slope in a random sample, in standard deviations. A wider miss is
 * rare and costs one more round.
 */
const sampleMargin = 2

/** The minimum share of a sample that lies between two cuts for it to be used again. */
const minShareInside = 1 / 4

/**
 * The slopes between all pairs of samples, in order of size. Any of them is found in about n log n steps, by counting
 * the inversions that sorting along a slope makes and narrowing the range with random pairs (Matoušek, Information
 * Processing Letters 39, 1991; Dillencourt, Mount and Netanyahu, IJCGA 2, 1992). Randomness affects the time that it
 * takes, never the result.
 */
export class PairwiseSlopes {
  /** The number of pairs. */
  readonly count: number
  readonly #days: Float64Array
  readonly #values: Float64Array
  /** The divisor of the values that keeps their products exact. */
  readonly #scale: number
  readonly #sort: InversionSort
  readonly #cuts: Cut[]
  /** The random samples of pairs so far; each was drawn between two cuts. */
  readonly #samples: Sample[] = []
  /** The last list of slopes, in order, with the rank of its first. */
  #listed: { readonly from: number; readonly slopes: Float64Array } = { from: 0, slopes: new Float64Array() }
  #seed = 1

  constructor({ days, values }: Samples) {
    const size = days.length
    this.count = (size * (size - 1)) / 2
    const [firstDay = 0, firstValue = 0] = [days[0], values[0]]
    const reach = values.reduce((most, value) => Math.max(most, Math.abs(value - firstValue)), 1)
    this.#scale = Math.max(1, Math.ceil((2 * reach * ((days[size - 1] ?? 0) - firstDay + 1)) / exactBelow))
    this.#days = days.map((day) => day - firstDay)
    this.#values = values.map((value) => Math.round((value - firstValue) / this.#scale))
    this.#sort = new InversionSort(size)
    this.#cuts = [
      { rise: -1, run: 0, below: 0, atMost: 0 },
      { rise: 1, run: 0, below: this.count, atMost: this.count },
    ]
  }

  /** Counts the pairs that fall, stay level and rise. */
  directions(): { readonly falling: number; readonly level: number; readonly rising: number } {
    const { below, atMost } = this.#cut({ rise: 0, run: 1 })
    return { falling: below, level: atMost - below, rising: this.count - atMost }
  }

  /** Returns the slope at a rank, from 0 (the lowest) to `count - 1`. */
  at(rank: number): number {
    const listLimit = Math.max(1_000, 4 * this.#days.length)
    for (;;) {
      const hit = this.#cuts.find(({ below, atMost }) => below <= rank && rank < atMost)
      if (hit) return (hit.rise / hit.run) * this.#scale
      const listed = this.#listed.slopes[rank - this.#listed.from]
      if (listed !== undefined) return listed * this.#scale
      const low = this.#nearest(({ atMost }) => (atMost <= rank ? atMost : Number.NEGATIVE_INFINITY))
      const high = this.#nearest(({ below }) => (below > rank ? -below : Number.NEGATIVE_INFINITY))
      const left = high.below - low.atMost
      if (left > listLimit) this.#narrow(low, high, left, rank - low.atMost)
      else this.#listed = { from: low.atMost, slopes: this.#list(low, high, left) }
    }
  }

  /** Returns all slopes strictly between two, in order. */
  #list(low: Slope, high: Slope, left: number): Float64Array {
    const ordinals = new Float64Array(left)
    for (let ordinal = 0; ordinal < left; ordinal++) ordinals[ordinal] = ordinal
    return this.#between(low, high, ordinals).slopes.sort()
  }

  /** Counts ranks at two slopes of a random sample, which most likely enclose the wanted one. */
  #narrow(low: Cut, high: Cut, left: number, wanted: number): void {
    const { pairs, sorted } = this.#sample(low, high, left)
    const size = sorted.length
    const middle = (wanted / left) * size
    const margin = sampleMargin * Math.sqrt(middle * (1 - wanted / left) + 1)
    for (const position of [Math.floor(middle - margin), Math.ceil(middle + margin)]) {
      const index = pairs.slopes.indexOf(sorted[Math.min(size - 1, Math.max(0, position))]!)
      this.#cut(this.#slope(pairs.one[index]!, pairs.other[index]!))
    }
  }

  /**
   * Returns random slopes strictly between two, in order: from an earlier sample where enough of it lies there, or
   * from a new one.
   */
  #sample(low: Slope, high: Slope, left: number): { readonly pairs: Pairs; readonly sorted: Float64Array } {
    const size = Math.max(200, this.#days.length)
    if (this.#samples.length === 0) this.#samples.push(sampleOf(this.#anyPairs(size)))
    const [from, to] = [low.rise / low.run, high.rise / high.run]
    for (const pairs of this.#samples) {
      const sorted = strictlyBetween(pairs.sorted, from, to)
      if (sorted.length >= minShareInside * size) return { pairs, sorted }
    }
    const ordinals = new Float64Array(size)
    for (let index = 0; index < size; index++) ordinals[index] = this.#random(left)
    const pairs = sampleOf(this.#between(low, high, ordinals.sort()))
    this.#samples.push(pairs)
    return { pairs, sorted: pairs.sorted }
  }

  /** Draws random pairs of all. */
  #anyPairs(size: number): Pairs {
    const pairs = { one: new Uint32Array(size), other: new Uint32Array(size), slopes: new Float64Array(size) }
    const { length } = this.#days
    for (let index = 0; index < size; index++) {
      const one = this.#random(length)
      const other = (one + 1 + this.#random(length - 1)) % length
      this.#put(pairs, index, one, other)
    }
    return pairs
  }

  /**
   * Returns a random whole number below `limit`, by a linear congruential generator (the constants of Numerical
   * Recipes).
   */
  #random(limit: number): number {
    this.#seed = (Math.imul(this.#seed, 1_664_525) + 1_013_904_223) >>> 0
    return Math.floor((this.#seed / 2 ** 32) * limit)
  }

  #nearest(size: (cut: Cut) => number): Cut {
    return this.#cuts.reduce((best, cut) => (size(cut) > size(best) ? cut : best))
  }

  /**
   * Counts the pairs with a slope below this one, and those with at most this one. Seen along the slope, a later
   * sample then lies below an earlier one, or level with it.
   */
  #cut(slope: Slope): Cut {
    this.#sort.reset()
    this.#setKeys(slope)
    const below = this.#sort.countInversions()
    const cut = { ...slope, below, atMost: below + this.#sort.countTies() }
    this.#cuts.push(cut)
    return cut
  }

  /**
   * Returns those pairs, of all with a slope strictly between two, that have the given ordinals. Ordinals rise; their
   * order is internal.
   */
  #between(low: Slope, high: Slope, ordinals: Float64Array): Pairs {
    const { length } = ordinals
    const pairs = {
      one: new Uint32Array(length),
      other: new Uint32Array(length),
      slopes: new Float64Array(length),
    }
    // Samples that tie along `low` are put in reverse order, so that their pair is not counted.
    this.#sort.reset({ lastFirst: true })
    this.#setKeys(low)
    this.#sort.run()
    this.#setKeys(high)
    let [found, passed] = [0, 0]
    this.#sort.run((order, from, to, right) => {
      for (; found < length && ordinals[found]! < passed + to - from; found++)
        this.#put(pairs, found, order[from + ordinals[found]! - passed]!, right)
      passed += to - from
    })
    return pairs
  }

  #put(pairs: Pairs, index: number, one: number, other: number): void {
    const { rise, run } = this.#slope(one, other)
    pairs.one[index] = one
    pairs.other[index] = other
    pairs.slopes[index] = rise / run
  }

  #slope(one: number, other: number): Slope {
    const rise = this.#values[other]! - this.#values[one]!
    const run = this.#days[other]! - this.#days[one]!
    return run > 0 ? { rise, run } : { rise: -rise, run: -run }
  }

  /** Sets the sort keys to the heights of the samples above a line of this slope. */
  #setKeys({ rise, run }: Slope): void {
    const { order, keys } = this.#sort
    for (let position = 0; position < order.length; position++) {
      const index = order[position]!
      keys[position] = run * this.#values[index]! - rise * this.#days[index]!
    }
  }
}

/** Returns those of some numbers in order that lie strictly between two. */
function strictlyBetween(sorted: Float64Array, low: number, high: number): Float64Array {
  return sorted.subarray(upperBound(sorted, low), lowerBound(sorted, high))
}
