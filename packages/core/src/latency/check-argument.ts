import { ValidationError } from '../errors/index.js'

/**
 * Refuses an argument that does not hold what was expected.
 *
 * @throws `ValidationError` naming the function, the argument, what was expected and what came.
 */
export function expectThat(
  holds: boolean,
  where: string,
  path: string,
  expected: string,
  got: unknown,
): void {
  if (!holds)
    throw new ValidationError(where, [{ path, message: `expected ${expected}, got ${String(got)}` }])
}

/** Refuses a number that is not above 0; infinity is one. */
export function expectAbove0(where: string, path: string, value: number): void {
  expectThat(value > 0, where, path, 'a number above 0', value)
}

/** Refuses a number that is not whole and 1 or more. */
export function expectCount(where: string, path: string, value: number): void {
  expectThat(Number.isSafeInteger(value) && value >= 1, where, path, 'a whole number, 1 or more', value)
}

/** Refuses a number that is not from 0 to 1. */
export function expectShare(where: string, path: string, value: number): void {
  expectThat(value >= 0 && value <= 1, where, path, 'a number from 0 to 1', value)
}
