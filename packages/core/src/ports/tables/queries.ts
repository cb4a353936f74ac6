import { z } from 'zod'
import { ValidationError } from '../../errors/index.js'
import { marketSize, type OptionsShape, parseOptions } from '../../options/index.js'
import type { ClaimQuery, CollectionShape, PageQuery } from '../collection.js'
import type { AddOptions, ReserveOptions } from '../counters.js'
import type { RangeQuery, SeriesPageQuery } from '../series.js'
import { type ColumnCondition, type ColumnOrder, readOrderBy, readWhere } from './conditions.js'
import type { Columns } from './definition.js'
import { misfit, type Row } from './values.js'

const time = z.custom<number>((value) => misfit('time', value) === undefined, {
  error: (issue) => misfit('time', issue.input) ?? '',
})
const limit = z.int().min(1)
const where = z.custom<object>((value) => typeof value === 'object' && value !== null, 'expected an object')
const direction = z.enum(['asc', 'desc'])
const orderBy = z.strictObject({ column: z.string(), direction })

const pageSchema = z.strictObject({
  where: where.default({}),
  orderBy: orderBy.default({ column: 'id', direction: 'asc' }),
  limit,
  after: z.string().optional(),
} satisfies OptionsShape<PageQuery<Row>>)

const claimSchema = z.strictObject({
  where: where.default({}),
  orderBy: orderBy.default({ column: 'id', direction: 'asc' }),
  limit,
  now: time,
  leaseMs: z.int().min(1),
} satisfies OptionsShape<ClaimQuery<Row>>)

/** A parsed query of records. */
export interface RecordSelection {
  /** The conditions, all of which must hold. */
  readonly conditions: readonly ColumnCondition[]
  /** The order. */
  readonly order: ColumnOrder
  /** The number of records at most. */
  readonly limit: number
}

const select = (
  call: string,
  shape: CollectionShape,
  query: { where: object; orderBy: z.output<typeof orderBy>; limit: number },
): RecordSelection => ({
  conditions: readWhere(call, shape, query.where),
  order: readOrderBy(call, shape, query.orderBy),
  limit: query.limit,
})

/**
 * Parses a query for a page of records. The cursor in `after` is not parsed yet.
 *
 * @throws `ValidationError` naming every part that is wrong.
 */
export function readPageQuery(
  call: string,
  shape: CollectionShape,
  query: unknown,
): RecordSelection & { readonly after?: string | undefined } {
  const page = parseOptions(call, pageSchema, query, marketSize)
  return { ...select(call, shape, page), after: page.after }
}

/**
 * Parses a query for records to work on.
 *
 * @throws `ValidationError` naming every part that is wrong.
 */
export function readClaimQuery(
  call: string,
  shape: CollectionShape,
  query: unknown,
): RecordSelection & { readonly now: number; readonly leaseMs: number } {
  const { now, leaseMs, ...page } = parseOptions(call, claimSchema, query, marketSize)
  return { ...select(call, shape, page), now, leaseMs }
}

const rangeSchema = z.strictObject({
  from: time.default(Number.NEGATIVE_INFINITY),
  to: time.default(Number.POSITIVE_INFINITY),
  fields: z.array(z.string()).optional(),
} satisfies OptionsShape<RangeQuery<string>>)

/** A parsed query of a series' rows. */
export type RowSelection = z.output<typeof rangeSchema>

/**
 * Parses a query for the rows of several keys.
 *
 * @throws `ValidationError` naming every part that is wrong.
 */
export function readRangeQuery(call: string, columns: Columns, query: unknown): RowSelection {
  const range = parseOptions(call, rangeSchema, query, marketSize)
  const issues = (range.fields ?? [])
    .filter((name) => !Object.hasOwn(columns, name))
    .map((name) => ({ path: 'fields', message: `expected columns, got '${name}'` }))
  if (issues.length > 0) throw new ValidationError(call, issues)
  return range
}

const seriesPageSchema = z.strictObject({
  from: time.default(Number.NEGATIVE_INFINITY),
  to: time.default(Number.POSITIVE_INFINITY),
  limit,
  direction: direction.default('desc'),
  after: z.string().optional(),
} satisfies OptionsShape<SeriesPageQuery>)

/**
 * Parses a query for a page of rows. The cursor in `after` is not parsed yet.
 *
 * @throws `ValidationError` naming every part that is wrong.
 */
export function readSeriesPageQuery(call: string, query: unknown): z.output<typeof seriesPageSchema> {
  return parseOptions(call, seriesPageSchema, query, marketSize)
}

const addSchema = z.strictObject({
  amount: z.number(),
  now: time,
  limit: z.number().default(Number.POSITIVE_INFINITY),
  resetAt: time.optional(),
} satisfies OptionsShape<AddOptions & { readonly amount: number }>)

/**
 * Parses an addition to a counter.
 *
 * @throws `ValidationError` naming every part that is wrong.
 */
export function readAddition(call: string, amount: unknown, options: object): z.output<typeof addSchema> {
  return parseOptions(call, addSchema, { ...options, amount })
}

const reserveSchema = z.strictObject({
  now: time,
  gapMs: z.int().min(0),
  count: z.int().min(1).default(1),
} satisfies OptionsShape<ReserveOptions>)

/**
 * Parses a reservation of places in a queue.
 *
 * @throws `ValidationError` naming every part that is wrong.
 */
export function readReservation(call: string, options: unknown): z.output<typeof reserveSchema> {
  return parseOptions(call, reserveSchema, options)
}
