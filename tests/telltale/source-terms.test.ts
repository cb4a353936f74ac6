import { catalog } from '@telltale/adapters/catalog'
import { webshop } from '@telltale/adapters/webshop'
import { NotFoundError, type TelltaleOptions } from '@telltale/core'
import { describe, expect, it } from 'vitest'
import { cars, startTelltale } from './start.js'
import { productPage, Target } from './target.js'

const hourMs = 3_600_000
const [corvette, mustang] = [
  { make: 'Chevrolet', model: 'Corvette', year: 2023 },
  { make: 'Ford', model: 'Mustang', year: 2023 },
]

/** A Telltale that runs, and a way to let hours of its clock pass. */
async function start(options: Partial<TelltaleOptions>) {
  const { telltale, clock } = startTelltale(options)
  await telltale.start()
  const pass = async (hours: number) => {
    for (let minute = 0; minute < hours * 60; minute += 5) await clock.advance(5 * 60_000)
  }
  return { telltale, clock, pass }
}

describe('what the terms of a source let nobody keep for longer', () => {
  it('is gone before: the battle that it was part of, and its event', async () => {
    const { telltale, clock, pass } = await start({ adapters: [{ ...catalog({ cars }), keepFor: '6h' }] })
    const { id, entries } = await telltale.battles.fight({ cars: [corvette, mustang] })
    expect(entries.map(({ keptUntil }) => keptUntil)).toEqual(Array(2).fill(clock.now() + 6 * hourMs))
    await pass(4)
    expect((await telltale.battles.get(id)).id).toBe(id)
    expect((await telltale.feed.since()).items).toHaveLength(1)
    await pass(2)
    await expect(telltale.battles.get(id)).rejects.toBeInstanceOf(NotFoundError)
    expect((await telltale.feed.since()).items).toEqual([])
  })

  it('is gone before: the prices of a product, of which it stays known that it was read', async () => {
    const target = await Target.start()
    target.answer = (response) =>
      void response.writeHead(200, { 'content-type': 'text/html' }).end(productPage('49.90'))
    const { telltale, clock, pass } = await start({ adapters: [{ ...webshop(), keepFor: '6h' }] })
    const { id } = await telltale.products.track(`${target.url}kettle`, { every: '1d' })
    const at = clock.now()
    await pass(4)
    expect((await telltale.products.get(id)).price).toEqual({ amount: '49.90', currency: 'EUR' })
    await pass(2)
    expect(await telltale.products.get(id)).not.toHaveProperty('price')
    expect((await telltale.products.history(id)).items).toEqual([{ at }])
  })

  it('does not shorten what other sources said', async () => {
    const { telltale, pass } = await start({ adapters: [catalog({ cars }), { ...webshop(), keepFor: '2h' }] })
    const { id, entries } = await telltale.battles.fight({ cars: [corvette, mustang] })
    expect(entries[0]).not.toHaveProperty('keptUntil')
    await pass(3)
    expect((await telltale.battles.get(id)).id).toBe(id)
  })

  it('stays in no cache either, whatever the server allows', async () => {
    const target = await Target.start()
    target.answer = (response) =>
      void response.writeHead(200, { 'cache-control': 'max-age=86400' }).end(String(target.requests))
    const { telltale, clock } = startTelltale({ adapters: [{ ...catalog({ cars }), keepFor: '1h' }] })
    const ask = () => telltale.ask('catalog', ({ http }) => http.get(target.url, { trust: 'configured' }))
    expect((await ask()).text).toBe('1')
    await clock.advance(hourMs - 1)
    expect((await ask()).text).toBe('1')
    await clock.advance(1)
    expect((await ask()).text).toBe('2')
  })
})
