import { TelltaleError, ValidationError } from '../errors/index.js'
import type { Issue, OptionCheck } from './check.js'
import { type SizeLimits, sizeIssue } from './size-issue.js'

/**
 * Checks the arguments of a public call once, and returns them with defaults filled in.
 *
 * @param where - the function that was called, which begins the message.
 * @param size - the limits on the size of the arguments as a whole.
 * @throws `ValidationError` naming every part that is wrong and what was expected, whatever was passed in.
 */
export function checkOptions<Value>(
  where: string,
  check: OptionCheck<Value>,
  options: unknown,
  size: SizeLimits = {},
): Value {
  const issues: Issue[] = []
  try {
    const excess = sizeIssue(options, size)
    if (excess) issues.push(excess)
    else {
      const checked = check(options, issues)
      if (issues.length === 0) return checked
    }
  } catch (cause) {
    if (TelltaleError.is(cause)) throw cause
    // A getter or a Proxy threw.
    const message = 'expected plain values, got one that cannot be read'
    throw new ValidationError(where, [{ path: '', message }], { cause })
  }
  throw new ValidationError(
    where,
    issues.map(({ path, message }) => ({ path: pathText(path), message })),
  )
}

/** Returns the way to a part as it is written in code, such as `queues[0].name`. */
export const pathText = (path: readonly (string | number)[]): string =>
  path.reduce<string>(
    (text, key) => (typeof key === 'number' ? `${text}[${key}]` : `${text}${text && '.'}${key}`),
    '',
  )
