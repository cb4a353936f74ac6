import { TelltaleError } from '@telltale/core'
import type { ListingProgress } from '@telltale/core/ports'

/** Returns the number of the page at which a search begins or goes on. */
export function pageAfter(progress: ListingProgress | undefined): number {
  const number = Number(progress?.after ?? 1)
  return Number.isInteger(number) && number > 0 ? number : 1
}

/** The number of pages side by side that may be unreadable: more are no slip of single pages. */
const maxUnreadInARow = 2

/**
 * The pages of a search that cannot be read. A search whose caller hears of its progress goes on after single ones, and tells
 * of them. Any other ends with the error.
 */
export class UnreadPages {
  readonly #progress: ListingProgress | undefined
  #inARow = 0

  constructor(progress: ListingProgress | undefined) {
    this.#progress = progress
  }

  /**
   * Reads a page that came. Returns `undefined` for one that is left out.
   *
   * @throws what `read` throws where nobody hears of the progress, or when three pages in a row cannot be read.
   */
  read<Page>(number: number, read: () => Page): Page | undefined {
    try {
      const page = read()
      this.#inARow = 0
      return page
    } catch (error) {
      this.#inARow += 1
      if (!this.#progress || !TelltaleError.is(error) || this.#inARow > maxUnreadInARow) throw error
      this.#progress.leftOut(`page ${number} could not be read: ${error.message}`)
      return undefined
    }
  }
}
