import { Readable } from 'node:stream'
import { AdapterError, type SegmentMarket, type Telltale } from '@telltale/core'
import type { Adapter, CarValuation, Listing, Storage, ValuationQuery } from '@telltale/core/ports'
import { type TestClock, testClock } from '@telltale/core/testing'
import { memoryStorage } from '@telltale/storage-memory'
import { describe, expect, it } from 'vitest'
import { keepOpen } from './keep-open.js'
import { carsNumbered } from './listing-sources.js'
import { startTelltale } from './start.js'

const [secondMs, hourMs] = [1_000, 3_600_000]
const usd = (amount: string) => ({ amount, currency: 'USD' })

/** A source of valuations whose answer a test sets, and that keeps what it was asked. */
function guide(id: string, answer: CarValuation | Error | undefined, members: Partial<Adapter> = {}) {
  const asked: ValuationQuery[] = []
  const adapter: Adapter = {
    specVersion: 1,
    id,
    valuations: {
      value: async (query) => {
        asked.push(query)
        if (answer instanceof Error) throw answer
        return answer
      },
    },
    ...members,
  }
  return { adapter, asked }
}

const blueBook = { value: usd('21000.00'), source: { name: 'Blue Book' }, error: 0.05 } as const

/** Starts a process of a host on a storage that others may share. */
function startProcess(storage: Storage, ...adapters: Adapter[]) {
  const clock = testClock()
  const { telltale } = startTelltale({ storage: keepOpen(storage), adapters, clock })
  const learned: SegmentMarket[] = []
  telltale.on('market:learned', ({ market }) => void learned.push(market))
  return { telltale, clock, learned }
}

/** Advances a clock second by second until something holds. */
async function advanceUntil(clock: TestClock, holds: () => boolean, atMost = 60): Promise<void> {
  for (let second = 0; second < atMost && !holds(); second++) {
    await clock.advance(secondMs)
    // A market is learned on a thread of its own, in real time.
    for (let turn = 0; turn < 300 && !holds(); turn++) await clock.advance(0)
  }
  expect(holds()).toBe(true)
}

/** Observes cars, a hundred at a time. */
async function observe(telltale: Pick<Telltale, 'vehicles'>, cars: readonly Listing[]): Promise<void> {
  for (let from = 0; from < cars.length; from += 100)
    await telltale.vehicles.observe(cars.slice(from, from + 100))
}

/** A process with a market of cars. */
async function startWithMarket(count: number, storage: Storage = memoryStorage(), ...adapters: Adapter[]) {
  const started = startProcess(storage, ...adapters)
  await started.telltale.start()
  await observe(started.telltale, carsNumbered(1, count))
  await advanceUntil(started.clock, () => started.learned.length > 0)
  return started
}

const mustang = { make: 'Ford', model: 'Mustang', trim: 'GT', year: 2018, mileageMiles: 24_000 }

