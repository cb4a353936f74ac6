import { http } from '@telltale/adapters/http'
import { createTelltale, TelltaleError, type TelltaleOptions, ValidationError } from '@telltale/core'
import type { Adapter, Storage } from '@telltale/core/ports'
import { memoryStorage } from '@telltale/storage-memory'
import { describe, expect, it } from 'vitest'
import { nextEvents, startTelltale } from './start.js'
import { productPage, Target } from './target.js'

describe('createTelltale', () => {
  const storage = memoryStorage()
  it.each([
    [{}, /storage: expected a storage, such as memoryStorage\(\)/],
    [{ storage: {} }, /storage: expected a storage, .* an object with collection\(\), series\(\)/],
    [{ storage: { ...methods(storage), specVersion: 2 } }, /storage: expected a storage of specVersion 1/],
    [{ storage, adapters: [{}] }, /adapters\[0\]: expected an adapter of specVersion 1/],
    [{ storage, adapters: [http] }, /adapters\[0\]: expected an adapter, such as what http\(\) returns/],
    [{ storage, adapters: [{ specVersion: 1, probe: {} }] }, /adapters\[0\]: expected an adapter with an id/],
    [
      { storage, adapters: [{ specVersion: 1, id: 'empty' }] },
      /adapters\[0\]: expected an adapter with at least one of: probe/,
    ],
    [
      { storage, adapters: [http(), http()] },
      /adapters: two adapters are called 'http'; give one another id/,
    ],
    [{ storage, concurrency: 0 }, /concurrency/],
    [{ storage, clock: {} }, /clock: expected a clock/],
    [{ storage, storages: [] }, /unknown option 'storages'/],
    [undefined, /createTelltale: is required/],
  ])('refuses options as in case %#, and says what it expected', (options, message) => {
    expect(() => createTelltale(options as TelltaleOptions)).toThrow(message)
    expect(() => createTelltale(options as TelltaleOptions)).toThrow(ValidationError)
  })

  it.each(['', 'shared', 'a\nb', 'x'.repeat(201), 7 as unknown as string])(
    'refuses %j as an owner',
    (owner) => {
      const { telltale } = startTelltale()
      expect(() => telltale.for(owner)).toThrow(/telltale\.for: /)
    },
  )
})

describe('closing', () => {
  it('waits for pending work, stores it, and closes storage and adapters once', async () => {
    const target = await Target.start()
    let release = () => {}
    const begun = new Promise<void>((resolve) => {
      target.answer = (response) => {
        resolve()
        release = () => void response.end('late')
      }
    })
    const closed: string[] = []
    const storage = memoryStorage()
    const noted = withMethod(storage, 'close', async () => void closed.push('storage'))
    const adapter: Adapter = { ...http(), close: async () => void closed.push('adapter') }
    const { telltale } = startTelltale({ storage: noted, adapters: [adapter] })
    const { id } = await telltale.monitors.create({ url: target.url })
    const check = telltale.monitors.check(id)
    await begun
    const closing = telltale.close()
    await expect(telltale.monitors.list()).rejects.toMatchObject({ code: 'CLOSED' })
    expect(closed).toEqual([])
    release()
    await closing
    await telltale.close()
    expect(await check).toMatchObject({ httpStatus: 200 })
    expect(closed.sort()).toEqual(['adapter', 'storage'])
    const kept: string[] = []
    for await (const { name } of storage.dump()) kept.push(name)
    expect(kept).toContain('checks')
  })

  it('happens by itself at the end of `await using`', async () => {
    const { telltale } = startTelltale()
    await telltale[Symbol.asyncDispose]()
    await expect(telltale.start()).rejects.toMatchObject({
      code: 'CLOSED',
      message: expect.stringContaining('create another'),
    })
  })

  it('leaves no timer behind', async () => {
    const target = await Target.start()
    const { telltale, clock } = startTelltale()
    await telltale.monitors.create({ url: target.url, every: '1s' })
    await telltale.start()
    const checked = nextEvents(telltale, 'monitor:checked', 1)
    await clock.advance(1_000)
    await checked
    await telltale.close()
    expect(clock.pending).toBe(0)
  })
})

