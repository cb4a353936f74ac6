import type { ColumnType } from '@telltale/core/ports'

/** Below 0 when the first comes first, 0 when they are equal, above 0 when the second comes first. */
export type Order<Item> = (left: Item, right: Item) => number

/** The order of the values of a column of this type. */
export function valueOrder(type: ColumnType): Order<unknown> {
  if (type === 'text') return compareText as Order<unknown>
  if (type === 'decimal') return compareDecimals as Order<unknown>
  return compareNumbers as Order<unknown>
}

const compareNumbers = (left: number | boolean, right: number | boolean): number =>
  Number(left) - Number(right)

const surrogate = /[\ud800-\udfff]/

/** By code point, which is the order of UTF-16 units save where surrogates are. */
function compareText(left: string, right: string): number {
  if (left === right) return 0
  if (surrogate.test(left) || surrogate.test(right)) return compareCodePoints(left, right)
  return left < right ? -1 : 1
}

const isSurrogate = (unit: number): boolean => unit >= 0xd800 && unit <= 0xdfff

/** A surrogate stands for a code point above all that one unit can hold. */
function compareCodePoints(left: string, right: string): number {
  const length = Math.min(left.length, right.length)
  for (let index = 0; index < length; index++) {
    const a = left.charCodeAt(index)
    const b = right.charCodeAt(index)
    if (a !== b) return isSurrogate(a) === isSurrogate(b) ? a - b : isSurrogate(a) ? 1 : -1
  }
  return left.length - right.length
}

/** By value, whatever the number of digits. */
function compareDecimals(left: string, right: string): number {
  if (left === right) return 0
  const digits = Math.max(fraction(left).length, fraction(right).length)
  const difference = scaled(left, digits) - scaled(right, digits)
  return difference < 0n ? -1 : difference > 0n ? 1 : 0
}

const fraction = (decimal: string): string => decimal.split('.')[1] ?? ''

const scaled = (decimal: string, digits: number): bigint =>
  BigInt(decimal.replace('.', '') + '0'.repeat(digits - fraction(decimal).length))
