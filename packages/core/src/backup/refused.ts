import { ValidationError } from '../errors/index.js'

/** The error for a backup that cannot be used, with what is wrong with it. */
export const refused = (message: string, cause?: unknown): ValidationError =>
  new ValidationError('telltale.backup', [{ path: 'source', message: `the backup ${message}` }], { cause })
