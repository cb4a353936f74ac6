import { type TestClock, testClock } from '@telltale/core/testing'
import { describe, expect, it } from 'vitest'
import { withdrawDeliveries } from '../../packages/core/src/runtime/deliveries.js'
import { eventually } from '../../packages/core/src/testing/eventually.js'
import { downNotice, type Outbox, outboxOn, type Receiver, startReceiver } from './outbox.js'
import { nextEvents } from './start.js'

const [second, minute, hour, day] = [1_000, 60_000, 3_600_000, 86_400_000]

async function startOutbox(): Promise<Outbox & { readonly receiver: Receiver }> {
  const clock = testClock()
  const receiver = await startReceiver(clock)
  return { ...(await outboxOn(receiver, clock)), receiver }
}

/** Puts the clock forward by steps until something holds, with a sweep in each that is longer than the time between two. */
async function passUntil(clock: TestClock, stepMs: number, holds: () => boolean | Promise<boolean>) {
  const sweepMs = Math.min(stepMs, 5 * second)
  for (let step = 0; step < 400 && !(await holds()); step++) {
    clock.jump(stepMs - sweepMs)
    await clock.advance(sweepMs)
  }
  expect(await holds()).toBe(true)
}

const statusOf = async ({ telltale }: Outbox, id: string | undefined) =>
  (await telltale.alerts.deliveries.get(id ?? '')).status

describe('a delivery', () => {
  it('is sent once, and its record and an event say so', async () => {
    const outbox = await startOutbox()
    const { telltale, receiver } = outbox
    const sent = nextEvents(telltale, 'alert:sent', 1)
    const [id] = await outbox.enqueue(await outbox.destination(), {})
    await telltale.start()
    const [{ delivery } = { delivery: undefined }] = await sent
    expect(delivery).toMatchObject({ id, status: 'sent', attempts: 1, messageId: id, channel: 'webhook' })
    expect(await telltale.alerts.deliveries.get(id ?? '')).toEqual(delivery)
    expect(receiver.received).toMatchObject([{ id, type: 'alert.test' }])
    const statistics = await telltale.alerts.deliveries.statistics()
    expect(statistics).toMatchObject([{ channel: 'webhook', sent: 1, failed: 0, medianMs: 0, p95Ms: 0 }])
  })

  it('is tried eight times in 28 hours, each with its id, and is a dead letter that can be retried', async () => {
    const outbox = await startOutbox()
    const { telltale, receiver, clock } = outbox
    receiver.answer = () => ({ status: 500 })
    const failed = nextEvents(telltale, 'alert:failed', 1)
    const destination = await outbox.destination()
    const [id = ''] = await outbox.enqueue(destination, {})
    await telltale.start()
    for (const [index, atLeastMs] of [
      0,
      5 * second,
      5 * minute,
      0.5 * hour,
      2 * hour,
      5 * hour,
      10 * hour,
      10 * hour,
    ].entries()) {
      await passUntil(clock, atLeastMs / 20, () => receiver.received.length > index)
      const attempts = async () => (await telltale.alerts.deliveries.get(id)).attempts === index + 1
      await passUntil(clock, 0, attempts)
      const [before, now] = receiver.received.slice(-2)
      if (before && now) expect(now.at - before.at).toBeGreaterThanOrEqual(atLeastMs)
    }
    const [{ delivery } = { delivery: undefined }] = await failed
    expect(delivery).toMatchObject({ id, status: 'failed', attempts: 8 })
    expect(delivery?.errorMessage).toContain('status 500')
    expect(new Set(receiver.received.map((each) => each.id))).toEqual(new Set([id]))
    expect((await telltale.alerts.deliveries.list({ status: 'failed' })).items).toEqual([delivery])

    receiver.answer = () => ({ status: 204 })
    const recovered = nextEvents(telltale, 'destination:recovered', 1)
    expect(await telltale.alerts.deliveries.retryAll({ channel: 'webhook' })).toBe(1)
    await recovered
    expect(await statusOf(outbox, id)).toBe('sent')
    await expect(telltale.alerts.deliveries.retry(id)).rejects.toThrow('only one that failed')
    await telltale.alerts.deliveries.replay(destination.id, { since: 0 })
    await eventually(() => receiver.received.length === 10, 'it is not sent once more')
  })

  it('waits as long as Retry-After says', async () => {
    const { receiver, clock, ...outbox } = await startOutbox()
    receiver.answer = () => ({ status: receiver.received.length > 1 ? 204 : 429, retryAfter: '60' })
    await outbox.enqueue(await outbox.destination(), {})
    await outbox.telltale.start()
    await passUntil(clock, second, () => receiver.received.length === 2)
    const [first, next] = receiver.received
    expect((next?.at ?? 0) - (first?.at ?? 0)).toBeGreaterThanOrEqual(minute)
  })

  it('ends a receiver that stalls after 25 s, and lets those to others pass', async () => {
    const outbox = await startOutbox()
    const { receiver, clock, telltale } = outbox
    const other = await startReceiver(clock)
    receiver.answer = () => 'stall'
    const slow = await outbox.enqueue(await outbox.destination(), {}, {}, {})
    const { settings } = await outbox.destination()
    const fine = await outbox.destination({ settings: { ...settings, url: other.url } })
    await telltale.start()
    await eventually(() => receiver.received.length === 3, 'nothing was begun')
    await outbox.enqueue(fine, {})
    await passUntil(clock, second, () => other.received.length === 1)
    expect(await statusOf(outbox, slow[0])).toBe('pending')
    await passUntil(
      clock,
      second,
      async () => (await telltale.alerts.deliveries.get(slow[0] ?? '')).attempts > 0,
    )
    const { errorMessage } = await telltale.alerts.deliveries.get(slow[0] ?? '')
    expect(errorMessage).toMatch(/25 s|20,?000|timed? ?out|20 s/i)
  })

  it('is withdrawn with a reason, and is not sent without a destination that is verified', async () => {
    const { receiver, telltale, storage, clock, ...outbox } = await startOutbox()
    const destination = await outbox.destination()
    const unverified = await outbox.destination({ status: 'unverified' })
    const [withdrawn] = await outbox.enqueue(destination, { alertId: '0198f3a0-0000-7000-8000-0000000000aa' })
    const where = { alertId: '0198f3a0-0000-7000-8000-0000000000aa' }
    await storage.transaction((tables) =>
      withdrawDeliveries({ clock }, tables, { ownerId: 'default', where, reason: 'it was acknowledged' }),
    )
    const code = { kind: 'verification', at: 1, code: '123456', expiresAt: 2 } as const
    const [early] = await outbox.enqueue(unverified, {}, { notice: code })
    const [lost] = await outbox.enqueue({ ...destination, id: '0198f3a0-0000-7000-8000-0000000000bb' }, {})
    const sent = nextEvents(telltale, 'alert:sent', 1)
    await telltale.start()
    const [{ delivery } = { delivery: undefined }] = await sent
    expect(delivery).toMatchObject({ kind: 'verification', status: 'sent' })
    expect(JSON.stringify(delivery)).not.toContain('123456')
    const suppressed = async () => (await telltale.alerts.deliveries.list({ status: 'suppressed' })).items
    await passUntil(clock, second, async () => (await suppressed()).length === 3)
    const reasons = Object.fromEntries((await suppressed()).map(({ id, errorMessage }) => [id, errorMessage]))
    expect(reasons).toEqual({
      [withdrawn ?? '']: 'it was acknowledged',
      [early ?? '']: 'its destination is not verified',
      [lost ?? '']: 'its destination was removed',
    })
    expect(receiver.received).toHaveLength(1)
    const rows: unknown[] = []
    for await (const row of storage.dump()) rows.push(row)
    expect(JSON.stringify(rows)).not.toContain('123456')
  })

  it('fails with a reason after its attempts when no adapter has its channel', async () => {
    const clock = testClock()
    const receiver = await startReceiver(clock)
    const outbox = await outboxOn(receiver, clock, { adapters: [] })
    const [id = ''] = await outbox.enqueue(await outbox.destination(), {})
    const failed = nextEvents(outbox.telltale, 'alert:failed', 1)
    await outbox.telltale.start()
    await clock.advance(30 * second)
    // Another process may have the channel.
    expect(await outbox.telltale.alerts.deliveries.get(id)).toMatchObject({ status: 'pending', attempts: 0 })
    await passUntil(clock, 5 * minute, async () => (await statusOf(outbox, id)) === 'failed')
    const [{ delivery } = { delivery: undefined }] = await failed
    expect(delivery).toMatchObject({ id, status: 'failed', attempts: 10 })
    expect(delivery?.errorMessage).toBe("no adapter of this host has the channel 'webhook'")
    expect(receiver.received).toEqual([])
  })

  it('keeps the order of an episode', async () => {
    const { receiver, telltale, clock, ...outbox } = await startOutbox()
    const episodeId = '0198f3a0-0000-7000-8000-0000000000cc'
    receiver.answer = () => ({ status: receiver.received.length === 1 ? 503 : 204 })
    const destination = await outbox.destination()
    const kinds = ['started', 'changed', 'ended'] as const
    await outbox.enqueue(
      destination,
      ...kinds.map((kind) => ({ episodeId, notice: downNotice(kind, clock.now()) })),
    )
    await telltale.start()
    await passUntil(clock, second / 2, () => receiver.received.length === 4)
    const types = receiver.received.map(({ type }) => type)
    expect(types).toEqual(['alert.started', 'alert.started', 'alert.changed', 'alert.ended'])
  })
})

