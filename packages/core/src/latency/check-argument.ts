import { excerpt, quoteName, ValidationError } from '../errors/index.js'

/** An argument of a public function. */
interface Argument {
  /** The function that was called. */
  readonly caller: string
  /** The argument's name, or the path to it. */
  readonly name: string
  readonly value: unknown
}

/**
 * Checks an argument.
 *
 * @throws `ValidationError` when it is not valid, naming the function, the argument, what was expected and what came.
 */
export function checkArgument(isValid: boolean, expected: string, { caller, name, value }: Argument): void {
  if (!isValid)
    throw new ValidationError(caller, [
      { path: name, message: `expected ${expected}, got ${excerpt(value)}` },
    ])
}

/** Checks that options are an object with no other members than the named ones. */
export function checkOptionNames<Options extends object>(
  caller: string,
  options: Options,
  names: readonly (keyof Options & string)[],
): void {
  const isObject = typeof options === 'object' && options !== null
  checkArgument(isObject, 'an object', { caller, name: 'options', value: options })
  const unknown = Object.keys(options).filter((name) => !names.includes(name as never))
  if (unknown.length > 0)
    throw new ValidationError(caller, [
      { path: '', message: `unknown option ${quoteName(unknown[0])}; there are: ${names.join(', ')}` },
    ])
}

/** Checks that a value is a text. */
export function checkText(caller: string, name: string, value: string): void {
  checkArgument(typeof value === 'string', 'a text', { caller, name, value })
}

/** Checks that a number is above 0. Infinity is. */
export function checkAbove0(caller: string, name: string, value: number): void {
  checkArgument(value > 0, 'a number above 0', { caller, name, value })
}

/** Checks that a number is 0 or more. */
export function checkNotNegative(caller: string, name: string, value: number): void {
  checkArgument(value >= 0, 'a number of 0 or more', { caller, name, value })
}

/** Checks that a number is whole and 1 or more. */
export function checkCount(caller: string, name: string, value: number): void {
  checkArgument(Number.isSafeInteger(value) && value >= 1, 'a whole number, 1 or more', {
    caller,
    name,
    value,
  })
}

/** Checks that a number is from 0 to 1. */
export function checkShare(caller: string, name: string, value: number): void {
  checkArgument(value >= 0 && value <= 1, 'a number from 0 to 1', { caller, name, value })
}