describe('the market of an owner', () => {
  it('says what it has and needs until there are enough listings, and then values', async () => {
    const { telltale, clock, learned } = startProcess(memoryStorage())
    await telltale.start()
    const empty = { currency: 'USD', kind: 'asking', isLearned: false, listings: 0, needed: 3 }
    expect(await telltale.valuations.market()).toEqual(empty)
    await observe(telltale, carsNumbered(1, 2))
    const [first] = (await telltale.vehicles.list()).items
    const before = await telltale.valuations.value(first?.id ?? '')
    expect(before).toEqual({
      notYet: { listings: 2, needed: 3 },
      sources: [],
      insights: [],
      missing: [],
      costUsd: 0,
    })

    await observe(telltale, carsNumbered(3, 40))
    await advanceUntil(clock, () => learned.length > 0)
    const market = await telltale.valuations.market()
    expect(market).toMatchObject({ isLearned: true, listings: 40, report: { accepted: 40, refused: {} } })
    expect(market.learnedAt).toBeLessThanOrEqual(clock.now())
    expect(market.nextAt).toBeGreaterThan(clock.now())
    const { market: valued, value } = await telltale.valuations.value(first?.id ?? '')
    expect(valued).toMatchObject({ priceLevel: 'asking', level: 0.8 })
    expect(Number(value?.value.amount)).toBeGreaterThan(19_000)
    expect(Number(value?.value.amount)).toBeLessThan(22_000)
    expect(value?.interval).toBeDefined()
    expect(value?.source.name).toBe('market of 40 listings')
  })

  it('values no car that is nothing like its own, and says why', async () => {
    const { telltale } = await startWithMarket(40)
    const lada = { make: 'Lada', model: 'Niva', year: 2015 }
    const { market, value } = await telltale.valuations.value(lada)
    expect(market?.abstained?.reason).toMatch(/only 0 of its model.*at least 3/)
    expect(value).toBeUndefined()
  })

  it('is there after a restart, with nothing learned again', async () => {
    const storage = memoryStorage()
    const { telltale, learned } = await startWithMarket(240, storage)
    const before = await telltale.valuations.value(mustang)
    await telltale.close()
    const again = startProcess(storage)
    await again.telltale.start()
    await again.clock.advance(60 * secondMs)
    expect(await again.telltale.valuations.value(mustang)).toEqual(before)
    expect(await again.telltale.valuations.market()).toMatchObject({ learnedAt: learned[0]?.learnedAt })
    expect(again.learned).toEqual([])
  })

  it('is learned again soon after it has doubled, after an hour when it grew, and not when nothing came', async () => {
    const { telltale, clock, learned } = await startWithMarket(40)
    await observe(telltale, carsNumbered(41, 90))
    await advanceUntil(clock, () => learned.length === 2)
    expect(learned[1]).toMatchObject({ listings: 90 })
    await observe(telltale, carsNumbered(91, 120))
    await clock.advance(hourMs / 2)
    expect(learned).toHaveLength(2)
    await clock.advance(hourMs / 2)
    await advanceUntil(clock, () => learned.length === 3)
    await clock.advance(hourMs + secondMs)
    expect(learned).toHaveLength(3)
    // Nothing is kept of what it was before.
    expect(await countRows(telltale, 'market_parts')).toBe(learned[2]?.parts)
  })

  it('has the listings of another currency in a market of their own', async () => {
    const { telltale, clock, learned } = await startWithMarket(40)
    const inEuro = carsNumbered(1, 40).map((car) => ({
      ...car,
      source: 'eu',
      price: { amount: String(car.price?.amount), currency: 'EUR' },
    }))
    await observe(telltale, inEuro)
    await advanceUntil(clock, () => learned.some(({ segment }) => segment === 'EUR asking'))
    expect(await telltale.valuations.market({ currency: 'EUR' })).toMatchObject({ listings: 40 })
    const { value } = await telltale.valuations.value({
      ...mustang,
      price: { amount: '1000.00', currency: 'EUR' },
    })
    expect(value?.value.currency).toBe('EUR')
  })

  it('is learned by one of several processes', async () => {
    const storage = memoryStorage()
    const processes = [startProcess(storage), startProcess(storage)]
    for (const { telltale } of processes) await telltale.start()
    for (const { telltale } of processes) await observe(telltale, carsNumbered(1, 60))
    const all = () => processes.flatMap(({ learned }) => learned)
    for (let second = 0; second < 8; second++)
      for (const { clock } of processes) await clock.advance(secondMs)
    const [one] = processes
    await advanceUntil(one?.clock as TestClock, () => all().length > 0)
    for (const { clock } of processes) await clock.advance(30 * secondMs)
    expect(all()).toHaveLength(1)
    const values = await Promise.all(processes.map(({ telltale }) => telltale.valuations.value(mustang)))
    expect(values[0]).toEqual(values[1])
  })

  it('is learned by another process when the first one dies while it stores it', async () => {
    const storage = memoryStorage()
    let isHeld = false
    let release = () => {}
    const dying = startProcess(
      holding(storage, 'market_parts', async () => {
        isHeld = true
        await new Promise<void>((resolve) => {
          release = resolve
        })
      }),
    )
    await dying.telltale.start()
    await observe(dying.telltale, carsNumbered(1, 60))
    await advanceUntil(dying.clock, () => isHeld)
    const other = startProcess(storage)
    await other.clock.advance(dying.clock.now() - other.clock.now())
    await other.telltale.start()
    await advanceUntil(other.clock, () => other.learned.length > 0)
    release()
    await dying.clock.advance(30 * secondMs)
    expect(dying.learned).toEqual([])
    expect(await countRows(other.telltale, 'market_parts')).toBe(other.learned[0]?.parts)
    expect(await other.telltale.valuations.market()).toMatchObject({ isLearned: true, listings: 60 })
  })

  it('goes with its owner, and moves with a backup', async () => {
    const { telltale } = await startWithMarket(40)
    const chunks: Uint8Array[] = []
    for await (const chunk of telltale.backup.export()) chunks.push(chunk)
    const { telltale: second } = startTelltale({ storage: memoryStorage() })
    await second.backup.import(() => Readable.from(chunks))
    const value = await telltale.valuations.value(mustang)
    expect(await second.valuations.value(mustang)).toEqual(value)
    expect(await telltale.privacy.erase('default')).toMatchObject({ markets: 1, vehicles: 40 })
    expect(await telltale.valuations.value(mustang)).toMatchObject({ notYet: { listings: 0, needed: 3 } })
    expect(await countRows(telltale, 'market_parts')).toBe(0)
  })
})

