import { catalog } from '@telltale/adapters/catalog'
import { createTelltale } from '@telltale/core'
import { memoryStorage } from '@telltale/storage-memory'
import { describe, expect, it } from 'vitest'
import { cars, startTelltale } from './start.js'

const fight = { cars: cars.slice(0, 2).map(({ make, model, year }) => ({ make, model, year })) }

describe('the feed', () => {
  it('stores events in order, with rising ids, for clients that were away', async () => {
    const { telltale } = startTelltale()
    const first = await telltale.battles.fight(fight)
    const second = await telltale.battles.fight(fight)
    const { items } = await telltale.feed.since()
    expect(items.map(({ name }) => name)).toEqual(['battle:fought', 'battle:fought'])
    expect(items.map(({ data }) => data)).toEqual([{ battle: first }, { battle: second }])
    const [one, two] = items.map(({ id }) => id) as [number, number]
    expect(two).toBeGreaterThan(one)
    expect((await telltale.feed.since({ after: one })).items.map(({ id }) => id)).toEqual([two])
    expect((await telltale.feed.since({ after: two })).items).toEqual([])
  })

  it('has a last id, so that a client can read records and then follow without a gap', async () => {
    const { telltale } = startTelltale()
    expect(await telltale.feed.lastId()).toBe(0)
    await telltale.battles.fight(fight)
    const lastId = await telltale.feed.lastId()
    expect((await telltale.feed.since({ after: lastId })).items).toEqual([])
    expect((await telltale.feed.since({ after: lastId - 1 })).items).toHaveLength(1)
  })

  it('continues after the last id of a broken connection, and then with new events', async () => {
    const { telltale } = startTelltale()
    await telltale.battles.fight(fight)
    const [seen] = (await telltale.feed.since()).items
    const missed = await telltale.battles.fight(fight)
    const end = new AbortController()
    const heard: unknown[] = []
    for await (const event of telltale.feed.follow({ after: seen?.id ?? 0, signal: end.signal })) {
      heard.push(event.name === 'battle:fought' && event.data.battle.id)
      if (heard.length === 1) setImmediate(() => void telltale.battles.fight(fight))
      if (heard.length === 2) end.abort()
    }
    expect(heard[0]).toBe(missed.id)
    expect(heard).toHaveLength(2)
  })

  it('followed without a last id gives only new events', async () => {
    const { telltale } = startTelltale()
    await telltale.battles.fight(fight)
    const feed = telltale.feed.follow()
    const next = feed.next()
    await new Promise(setImmediate)
    const fresh = await telltale.battles.fight(fight)
    expect((await next).value).toMatchObject({ data: { battle: { id: fresh.id } } })
    await feed.return()
  })

  it('has no events of other owners', async () => {
    const { telltale } = startTelltale()
    await telltale.for('ana').battles.fight(fight)
    expect((await telltale.for('ben').feed.since()).items).toEqual([])
    expect((await telltale.for('ana').feed.since()).items).toHaveLength(1)
  })

  it('ends when Telltale closes', async () => {
    const telltale = createTelltale({ storage: memoryStorage(), adapters: [catalog({ cars })] })
    const next = telltale.feed.follow().next()
    await new Promise(setImmediate)
    await telltale.close()
    expect(await next).toMatchObject({ done: true })
  })

  it.each([{ after: -1 }, { limit: 0 }, { limit: 5_000 }, { from: 3 }])('refuses %j', async (query) => {
    const { telltale } = startTelltale()
    await expect(telltale.feed.since(query as object)).rejects.toThrow(/^feed\.since: /)
  })
})
