import { createHash, type Hash } from 'node:crypto'
import { TelltaleError } from '@telltale/core'
import type { DumpedRow } from '@telltale/core/ports'
import { State } from './state.js'

/** The first line of a snapshot: the format and its version. */
const header = { format: 'telltale-memory', version: 1 }

/** The length of a chunk, in characters: short enough to make in one turn, long enough for few writes. */
const chunkChars = 65_536

/**
 * Yields the text of a snapshot in chunks: the header, a line for each row, and a footer with the number of rows and the
 * SHA-256 of all lines before it.
 */
export function* snapshotText(rows: Iterable<DumpedRow>): Generator<string> {
  const hash = createHash('sha256')
  let chunk = `${JSON.stringify(header)}\n`
  let count = 0
  for (const row of rows) {
    if (chunk.length >= chunkChars) {
      hash.update(chunk)
      yield chunk
      chunk = ''
    }
    chunk += `${JSON.stringify(row)}\n`
    count++
  }
  hash.update(chunk)
  yield `${chunk}${JSON.stringify({ rows: count, sha256: hash.digest('hex') })}\n`
}

/** The error of a damaged snapshot. Its message continues the file's name, such as `is empty`. */
export class DamagedSnapshot extends Error {}

/**
 * Reads the text of a snapshot.
 *
 * @throws {@link DamagedSnapshot} unless it is complete and unchanged.
 */
export async function readSnapshotText(text: AsyncIterable<Buffer>): Promise<State> {
  const state = new State()
  const hash = createHash('sha256')
  let number = 0
  let last: Buffer | undefined
  for await (const line of linesOf(text)) {
    number++
    if (number === 1) readHeader(line)
    if (number > 2 && last) readRow(state, last, number - 1)
    if (last) hash.update(last).update('\n')
    last = line
  }
  if (number === 0) throw new DamagedSnapshot('is empty')
  readFooter(last, number - 2, hash)
  return state
}

/** Yields the lines of a text, each of which must end with a line feed. */
async function* linesOf(text: AsyncIterable<Buffer>): AsyncGenerator<Buffer> {
  let partial: Buffer[] = []
  for await (const chunk of text) {
    let start = 0
    for (let end = chunk.indexOf(10); end !== -1; end = chunk.indexOf(10, start)) {
      yield Buffer.concat([...partial, chunk.subarray(start, end)])
      partial = []
      start = end + 1
    }
    if (start < chunk.length) partial.push(chunk.subarray(start))
  }
  if (partial.length > 0) throw new DamagedSnapshot('ends in the middle of a line')
}

function parse(line: Buffer, problem: string): Record<string, unknown> {
  try {
    return Object(JSON.parse(line.toString()))
  } catch (cause) {
    throw new DamagedSnapshot(problem, { cause })
  }
}

function readHeader(line: Buffer): void {
  const { format, version } = parse(line, 'is no snapshot of a memory storage')
  if (format !== header.format) throw new DamagedSnapshot('is no snapshot of a memory storage')
  if (version !== header.version)
    throw new DamagedSnapshot(`has version ${version} of the format, where ${header.version} was expected`)
}

function readRow(state: State, line: Buffer, number: number): void {
  try {
    state.restore(parse(line, `has no JSON in line ${number}`))
  } catch (cause) {
    if (!TelltaleError.is(cause)) throw cause
    throw new DamagedSnapshot(`has a wrong row in line ${number} (${cause.message})`, { cause })
  }
}

function readFooter(line: Buffer | undefined, rows: number, hash: Hash): void {
  const footer = line && parse(line, 'is cut short: its last line is not whole')
  if (footer?.sha256 === undefined) throw new DamagedSnapshot('is cut short: its last line is missing')
  if (footer.rows !== rows || footer.sha256 !== hash.digest('hex'))
    throw new DamagedSnapshot('was changed: its last line does not match the others')
}
