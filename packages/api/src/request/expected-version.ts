import { ValidationError } from '@telltale/core/errors'
import { RequestError } from './request-error.js'

/** Makes the error of a record that has another version than the caller has read. */
export const versionChanged = (message: string): RequestError =>
  new RequestError(412, 'VERSION_CHANGED', message)

/**
 * Reads the version that a record must have from `If-Match`: one entity tag, or `*` for any.
 *
 * @throws `ValidationError` for several tags, `RequestError` for a tag that no version has.
 */
export function expectedVersion(header: string | undefined): number | undefined {
  const tag = header?.trim()
  if (tag === undefined || tag === '' || tag === '*') return undefined
  const [, version] = /^"(\d{1,15})"$/.exec(tag) ?? []
  if (version !== undefined && Number(version) > 0) return Number(version)
  if (tag.includes(','))
    throw new ValidationError('the request', [
      { path: 'If-Match', message: 'expected one entity tag, that of the version you have read' },
    ])
  throw versionChanged(`no version of a record has the entity tag ${tag.slice(0, 100)}; read it again`)
}
