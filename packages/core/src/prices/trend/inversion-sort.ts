import { lowerBound, upperBound } from './bounds.js'

/** A listener for one item that is moved past others: those from `from` to before `to` in `order`. */
export type OnCrossing = (order: Uint32Array, from: number, to: number, item: number) => void

/** The size of the blocks that are sorted by insertion before they are merged. */
const blockSize = 16

/** Sorts items by their keys, stably, and counts inversions: pairs of items in the wrong order. */
export class InversionSort {
  /** The numbers of the items, from 0, in their current order. */
  order: Uint32Array
  /** The key of the item at each position of the order. */
  keys: Float64Array
  #spareOrder: Uint32Array
  #spareKeys: Float64Array

  constructor(size: number) {
    this.order = new Uint32Array(size)
    this.keys = new Float64Array(size)
    this.#spareOrder = new Uint32Array(size)
    this.#spareKeys = new Float64Array(size)
  }

  /** Resets the order to that of the item numbers, or to its reverse. */
  reset({ lastFirst = false } = {}): void {
    const last = this.order.length - 1
    for (let position = 0; position <= last; position++)
      this.order[position] = lastFirst ? last - position : position
  }

  /**
   * Sorts by bottom-up merge sort and returns the number of inversions. `onCrossing` is called for each run of them.
   */
  run(onCrossing?: OnCrossing): number {
    const { length } = this.order
    let inversions = 0
    for (let start = 0; start < length; start += blockSize)
      inversions += this.#insert(start, Math.min(start + blockSize, length), onCrossing)
    for (let width = blockSize; width < length; width *= 2) {
      for (let start = 0; start < length; start += 2 * width)
        inversions += this.#merge(start, Math.min(start + width, length), start + 2 * width, onCrossing)
      this.#swap()
    }
    return inversions
  }

  /**
   * Sorts the keys alone and returns the number of inversions: faster, where the order of the items is not needed.
   */
  countInversions(): number {
    const { length } = this.keys
    let inversions = 0
    for (let start = 0; start < length; start += blockSize)
      inversions += insertKeys(this.keys, start, Math.min(start + blockSize, length))
    for (let width = blockSize; width < length; width *= 2) {
      for (let start = 0; start < length; start += 2 * width)
        inversions += mergeKeys(this.keys, this.#spareKeys, start, width)
      const sorted = this.#spareKeys
      this.#spareKeys = this.keys
      this.keys = sorted
    }
    return inversions
  }

  /** Returns the number of pairs of items with equal keys. The keys must be sorted. */
  countTies(): number {
    let [ties, equal] = [0, 0]
    for (let position = 1; position < this.keys.length; position++) {
      equal = this.keys[position] === this.keys[position - 1] ? equal + 1 : 0
      ties += equal
    }
    return ties
  }

  #swap(): void {
    const { order, keys } = this
    this.order = this.#spareOrder
    this.keys = this.#spareKeys
    this.#spareOrder = order
    this.#spareKeys = keys
  }

  #insert(start: number, end: number, onCrossing?: OnCrossing): number {
    const { order, keys } = this
    let inversions = 0
    for (let next = start + 1; next < end; next++) {
      const [item, key] = [order[next]!, keys[next]!]
      let position = next
      while (position > start && keys[position - 1]! > key) position -= 1
      if (position === next) continue
      inversions += next - position
      onCrossing?.(order, position, next, item)
      for (let from = next; from > position; from--) {
        order[from] = order[from - 1]!
        keys[from] = keys[from - 1]!
      }
      order[position] = item
      keys[position] = key
    }
    return inversions
  }

  #merge(start: number, middle: number, limit: number, onCrossing?: OnCrossing): number {
    const { order, keys } = this
    const [spareOrder, spareKeys] = [this.#spareOrder, this.#spareKeys]
    const end = Math.min(limit, order.length)
    const [first, last] = overlapOf(keys, start, Math.min(middle, end), end)
    let [left, right, position, inversions] = [first, middle, first, 0]
    while (left < middle && right < last) {
      let from: number
      if (keys[left]! <= keys[right]!) from = left++
      else {
        inversions += middle - left
        onCrossing?.(order, left, middle, order[right]!)
        from = right++
      }
      spareOrder[position] = order[from]!
      spareKeys[position++] = keys[from]!
    }
    const rest = left < middle ? left : right
    for (const [from, to, at] of [
      [start, first, start],
      [rest, left < middle ? middle : last, position],
      [last, end, last],
    ] as const) {
      spareOrder.set(order.subarray(from, to), at)
      spareKeys.set(keys.subarray(from, to), at)
    }
    return inversions
  }
}

/** Sorts the keys from `start` to before `end` by insertion, and returns the number of inversions. */
function insertKeys(keys: Float64Array, start: number, end: number): number {
  let inversions = 0
  for (let next = start + 1; next < end; next++) {
    const key = keys[next]!
    let position = next
    for (; position > start && keys[position - 1]! > key; position--) keys[position] = keys[position - 1]!
    keys[position] = key
    inversions += next - position
  }
  return inversions
}

/** Merges two sorted runs of `width` keys, the first at `start`, and returns the number of inversions. */
function mergeKeys(keys: Float64Array, into: Float64Array, start: number, width: number): number {
  const middle = Math.min(start + width, keys.length)
  const end = Math.min(start + 2 * width, keys.length)
  const [first, last] = overlapOf(keys, start, middle, end)
  into.set(keys.subarray(start, first), start)
  into.set(keys.subarray(last, end), last)
  let [left, right, position, inversions] = [first, middle, first, 0]
  while (left < middle && right < last) {
    const [one, other] = [keys[left]!, keys[right]!]
    if (one <= other) {
      into[position++] = one
      left += 1
    } else {
      into[position++] = other
      right += 1
      inversions += middle - left
    }
  }
  into.set(left < middle ? keys.subarray(left, middle) : keys.subarray(right, last), position)
  return inversions
}

/**
 * Returns where two adjacent sorted runs overlap: the first key of the left one that is higher than the lowest of the right
 * one, and the first of the right one that is not lower than the highest of the left one. What lies outside stays in place.
 */
function overlapOf(
  keys: Float64Array,
  start: number,
  middle: number,
  end: number,
): readonly [first: number, last: number] {
  if (middle >= end) return [middle, middle]
  return [upperBound(keys, keys[middle]!, start, middle), lowerBound(keys, keys[middle - 1]!, middle, end)]
}
