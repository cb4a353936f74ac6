import type { CacheKind, Telltale } from '@telltale/core'
import type { Adapter } from '@telltale/core/ports'
import { defined } from '@telltale/core/ports'
import { Keyv } from 'keyv'
import { describe, expect, it } from 'vitest'
import { startTelltale } from './start.js'
import { Target } from './target.js'

const minuteMs = 60_000

const source = (more: Partial<Adapter> = {}): Adapter => ({
  specVersion: 1,
  id: 'market',
  specs: { find: async () => undefined },
  ...more,
})

/** A source whose server numbers its answers, so that a cached one can be recognized. */
async function startCounting(options: Parameters<typeof startTelltale>[0] = {}) {
  const target = await Target.start()
  target.answer = (response) => void response.end(String(target.requests))
  const { telltale, clock } = startTelltale({ adapters: [source()], ...options })
  const get = (cacheFor: CacheKind | undefined, path = '') => ask(telltale, `${target.url}${path}`, cacheFor)
  return { target, telltale, clock, get }
}

const ask = (telltale: Telltale, url: string, cacheFor?: CacheKind) =>
  telltale.ask('market', async ({ http }) => {
    const { text } = await http.get(url, { trust: 'configured', ...defined({ cacheFor }) })
    return text
  })

describe('answers', () => {
  it.each([
    ['search', 30],
    ['market', 60],
    ['valuation', 24 * 60],
    ['regional', 7 * 24 * 60],
  ] satisfies [CacheKind, number][])('of kind %s are kept for %d minutes', async (kind, minutes) => {
    const { get, clock } = await startCounting()
    expect([await get(kind), await get(kind)]).toEqual(['1', '1'])
    await clock.advance(minutes * minuteMs - 1)
    expect(await get(kind)).toBe('1')
    await clock.advance(1)
    expect(await get(kind)).toBe('2')
  })

  it('are not cached without a kind, or without success', async () => {
    const { get, target } = await startCounting()
    expect([await get(undefined), await get(undefined)]).toEqual(['1', '2'])
    target.answer = (response) => response.writeHead(404).end('nothing')
    await get('search')
    target.answer = (response) => void response.end('something')
    expect(await get('search')).toBe('something')
  })

  it('are cached for as long as the host sets', async () => {
    const { get, clock } = await startCounting({ cacheTimes: { search: '10s' } })
    expect(await get('search')).toBe('1')
    await clock.advance(10_000)
    expect(await get('search')).toBe('2')
  })

  it('are cached no longer than the terms of the source allow', async () => {
    const { get, clock } = await startCounting({ adapters: [source({ keepFor: '1h' })] })
    expect(await get('valuation')).toBe('1')
    await clock.advance(60 * minuteMs)
    expect(await get('valuation')).toBe('2')
  })

  it('from the cache use no budget', async () => {
    const { get } = await startCounting({ adapters: [source({ budget: { callsPerDay: 1 } })] })
    expect([await get('market'), await get('market')]).toEqual(['1', '1'])
    await expect(get('market', 'other')).rejects.toMatchObject({ code: 'BUDGET_EXCEEDED' })
  })

  it('are invalidated by kind, or one by one', async () => {
    const { get, telltale, clock, target } = await startCounting()
    for (const kind of ['search', 'market'] as const) for (const path of ['a', 'b']) await get(kind, path)
    await clock.advance(1)
    await telltale.cache.invalidate('search')
    expect([await get('search', 'a'), await get('search', 'b')]).toEqual(['5', '6'])
    expect([await get('market', 'a'), await get('market', 'b')]).toEqual(['3', '4'])
    await telltale.cache.invalidate('market', `market ${target.url}b`)
    expect([await get('market', 'a'), await get('market', 'b')]).toEqual(['3', '7'])
  })

  it('are shared by every Telltale on one Keyv, which stays open', async () => {
    const cache = new Keyv()
    const first = await startCounting({ cache })
    expect(await first.get('regional')).toBe('1')
    await first.telltale.close()
    const { telltale } = startTelltale({ adapters: [source()], cache })
    expect(await ask(telltale, first.target.url, 'regional')).toBe('1')
  })

  it('are requested again when the cache fails, and the failure is logged', async () => {
    const warnings: string[] = []
    const ignore = () => {}
    const logger = {
      debug: ignore,
      info: ignore,
      error: ignore,
      warn: (_: object, message: string) => void warnings.push(message),
    }
    const broken = Object.assign(new Map(), {
      set: () => {
        throw new Error('out of order')
      },
    })
    const { get } = await startCounting({ cache: new Keyv({ store: broken }), logger })
    expect([await get('search'), await get('search')]).toEqual(['1', '2'])
    expect(warnings[0]).toBe('the cache failed; going on without it')
  })
})

it('an adapter has a cache of its own, which no other adapter sees', async () => {
  const { telltale } = startTelltale({ adapters: [source(), source({ id: 'other' })] })
  await telltale.ask('market', ({ cache }) => cache.set('search', 'kettle', { price: 12 }))
  expect(await telltale.ask('market', ({ cache }) => cache.get('search', 'kettle'))).toEqual({ price: 12 })
  expect(await telltale.ask('other', ({ cache }) => cache.get('search', 'kettle'))).toBeUndefined()
})

it('the cache in memory removes the oldest answers when it is full', async () => {
  const { telltale } = startTelltale({ adapters: [source()] })
  const text = 'x'.repeat(8_000_000)
  for (const key of ['a', 'b', 'c', 'd', 'e'])
    await telltale.ask('market', ({ cache }) => cache.set('search', key, text))
  const kept = (key: string) =>
    telltale.ask('market', async ({ cache }) => (await cache.get('search', key)) === text)
  expect([await kept('a'), await kept('e')]).toEqual([false, true])
})
