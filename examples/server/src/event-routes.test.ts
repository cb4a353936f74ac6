import type { TelltaleOptions } from '@telltale/core'
import { expect, it } from 'vitest'
import { corvetteAndMustang, openEvents, openServer, openShop } from './test-server.js'

it('tells live what happens to one’s own records, with ISO times, and nothing of another user’s', async () => {
  const { ana, ben, url } = await openServer()
  const events = await openEvents(url, 'ana')
  expect(events.contentType).toBe('text/event-stream')
  expect(await events.block()).toBe(': connected')

  await ben('POST', '/battles', { cars: corvetteAndMustang })
  const fought = await ana('POST', '/battles', { cars: corvetteAndMustang })
  expect(await events.event()).toMatchObject({
    name: 'battle:fought',
    data: { battle: fought.body.data },
  })
})

it('goes on after the last event that was seen, so that a broken line loses nothing', async () => {
  const { ana, url } = await openServer()
  const shop = await openShop()
  const before = await openEvents(url, 'ana', '0')
  const { id } = (await ana('POST', '/products', { url: shop.url })).body.data
  const seen = await before.event()
  expect(seen.name).toBe('product:refreshed')
  before.leave()

  shop.price = '98.00'
  await ana('POST', `/products/${id}/refresh`)
  const after = await openEvents(url, 'ana', seen.id)
  const missed = [await after.event(), await after.event()]
  expect(missed.map(({ name }) => name)).toEqual(['product:refreshed', 'price:dropped'])
  expect(missed[1]?.data).toMatchObject({ from: { amount: '100.00' }, to: { amount: '98.00' } })

  shop.price = '99.00'
  await ana('POST', `/products/${id}/refresh`)
  const live = [await after.event(), await after.event()]
  expect(live.map(({ name }) => name)).toEqual(['product:refreshed', 'price:rose'])
})

it('sends a comment when nothing happens, so that nothing on the way takes the line for dead', async () => {
  const { url } = await openServer({ heartbeatMs: 10 })
  const events = await openEvents(url, 'ana')
  expect([await events.block(), await events.block(), await events.block()]).toEqual([
    ': connected',
    ': heartbeat',
    ': heartbeat',
  ])
})

it('lets go of the feed when the client leaves', async () => {
  const listeners = new Set<unknown>()
  const bus: NonNullable<TelltaleOptions['bus']> = {
    publish: async () => {},
    subscribe: async (listener) => {
      listeners.add(listener)
      return () => void listeners.delete(listener)
    },
    close: async () => {},
  }
  const { url } = await openServer({ bus })
  const events = await openEvents(url, 'ana')
  await events.block()
  await expect.poll(() => listeners.size).toBe(1)
  events.leave()
  await expect.poll(() => listeners.size).toBe(0)
})

it('ends its streams when the server closes', async () => {
  const { app, url } = await openServer()
  const events = await openEvents(url, 'ana')
  expect(await events.block()).toBe(': connected')
  await app.close()
  expect(await events.block()).toBeUndefined()
})

it('refuses a last id that is none', async () => {
  const { send } = await openServer()
  const headers = { authorization: 'Bearer token-of-ana', 'last-event-id': 'yesterday' }
  expect(await send('GET', '/events', headers)).toMatchObject({
    status: 400,
    body: { error: { code: 'VALIDATION', message: expect.stringContaining('Last-Event-ID') } },
  })
})
