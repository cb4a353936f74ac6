import { catalog } from '@telltale/adapters/catalog'
import { http } from '@telltale/adapters/http'
import { webshop } from '@telltale/adapters/webshop'
import type { ListPage, Monitor, OwnerServices, PageList } from '@telltale/core'
import { describe, expect, expectTypeOf, it } from 'vitest'
import { scriptedChannel } from './scripted-channels.js'
import { cars, startTelltale } from './start.js'
import { productPage, Target } from './target.js'

const twoCars = [
  { make: 'Chevrolet', model: 'Corvette', year: 2023 },
  { make: 'Ford', model: 'Mustang', year: 2023 },
]
const count = 5
const numbers = Array.from({ length: count }, (_, number) => number)

/** Every list: makes five entries, and returns the list by its query. */
const lists: Readonly<
  Record<
    string,
    (services: OwnerServices, url: string) => Promise<(query: { readonly limit: number }) => PageList<object>>
  >
> = {
  'monitors.list': async ({ monitors }, url) => {
    for (const number of numbers) await monitors.create({ url: `${url}${number}` })
    return (query) => monitors.list(query)
  },
  'monitors.checks': async ({ monitors }, url) => {
    const { id } = await monitors.create({ url })
    for (const _ of numbers) await monitors.check(id)
    return (query) => monitors.checks(id, query)
  },
  'monitors.incidents': async ({ monitors }) => {
    for (const number of numbers) {
      const { id } = await monitors.create({ name: `job ${number}`, every: '1d', heartbeat: {} })
      for (const _ of [1, 2, 3]) await monitors.heartbeat(id, { failure: 'it broke' })
    }
    return (query) => monitors.incidents(query)
  },
  'products.list': async ({ products }, url) => {
    for (const number of numbers) await products.track(`${url}${number}`)
    return (query) => products.list(query)
  },
  'products.history': async ({ products }, url) => {
    const { id } = await products.track(url)
    for (const _ of numbers.slice(1)) await products.refresh(id)
    return (query) => products.history(id, query)
  },
  'products.comparisons': async ({ products }, url) => {
    const ids = [(await products.track(`${url}a`)).id, (await products.track(`${url}b`)).id]
    for (const _ of numbers) await products.compare(ids)
    return (query) => products.comparisons(query)
  },
  'alerts.rules.list': async ({ products, alerts }, url) => {
    const { id } = await products.track(url)
    for (const number of numbers)
      await alerts.rules.create({
        subjectId: id,
        condition: {
          kind: 'price-below',
          price: { amount: `${number + 1}.00`, currency: 'EUR' },
        },
      })
    return (query) => alerts.rules.list({ ...query, subjectId: id })
  },
  'alerts.list': async ({ monitors, alerts }) => {
    for (const number of numbers) {
      const { id } = await monitors.create({ name: `job ${number}`, every: '1d', heartbeat: {} })
      for (const _ of [1, 2, 3]) await monitors.heartbeat(id, { failure: 'it broke' })
    }
    await alerts.rules.create({ condition: { kind: 'down' } })
    return (query) => alerts.list(query)
  },
  'alerts.destinations.list': async ({ alerts }) => {
    for (const number of numbers)
      await alerts.destinations.create({ channel: 'machines', settings: { name: `place ${number}` } })
    return (query) => alerts.destinations.list(query)
  },
  'alerts.silences.list': async ({ alerts }) => {
    for (const number of numbers)
      await alerts.silences.create({ matcher: { tags: [`tag ${number}`] }, for: '1h', author: 'ana' })
    return (query) => alerts.silences.list(query)
  },
  'battles.list': async ({ battles }) => {
    for (const _ of numbers) await battles.fight({ cars: twoCars })
    return (query) => battles.list(query)
  },
  'audit.list': async ({ audit }) => {
    for (const number of numbers) await audit.write({ who: 'ana', what: `deed ${number}` })
    return (query) => audit.list(query)
  },
  'feed.since': async ({ battles, feed }) => {
    for (const _ of numbers) await battles.fight({ cars: twoCars })
    return (query) => feed.since(query)
  },
}

