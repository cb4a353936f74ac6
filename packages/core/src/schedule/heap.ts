/** What can stand in a {@link Heap}: the heap itself keeps `position`. */
export interface HeapItem {
  /** What the heap is ordered by; unchanged while the item stands in a heap. */
  dueAt: number
  /** Where the item stands; -1 when it is in no heap. */
  position: number
}

/** A binary min-heap by `dueAt`. Items know their place, so that one can be taken out of the middle. */
export class Heap<Item extends HeapItem> {
  readonly #items: Item[] = []

  /** The earliest item. */
  get first(): Item | undefined {
    return this.#items[0]
  }

  /** Adds an item that stands in no heap. */
  push(item: Item): void {
    this.#items.push(item)
    this.#rise(item, this.#items.length - 1)
  }

  /** Takes an item out; nothing changes when it does not stand here. */
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
