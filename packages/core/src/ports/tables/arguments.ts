import { ValidationError } from '../../errors/index.js'
import { everyOwner } from '../owner.js'
import { misfit } from './values.js'

/**
 * Checks that each value is a text. A missing owner, key or id must never match all of them.
 *
 * @throws `ValidationError` naming each that is not.
 */
export function checkTexts(call: string, path: string, texts: Iterable<unknown>): void {
  const issues = Array.from(texts, (text) => misfit('text', text)).flatMap((message) =>
    message ? [{ path, message }] : [],
  )
  if (issues.length > 0) throw new ValidationError(call, issues)
}

/**
 * Checks that a value is the name of one owner.
 *
 * @throws `ValidationError` when it is not.
 */
export function checkOwner(call: string, owner: unknown): void {
  const message = owner === '' ? 'expected an owner' : misfit('text', owner)
  if (message) throw new ValidationError(call, [{ path: 'owner', message }])
}

/**
 * Checks that a value is the name of one owner, or `everyOwner`.
 *
 * @throws `ValidationError` when it is neither.
 */
export function checkScope(call: string, owner: unknown): void {
  if (owner !== everyOwner) checkOwner(call, owner)
}
