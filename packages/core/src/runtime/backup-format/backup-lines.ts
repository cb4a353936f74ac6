import { pipeline } from 'node:stream/promises'
import { createGunzip } from 'node:zlib'
import { refusedBackup } from './refused-backup.js'

/** The longest line that is written and read: far above any row, and below what would fill the memory. */
export const maxLineBytes = 16 * 2 ** 20

/** Yields the bytes of a source, decompressed where they start with the magic number of gzip. */
export async function* plainText(source: AsyncIterable<Uint8Array>): AsyncGenerator<Buffer, void> {
  const chunks = source[Symbol.asyncIterator]()
  let head = Buffer.alloc(0)
  let isOver = false
  while (head.length < 2 && !isOver) {
    const { done = false, value } = await chunks.next()
    isOver = done
    if (value) head = Buffer.concat([head, value])
  }
  const all = (async function* () {
    try {
      if (head.length > 0) yield head
      for (let next = await chunks.next(); !next.done; next = await chunks.next())
        yield Buffer.from(next.value)
    } finally {
      await chunks.return?.()
    }
  })()
  if (head[0] === 0x1f && head[1] === 0x8b) yield* gunzipped(all)
  else yield* all
}

async function* gunzipped(chunks: AsyncIterable<Buffer>): AsyncGenerator<Buffer, void> {
  const gunzip = createGunzip()
  const piping = pipeline(chunks, gunzip)
  piping.catch(() => undefined)
  try {
    for await (const chunk of gunzip) yield chunk
    await piping
  } catch (cause) {
    const code = String(Object(cause).code)
    if (!code.startsWith('Z_')) throw cause
    throw refusedBackup(
      code === 'Z_BUF_ERROR' ? 'is cut short: its compression does not end' : 'is damaged',
      cause,
    )
  }
}

/** Yields the lines of a text. The last one must end with a line break. */
export async function* linesOf(text: AsyncIterable<Buffer>): AsyncGenerator<Buffer, void> {
  let begun: Buffer[] = []
  let length = 0
  for await (const chunk of text) {
    let start = 0
    for (let end = chunk.indexOf(10); end !== -1; end = chunk.indexOf(10, start)) {
      checkLength(length + end - start)
      yield Buffer.concat([...begun, chunk.subarray(start, end)])
      begun = []
      length = 0
      start = end + 1
    }
    if (start === chunk.length) continue
    begun.push(chunk.subarray(start))
    length += chunk.length - start
    checkLength(length)
  }
  if (begun.length > 0) throw refusedBackup('is cut short: it ends in the middle of a line')
}

function checkLength(length: number): void {
  if (length > maxLineBytes) throw refusedBackup(`is damaged: a line is longer than ${maxLineBytes} bytes`)
}