describe('valuations by sources', () => {
  it('join the market, are asked once while they are fresh, and name what is missing', async () => {
    const good = guide('blue-book', blueBook)
    const ignorant = guide('ignorant', undefined)
    const down = guide('down', new AdapterError('it is down'))
    const adapters = [good.adapter, ignorant.adapter, down.adapter]
    const { telltale, clock } = await startWithMarket(40, memoryStorage(), ...adapters)
    const [vehicle] = (await telltale.vehicles.list()).items
    const { id = '' } = vehicle ?? {}
    expect((await telltale.valuations.value(id)).sources).toEqual([])
    expect(good.asked).toEqual([])

    const found = await telltale.valuations.value(id, { sources: true })
    expect(found.sources).toEqual([{ ...blueBook, adapter: 'blue-book', at: clock.now() }])
    expect(found.value?.parts.map(({ source }) => source.name)).toEqual([
      'market of 40 listings',
      'Blue Book',
    ])
    const car = '2018 Ford Mustang GT'
    expect(found.missing).toEqual([{ adapter: 'down', what: 'valuation', code: 'ADAPTER_FAILED', car }])
    expect(good.asked).toEqual([
      { make: 'Ford', model: 'Mustang', year: 2018, trim: 'GT', mileageMiles: vehicle?.mileageMiles },
    ])

    await clock.advance(hourMs)
    expect((await telltale.valuations.value(id, { sources: true })).sources).toEqual(found.sources)
    expect([good, ignorant, down].map(({ asked }) => asked.length)).toEqual([1, 1, 2])
    clock.jump(24 * hourMs)
    await telltale.valuations.value(id, { sources: true })
    expect([good, ignorant, down].map(({ asked }) => asked.length)).toEqual([2, 2, 3])
  })

  it('value a car before there is a market', async () => {
    const { telltale } = startProcess(memoryStorage(), guide('blue-book', blueBook).adapter)
    const found = await telltale.valuations.value(mustang, { sources: true })
    expect(found).toMatchObject({ notYet: { listings: 0, needed: 3 }, value: { value: blueBook.value } })
  })

  it('are gone before their terms want it, and asked again', async () => {
    const edmunds = guide('edmunds', blueBook, { keepFor: '6h' })
    const { telltale, clock } = startProcess(memoryStorage(), edmunds.adapter)
    await telltale.start()
    const [kept] = (await telltale.valuations.value(mustang, { sources: true })).sources
    expect(kept?.keptUntil).toBe(clock.now() + 6 * hourMs)
    for (let minute = 0; minute < 6 * 60; minute += 5) await clock.advance(5 * 60 * secondMs)
    expect(await countRows(telltale, 'valuations')).toBe(0)
    await telltale.valuations.value(mustang, { sources: true })
    expect(edmunds.asked).toHaveLength(2)
  })

  it('bring research on the market and on the region, in words with citations, when it is asked for', async () => {
    const questions: string[] = []
    const citations = [{ name: 'prices.example', url: 'https://prices.example/' }]
    const research: Adapter = {
      specVersion: 1,
      id: 'research',
      insights: {
        research: async (question) => {
          questions.push(question)
          return { text: 'They sell fast.', citations }
        },
      },
    }
    const { telltale, clock } = startProcess(memoryStorage(), research)
    expect((await telltale.valuations.value(mustang)).insights).toEqual([])
    const { insights } = await telltale.valuations.value({ ...mustang, zip: '60601' }, { insights: true })
    const insight = { text: 'They sell fast.', citations, adapter: 'research', at: clock.now() }
    expect(insights).toEqual([
      { ...insight, about: 'market' },
      { ...insight, about: 'region' },
    ])
    expect(questions[0]).toContain('2018 Ford Mustang GT')
    expect(questions[1]).toContain('60601')
  })

  it.each<[string, unknown, object?]>([
    ['a car without a model', { make: 'Ford', year: 2018 }],
    ['a mileage of text', { ...mustang, mileageMiles: '24,000' }],
    ['a ZIP code of letters', { ...mustang, zip: 'sixty' }],
    ['an unknown option', mustang, { source: true }],
  ])('refuse %s', async (_what, car, options = {}) => {
    const { telltale } = startProcess(memoryStorage())
    await expect(telltale.valuations.value(car as never, options)).rejects.toMatchObject({
      code: 'VALIDATION',
    })
  })
})

/** Counts the rows of a table, by a backup. */
async function countRows(telltale: Telltale, table: string): Promise<number> {
  let text = ''
  for await (const chunk of telltale.backup.export()) text += Buffer.from(chunk).toString()
  return text.split('\n').filter((line) => line.includes(`"name":"${table}"`)).length
}

/** Wraps a storage so that a write to one of its collections waits first. */
function holding(storage: Storage, name: string, wait: () => Promise<void>): Storage {
  return new Proxy(storage, {
    get: (target, member) => {
      const value: unknown = Reflect.get(target, member)
      if (member === 'collection')
        return (definition: { name: string }) => {
          const collection = target.collection(definition as never)
          if (definition.name !== name) return collection
          return {
            ...bound(collection),
            write: async (operations: never) => {
              await wait()
              return collection.write(operations)
            },
          }
        }
      return typeof value === 'function' ? value.bind(target) : value
    },
  })
}

const bound = (collection: object): object =>
  Object.fromEntries(
    ['write', 'get', 'page', 'count', 'claim', 'delete'].map((name) => [
      name,
      (Reflect.get(collection, name) as (...given: unknown[]) => unknown).bind(collection),
    ]),
  )
