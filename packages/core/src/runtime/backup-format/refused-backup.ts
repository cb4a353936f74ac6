import { ValidationError } from '../../errors/index.js'

/** Makes the error for a backup that cannot be used; `problem` goes on from "the backup". */
export const refusedBackup = (problem: string, cause?: unknown): ValidationError =>
  new ValidationError('telltale.backup', [{ path: 'source', message: `the backup ${problem}` }], { cause })
