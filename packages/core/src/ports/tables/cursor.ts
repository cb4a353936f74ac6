import { ValidationError } from '../../errors/index.js'
import { parseJson } from '../../options/index.js'
import type { ColumnType, ComparableValue } from '../column.js'
import { misfit } from './values.js'

/** The identity of a list, such as its table, owner and order. A cursor is valid for one list only. */
export type ListIdentity = readonly (string | null)[]

/** Encodes a position as text for `after`: the row with these values in the columns that the list is ordered by. */
export function writeCursor(list: ListIdentity, position: readonly ComparableValue[]): string {
  return Buffer.from(JSON.stringify([list, position])).toString('base64url')
}

/**
 * Decodes a cursor that {@link writeCursor} made for this list.
 *
 * @param call - the function that was called, which begins the message of an error.
 * @param types - the types of the position's values.
 * @throws `ValidationError` when it is of another list, or no cursor.
 */
export function readCursor(
  call: string,
  list: ListIdentity,
  types: readonly ColumnType[],
  cursor: string,
): readonly ComparableValue[] {
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
    const content: unknown = parseJson(Buffer.from(cursor, 'base64url').toString())
    return Array.isArray(content) ? content : []
  } catch {
    return []
  }
}
