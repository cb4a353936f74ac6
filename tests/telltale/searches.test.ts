import { AdapterError, BudgetError, type Search, type TelltaleEvents } from '@telltale/core'
import { memoryStorage } from '@telltale/storage-memory'
import { describe, expect, it } from 'vitest'
import { carNumber, carsNumbered, listingSource } from './listing-sources.js'
import { startTelltale } from './start.js'

const vin = '1FA6P8CF5J5100001'

/** Starts a Telltale with sources, whose searches a test runs by hand. */
function start(...sources: ReturnType<typeof listingSource>[]) {
  const storage = memoryStorage()
  const { telltale, clock } = startTelltale({ storage, adapters: sources })
  const events: { name: string; data: unknown }[] = []
  const names = ['vehicle:discovered', 'vehicle:price-changed', 'vehicle:gone'] as const
  for (const name of [...names, 'search:finished', 'search:failed', 'search:critical'] as const)
    telltale.on(name, (data: TelltaleEvents[typeof name]) => void events.push({ name, data }))
  const take = (name: string) => events.filter((event) => event.name === name).map(({ data }) => data)
  return { telltale, clock, storage, take }
}

const idsOf = async (list: AsyncIterable<{ externalId: string }>): Promise<string[]> => {
  const ids: string[] = []
  for await (const { externalId } of list) ids.push(externalId)
  return ids
}

describe('a search', () => {
  it('keeps what it was given, and changes it', async () => {
    const { telltale } = start(listingSource('a'))
    const { searches } = telltale
    const search = await searches.create({
      name: 'Mustangs',
      criteria: { makes: ['Ford'], models: ['Mustang'], yearMin: 2015, locations: ['60601'] },
      cron: { expression: '0 7 * * *', timeZone: 'America/Chicago' },
      destinationZip: '60601',
      buyerState: 'IL',
    })
    expect(await searches.get(search.id)).toEqual(search)
    expect(search).toMatchObject({
      criteria: { radiusMiles: 100, trims: [] },
      deal: { minProfitUsd: 1_000, minConfidence: 0.5, maxRisk: 0.5 },
      paused: false,
      everyMs: 24 * 3_600_000,
    })
    const changed = await searches.update(search.id, { name: 'Ponies', every: '1h', buyerState: null })
    expect(changed).toMatchObject({ name: 'Ponies', everyMs: 3_600_000, criteria: search.criteria })
    expect(changed).not.toHaveProperty('cron')
    expect(changed).not.toHaveProperty('buyerState')
    expect((await searches.pause(search.id)).paused).toBe(true)
    expect((await searches.resume(search.id)).paused).toBe(false)
    await searches.delete(search.id)
    await expect(searches.get(search.id)).rejects.toMatchObject({ code: 'NOT_FOUND' })
  })

  it.each<[string, object, RegExp]>([
    ['a name', { name: '' }, /name/],
    ['a source that is there', { criteria: { sources: ['b'] } }, /criteria\.sources\[0\].*'b'.*'a'/],
    ['one schedule', { every: '1h', cron: { expression: '0 7 * * *' } }, /cron/],
    ['years in order', { criteria: { yearMin: 2020, yearMax: 2010 } }, /yearMin/],
    ['few queries', { criteria: { makes: Array(20).fill('Ford'), models: Array(50).fill('F-150') } }, /200/],
    ['a state', { buyerState: 'XX' }, /buyerState/],
    ['a ZIP code', { destinationZip: '123' }, /destinationZip/],
  ])('wants %s', async (_what, wrong, message) => {
    const { telltale } = start(listingSource('a'))
    await expect(telltale.searches.create({ name: 'Some', ...wrong } as never)).rejects.toThrow(message)
  })

  it('asks each source for each make and model at each place', async () => {
    const source = listingSource('a')
    const { telltale } = start(source)
    const { id } = await telltale.searches.create({
      name: 'Some',
      criteria: {
        makes: ['Ford', 'Toyota'],
        models: ['Mustang', 'Camry'],
        locations: ['60601', '33101'],
        radiusMiles: 50,
        yearMin: 2015,
        priceMax: 30_000,
        mileageMax: 60_000,
      },
    })
    await telltale.searches.run(id)
    const asked = source.queries.map(({ make, model, near }) => `${make} ${model} ${near?.zip}`).toSorted()
    expect(asked).toEqual([
      'Ford Mustang 33101',
      'Ford Mustang 60601',
      'Toyota Camry 33101',
      'Toyota Camry 60601',
    ])
    expect(source.queries[0]).toMatchObject({
      years: { from: 2015 },
      priceUsd: { to: 30_000 },
      mileageMiles: { to: 60_000 },
      near: { radiusMiles: 50 },
    })
  })
})