async function start() {
  const target = await Target.start()
  target.answer = (response) =>
    void response.writeHead(200, { 'content-type': 'text/html' }).end(productPage('9.90'))
  const adapters = [http(), webshop(), catalog({ cars }), scriptedChannel('machines', false)]
  const { telltale, clock } = startTelltale({ adapters })
  return { telltale, clock, url: target.url }
}

describe('a list', () => {
  it.each(Object.entries(lists))(
    '%s is its first page when awaited, and every item in a loop',
    async (_, fill) => {
      const { telltale, url } = await start()
      const list = await fill(telltale.for('ana'), url)
      const whole = await list({ limit: 200 })
      expect(whole.items).toHaveLength(count)
      expect(whole).not.toHaveProperty('next')
      const first = await list({ limit: 2 })
      expect(first).toEqual({ items: whole.items.slice(0, 2), next: expect.any(String) })
      const walked: object[] = []
      for await (const item of list({ limit: 2 })) walked.push(item)
      expect(walked).toEqual(whole.items)
    },
  )

  it('counts all records where it is asked, and not those that a query selects one by one', async () => {
    const { telltale } = await start()
    for (const number of numbers)
      await telltale.monitors.create({ url: `https://shop.example/${number}`, tags: ['shop'] })
    const first = await telltale.monitors.list({ limit: 2, total: true })
    expect(first).toMatchObject({ items: [{}, {}], total: count })
    expect(await telltale.monitors.list({ limit: 2, after: first.next ?? '', total: true })).toMatchObject({
      total: count,
    })
    expect(await telltale.monitors.list({ tag: 'shop', total: true })).not.toHaveProperty('total')
    expect(await telltale.battles.list({ total: true })).toEqual({ items: [], total: 0 })
    expect(await telltale.for('another').monitors.list({ total: true })).toEqual({ items: [], total: 0 })
  })

  it('reads a page when the loop reaches it', async () => {
    const { telltale } = await start()
    for (const number of [1, 2]) await telltale.monitors.create({ url: `https://shop.example/${number}` })
    const seen: string[] = []
    for await (const { url } of telltale.monitors.list({ limit: 1 })) {
      seen.push(new URL(url).pathname)
      if (seen.length === 1) await telltale.monitors.create({ url: 'https://shop.example/3' })
    }
    expect(seen).toEqual(['/1', '/2', '/3'])
  })

  it('can be gone through without items, and twice', async () => {
    const { telltale } = await start()
    const none = telltale.monitors.list()
    for await (const monitor of none) expect.unreachable(monitor.id)
    await telltale.monitors.create({ url: 'https://shop.example/' })
    const one = telltale.monitors.list()
    for (const _ of ['once', 'twice']) {
      let found = 0
      for await (const _monitor of one) found++
      expect(found).toBe(1)
    }
  })

  it('rejects in a loop as it does when awaited', async () => {
    const { telltale } = await start()
    const walk = async (list: PageList<object>) => {
      for await (const item of list) expect.unreachable(JSON.stringify(item))
    }
    await expect(walk(telltale.monitors.checks('nobody'))).rejects.toMatchObject({ code: 'NOT_FOUND' })
    await expect(walk(telltale.monitors.list({ limit: 0 }))).rejects.toMatchObject({ code: 'VALIDATION' })
    await telltale.close()
    await expect(walk(telltale.battles.list())).rejects.toMatchObject({ code: 'CLOSED' })
  })

  it('has both types', () => {
    expectTypeOf<ReturnType<OwnerServices['monitors']['list']>>().toEqualTypeOf<PageList<Monitor>>()
    expectTypeOf<Awaited<PageList<Monitor>>>().toEqualTypeOf<ListPage<Monitor>>()
  })
})
