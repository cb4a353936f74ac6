import { z } from 'zod'
import type { OptionsShape } from '../ports/index.js'

/** Which part of a list is wanted. */
export interface PageOptions {
  /** How many at most. @default 50; at most 200 */
  readonly limit?: number
  /** The `next` of the page before. */
  readonly after?: string
}

/** Which part of a history is wanted, newest first. */
export interface HistoryOptions extends PageOptions {
  /** Only from this time on, in epoch milliseconds. @default the beginning */
  readonly from?: number
  /** Only before this time, in epoch milliseconds. @default the end */
  readonly to?: number
}

/** The shape of {@link PageOptions}, for those that hold them among others. */
export const pageShape = {
  limit: z.int().min(1).max(200).default(50),
  after: z.string().optional(),
} satisfies OptionsShape<PageOptions>

/** Checks {@link PageOptions}. */
export const pageSchema = z.strictObject(pageShape)

/** Checks {@link HistoryOptions}. */
export const historySchema = z.strictObject({
  ...pageShape,
  from: z.number().optional(),
  to: z.number().optional(),
} satisfies OptionsShape<HistoryOptions>)
