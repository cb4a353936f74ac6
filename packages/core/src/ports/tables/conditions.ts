import { ValidationError, type ValidationIssue } from '../../errors/index.js'
import type { CollectionShape } from '../collection.js'
import type { ColumnType, ComparableValue } from '../column.js'
import { recordColumns } from './definition.js'
import { misfit } from './values.js'

/** A condition in normal form: the column is present, equals one of `in` if given, and is within the given bounds. */
export interface ColumnCondition {
  /** The name of the column. */
  readonly column: string
  /** The type of the column. */
  readonly type: ColumnType
  /** The values of which one must be equal. @default any */
  readonly in?: readonly ComparableValue[]
  /** The bound that the value must be below. @default none */
  readonly lt?: ComparableValue
  /** The bound that the value must not be above. @default none */
  readonly lte?: ComparableValue
  /** The bound that the value must be above. @default none */
  readonly gt?: ComparableValue
  /** The bound that the value must not be below. @default none */
  readonly gte?: ComparableValue
}

/** An order by a column that every record has. */
export interface ColumnOrder {
  /** The name of the column. */
  readonly column: string
  /** The type of the column. */
  readonly type: ColumnType
  /** `asc` for lowest first, `desc` for highest first. */
  readonly direction: 'asc' | 'desc'
}

function searchableColumns({ unique, indexes }: CollectionShape): ReadonlySet<string> {
  return new Set(['id', 'createdAt', 'updatedAt', ...unique.flat(), ...indexes.flat()])
}

/**
 * Parses the `where` of a query.
 *
 * @param call - the function that was called, which begins the message of an error.
 * @throws `ValidationError` naming every condition that cannot be applied.
 */
export function readWhere(
  call: string,
  shape: CollectionShape,
  where: object = {},
): readonly ColumnCondition[] {
  const columns = recordColumns(shape)
  const known = searchableColumns(shape)
  const issues: ValidationIssue[] = []
  const conditions: ColumnCondition[] = []
  for (const [column, condition] of Object.entries(where)) {
    const path = `where.${column}`
    const type = columns[column]?.type
    if (!type || !known.has(column))
      issues.push({ path, message: `expected one of ${[...known].join(', ')}` })
    else conditions.push(readCondition({ column, type }, condition, issues))
  }
  if (issues.length > 0) throw new ValidationError(call, issues)
  return conditions
}

const operators = new Set(['in', 'lt', 'lte', 'gt', 'gte'])

/** Parses one condition. Adds what is wrong with it to `issues`. */
function readCondition(
  { column, type }: Pick<ColumnCondition, 'column' | 'type'>,
  condition: unknown,
  issues: ValidationIssue[],
): ColumnCondition {
  const path = `where.${column}`
  if (typeof condition !== 'object' || condition === null) {
    const message = misfit(type, condition)
    if (message) issues.push({ path, message })
    return { column, type, in: [condition as ComparableValue] }
  }
  for (const [operator, operand] of Object.entries(condition)) {
    if (!operators.has(operator) || (operator === 'in' && !Array.isArray(operand)))
      issues.push({ path, message: `expected a value, { in: […] } or bounds, got '${operator}'` })
    else
      for (const value of operator === 'in' ? operand : [operand]) {
        const message = misfit(type, value)
        if (message) issues.push({ path: `${path}.${operator}`, message })
      }
  }
  return { column, type, ...condition }
}

/**
 * Parses the `orderBy` of a query; ascending by `id` without one.
 *
 * @param call - the function that was called, which begins the message of an error.
 * @throws `ValidationError` when the column may be absent or is not among the searchable ones.
 */
export function readOrderBy(
  call: string,
  shape: CollectionShape,
  orderBy: { readonly column: string; readonly direction: 'asc' | 'desc' } = {
    column: 'id',
    direction: 'asc',
  },
): ColumnOrder {
  const { column, direction } = orderBy
  const columns = recordColumns(shape)
  const known = [...searchableColumns(shape)].filter((name) => columns[name]?.optional !== true)
  const type = columns[column]?.type
  const issues: ValidationIssue[] = []
  if (!type || !known.includes(column))
    issues.push({ path: 'orderBy.column', message: `expected one of ${known.join(', ')}` })
  if (direction !== 'asc' && direction !== 'desc')
    issues.push({ path: 'orderBy.direction', message: "expected 'asc' or 'desc'" })
  if (!type || issues.length > 0) throw new ValidationError(call, issues)
  return { column, type, direction }
}
