import type { BusMessage } from '@telltale/core/ports'

/** The longest payload of a notification, in bytes. PostgreSQL takes fewer than 8,000. */
const maxPayloadBytes = 7_900

/** The messages of one notification, and the bus that sent it. */
export interface Notification {
  readonly sender: string
  readonly messages: readonly BusMessage[]
}

/** Packs messages into as few payloads as they fit in. */
export function packPayloads({ sender, messages }: Notification): readonly string[] {
  const head = JSON.stringify([sender]).slice(0, -1)
  const payloads: string[] = []
  let payload = head
  for (const { ownerId, lastId } of messages) {
    const entry = `,${JSON.stringify([ownerId, lastId])}`
    if (payload !== head && Buffer.byteLength(payload) + Buffer.byteLength(entry) >= maxPayloadBytes) {
      payloads.push(`${payload}]`)
      payload = head
    }
    payload += entry
  }
  if (payload !== head) payloads.push(`${payload}]`)
  return payloads
}

/** Reads a payload. Returns `undefined` for one that is none of ours: everybody may notify on a channel. */
export function readPayload(payload: string): Notification | undefined {
  try {
    const [sender, ...entries] = JSON.parse(payload) as [unknown, ...[unknown, unknown][]]
    const messages = entries.map(([ownerId, lastId]) => ({ ownerId, lastId }) as BusMessage)
    const isRight = ({ ownerId, lastId }: BusMessage) =>
      typeof ownerId === 'string' && Number.isSafeInteger(lastId)
    return typeof sender === 'string' && messages.every(isRight) ? { sender, messages } : undefined
  } catch {
    return undefined
  }
}
