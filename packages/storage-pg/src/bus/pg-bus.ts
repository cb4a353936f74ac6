import { createHash, randomUUID } from 'node:crypto'
import { inProcessBus } from '@telltale/core'
import type { Bus, BusMessage } from '@telltale/core/ports'
import { settledWithin } from '../call-tracker.js'
import type { Session } from '../driver.js'
import type { PgSingleClient } from '../pg-client.js'
import { encodeArray } from '../sql.js'
import { ChannelListener } from './channel-listener.js'
import { Notifier } from './notifier.js'
import { packPayloads, readPayload } from './payload.js'

/** The parts of a bus. */
export interface PgBusParts {
  /** Runs the statements that notify. */
  readonly session: Session
  readonly schema: string
  /** Makes the connection that listens. Absent where none can: then the bus only sends. */
  readonly connect: (() => Promise<PgSingleClient>) | undefined
}

/** Returns the channel of a schema, by a hash since a name may take 63 bytes. */
const channelOf = (schema: string): string =>
  `telltale_${createHash('sha256').update(schema).digest('hex').slice(0, 32)}`

/** The longest time that closing waits for the last messages to be sent. */
const closeMs = 1_000

/**
 * Makes a bus over `LISTEN` and `NOTIFY`. Listeners of this process are called at once, those of others within some
 * 40 ms. The listening connection is made with the first subscription. Whenever it was lost, and is there again,
 * subscribers are told that messages may be missing.
 */
export function pgBus({ session, schema, connect }: PgBusParts): Bus {
  const local = inProcessBus()
  const sender = randomUUID()
  const channel = channelOf(schema)
  const gapListeners = new Set<() => void>()
  let listener: ChannelListener | undefined
  const notifier = new Notifier((messages) => {
    const payloads = packPayloads({ sender, messages })
    const text = 'select pg_notify($1::text, payload) from unnest($2::text[]) as payload'
    return session.run({ text, values: [channel, encodeArray(payloads)] })
  })
  const hear = (payload: string) => {
    const heard = readPayload(payload)
    if (heard && heard.sender !== sender) for (const message of heard.messages) void publishHere(message)
  }
  const publishHere = (message: BusMessage) => local.publish(message).catch(() => undefined)
  const listen = () => {
    if (!connect) return
    listener ??= new ChannelListener({
      channel,
      connect,
      onPayload: hear,
      onListening: () => {
        for (const onGap of gapListeners) onGap()
      },
    })
  }
  return {
    publish: async (message) => {
      await local.publish(message)
      notifier.add(message)
    },
    subscribe: async (onMessage, onGap) => {
      const unsubscribe = await local.subscribe(onMessage)
      const tell = () => onGap?.()
      gapListeners.add(tell)
      listen()
      return () => {
        gapListeners.delete(tell)
        unsubscribe()
      }
    },
    close: async () => {
      await local.close()
      gapListeners.clear()
      await Promise.all([listener?.close(), settledWithin(notifier.close(), closeMs)])
    },
  }
}
