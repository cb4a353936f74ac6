import type { FeedEvent, OwnerServices, TelltaleOptions } from '@telltale/core'
import type { Series, SeriesRow, Storage } from '@telltale/core/ports'
import { memoryStorage } from '@telltale/storage-memory'
import { describe, expect, it } from 'vitest'
import { startTelltale } from './start.js'

type Bus = NonNullable<TelltaleOptions['bus']>

/** A storage that notes the owner of each read of a feed, and fails those reads while it is broken. */
function watchedStorage() {
  const storage = memoryStorage()
  const reads: string[] = []
  const state = { isBroken: false }
  const watched = <Row extends SeriesRow>(series: Series<Row>): Series<Row> =>
    new Proxy(series, {
      get: (target, name) => {
        const member: unknown = Reflect.get(target, name)
        if (typeof member !== 'function') return member
        return (...given: unknown[]) => {
          if (name === 'page') {
            if (state.isBroken) return Promise.reject(new Error('the disk is gone'))
            reads.push(String(given[0]))
          }
          return member.apply(target, given)
        }
      },
    })
  const series: Storage['series'] = (definition) => {
    const found = storage.series(definition)
    return definition.name === 'events' ? watched(found) : found
  }
  const proxied = new Proxy(storage, {
    get: (target, name) => {
      if (name === 'series') return series
      const member: unknown = Reflect.get(target, name)
      return typeof member === 'function' ? member.bind(target) : member
    },
  })
  return { storage: proxied, reads, state }
}

/** A bus that shows its listeners. */
function watchedBus() {
  const listeners = new Set<Parameters<Bus['subscribe']>[0]>()
  const bus: Bus = {
    publish: async (message) => {
      for (const listener of listeners) listener(message)
    },
    subscribe: async (listener) => {
      listeners.add(listener)
      return () => void listeners.delete(listener)
    },
    close: async () => {},
  }
  return { bus, listeners }
}

/** Makes a push monitor, each of whose heartbeats is an event. */
async function heartOf({ monitors }: OwnerServices) {
  const { id } = await monitors.create({ name: 'job', heartbeat: {}, every: '1h' })
  await monitors.heartbeat(id)
  return async (count: number) => {
    for (let beat = 0; beat < count; beat++) await monitors.heartbeat(id)
  }
}

async function take(events: AsyncGenerator<FeedEvent>, count: number): Promise<number[]> {
  const ids: number[] = []
  while (ids.length < count) ids.push(((await events.next()).value as FeedEvent).id)
  return ids
}

describe('the followers of a feed', () => {
  it('share one read of each event and one subscription, which end with the last of them', async () => {
    const { storage, reads } = watchedStorage()
    const { bus, listeners } = watchedBus()
    const { telltale, clock } = startTelltale({ storage, bus })
    const beat = await heartOf(telltale)
    const beatOfAna = await heartOf(telltale.for('ana'))
    const after = await telltale.feed.lastId()
    const followers = Array.from({ length: 200 }, () => telltale.feed.follow({ after }))
    const ofAna = telltale.for('ana').feed.follow()
    const firstOfAna = ofAna.next()
    const firsts = Promise.all(followers.map((follower) => take(follower, 1)))
    await expect.poll(() => listeners.size).toBe(1)
    await beat(1)
    await firsts
    reads.length = 0
    for (let round = 0; round < 5; round++) {
      const next = followers.map((follower) => take(follower, 1))
      await beat(1)
      expect(new Set((await Promise.all(next)).flat()).size).toBe(1)
    }
    expect(reads.length).toBeLessThanOrEqual(10)
    await beatOfAna(1)
    expect((await firstOfAna).value).toMatchObject({ name: 'monitor:checked' })
    expect(listeners.size).toBe(1)
    await Promise.all(followers.map((follower) => follower.return()))
    expect(listeners.size).toBe(1)
    await ofAna.return()
    await expect.poll(() => listeners.size).toBe(0)
    expect(clock.pending).toBe(0)
  })

  it('that stall are let go with an error, resume by their last id, and hold up nobody', async () => {
    const { bus, listeners } = watchedBus()
    const { telltale } = startTelltale({ bus })
    const beat = await heartOf(telltale)
    const after = await telltale.feed.lastId()
    const [slow, quick] = [telltale.feed.follow({ after }), telltale.feed.follow({ after })]
    const begun = Promise.all([take(slow, 1), take(quick, 1)])
    await beat(1)
    const [seen] = (await begun)[0]
    const all = take(quick, 1_002)
    await beat(1_002)
    const ids = await all
    expect(new Set(ids).size).toBe(1_002)
    await quick.return()
    // The reader has let go of the one that stalls, and stops with the other.
    await expect.poll(() => listeners.size).toBe(0)
    await expect(slow.next()).rejects.toMatchObject({
      code: 'SLOW_CONSUMER',
      retryable: true,
      message: expect.stringMatching(/1000 events waited .* follow again after the last id/),
    })
    const resumed = telltale.feed.follow({ after: Number(seen) })
    expect(await take(resumed, 1_002)).toEqual(ids)
    await resumed.return()
  })

  it('miss nothing and get nothing twice, wherever they join while events are written', async () => {
    const { telltale } = startTelltale()
    const beat = await heartOf(telltale)
    const first = (await telltale.feed.lastId()) - 1
    const rounds = 40
    const followers: Promise<number[]>[] = []
    for (let round = 0; round < rounds; round++) {
      const from = (await telltale.feed.since({ after: first, limit: 1_000 })).items.at(
        -1 - Math.floor(round / 2),
      )
      const follower = telltale.feed.follow({ after: from?.id ?? first })
      followers.push(take(follower, rounds * 4 - 120).finally(() => follower.return()))
      await beat(3)
    }
    await beat(200)
    const { items } = await telltale.feed.since({ after: first, limit: 1_000 })
    const ids = items.map(({ id }) => id)
    for (const taken of await Promise.all(followers)) {
      const at = ids.indexOf(Number(taken[0]))
      expect(taken).toEqual(ids.slice(at, at + taken.length))
    }
  })

  it('get the error of a storage that fails, and can follow again', async () => {
    const { storage, state } = watchedStorage()
    const { telltale } = startTelltale({ storage })
    const beat = await heartOf(telltale)
    const after = await telltale.feed.lastId()
    const follower = telltale.feed.follow({ after })
    const first = take(follower, 1)
    await beat(1)
    const [seen] = await first
    state.isBroken = true
    const next = follower.next()
    await beat(1)
    await expect(next).rejects.toMatchObject({ code: 'STORAGE_FAILED' })
    state.isBroken = false
    const again = telltale.feed.follow({ after: Number(seen) })
    expect(await take(again, 1)).toHaveLength(1)
    await again.return()
  })

  it('that nobody reads from leave no timer behind when Telltale closes', async () => {
    const { bus, listeners } = watchedBus()
    const { telltale, clock } = startTelltale({ bus })
    const beat = await heartOf(telltale)
    const abandoned = telltale.feed.follow({ after: 0 })
    await abandoned.next()
    await beat(1)
    await telltale.close()
    expect([listeners.size, clock.pending]).toEqual([0, 0])
    expect(await abandoned.next()).toMatchObject({ done: true })
    await expect(telltale.feed.follow().next()).rejects.toMatchObject({ code: 'CLOSED' })
  })
})