describe('a run', () => {
  it('stores what is new, notices what changed and what is gone, and tells of each', async () => {
    const source = listingSource('a', carsNumbered(1, 150), carsNumbered(151, 250))
    const { telltale, clock, take } = start(source)
    const { id } = await telltale.searches.create({ name: 'Some' })
    const first = await telltale.searches.run(id)
    expect(first).toMatchObject({ status: 'finished', found: 250, new: 250, changed: 0, gone: 0, errors: [] })
    expect(take('vehicle:discovered')).toHaveLength(250)

    await clock.advance(86_400_000)
    const cheaper = { price: { amount: '18000.00', currency: 'USD' } }
    source.pages = [[...carsNumbered(2, 249), carNumber(250, cheaper), carNumber(251)]]
    const second = await telltale.searches.run(id)
    expect(second).toMatchObject({ found: 250, new: 1, changed: 1, gone: 1 })
    expect(take('vehicle:price-changed')).toMatchObject([
      { vehicle: { externalId: '250' }, from: { amount: '20250.00' }, to: { amount: '18000.00' } },
    ])
    expect(take('vehicle:gone')).toMatchObject([{ vehicle: { externalId: '1', source: 'a' } }])
    const [gone] = (await telltale.vehicles.list({ isActive: false })).items
    expect(gone).toMatchObject({ externalId: '1', goneAt: clock.now(), isActive: false })
    const [cut] = (await telltale.vehicles.list({ priceMax: 19_000 })).items
    const details = await telltale.vehicles.get(cut?.id ?? '')
    expect(details).toMatchObject({ daysOnMarket: 1, linked: [], cuts: [{ from: 20_250, to: 18_000 }] })
    expect(details.vehicle.priceHistory).toMatchObject([
      { price: { amount: '20250.00' } },
      { price: { amount: '18000.00' }, at: clock.now(), changePercent: -11.11 },
    ])

    const { lastRun, lastExecutedAt } = await telltale.searches.get(id)
    expect(lastRun).toMatchObject({ status: 'finished', found: 250, new: 1, changed: 1, gone: 1, refused: 0 })
    expect(lastExecutedAt).toBe(clock.now())
    expect((await telltale.searches.runs(id)).items.map((run) => run.new)).toEqual([1, 250])

    source.pages = [carsNumbered(1, 251)]
    expect(await telltale.searches.run(id)).toMatchObject({ new: 0, changed: 2, gone: 0 })
  })

  it('links the listings of one car across sources, and none of two cars', async () => {
    const a = listingSource('a', [
      carNumber(1, { vin }),
      carNumber(2),
      carNumber(3, { color: 'red', state: 'IL' }),
    ])
    const b = listingSource('b', [
      carNumber(901, { vin, mileageMiles: 20_100 }),
      carNumber(902, { mileageMiles: 93_000 }),
      carNumber(3, { externalId: '903', color: 'red', state: 'IL' }),
    ])
    const { telltale } = start(a, b)
    const { id } = await telltale.searches.create({ name: 'Some' })
    await telltale.searches.run(id)
    const { items } = await telltale.vehicles.list({ limit: 200 })
    const carOf = new Map(items.map(({ externalId, carId }) => [externalId, carId]))
    expect(carOf.get('901')).toBe(carOf.get('1'))
    expect(carOf.get('903')).toBe(carOf.get('3'))
    expect(new Set(carOf.values()).size).toBe(4)
    const listing = items.find(({ externalId }) => externalId === '1')
    const { linked } = await telltale.vehicles.get(listing?.id ?? '')
    expect(linked.map(({ externalId }) => externalId)).toEqual(['901'])
  })

  it('refuses junk with a count, and what the search is not for', async () => {
    const source = listingSource('a', [
      carNumber(1),
      carNumber(2, { make: undefined } as never),
      carNumber(3, { price: { amount: '1234.00', currency: 'USD' } }),
      carNumber(4, { heading: '2018 Ford Mustang $299/mo', price: { amount: '299.00', currency: 'USD' } }),
      carNumber(5, { year: 1700 }),
      { ...carNumber(6), externalId: undefined } as never,
      'no listing' as never,
      carNumber(7, { mileageMiles: 80_000 }),
      carNumber(8, { body: 'pickup' }),
    ])
    const { telltale } = start(source)
    const { id } = await telltale.searches.create({
      name: 'Some',
      criteria: { mileageMax: 50_000, bodies: ['coupe'] },
    })
    expect(await telltale.searches.run(id)).toMatchObject({
      new: 1,
      refused: 6,
      refusals: { 'no-make-or-model': 1, 'no-whole-price': 2, 'year-out-of-range': 1, 'not-a-listing': 2 },
    })
    expect(await idsOf(telltale.vehicles.list({ searchId: id }))).toEqual(['1'])
  })

  it('ends though a source is down, one refuses and one gives garbage, and says so; the rest is complete', async () => {
    const down = listingSource('down', new AdapterError('down: no connection', { retryable: true }))
    const busy = listingSource(
      'busy',
      carsNumbered(1, 10),
      new BudgetError('busy was not called', { retryAt: 0 }),
    )
    const garbage = (number: number) => new AdapterError(`garbage ${number}`)
    const odd = listingSource('odd', carsNumbered(1, 30), garbage(2), carsNumbered(61, 90))
    const fine = listingSource('fine', carsNumbered(1, 90))
    const { telltale, clock, take } = start(down, busy, odd, fine)
    const { id } = await telltale.searches.create({ name: 'Some' })
    const run = await telltale.searches.run(id)
    expect(run).toMatchObject({ status: 'finished', found: 160, new: 160 })
    expect(run.errors.map(({ source, code }) => `${source} ${code}`).toSorted()).toEqual([
      'busy BUDGET_EXCEEDED',
      'down ADAPTER_FAILED',
      'odd INCOMPLETE',
    ])
    // What an incomplete answer lacks is not gone.
    await clock.advance(1_000)
    odd.pages = [carsNumbered(1, 30), garbage(2)]
    fine.pages = [carsNumbered(1, 80)]
    expect(await telltale.searches.run(id)).toMatchObject({ gone: 10 })
    expect(
      take('vehicle:gone').map((event) => (event as { vehicle: { source: string } }).vehicle.source),
    ).toEqual(Array(10).fill('fine'))
  })

  it('fails when no source answers; the fifth failure of an hour needs attention', async () => {
    const { telltale, take } = start(listingSource('a', new AdapterError('down')))
    const { id } = await telltale.searches.create({ name: 'Some' })
    for (let run = 1; run <= 6; run++)
      expect(await telltale.searches.run(id)).toMatchObject({ status: 'failed', found: 0 })
    expect(take('search:failed')).toHaveLength(6)
    expect(take('search:critical')).toMatchObject([{ failures: 5, search: { id } }])
    expect(take('search:finished')).toEqual([])
  })

  it('is cancelled by its signal, and by cancel; a search runs once at a time', async () => {
    const source = listingSource('a', carsNumbered(1, 10), carsNumbered(11, 20))
    const { telltale } = start(source)
    const { searches } = telltale
    const { id } = await searches.create({ name: 'Some' })
    let reach: () => void = () => {}
    source.beforePage = (number) => (number === 2 ? new Promise<void>(() => reach()) : undefined)
    const reached = () => new Promise<void>((resolve) => (reach = resolve))

    const second = reached()
    const abort = new AbortController()
    const aborted = searches.run(id, { signal: abort.signal })
    await second
    await expect(searches.run(id)).rejects.toMatchObject({ code: 'CONFLICT' })
    const [going] = (await searches.runs(id)).items
    expect(going).toMatchObject({ status: 'running', found: 10, progress: { total: 1, done: 0 } })
    abort.abort()
    await expect(aborted).rejects.toMatchObject({ code: 'ABORTED' })
    expect((await searches.runs(id)).items).toMatchObject([{ status: 'cancelled', found: 10 }])

    const again = reached()
    const cancelled = searches.run(id)
    await again
    expect(await searches.cancel(id)).toMatchObject({ status: 'cancelled' })
    await expect(cancelled).rejects.toMatchObject({ code: 'ABORTED' })
    expect(await searches.cancel(id)).toBeUndefined()
    expect((await searches.get(id)).lastRun).toMatchObject({ status: 'cancelled' })
  })

  it('goes on where it was after its process ended, and asks no page twice that is stored', async () => {
    const source = listingSource('a', carsNumbered(1, 10), carsNumbered(11, 20), carsNumbered(21, 30))
    const storage = memoryStorage()
    const first = startTelltale({ storage, adapters: [source] })
    const { id } = await first.telltale.searches.create({ name: 'Some' })
    let goOn: () => void = () => {}
    const second = new Promise<void>((resolve) => {
      const hold = (held: () => void) => {
        goOn = held
        resolve()
      }
      source.beforePage = (number) => (number === 2 ? new Promise<void>(hold) : undefined)
    })
    // A process that is killed, or stands still, leaves its run as it is.
    const lost = first.telltale.searches.run(id)
    await second
    const other = startTelltale({ storage, adapters: [source] })
    await other.clock.advance(60_000)
    source.beforePage = () => {}
    source.asked.length = 0
    const run = await other.telltale.searches.run(id)
    expect(source.asked).toEqual([2, 3])
    expect(run).toMatchObject({ status: 'finished', found: 30, new: 30, errors: [] })
    expect((await other.telltale.searches.runs(id)).items).toHaveLength(1)
    expect(await idsOf(other.telltale.vehicles.list())).toHaveLength(30)
    // One that only stood still has lost its run.
    goOn()
    await expect(lost).rejects.toMatchObject({ code: 'ABORTED' })
    expect((await other.telltale.searches.runs(id)).items).toMatchObject([{ status: 'finished', found: 30 }])
  })

  it('comes by its schedule', async () => {
    const source = listingSource('a', carsNumbered(1, 10))
    const { telltale, clock } = start(source)
    const ended: Search[] = []
    const next = () => new Promise<void>((resolve) => telltale.once('search:finished', () => resolve()))
    telltale.on('search:finished', ({ search }) => void ended.push(search))
    const finished = next()
    const search = await telltale.searches.create({ name: 'Some', every: '10m' })
    await telltale.start()
    await finished
    const again = next()
    await clock.advance(21 * 60_000)
    await again
    expect(ended[0]).toMatchObject({ id: search.id, lastRun: { new: 10 } })
    expect(ended[1]).toMatchObject({ id: search.id, lastRun: { new: 0, found: 10 } })
  })

  it('stores no contact of a seller', async () => {
    const sellers = Array.from({ length: 100 }, (_, at) => {
      const digits = String(1_000 + at)
      return carNumber(at, {
        heading: `2018 Ford Mustang, call Ann (312) 555-${digits} or ann.${digits}@mail.example`,
        features: [`text 312-555-${digits}`],
        color: `red, ann.${digits}@mail.example`,
        attributes: { remark: `ask for Ann, 312.555.${digits}` },
      })
    })
    const { telltale, storage } = start(listingSource('a', sellers))
    const { id } = await telltale.searches.create({ name: 'Some' })
    expect(await telltale.searches.run(id)).toMatchObject({ new: 100 })
    const rows: string[] = []
    for await (const row of storage.dump()) rows.push(JSON.stringify(row))
    expect(rows.length).toBeGreaterThan(200)
    expect(rows.filter((row) => /555[-.]1\d{3}|@mail|Ann\b/.test(row))).toEqual([])
  })
})

describe('vehicles.observe', () => {
  it('records what a browser saw, and links it', async () => {
    const { telltale } = start(listingSource('a', [carNumber(1, { vin })]))
    const { id } = await telltale.searches.create({ name: 'Some' })
    await telltale.searches.run(id)
    const seen = carNumber(77, { source: 'facebook', vin, price: { amount: '17500.00', currency: 'USD' } })
    const { vehicles, ...counts } = await telltale.vehicles.observe(seen)
    expect(counts).toEqual({ new: 1, changed: 0 })
    const [known] = (await telltale.vehicles.list({ source: 'a' })).items
    expect(vehicles).toMatchObject([{ provenance: 'browser', carId: known?.carId, searchIds: [] }])
    expect(await telltale.vehicles.observe([seen])).toMatchObject({ new: 0, changed: 0 })
    // A search that does not ask that source never tells that it is gone.
    expect(await telltale.searches.run(id)).toMatchObject({ gone: 0 })
    await expect(
      telltale.vehicles.observe(carNumber(1, { price: { amount: '1234.00', currency: 'USD' } })),
    ).rejects.toThrow(/\[0\].*whole car/)
  })
})
