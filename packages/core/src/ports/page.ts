/** Part of a longer list. */
export interface Page<Item> {
  readonly items: readonly Item[]
  /** Handed in as `after`, gives the page that follows; absent on the last one. */
  readonly next?: string
}
