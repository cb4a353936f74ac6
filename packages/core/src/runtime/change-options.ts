import { z } from 'zod'
import { ConflictError } from '../errors/index.js'
import { type OptionsShape, parseOptions } from '../options/index.js'
import type { BaseRecord } from '../ports/index.js'

/** Options of a change of one record. */
export interface ChangeOptions {
  /**
   * The version that the record must still have, as it was read: another one rejects with a `ConflictError` that has the
   * `currentVersion`. Checks and readings raise the version as well. @default whatever it has
   */
  readonly version?: number
}

const changeSchema = z.strictObject({
  version: z.int().min(1).exactOptional(),
} satisfies OptionsShape<ChangeOptions>)

/** Checks that a record has the version that a change expects. */
export type VersionCheck = (record: BaseRecord) => void

/**
 * Makes the check of a record's version.
 *
 * @throws `ValidationError` when an option is wrong. The check throws a `ConflictError`.
 */
export function versionCheck(call: string, options: ChangeOptions | undefined): VersionCheck {
  const { version } = parseOptions(call, changeSchema, options ?? {})
  return (record) => {
    if (version === undefined || record.version === version) return
    const message = `${record.id} was changed meanwhile: it has the version ${record.version}, not ${version}; read it again`
    throw new ConflictError(message, { currentVersion: record.version })
  }
}
