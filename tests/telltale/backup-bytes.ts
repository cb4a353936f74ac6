/** Collects the bytes of an export. */
export async function bytesOf(chunks: AsyncIterable<Uint8Array>): Promise<Buffer> {
  const parts: Uint8Array[] = []
  for await (const chunk of chunks) parts.push(chunk)
  return Buffer.concat(parts)
}

/** Yields bytes in small chunks, as files and connections do. */
export const sourceOf = (bytes: Uint8Array) =>
  async function* (): AsyncGenerator<Uint8Array, void> {
    for (let from = 0; from < bytes.length; from += 1_000) yield bytes.subarray(from, from + 1_000)
  }
