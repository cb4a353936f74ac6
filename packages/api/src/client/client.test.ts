import { createServer } from 'node:http'
import type { AddressInfo } from 'node:net'
import { describe, expect, expectTypeOf, it, onTestFinished } from 'vitest'
import { createApi } from '../index.js'
import { toNodeHandler } from '../node/index.js'
import { type SampledOperation, sampledOperations } from '../testing/samples.js'
import { seenCar, settle, startApi } from '../testing/start-api.js'
import { ApiError, type Client, createClient, type LiveEvent } from './index.js'

const every = '1h'

/** Calls the function of the client for an operation. */
function callBy(client: Client, { name }: SampledOperation, given: readonly unknown[]): Promise<unknown> {
  const [service = '', operation = ''] = name.split('.')
  const calls = client[service as keyof Client] as Readonly<
    Record<string, (...given: unknown[]) => Promise<unknown>>
  >
  return calls[operation]?.(...given) ?? Promise.reject(new Error(`the client has no ${name}`))
}

describe('a client', () => {
  it('has a function for every operation', async () => {
    const started = await startApi()
    const { clientOf, shop } = started
    const ids = await settle(started, 'ana')
    for (const operation of sampledOperations) {
      const [own, input] = operation.sample(ids, shop)
      await expect(callBy(clientOf('ana'), operation, [...own, input]), operation.name).resolves.toBeDefined()
    }
  })

  it('knows the types: times are texts, and lists are pages', async () => {
    const { clientOf } = await startApi()
    const client = clientOf('ana')
    const monitor = await client.monitors.create({ url: 'script:here', every })
    expectTypeOf(monitor.createdAt).toEqualTypeOf<string>()
    expectTypeOf(monitor.everyMs).toEqualTypeOf<number>()
    const latest = await client.monitors.latest(monitor.id)
    expectTypeOf(latest?.at).toEqualTypeOf<string | undefined>()
    expect([monitor.createdAt, latest]).toEqual([expect.stringMatching(/^\d{4}-.*Z$/), null])
    const { items, next } = await client.monitors.list({ limit: 1 })
    expectTypeOf(next).toEqualTypeOf<string | undefined>()
    expect(items).toEqual([monitor])
    // @ts-expect-error: a monitor is got by its id.
    await client.monitors.get().catch(() => undefined)
  })

  it('keeps searches and vehicles: a run, its counts, and the cuts of a price', async () => {
    const { clientOf } = await startApi()
    const { searches, vehicles } = clientOf('ana')
    const search = await searches.create({ name: 'Mustangs', criteria: { makes: ['Ford'] }, paused: true })
    expectTypeOf(search.dueAt).toEqualTypeOf<string>()
    const run = await searches.run(search.id)
    expect(run).toMatchObject({
      status: 'finished',
      found: 1,
      new: 1,
      startedAt: expect.stringMatching(/Z$/),
    })
    expect((await searches.runs(search.id)).items).toEqual([run])
    expect(await searches.cancel(search.id)).toBeNull()
    const { items: found } = await vehicles.list({ searchId: search.id })
    expect(found).toMatchObject([{ make: 'Ford', priceUsd: 18_000 }])

    const observe = (amount: string) =>
      vehicles.observe({ listings: [{ ...seenCar, price: { amount, currency: 'USD' } }] })
    const [first] = (await observe('18000.00')).vehicles
    expect(await observe('16200.00')).toMatchObject({ new: 0, changed: 1 })
    const { vehicle, cuts } = await vehicles.get(first?.id ?? '')
    expectTypeOf(cuts[0]?.from).toEqualTypeOf<number | undefined>()
    expectTypeOf(cuts[0]?.at).toEqualTypeOf<string | undefined>()
    expect(cuts).toMatchObject([{ at: vehicle.lastSeenAt, from: 18_000, to: 16_200 }])
    await expect(vehicles.observe({ listings: [] })).rejects.toMatchObject({ status: 400 })
  })

  it('goes through all pages of a list', async () => {
    const { clientOf, telltale } = await startApi()
    const names = ['one', 'two', 'three', 'four', 'five']
    for (const name of names) await telltale.for('ana').monitors.create({ url: 'script:here', every, name })
    const seen: string[] = []
    for await (const { name } of clientOf('ana').monitors.list({ limit: 2 })) seen.push(name)
    expect(seen).toEqual(names)
  })

  it('rejects with what the API says', async () => {
    const { clientOf } = await startApi()
    const refused = clientOf('ana').monitors.create({ url: 'script:here', every: 'often' as never })
    await expect(refused).rejects.toBeInstanceOf(ApiError)
    await expect(refused).rejects.toMatchObject({
      status: 400,
      code: 'VALIDATION',
      issues: [{ path: 'every' }],
      requestId: expect.any(String),
    })
  })

  it('tells an answer that is none of the API', async () => {
    const fetch = async () => new Response('<h1>Bad gateway</h1>', { status: 502 })
    const client = createClient({ baseUrl: 'http://host.example/api/', fetch })
    await expect(client.monitors.get('x')).rejects.toMatchObject({ status: 502, code: 'NO_ANSWER' })
  })

  it('calls off what its signal calls off', async () => {
    const client = createClient({ baseUrl: 'http://127.0.0.1:9/api' })
    const signal = AbortSignal.abort(new Error('never mind'))
    await expect(client.monitors.get('x', { signal })).rejects.toThrow('never mind')
  })
})

