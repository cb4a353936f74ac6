/** An item of a {@link Heap}. The heap maintains `position`. */
export interface HeapItem {
  /** The key that the heap is ordered by. It must not change while the item is in a heap. */
  dueAt: number
  /** The item's index in the heap; -1 when it is in no heap. */
  position: number
}

/** A binary min-heap by `dueAt`. Items know their index, so that any item can be removed in O(log n). */
export class Heap<Item extends HeapItem> {
  readonly #items: Item[] = []

  /** The earliest item. */
  get first(): Item | undefined {
    return this.#items[0]
  }

  /** Adds an item that is in no heap. */
  push(item: Item): void {
    this.#items.push(item)
    this.#rise(item, this.#items.length - 1)
  }

  /** Removes an item; does nothing when it is not in the heap. */
  delete(item: Item): void {
    if (item.position < 0) return
    const gap = item.position
    item.position = -1
    const last = this.#items.pop() as Item
    if (last === item) return
    this.#sink(last, gap)
    this.#rise(last, last.position)
  }

  #rise(item: Item, from: number): void {
    let at = from
    while (at > 0) {
      const parent = this.#items[(at - 1) >> 1] as Item
      if (parent.dueAt <= item.dueAt) break
      this.#place(parent, at)
      at = (at - 1) >> 1
    }
    this.#place(item, at)
  }

  #sink(item: Item, from: number): void {
    let at = from
    for (;;) {
      const left = this.#items[2 * at + 1]
      const right = this.#items[2 * at + 2]
      const child = right && left && right.dueAt < left.dueAt ? right : left
      if (!child || child.dueAt >= item.dueAt) break
      const next = child.position
      this.#place(child, at)
      at = next
    }
    this.#place(item, at)
  }

  #place(item: Item, at: number): void {
    this.#items[at] = item
    item.position = at
  }
}
