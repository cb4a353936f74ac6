import { readFile } from 'node:fs/promises'
import { AdapterError } from '@telltale/core'
import type { FactSource } from '@telltale/core/ports'
import { hasFigure } from './car-index.js'
import { readCsv } from './csv.js'
import { type CatalogEntry, type RowIssue, readRows } from './entry.js'
import { type CatalogReport, figureNames, memberNames } from './row.js'

/** The format of a catalog. */
export type CatalogFormat = 'json' | 'csv'

/**
 * Reads a file as UTF-8, with or without a byte order mark.
 *
 * @throws `AdapterError` when it cannot be read or is in another encoding.
 */
export async function readTextFile(origin: string, file: string | URL): Promise<string> {
  const bytes = await readFile(file).catch((cause: unknown) => {
    throw new AdapterError(
      `${origin}: cannot be read: ${messageOf(cause)}; a path starts at the folder that the process runs in`,
      { cause },
    )
  })
  try {
    return new TextDecoder('utf-8', { fatal: true }).decode(bytes)
  } catch (cause) {
    throw new AdapterError(`${origin}: is not UTF-8; save it as UTF-8`, { cause })
  }
}

/** The handling of a catalog's rows. */
export interface ReadOptions {
  /** The name of the text in messages. */
  readonly origin: string
  /** The source of rows that name none. */
  readonly source: FactSource
  /** `skip` to leave out rows that are wrong, `refuse` to refuse them all. */
  readonly invalidRows: 'refuse' | 'skip'
}

/** A catalog that was read, and what was left out of it. */
export interface ReadCatalog {
  readonly entries: readonly CatalogEntry[]
  readonly report: CatalogReport
}

/**
 * Reads the rows of a JSON or CSV text.
 *
 * @throws `AdapterError` naming every row and column that is wrong, up to five, unless such rows are skipped.
 */
export async function readCatalog(
  format: CatalogFormat,
  text: string,
  options: ReadOptions,
): Promise<ReadCatalog> {
  if (format === 'json') {
    const rows = parseJson(options.origin, text)
    const locate = ({ row, member }: RowIssue) => `row ${row + 1}${member && `, ${member}`}`
    return reportOn(readRows(rows, options.source), options, {
      rows: rows.length,
      ignoredMembers: unknownMembers(rows),
      locate,
    })
  }
  const { rows, lines, headers, unknownHeaders } = await readCsv(options.origin, text)
  const locate = ({ row, member }: RowIssue) =>
    `line ${lines[row]}, column '${headers.get(member) ?? member}'`
  return reportOn(readRows(rows, options.source), options, {
    rows: rows.length,
    ignoredMembers: unknownHeaders,
    locate,
  })
}

/** Returns the members of rows that a catalog does not have, in the order in which they come. */
export function unknownMembers(rows: readonly unknown[]): readonly string[] {
  const names = new Set<string>()
  for (const row of rows)
    if (typeof row === 'object' && row !== null)
      for (const name of Object.keys(row)) if (!memberNames.has(name)) names.add(name)
  return [...names]
}

function parseJson(origin: string, text: string): readonly unknown[] {
  let rows: unknown
  try {
    rows = JSON.parse(text.replace(/^\uFEFF/, ''))
  } catch (cause) {
    throw new AdapterError(`${origin}: not readable as JSON: ${messageOf(cause)}${csvAdvice(text)}`, {
      cause,
    })
  }
  if (Array.isArray(rows)) return rows
  throw new AdapterError(`${origin}: expected a list of rows`)
}

/** Says where CSV goes that was handed in as JSON. */
const csvAdvice = (text: string): string =>
  /^[^[{\n]*[,;\t]/.test(text) ? '; it looks like CSV: pass it as `csv`, or name the file .csv' : ''

/** The rows of a catalog as they were found. */
interface FoundRows {
  readonly rows: number
  readonly ignoredMembers: readonly string[]
  /** Says where an issue is. */
  readonly locate: (issue: RowIssue) => string
}

/** The maximum number of problems in an error, and in a report. */
const shownInError = 5
const shownInReport = 100

/** Returns the entries with a report. Refuses wrong rows unless they are skipped, and rows without any figure. */
function reportOn(
  { entries, issues }: ReturnType<typeof readRows>,
  { origin, invalidRows }: ReadOptions,
  { rows, ignoredMembers, locate }: FoundRows,
): ReadCatalog {
  const words = (count: number) => issues.slice(0, count).map((issue) => `${locate(issue)}: ${issue.message}`)
  if (issues.length > 0 && (invalidRows === 'refuse' || entries.length === 0)) {
    const more = issues.length > shownInError ? `; and ${issues.length - shownInError} more` : ''
    throw new AdapterError(`${origin}: ${words(shownInError).join('; ')}${more}`)
  }
  if (entries.length > 0 && !entries.some(({ specs, valuation }) => valuation || hasFigure(specs)))
    throw new AdapterError(`${origin}: no row has a figure; known are ${figureNames.join(', ')}`)
  const skippedRows = new Set(issues.map(({ row }) => row)).size
  return { entries, report: { rows, skippedRows, issues: words(shownInReport), ignoredMembers } }
}

function messageOf(cause: unknown): string {
  return cause instanceof Error ? cause.message : String(cause)
}
