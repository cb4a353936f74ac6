import { readFile } from 'node:fs/promises'
import { AdapterError } from '@telltale/core'
import type { FactSource } from '@telltale/core/ports'
import { hasFigure } from './car-index.js'
import { readCsv } from './csv.js'
import { type CatalogEntry, type RowIssue, readRows } from './entry.js'
import { figureNames } from './row.js'

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

/**
 * Reads the rows of a JSON or CSV text.
 *
 * @param origin - the name of the text in messages.
 * @param source - the source of rows that name none.
 * @throws `AdapterError` naming every row and column that is wrong, up to five.
 */
export async function readCatalog(
  origin: string,
  format: CatalogFormat,
  text: string,
  source: FactSource,
): Promise<readonly CatalogEntry[]> {
  if (format === 'json') {
    const locate = ({ row, member }: RowIssue) => `row ${row + 1}${member && `, ${member}`}`
    return requireComplete(origin, readRows(parseJson(origin, text), source), locate)
  }
  const { rows, lines, headers } = await readCsv(origin, text)
  return requireComplete(origin, readRows(rows, source), ({ row, member }) => {
    return `line ${lines[row]}, column '${headers.get(member) ?? member}'`
  })
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

/** Returns the entries if every row is valid and at least one has a figure. */
function requireComplete(
  origin: string,
  { entries, issues }: ReturnType<typeof readRows>,
  locate: (issue: RowIssue) => string,
): readonly CatalogEntry[] {
  if (issues.length > 0) {
    const shown = issues.slice(0, 5).map((issue) => `${locate(issue)}: ${issue.message}`)
    const more = issues.length > shown.length ? `; and ${issues.length - shown.length} more` : ''
    throw new AdapterError(`${origin}: ${shown.join('; ')}${more}`)
  }
  if (entries.length > 0 && !entries.some(({ specs, valuation }) => valuation || hasFigure(specs)))
    throw new AdapterError(`${origin}: no row has a figure; known are ${figureNames.join(', ')}`)
  return entries
}

function messageOf(cause: unknown): string {
  return cause instanceof Error ? cause.message : String(cause)
}
