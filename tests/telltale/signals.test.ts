import { createServer, type ServerResponse } from 'node:http'
import type { AddressInfo } from 'node:net'
import { catalog } from '@telltale/adapters/catalog'
import { http } from '@telltale/adapters/http'
import { webshop } from '@telltale/adapters/webshop'
import type { CallOptions, Telltale } from '@telltale/core'
import type { Adapter, AdapterContext, Storage } from '@telltale/core/ports'
import { memoryStorage } from '@telltale/storage-memory'
import { describe, expect, it, onTestFinished } from 'vitest'
import { cars, startTelltale } from './start.js'
import { productPage } from './target.js'

/** A server that answers with a product page until it is told to be silent. */
class SilentServer {
  isSilent = false
  requests = 0
  url = ''
  readonly #held: ServerResponse[] = []
  #asked = () => {}
  #ended = () => {}
  /** Resolves at the next request that gets no answer. */
  readonly asked = new Promise<void>((resolve) => (this.#asked = resolve))
  /** Resolves when the connection of such a request has ended. */
  readonly ended = new Promise<void>((resolve) => (this.#ended = resolve))

  static async start(): Promise<SilentServer> {
    const it = new SilentServer()
    const server = createServer((_, response) => it.#receive(response))
    await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
    it.url = `http://127.0.0.1:${(server.address() as AddressInfo).port}/page`
    onTestFinished(() => {
      server.closeAllConnections()
      server.close()
    })
    return it
  }

  /** Answers what it was silent to. */
  answerAll(): void {
    this.isSilent = false
    for (const response of this.#held) answer(response)
  }

  #receive(response: ServerResponse): void {
    this.requests++
    if (!this.isSilent) return void answer(response)
    this.#held.push(response)
    response.once('close', () => response.writableEnded || this.#ended())
    this.#asked()
  }
}

function answer(response: ServerResponse): void {
  response.writeHead(200, { 'content-type': 'text/html' }).end(productPage('9.90'))
}

/** An adapter all of whose answers come from one URL. */
function slowSource(url: string): Adapter {
  const ask = async ({ http, signal }: AdapterContext): Promise<never> => {
    await http.get(url, { trust: 'configured', signal })
    throw new Error('the server answered')
  }
  return {
    specVersion: 1,
    id: 'slow',
    specs: { find: (_query, context) => ask(context) },
    valuations: { value: (_query, context) => ask(context) },
    distances: { between: (_from, _to, context) => ask(context) },
    benchmarks: { find: (_gtin, context) => ask(context), search: (_query, context) => ask(context) },
  }
}

interface Place {
  readonly telltale: Telltale
  readonly url: string
}

const twoCars = cars.slice(0, 2).map(({ make, model, year }) => ({ make, model, year }))

/** Every call that waits on the network: what it needs, and the call. */
const calls: Readonly<Record<string, (place: Place) => Promise<(options: CallOptions) => Promise<unknown>>>> =
  {
    'monitors.check': async ({ telltale, url }) => {
      const { id } = await telltale.monitors.create({ url })
      return (options) => telltale.monitors.check(id, options)
    },
    'products.track': async ({ telltale, url }) => {
      return (options) => telltale.products.track(url, options)
    },
    'products.refresh': async ({ telltale, url }) => {
      const { id } = await telltale.products.track(url)
      return (options) => telltale.products.refresh(id, options)
    },
    'products.search': async ({ telltale }) => {
      return (options) => telltale.products.search('kettle', options)
    },
    'battles.fight': async ({ telltale }) => {
      return (options) => telltale.battles.fight({ cars: twoCars, ...options })
    },
    'purchases.cost': async ({ telltale }) => {
      return (options) =>
        telltale.purchases.cost({
          priceUsd: 20_000,
          state: 'FL',
          fromZip: '30303',
          toZip: '33130',
          ...options,
        })
    },
    ask: async ({ telltale, url }) => {
      return (options) =>
        telltale.ask('slow', ({ http, signal }) => http.get(url, { trust: 'configured', signal }), options)
    },
  }

async function start() {
  const server = await SilentServer.start()
  const storage = memoryStorage()
  const { telltale, clock } = startTelltale({
    storage,
    adapters: [http(), webshop(), slowSource(server.url)],
    http: { allow: ['127.0.0.1'], politeness: { gap: '1ms' } },
  })
  return { server, storage, clock, telltale }
}

/** Reads what is stored, but for the counters that pace and limit calls. */
async function storedRows(storage: Storage): Promise<unknown[]> {
  const rows: unknown[] = []
  for await (const row of storage.dump({})) if (row.kind !== 'counter') rows.push(row)
  return rows
}

describe('a call with a signal', () => {
  it.each(Object.entries(calls))(
    '%s is called off: it ends its request, and stores nothing',
    async (_, prepare) => {
      const { server, storage, telltale } = await start()
      const call = await prepare({ telltale, url: server.url })
      const before = await storedRows(storage)
      server.isSilent = true
      const controller = new AbortController()
      const called = call({ signal: controller.signal })
      called.catch(() => undefined)
      await server.asked
      const reason = new Error('the user left')
      controller.abort(reason)
      await expect(called).rejects.toMatchObject({ code: 'ABORTED', cause: reason })
      await server.ended
      expect(await storedRows(storage)).toEqual(before)
    },
  )

  it.each(Object.entries(calls))(
    '%s makes no request when its signal fired before, or is none',
    async (_, prepare) => {
      const { server, storage, telltale } = await start()
      const call = await prepare({ telltale, url: server.url })
      const before = await storedRows(storage)
      server.requests = 0
      await expect(call({ signal: AbortSignal.abort() })).rejects.toMatchObject({ code: 'ABORTED' })
      await expect(call({ signal: 'now' as never })).rejects.toMatchObject({
        code: 'VALIDATION',
        message: expect.stringContaining('signal: expected an AbortSignal'),
      })
      expect(server.requests).toBe(0)
      expect(await storedRows(storage)).toEqual(before)
    },
  )

  it('leaves the line of those that wait for a place', async () => {
    const { server, telltale } = await start()
    const { id } = await telltale.monitors.create({ url: server.url })
    server.isSilent = true
    const end = new AbortController()
    const checks = Array.from({ length: 60 }, () => telltale.monitors.check(id, { signal: end.signal }))
    await server.asked
    end.abort()
    for (const check of checks) await expect(check).rejects.toMatchObject({ code: 'ABORTED' })
    server.isSilent = false
    expect((await telltale.monitors.check(id)).failure).toBeUndefined()
  })

  it('is done when it ends before its signal fires, and needs no listener of the signal for that', async () => {
    const warnings: Error[] = []
    const onWarning = (warning: Error) => void warnings.push(warning)
    process.on('warning', onWarning)
    onTestFinished(() => void process.off('warning', onWarning))
    const { server, telltale } = await start()
    const { id } = await telltale.monitors.create({ url: server.url })
    const { signal } = new AbortController()
    const checks = await Promise.all(
      Array.from({ length: 30 }, () => telltale.monitors.check(id, { signal })),
    )
    expect(checks.map(({ tier }) => tier)).not.toContain(undefined)
    await new Promise(setImmediate)
    expect(warnings).toEqual([])
  })

  it('ends with Telltale too', async () => {
    const { server, clock, telltale } = await start()
    const { id } = await telltale.monitors.create({ url: server.url, timeout: '30s' })
    server.isSilent = true
    const checked = telltale.monitors.check(id, { signal: new AbortController().signal })
    checked.catch(() => undefined)
    await server.asked
    const closed = telltale.close()
    await clock.advance(8_000)
    await expect(checked).rejects.toMatchObject({ code: 'ABORTED' })
    await closed
    await server.ended
  })

  it('leaves a request that another call waits for as well', async () => {
    const { server, telltale } = await start()
    server.isSilent = true
    const end = new AbortController()
    const left = telltale.products.track(server.url, { signal: end.signal })
    const kept = telltale.for('ben').products.track(server.url)
    left.catch(() => undefined)
    await server.asked
    end.abort()
    await expect(left).rejects.toMatchObject({ code: 'ABORTED' })
    server.answerAll()
    expect((await kept).price).toEqual({ amount: '9.90', currency: 'EUR' })
  })
})

describe('a backup with a signal', () => {
  const collect = async (chunks: AsyncIterable<Uint8Array>) => {
    const parts: Uint8Array[] = []
    for await (const chunk of chunks) parts.push(chunk)
    return parts
  }

  async function filled() {
    const storage = memoryStorage()
    const { telltale } = startTelltale({ storage, adapters: [catalog({ cars }), http()] })
    for (let number = 0; number < 20; number++)
      await telltale.monitors.create({ url: `https://shop.example/${number}` })
    return { storage, telltale }
  }

  it.each(['backup.export', 'privacy.export'])('%s ends in an error', async (name) => {
    const { telltale } = await filled()
    const end = new AbortController()
    const stream =
      name === 'backup.export'
        ? telltale.backup.export({ signal: end.signal })
        : telltale.privacy.export('default', { signal: end.signal })
    const chunks = stream[Symbol.asyncIterator]()
    end.abort(new Error('the download was left'))
    await expect(
      (async () => {
        while (!(await chunks.next()).done);
      })(),
    ).rejects.toMatchObject({ code: 'ABORTED', cause: { message: 'the download was left' } })
  })

  it('an import that is called off in its last reading stores nothing, and closes its source', async () => {
    const { telltale } = await filled()
    const backup = Buffer.concat(await collect(telltale.backup.export()))
    const storage = memoryStorage()
    const other = startTelltale({ storage, adapters: [catalog({ cars }), http()] })
    const end = new AbortController()
    let readings = 0
    let open = 0
    const source = async function* () {
      readings++
      open++
      try {
        yield backup.subarray(0, backup.length / 2)
        if (readings === 2) end.abort()
        yield backup.subarray(backup.length / 2)
      } finally {
        open--
      }
    }
    await expect(other.telltale.backup.import(source, { signal: end.signal })).rejects.toMatchObject({
      code: 'ABORTED',
    })
    expect([readings, open]).toEqual([2, 0])
    expect(await storedRows(storage)).toEqual([])
    expect((await other.telltale.backup.import(source)).tables.monitors).toBe(20)
  })

  it('a verification of a source that gives nothing more is called off', async () => {
    const { telltale } = await filled()
    const end = new AbortController()
    const source = async function* () {
      end.abort()
      yield await new Promise<Uint8Array>(() => {})
    }
    await expect(telltale.backup.verify(source, { signal: end.signal })).rejects.toMatchObject({
      code: 'ABORTED',
    })
  })
})
