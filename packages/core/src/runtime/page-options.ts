import { z } from 'zod'
import { type OptionsShape, timeOption } from '../options/index.js'

/** Options of a page of a list. */
export interface PageOptions {
  /** The number of items, 200 at most. @default 50 */
  readonly limit?: number
  /** The `next` of the previous page. @default the first page */
  readonly after?: string
}

/** Options of a page of a list of records. */
export interface ListOptions extends PageOptions {
  /** `true` to count all records that there are, of all pages. @default false */
  readonly total?: boolean
}

/** Options of a page of a history, newest first. */
export interface HistoryOptions extends PageOptions {
  /** The start of the range, in epoch milliseconds. @default the beginning */
  readonly from?: number
  /** The end of the range, itself not in it, in epoch milliseconds. @default the end */
  readonly to?: number
}

/** The maximum length of a cursor. It has the texts that a list is sorted by. */
const maxCursorChars = 10_000

/** The members of a schema of {@link PageOptions}, for schemas that extend it. */
const pageShape = {
  limit: z.int().min(1).max(200).default(50),
  after: z.string().max(maxCursorChars).optional(),
} satisfies OptionsShape<PageOptions>

/** The members of a schema of {@link ListOptions}, for schemas that extend it. */
export const listShape = {
  ...pageShape,
  total: z.boolean().default(false),
} satisfies OptionsShape<ListOptions>

/** The schema of {@link ListOptions}. */
export const listSchema = z.strictObject(listShape)

/** The members of a schema of {@link HistoryOptions}, for schemas that extend it. */
export const historyShape = {
  ...pageShape,
  from: timeOption.optional(),
  to: timeOption.optional(),
} satisfies OptionsShape<HistoryOptions>

/** The schema of {@link HistoryOptions}. */
export const historySchema = z.strictObject(historyShape)
