import { createHash, timingSafeEqual } from 'node:crypto'
import type { DumpedRow } from '../../ports/index.js'
import type { SecretKey } from '../../secrets/index.js'
import { linesOf, plainText } from './backup-lines.js'
import { refusedBackup } from './refused-backup.js'
import { type BackupSummary, backupFormat, keyedSeal, lastLine } from './write-backup.js'

/** A function that opens a backup from the beginning each time it is called, such as `() => createReadStream(file)`. */
export type BackupSource = () => AsyncIterable<Uint8Array>

/**
 * Yields the rows of a backup, compressed or not, as they were written. Returns its summary at the end.
 *
 * @param key - the key that it has to be sealed with; when absent, it has to be sealed without one.
 * @throws `ValidationError` as soon as it proves to be no backup, of a newer version, cut short or changed.
 */
export async function* readBackup(
  source: BackupSource,
  key?: SecretKey,
): AsyncGenerator<DumpedRow, BackupSummary> {
  const hash = createHash('sha256')
  const tables: Record<string, number> = {}
  let rows = 0
  let number = 0
  let header = ''
  let summary: BackupSummary | undefined
  for await (const line of linesOf(plainText(source()))) {
    number++
    if (number === 1) {
      header = readHeader(line, key)
      continue
    }
    if (summary) throw refusedBackup('goes on after its last line')
    const { seal, kind, name, row } = parse(line, `is damaged: line ${number} is no JSON`)
    if (seal !== undefined) {
      summary = { rows, tables, sha256: hash.digest('hex') }
      if (!isSame(line, Buffer.from(lastLine(header, summary, key))))
        throw refusedBackup('is damaged: what it holds is not what its last line says')
      continue
    }
    if (typeof name !== 'string') throw refusedBackup(`is damaged: line ${number} is no row`)
    hash.update(line).update('\n')
    tables[name] = (tables[name] ?? 0) + 1
    rows++
    yield { kind, name, row } as DumpedRow
  }
  if (number === 0) throw refusedBackup('is empty')
  if (!summary) throw refusedBackup('is cut short: its last line is missing')
  return summary
}

function parse(line: Buffer, problem: string): Readonly<Record<string, unknown>> {
  try {
    return Object(JSON.parse(line.toString()))
  } catch (cause) {
    throw refusedBackup(problem, cause)
  }
}

/** Compares in a time that does not tell where the lines differ. */
const isSame = (line: Buffer, expected: Buffer): boolean =>
  line.length === expected.length && timingSafeEqual(line, expected)

function readHeader(line: Buffer, key: SecretKey | undefined): string {
  const { format, version, seal } = parse(line, 'is none of Telltale')
  if (format !== backupFormat.format) throw refusedBackup('is none of Telltale')
  if (version !== backupFormat.version)
    throw refusedBackup(
      `has version ${version} of the format, where ${backupFormat.version} is known; update Telltale to read it`,
    )
  if (key !== undefined && seal !== keyedSeal)
    throw refusedBackup(
      "is not sealed with this host's key; import it where no `backup.key` is set, if you trust it",
    )
  if (key === undefined && seal !== undefined)
    throw refusedBackup('is sealed with a key; set `backup.key` of `createTelltale` to read it')
  return line.toString()
}
