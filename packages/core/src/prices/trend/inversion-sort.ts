/** Is told of one item that passes those before it: they stand in `order` from `from` to before `to`. */
export type OnCrossing = (order: Uint32Array, from: number, to: number, item: number) => void

/** So many items that stand together are sorted by insertion, before they are merged with others. */
const blockSize = 16

/** Sorts items by their keys, stably, and counts how many pairs stood the wrong way round. */
export class InversionSort {
  /** The numbers of the items, from 0 on, as they are ordered now. */
  order: Uint32Array
  /** The key of the item at each place of the order. */
  keys: Float64Array
  #spareOrder: Uint32Array
  #spareKeys: Float64Array

  constructor(size: number) {
    this.order = new Uint32Array(size)
    this.keys = new Float64Array(size)
    this.#spareOrder = new Uint32Array(size)
    this.#spareKeys = new Float64Array(size)
  }

  /** Puts the items in the order of their numbers, or the other way round. */
  reset({ lastFirst = false } = {}): void {
    const last = this.order.length - 1
    for (let place = 0; place <= last; place++) this.order[place] = lastFirst ? last - place : place
  }

  /** Sorts by merging from the bottom up, and returns the number of inversions: `onCrossing` hears of each. */
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

  /** Sorts the keys alone, and returns the number of inversions: less work, where nobody asks whose keys they are. */
  countInversions(): number {
    const { length } = this.keys
    let inversions = 0
    for (let start = 0; start < length; start += blockSize)
      inversions += insertKeys(this.keys, start, Math.min(start + blockSize, length))
    for (let width = blockSize; width < length; width *= 2) {
      for (let start = 0; start < length; start += 2 * width)
        inversions += mergeKeys(this.keys, this.#spareKeys, start, start + width, start + 2 * width)
      const sorted = this.#spareKeys
      this.#spareKeys = this.keys
      this.keys = sorted
    }
    return inversions
  }

  /** How many pairs of items have equal keys, once they are sorted. */
  countTies(): number {
    let [ties, equal] = [0, 0]
    for (let place = 1; place < this.keys.length; place++) {
      equal = this.keys[place] === this.keys[place - 1] ? equal + 1 : 0
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
      const [item, key] = [order[next] as number, keys[next] as number]
      let place = next
      while (place > start && (keys[place - 1] as number) > key) place -= 1
      if (place === next) continue
      inversions += next - place
      onCrossing?.(order, place, next, item)
      for (let from = next; from > place; from--) {
        order[from] = order[from - 1] as number
        keys[from] = keys[from - 1] as number
      }
      order[place] = item
      keys[place] = key
    }
    return inversions
  }

  #merge(start: number, middle: number, limit: number, onCrossing?: OnCrossing): number {
    const { order, keys } = this
    const [spareOrder, spareKeys] = [this.#spareOrder, this.#spareKeys]
    const end = Math.min(limit, order.length)
    let [left, right, place, inversions] = [start, middle, start, 0]
    while (left < middle && right < end) {
      let from: number
      if ((keys[left] as number) <= (keys[right] as number)) from = left++
      else {
        inversions += middle - left
        onCrossing?.(order, left, middle, order[right] as number)
        from = right++
      }
      spareOrder[place] = order[from] as number
      spareKeys[place++] = keys[from] as number
    }
    const [rest, restEnd] = left < middle ? [left, middle] : [right, end]
    for (let from = rest; from < restEnd; from++, place++) {
      spareOrder[place] = order[from] as number
      spareKeys[place] = keys[from] as number
    }
    return inversions
  }
}

function insertKeys(keys: Float64Array, start: number, end: number): number {
  let inversions = 0
  for (let next = start + 1; next < end; next++) {
    const key = keys[next] as number
    let place = next
    for (; place > start && (keys[place - 1] as number) > key; place--)
      keys[place] = keys[place - 1] as number
    keys[place] = key
    inversions += next - place
  }
  return inversions
}

function mergeKeys(
  keys: Float64Array,
  into: Float64Array,
  start: number,
  half: number,
  limit: number,
): number {
  const middle = Math.min(half, keys.length)
  const end = Math.min(limit, keys.length)
  let [left, right, place, inversions] = [start, middle, start, 0]
  while (left < middle && right < end) {
    const [one, other] = [keys[left] as number, keys[right] as number]
    if (one <= other) {
      into[place++] = one
      left += 1
    } else {
      into[place++] = other
      right += 1
      inversions += middle - left
    }
  }
  while (left < middle) into[place++] = keys[left++] as number
  while (right < end) into[place++] = keys[right++] as number
  return inversions
}
