import type { ColumnType } from '@telltale/core/ports'

/** A comparison: negative when `left` comes first, 0 when they are equal, positive when `right` comes first. */
export type Order<Item> = (left: Item, right: Item) => number

/** Returns the order of values of a column type. */
export function valueOrder(type: ColumnType): Order<unknown> {
  if (type === 'text') return compareText as Order<unknown>
  if (type === 'decimal') return compareDecimals as Order<unknown>
  return compareNumbers as Order<unknown>
}

const compareNumbers = (left: number | boolean, right: number | boolean): number =>
  Number(left) - Number(right)

const surrogate = /[\ud800-\udfff]/

/** Compares by code point, which is the order of UTF-16 units except for surrogates. */
function compareText(left: string, right: string): number {
  if (left === right) return 0
  if (surrogate.test(left) || surrogate.test(right)) return compareCodePoints(left, right)
  return left < right ? -1 : 1
}

const isSurrogate = (unit: number): boolean => unit >= 0xd800 && unit <= 0xdfff

/** Compares unit by unit. A surrogate stands for a code point above all other units. */
function compareCodePoints(left: string, right: string): number {
  const length = Math.min(left.length, right.length)
  for (let index = 0; index < length; index++) {
    const a = left.charCodeAt(index)
    const b = right.charCodeAt(index)
    if (a !== b) return isSurrogate(a) === isSurrogate(b) ? a - b : isSurrogate(a) ? 1 : -1
  }
  return left.length - right.length
}

/** Compares by value, whatever the number of digits. */
function compareDecimals(left: string, right: string): number {
  if (left === right) return 0
  const digits = Math.max(fraction(left).length, fraction(right).length)
  const difference = scaled(left, digits) - scaled(right, digits)
  return difference < 0n ? -1 : difference > 0n ? 1 : 0
}

const fraction = (decimal: string): string => decimal.split('.')[1] ?? ''

const scaled = (decimal: string, digits: number): bigint =>
  BigInt(decimal.replace('.', '') + '0'.repeat(digits - fraction(decimal).length))
