import { ValidationError } from '../../errors/index.js'
import type { ColumnType, Comparable } from '../column.js'
import { misfit } from './values.js'

/** What a list is of, such as its table, owner and order: a cursor of another list does not fit it. */
export type ListIdentity = readonly (string | null)[]

/** The place in a list after the row with these values in the columns it is ordered by, as text for `after`. */
export function writeCursor(list: ListIdentity, position: readonly Comparable[]): string {
  return Buffer.from(JSON.stringify([list, position])).toString('base64url')
}

/**
 * Reads a cursor that {@link writeCursor} wrote for this list.
 *
 * @param call - the function that was called, which begins the message of an error.
 * @param types - the types of the position's values.
 * @throws `ValidationError` when it is of another list, or none at all.
 */
export function readCursor(
  call: string,
  list: ListIdentity,
  types: readonly ColumnType[],
  cursor: string,
): readonly Comparable[] {
  const [writtenFor, position] = parse(cursor)
  const fits =
    JSON.stringify(writtenFor) === JSON.stringify(list) &&
    Array.isArray(position) &&
    position.length === types.length &&
    types.every((type, index) => misfit(type, position[index]) === undefined)
  if (fits) return position
  throw new ValidationError(call, [
    { path: 'after', message: 'expected the `next` of a page of this very list, in the same order' },
  ])
}

function parse(cursor: string): readonly unknown[] {
  try {
    const content: unknown = JSON.parse(Buffer.from(cursor, 'base64url').toString())
    return Array.isArray(content) ? content : []
  } catch {
    return []
  }
}