describe('a storage that fails', () => {
  it('is reported as a StorageError with its cause, and nothing is half-written', async () => {
    const target = await Target.start()
    target.answer = (response) => void response.end(productPage('10'))
    for (const broken of ['write', 'append', 'reserve'] as const) {
      const storage = memoryStorage()
      const fault = { on: false }
      const { telltale } = startTelltale({ storage: failing(storage, broken, fault) })
      const { id } = await telltale.monitors.create({ url: target.url })
      const before = await rowsOf(storage)
      fault.on = true
      const check = telltale.monitors.check(id)
      await expect(check).rejects.toMatchObject({
        code: 'STORAGE_FAILED',
        cause: { message: `${broken} broke` },
      })
      fault.on = false
      expect(await rowsOf(storage), broken).toEqual(before)
      expect(await telltale.monitors.check(id)).toMatchObject({ httpStatus: 200 })
    }
  })

  it('may be down when Telltale starts or closes: another call retries', async () => {
    const target = await Target.start()
    const storage = memoryStorage()
    let isDown = true
    const fail = (name: 'migrate' | 'close') => async () => {
      if (isDown) throw new Error('the disk is gone')
      await storage[name]()
    }
    const flaky = { ...methods(storage), migrate: fail('migrate'), close: fail('close') }
    const { telltale, clock } = startTelltale({ storage: flaky })
    await telltale.monitors.create({ url: target.url, every: '1s' })
    await expect(telltale.start()).rejects.toMatchObject({ code: 'STORAGE_FAILED' })
    isDown = false
    await telltale.start()
    const checked = nextEvents(telltale, 'monitor:checked', 1)
    await clock.advance(1_000)
    await checked
    isDown = true
    await expect(telltale.close()).rejects.toMatchObject({ code: 'STORAGE_FAILED' })
    isDown = false
    await telltale.close()
  })

  it('stops no schedule: it emits `error`, and the next slot runs', async () => {
    const target = await Target.start()
    const storage = memoryStorage()
    const fault = { on: false }
    const { telltale, clock } = startTelltale({ storage: failing(storage, 'append', fault) })
    await telltale.monitors.create({ url: target.url, every: '1s' })
    await telltale.start()
    fault.on = true
    const failed = nextEvents(telltale, 'error', 1)
    await clock.advance(1_000)
    expect(await failed).toMatchObject([{ code: 'STORAGE_FAILED' }])
    fault.on = false
    const checked = nextEvents(telltale, 'monitor:checked', 1)
    await clock.advance(2_000)
    expect(await checked).toMatchObject([{ check: { httpStatus: 200 } }])
  })
})

describe('text from outside', () => {
  it('is stored without the characters that no storage takes', async () => {
    const odd = 'Kett\u0000le \ud800 \u{1f375}'
    const reader: Adapter = {
      specVersion: 1,
      id: 'odd',
      products: {
        matches: () => true,
        extract: () => ({
          status: 'read',
          title: odd,
          price: { amount: '5.00', currency: 'EUR' },
          evidence: [],
        }),
      },
    }
    const target = await Target.start()
    const { telltale } = startTelltale({ adapters: [reader] })
    const { title } = await telltale.products.track(target.url)
    expect(title).toBe('Kett\ufffdle \ufffd \u{1f375}')
  })
})

describe('a failure that no caller awaits', () => {
  it('of an adapter in scheduled work is an `error` event, and other adapters go on', async () => {
    const target = await Target.start()
    const broken: Adapter = {
      specVersion: 1,
      id: 'broken',
      probe: {
        matches: (url) => url.protocol === 'broken:',
        check: () => Promise.reject(new TypeError('a bug')),
      },
    }
    const { telltale, clock } = startTelltale({ adapters: [broken, http()] })
    await telltale.monitors.create({ url: 'broken://target', every: '1s' })
    await telltale.monitors.create({ url: target.url, every: '1s' })
    const failed = nextEvents(telltale, 'error', 1)
    const checked = nextEvents(telltale, 'monitor:checked', 2)
    await telltale.start()
    await clock.advance(1_000)
    const [error] = await failed
    expect(TelltaleError.is(error) && error.message).toBe("the probe 'broken' failed: a bug")
    await clock.advance(1_000)
    expect(await checked).toHaveLength(2)
  })

  it('of a listener does not stop the check that emitted the event', async () => {
    const target = await Target.start()
    const { telltale } = startTelltale()
    telltale.on('monitor:checked', () => {
      throw new Error('host bug')
    })
    const failed = nextEvents(telltale, 'error', 1)
    const { id } = await telltale.monitors.create({ url: target.url })
    expect(await telltale.monitors.check(id)).toMatchObject({ httpStatus: 200 })
    expect(await failed).toMatchObject([{ code: 'LISTENER_FAILED' }])
  })
})

async function rowsOf(storage: Storage): Promise<unknown[]> {
  const rows: unknown[] = []
  for await (const row of storage.dump()) rows.push(row)
  return rows
}

/** Copies a storage into a plain object, so that a method of it can be replaced. */
function methods(storage: Storage): Storage {
  return {
    specVersion: 1,
    counters: storage.counters,
    collection: (definition) => storage.collection(definition),
    series: (definition) => storage.series(definition),
    transaction: (work) => storage.transaction(work),
    erase: (ownerId) => storage.erase(ownerId),
    dump: (options) => storage.dump(options),
    load: (rows) => storage.load(rows),
    migrate: () => storage.migrate(),
    close: () => storage.close(),
  }
}

const withMethod = <Name extends keyof Storage>(
  storage: Storage,
  name: Name,
  method: Storage[Name],
): Storage => ({
  ...methods(storage),
  [name]: method,
})

/** Makes a storage whose transactions fail at one method while the fault is on. */
function failing(storage: Storage, broken: 'write' | 'append' | 'reserve', fault: { on: boolean }): Storage {
  const sabotage = <Part extends object>(part: Part): Part =>
    new Proxy(part, {
      get: (target, name) => {
        const member: unknown = Reflect.get(target, name)
        if (name === broken && fault.on) return () => Promise.reject(new Error(`${broken} broke`))
        return typeof member === 'function' ? member.bind(target) : member
      },
    })
  return withMethod(storage, 'transaction', (work) =>
    storage.transaction((tables) =>
      work({
        collection: (definition) => sabotage(tables.collection(definition)),
        series: (definition) => sabotage(tables.series(definition)),
        counters: sabotage(tables.counters),
      }),
    ),
  )
}
