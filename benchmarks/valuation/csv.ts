import { readFileSync } from 'node:fs'
import { gunzipSync } from 'node:zlib'

/** A row of a CSV by column; what is empty is absent. */
export type Row = Readonly<Record<string, string>>

/** Reads a CSV with a header (RFC 4180), gzipped where its name ends in `.gz`. */
export function readCsv(path: string): Row[] {
  const bytes = readFileSync(path)
  const text = (path.endsWith('.gz') ? gunzipSync(bytes) : bytes).toString('utf8').replace(/^\uFEFF/, '')
  const [header = [], ...lines] = parseCsv(text)
  return lines
    .filter((line) => line.some((cell) => cell !== ''))
    .map((line) =>
      Object.fromEntries(
        header.flatMap((name, index) => {
          const cell = line[index]?.trim() ?? ''
          return cell === '' ? [] : [[name.trim(), cell]]
        }),
      ),
    )
}

function parseCsv(text: string): string[][] {
  const lines: string[][] = []
  let line: string[] = []
  const cell = /(?:"((?:[^"]|"")*)"|([^,"\r\n]*))(,|\r?\n|$)/gy
  while (cell.lastIndex < text.length) {
    const match = cell.exec(text)
    if (!match)
      throw new Error(
        `readCsv: a quote is out of place near ${JSON.stringify(text.slice(cell.lastIndex, 40))}`,
      )
    const [, quoted, bare = '', end] = match
    line.push(quoted === undefined ? bare : quoted.replaceAll('""', '"'))
    if (end === ',') continue
    lines.push(line)
    line = []
  }
  if (line.length > 0) lines.push([...line, ''])
  return lines
}
