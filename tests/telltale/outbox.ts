import { randomUUID } from 'node:crypto'
import { newWebhookSecret, verifyWebhook, webhook } from '@telltale/adapters/webhook'
import type { Destination, Telltale, TelltaleOptions } from '@telltale/core'
import type { Storage } from '@telltale/core/ports'
import { type TestClock, testClock } from '@telltale/core/testing'
import { memoryStorage } from '@telltale/storage-memory'
import { onTestFinished } from 'vitest'
import { destinationsTable } from '../../packages/core/src/records/destination-records.js'
import { type DeliveryDraft, enqueueDeliveries } from '../../packages/core/src/runtime/deliveries.js'
import { loopbackServer } from '../../packages/core/src/testing/loopback-server.js'
import { startTelltale } from './start.js'

/** A webhook as the receiver got it. */
export interface Received {
  readonly id: string
  readonly type: string
  readonly title: string
  readonly at: number
}

/** The answer of a receiver; `stall` gives none. */
export type ReceiverAnswer = { readonly status: number; readonly retryAfter?: string } | 'stall'

/** A receiver of webhooks on this machine, which a test scripts. */
export interface Receiver {
  readonly url: string
  readonly received: readonly Received[]
  answer: (received: Received) => ReceiverAnswer
}

/** The secret of every destination of these tests. */
const secret = newWebhookSecret()

/** Starts a receiver that verifies each webhook, and answers 204 until it is told otherwise. */
export async function startReceiver(clock: TestClock): Promise<Receiver> {
  const received: Received[] = []
  const server = await loopbackServer(async (request, response) => {
    let body = ''
    for await (const chunk of request) body += chunk
    const now = clock.now()
    const payload = verifyWebhook({ body, headers: request.headers }, { secrets: [secret], now }) as {
      readonly type: string
      readonly data: { readonly title: string }
    }
    const id = String(request.headers['webhook-id'])
    const message = { id, type: payload.type, title: payload.data.title, at: now }
    received.push(message)
    const answer = receiver.answer(message)
    if (answer === 'stall') return
    const { status, retryAfter } = answer
    response.writeHead(status, retryAfter === undefined ? {} : { 'retry-after': retryAfter }).end()
  })
  onTestFinished(() => server.close())
  const receiver: Receiver = { url: `${server.origin}/hooks`, received, answer: () => ({ status: 204 }) }
  return receiver
}

/** A host with a storage, whose deliveries a test enqueues. */
export interface Outbox {
  readonly telltale: Telltale
  readonly storage: Storage
  readonly clock: TestClock
  /** Stores a destination of the owner `default`. */
  destination(members?: Partial<Destination>): Promise<Destination>
  /** Stores deliveries to a destination, each with a key and an id of its own. */
  enqueue(destination: Destination, ...drafts: readonly Partial<DeliveryDraft>[]): Promise<readonly string[]>
}

/** Makes a host that delivers by webhooks, on a clock that stands still. It is not started. */
export async function outboxOn(
  receiver: Pick<Receiver, 'url'>,
  clock: TestClock = testClock(),
  options: Partial<TelltaleOptions> = {},
): Promise<Outbox> {
  const { storage = memoryStorage() } = options
  const { telltale } = startTelltale({ adapters: [webhook()], clock, ...options, storage })
  await storage.migrate()
  return {
    telltale,
    storage,
    clock,
    destination: (members) => storeDestination(storage, { settings: settingsOf(receiver), ...members }),
    enqueue: (destination, ...drafts) => storeDeliveries(storage, clock, destination, drafts),
  }
}

const settingsOf = ({ url }: Pick<Receiver, 'url'>) => ({ url, secrets: [secret] })

/** Stores an active destination. */
async function storeDestination(
  storage: Storage,
  members: Partial<Destination> & Pick<Destination, 'settings'>,
): Promise<Destination> {
  const base = { id: randomUUID(), ownerId: 'default', version: 1, createdAt: 1, updatedAt: 1 }
  const told = { channel: 'webhook', label: 'the receiver', minSeverity: 'info', afterMs: 0 } as const
  const destination: Destination = { ...base, ...told, status: 'active', ...members }
  await storage.collection(destinationsTable).write([{ insert: destination }])
  return destination
}

let last = 0
/** Makes ids whose order is that in which they were made. */
const newId = (): string => `0198f3a0-0000-7000-8000-${String(++last).padStart(12, '0')}`

/** Stores deliveries to a destination, and returns their ids. */
async function storeDeliveries(
  storage: Storage,
  clock: Pick<TestClock, 'now' | 'wakeAt'>,
  { id: destinationId, ownerId, channel }: Destination,
  drafts: readonly Partial<DeliveryDraft>[],
): Promise<readonly string[]> {
  const notice = { kind: 'test', at: clock.now() } as const
  const whole = drafts.map((draft): DeliveryDraft => {
    const kind = draft.notice?.kind ?? 'test'
    return { ownerId, destinationId, channel, key: newId(), kind, severity: 'info', notice, ...draft }
  })
  const stored = await storage.transaction((tables) => enqueueDeliveries({ clock, newId }, tables, whole))
  return stored.map(({ id }) => id)
}

/** A notice of a monitor that is down, in an episode. */
export const downNotice = (kind: 'started' | 'changed' | 'ended', at: number) => ({
  kind,
  severity: 'critical' as const,
  at,
  startedAt: at,
  condition: 'down',
  reason: kind === 'ended' ? 'it answers again' : 'two checks failed',
  subject: { kind: 'monitor' as const, id: 'm1', name: 'Shop', url: 'https://shop.example/' },
})
