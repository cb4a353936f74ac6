/** One page of a longer list. */
export interface Page<Item> {
  /** The items of this page. */
  readonly items: readonly Item[]
  /** The cursor to pass as `after` for the next page; absent on the last page. */
  readonly next?: string
}