describe('live events', () => {
  /** Serves the API on a socket, and cuts every line on demand. */
  async function serve() {
    const started = await startApi()
    const { telltale } = started
    await settle(started, 'ana')
    const api = createApi(telltale, { owner: ({ headers }) => headers.get('x-owner') })
    const server = createServer(toNodeHandler(api))
    await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
    onTestFinished(() => {
      server.closeAllConnections()
      server.close()
    })
    const baseUrl = `http://127.0.0.1:${(server.address() as AddressInfo).port}/api`
    const client = createClient({ baseUrl, headers: () => ({ 'x-owner': 'ana' }) })
    return { telltale, client, cut: () => server.closeAllConnections(), baseUrl }
  }

  const nextOf = async (events: AsyncGenerator<LiveEvent, void, undefined>) => {
    const { value } = await events.next()
    return value as LiveEvent
  }

  it('come as they happen, each once, through a line that breaks', async () => {
    const { telltale, client, cut } = await serve()
    const { products } = telltale.for('ana')
    const [product] = (await products.list()).items
    const { id: after } = await client.events.last()
    const stop = new AbortController()
    const events = client.events.live({ after, signal: stop.signal })
    const seen: LiveEvent[] = []
    for (const _ of [1, 2, 3]) {
      await products.refresh(product?.id ?? '')
      seen.push(await nextOf(events))
      cut()
    }
    stop.abort()
    expect(await events.next()).toEqual({ done: true, value: undefined })
    const past = (await client.events.since({ after })).items
    expect(seen).toEqual(past)
    expect(past.map(({ name }) => name)).toEqual(Array(3).fill('product:refreshed'))
  })

  it('reject for somebody unknown, and for an id that is none', async () => {
    const { baseUrl } = await serve()
    const nobody = createClient({ baseUrl })
    await expect(nobody.events.live().next()).rejects.toMatchObject({ status: 401 })
    const headers = { 'x-owner': 'ana', 'last-event-id': 'x' }
    expect((await fetch(`${baseUrl}/events/live`, { headers })).status).toBe(400)
  })

  it('end when the Telltale closes, and are refused afterwards', async () => {
    const { telltale, baseUrl } = await serve()
    const response = await fetch(`${baseUrl}/events/live`, { headers: { 'x-owner': 'ana' } })
    expect(response.headers.get('content-type')).toBe('text/event-stream')
    await telltale.close()
    expect(await response.text()).toBe(': connected\n\n')
  })
})
