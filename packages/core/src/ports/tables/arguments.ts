import { ValidationError } from '../../errors/index.js'
import { everyOwner } from '../owner.js'
import { misfit } from './values.js'

/**
 * Checks that each of these is text: an owner, a key or an id that is missing must never stand for all of them.
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
 * Checks that this is one owner.
 *
 * @throws `ValidationError` when it is none.
 */
export function checkOwner(call: string, owner: unknown): void {
  const message = owner === '' ? 'expected an owner' : misfit('text', owner)
  if (message) throw new ValidationError(call, [{ path: 'owner', message }])
}

/**
 * Checks that this is one owner, or all.
 *
 * @throws `ValidationError` when it is neither.
 */
export function checkScope(call: string, owner: unknown): void {
  if (owner !== everyOwner) checkOwner(call, owner)
}
