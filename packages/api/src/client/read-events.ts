/** An event of a stream, as defined by the HTML Standard. */
export interface StreamedEvent {
  readonly id: string
  readonly name: string
  readonly data: string
}

/** Yields the events of a stream of server-sent events. Comments, and what has no id, are left out. */
export async function* readEvents(
  body: ReadableStream<Uint8Array>,
): AsyncGenerator<StreamedEvent, void, undefined> {
  const reader = body.getReader()
  const decoder = new TextDecoder()
  let rest = ''
  try {
    for (;;) {
      const { done, value } = await reader.read()
      if (done) return
      const blocks = (rest + decoder.decode(value, { stream: true })).split('\n\n')
      rest = blocks.pop() ?? ''
      for (const block of blocks) {
        const fields = new Map(block.split('\n').map((line) => [before(line), after(line)]))
        const id = fields.get('id')
        if (id !== undefined) yield { id, name: fields.get('event') ?? '', data: fields.get('data') ?? '' }
      }
    }
  } finally {
    await reader.cancel().catch(() => undefined)
  }
}

const before = (line: string): string => line.slice(0, Math.max(0, line.indexOf(':')))
const after = (line: string): string => line.slice(line.indexOf(':') + 1).trimStart()
