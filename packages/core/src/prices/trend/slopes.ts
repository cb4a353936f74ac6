import { InversionSort } from './inversion-sort.js'

/** Values over time. Both are whole numbers, and the days rise: so that slopes are compared without rounding. */
export interface Samples {
  readonly days: Float64Array
  readonly values: Float64Array
}

/** A slope as a fraction; `run` is 0 for the two that lie beyond all others. */
interface Slope {
  readonly rise: number
  readonly run: number
}

/** A slope, with how many of all pairs have a lower one, and how many one that is not higher. */
interface Cut extends Slope {
  readonly below: number
  readonly atMost: number
}

/** Some pairs of samples and their slopes. */
interface Pairs {
  readonly one: Uint32Array
  readonly other: Uint32Array
  readonly slopes: Float64Array
}

/** Beyond this, sums of two products of sample and slope could not be told apart. */
const exactBelow = 2 ** 52

/** How many standard deviations of its sampled rank the wanted slope may lie off; seldom it lies further, and takes a round more. */
const sampleMargin = 2

/** Which part of the pairs of a sample must lie between two cuts to draw no other sample between them. */
const leastShareInside = 1 / 4

/**
 * The slopes between all pairs of some samples, in order of size, of which any can be found in about n log n steps: by
 * counting the inversions that sorting along a slope makes, and narrowing down with random pairs (Matoušek, Information
 * Processing Letters 39, 1991; Dillencourt, Mount and Netanyahu, IJCGA 2, 1992). Chance decides how long it takes, never
 * what is found.
 */
export class PairwiseSlopes {
  /** How many pairs there are. */
  readonly count: number
  readonly #days: Float64Array
  readonly #values: Float64Array
  /** What a value is divided by, to keep its products exact. */
  readonly #scale: number
  readonly #sort: InversionSort
  readonly #cuts: Cut[]
  /** Pairs that were drawn at random, each time of all between two cuts. */
  readonly #samples: Pairs[] = []
  /** The slopes that were last listed, in order, and the rank of the first of them. */
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

  /** How many pairs fall, stay level and rise. */
  directions(): { readonly falling: number; readonly level: number; readonly rising: number } {
    const { below, atMost } = this.#cut({ rise: 0, run: 1 })
    return { falling: below, level: atMost - below, rising: this.count - atMost }
  }

  /** The slope at a rank, from 0 for the lowest to `count - 1`. */
  at(rank: number): number {
    const few = Math.max(1_000, 4 * this.#days.length)
    for (;;) {
      const hit = this.#cuts.find(({ below, atMost }) => below <= rank && rank < atMost)
      if (hit) return (hit.rise / hit.run) * this.#scale
      const listed = this.#listed.slopes[rank - this.#listed.from]
      if (listed !== undefined) return listed * this.#scale
      const low = this.#nearest(({ atMost }) => (atMost <= rank ? atMost : Number.NEGATIVE_INFINITY))
      const high = this.#nearest(({ below }) => (below > rank ? -below : Number.NEGATIVE_INFINITY))
      const left = high.below - low.atMost
      if (left > few) this.#narrow(low, high, left, rank - low.atMost)
      else this.#listed = { from: low.atMost, slopes: this.#list(low, high, left) }
    }
  }

  /** All slopes strictly between two, in order. */
  #list(low: Slope, high: Slope, left: number): Float64Array {
    const ordinals = new Float64Array(left)
    for (let ordinal = 0; ordinal < left; ordinal++) ordinals[ordinal] = ordinal
    return this.#between(low, high, ordinals).slopes.sort()
  }

  /** Cuts at two slopes of a random sample, between which the wanted one most likely lies. */
  #narrow(low: Cut, high: Cut, left: number, wanted: number): void {
    const { pairs, sorted } = this.#sample(low, high, left)
    const size = sorted.length
    const middle = (wanted / left) * size
    const margin = sampleMargin * Math.sqrt(middle * (1 - wanted / left) + 1)
    for (const place of [Math.floor(middle - margin), Math.ceil(middle + margin)]) {
      const index = pairs.slopes.indexOf(sorted[Math.min(size - 1, Math.max(0, place))] as number)
      this.#cut(this.#slope(pairs.one[index] as number, pairs.other[index] as number))
    }
  }

  /** Random slopes strictly between two, in order: of the pairs drawn before, where enough lie there, or of new ones. */
  #sample(low: Slope, high: Slope, left: number): { readonly pairs: Pairs; readonly sorted: Float64Array } {
    const size = Math.max(200, this.#days.length)
    if (this.#samples.length === 0) this.#samples.push(this.#anyPairs(size))
    const [from, to] = [low.rise / low.run, high.rise / high.run]
    for (const pairs of this.#samples) {
      const inside = pairs.slopes.filter((slope) => slope > from && slope < to)
      if (inside.length >= leastShareInside * size) return { pairs, sorted: inside.sort() }
    }
    const ordinals = new Float64Array(size)
    for (let index = 0; index < size; index++) ordinals[index] = this.#random(left)
    const pairs = this.#between(low, high, ordinals.sort())
    this.#samples.push(pairs)
    return { pairs, sorted: pairs.slopes.toSorted() }
  }

  /** Random ones of all pairs. */
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

  /** A whole number from 0 to below `limit`: a linear congruential generator (the constants of Numerical Recipes). */
  #random(limit: number): number {
    this.#seed = (Math.imul(this.#seed, 1_664_525) + 1_013_904_223) >>> 0
    return Math.floor((this.#seed / 2 ** 32) * limit)
  }

  #nearest(size: (cut: Cut) => number): Cut {
    return this.#cuts.reduce((best, cut) => (size(cut) > size(best) ? cut : best))
  }

  /** Counts the pairs below and at a slope: seen along it, a later sample lies below an earlier one, or level with it. */
  #cut(slope: Slope): Cut {
    this.#sort.reset()
    this.#setKeys(slope)
    const below = this.#sort.countInversions()
    const cut = { ...slope, below, atMost: below + this.#sort.countTies() }
    this.#cuts.push(cut)
    return cut
  }

  /** The pairs whose slope lies strictly between two: of them those with these ordinals, which rise, in an order of their own. */
  #between(low: Slope, high: Slope, ordinals: Float64Array): Pairs {
    const { length } = ordinals
    const pairs = {
      one: new Uint32Array(length),
      other: new Uint32Array(length),
      slopes: new Float64Array(length),
    }
    // Of samples level along `low` the later one goes first, so that their pair is not counted.
    this.#sort.reset({ lastFirst: true })
    this.#setKeys(low)
    this.#sort.run()
    this.#setKeys(high)
    let [found, passed] = [0, 0]
    this.#sort.run((order, from, to, right) => {
      for (; found < length && (ordinals[found] as number) < passed + to - from; found++)
        this.#put(pairs, found, order[from + (ordinals[found] as number) - passed] as number, right)
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
    const rise = (this.#values[other] as number) - (this.#values[one] as number)
    const run = (this.#days[other] as number) - (this.#days[one] as number)
    return run > 0 ? { rise, run } : { rise: -rise, run: -run }
  }

  /** Has the samples sorted by their height above a line of this slope. */
  #setKeys({ rise, run }: Slope): void {
    const { order, keys } = this.#sort
    for (let place = 0; place < order.length; place++) {
      const index = order[place] as number
      keys[place] = run * (this.#values[index] as number) - rise * (this.#days[index] as number)
    }
  }
}