describe('a destination', () => {
  it('that is gone is disabled, what waits for it is withdrawn, and another one tells of it', async () => {
    const { receiver, telltale, clock, ...outbox } = await startOutbox()
    const other = await startReceiver(clock)
    receiver.answer = () => ({ status: 410 })
    const gone = await outbox.destination({ label: 'shop.example/hooks' })
    const { settings } = gone
    await outbox.destination({ settings: { ...settings, url: other.url } })
    const disabled = nextEvents(telltale, 'destination:disabled', 1)
    const [first] = await outbox.enqueue(gone, {}, { dueAt: clock.now() + hour })
    await telltale.start()
    const [event] = await disabled
    expect(event?.destination).toMatchObject({ id: gone.id, status: 'disabled' })
    expect(event?.destination.disabledReason).toContain('410')
    await passUntil(clock, second, () => other.received.length === 1)
    expect(other.received[0]?.type).toBe('alert.disabled')
    const { items } = await telltale.alerts.deliveries.list({ destinationId: gone.id })
    expect(items.map(({ id, status }) => [id === first, status])).toEqual([
      [false, 'suppressed'],
      [true, 'failed'],
    ])
  })

  it('to which nothing came for five days is disabled', async () => {
    const { receiver, telltale, clock, ...outbox } = await startOutbox()
    receiver.answer = () => ({ status: 404 })
    const destination = await outbox.destination()
    const dueAts = [0, 4.9 * day, 5.1 * day].map((after) => ({ dueAt: clock.now() + after }))
    const disabled = nextEvents(telltale, 'destination:disabled', 1)
    await outbox.enqueue(destination, ...dueAts)
    await telltale.start()
    for (const count of [1, 2, 3]) await passUntil(clock, hour, () => receiver.received.length === count)
    const [event] = await disabled
    expect(event?.destination.disabledReason).toContain('nothing reached it for five days')
  })
})
