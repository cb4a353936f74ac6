import { kbb } from '@telltale/adapters/kbb'
import { type BudgetOptions, type Telltale, TelltaleError } from '@telltale/core'
import type { Adapter, AdapterBudget } from '@telltale/core/ports'
import { defined } from '@telltale/core/ports'
import { type TestClock, testClock } from '@telltale/core/testing'
import { memoryStorage } from '@telltale/storage-memory'
import { describe, expect, it } from 'vitest'
import { startTelltale } from './start.js'
import { Target } from './target.js'

const dayMs = 86_400_000
const hourMs = 3_600_000

/** A source that charges for what it is asked, on a server that counts. */
async function startPaid({
  budget = {},
  budgets = { paceFrom: 1 },
  storage = memoryStorage(),
}: {
  budget?: AdapterBudget
  budgets?: BudgetOptions
  storage?: ReturnType<typeof memoryStorage>
}) {
  const target = await Target.start()
  const paid: Adapter = { specVersion: 1, id: 'paid', specs: { find: async () => undefined }, budget }
  const clock = testClock()
  const { telltale } = startTelltale({ storage, adapters: [paid], budgets, clock })
  const call = (costUsd?: number) => ask(telltale, target.url, costUsd)
  return { target, telltale, clock, call, storage, paid }
}

const ask = (telltale: Telltale, url: string, costUsd?: number) =>
  telltale.ask('paid', ({ http }) => http.get(url, { trust: 'configured', ...defined({ costUsd }) }))

/** Makes calls one after the other; counts those that pass, and returns the last refusal. */
async function callTimes(call: () => Promise<unknown>, times: number) {
  let done = 0
  let refusal: TelltaleError | undefined
  for (let time = 0; time < times; time++)
    await call().then(
      () => done++,
      (error) => {
        refusal = error
      },
    )
  return { done, refusal }
}

describe('a budget', () => {
  it('lets no call more through than it says, refuses before the call, and says when to come again', async () => {
    const { target, call, clock } = await startPaid({ budget: { callsPerDay: 3 } })
    const { done, refusal } = await callTimes(call, 5)
    expect([done, target.requests]).toEqual([3, 3])
    const tomorrow = Date.UTC(2026, 0, 2)
    expect(refusal).toMatchObject({ code: 'BUDGET_EXCEEDED', status: 429, retryAt: tomorrow })
    expect(refusal?.message).toMatch(/'paid' has used 3 calls of 3 calls a day; wait until 2026-01-02T00:00/)
    await clock.advanceTo(tomorrow)
    expect((await callTimes(call, 5)).done).toBe(3)
  })

  it('counts money, by what each call costs', async () => {
    const { call, telltale } = await startPaid({ budget: { usdPerMonth: 1, costPerCallUsd: 0.1 } })
    expect((await callTimes(() => call(0.25), 3)).done).toBe(3)
    const { done, refusal } = await callTimes(call, 5)
    expect(done).toBe(2)
    expect(refusal?.message).toMatch(/0\.95 USD of 1 USD a month/)
    const uses = await telltale.budgets.status()
    expect(uses).toContainEqual(
      expect.objectContaining({ adapter: 'paid', measure: 'usd', period: 'month', used: 0.95, limit: 1 }),
    )
    expect(uses).toContainEqual({
      adapter: 'paid',
      measure: 'calls',
      period: 'day',
      used: 5,
      resetsAt: Date.UTC(2026, 0, 2),
    })
  })

  it('has a ceiling for all sources together, and counts nothing of a call that it refuses', async () => {
    const { call, telltale } = await startPaid({
      budget: { costPerCallUsd: 0.1 },
      budgets: { total: { usdPerMonth: 0.3 }, paceFrom: 1 },
    })
    const { done, refusal } = await callTimes(call, 6)
    expect(done).toBe(3)
    expect(refusal?.message).toMatch(/all sources together has used 0\.3 USD of 0\.3 USD a month/)
    const calls = (await telltale.budgets.status()).filter(({ measure }) => measure === 'calls')
    expect(calls.map(({ adapter, used }) => [adapter, used])).toEqual([
      ['paid', 3],
      ['paid', 3],
    ])
  })

  it('is the same after a restart, and in a second Telltale on the same storage', async () => {
    const { call, telltale, paid, clock, storage, target } = await startPaid({ budget: { callsPerDay: 4 } })
    expect((await callTimes(call, 3)).done).toBe(3)
    const second = startTelltale({ storage, adapters: [paid], budgets: { paceFrom: 1 }, clock })
    expect((await callTimes(() => ask(second.telltale, target.url), 3)).done).toBe(1)
    expect((await telltale.budgets.status())[0]).toMatchObject({ used: 4, limit: 4 })
  })

  it('is what the host says where the host says something', async () => {
    const { call } = await startPaid({
      budget: { callsPerDay: 2, callsPerMonth: 3 },
      budgets: { adapters: { paid: { callsPerDay: 100 } }, paceFrom: 1 },
    })
    const { done, refusal } = await callTimes(call, 5)
    expect(done).toBe(3)
    expect(refusal?.message).toMatch(/3 calls a month.*budgets\.adapters\['paid'\]\.callsPerMonth/)
  })

  it('takes back a call that found nobody there', async () => {
    const { telltale } = await startPaid({ budget: { callsPerDay: 1 } })
    for (let time = 0; time < 3; time++)
      await expect(ask(telltale, 'http://127.0.0.1:1/')).rejects.toThrow(/connection refused/)
    expect((await telltale.budgets.status())[0]?.used).toBe(0)
  })

  it('begins its day at midnight of the time zone that the host names', async () => {
    const { call, telltale, clock } = await startPaid({
      budget: { callsPerDay: 1 },
      budgets: { timeZone: 'America/New_York', paceFrom: 1 },
    })
    // The first of January, 00:00 UTC, is 19:00 of the day before in New York.
    const [day, month] = await telltale.budgets.status()
    expect([day?.resetsAt, month?.resetsAt]).toEqual([Date.UTC(2026, 0, 1, 5), Date.UTC(2026, 0, 1, 5)])
    expect((await callTimes(call, 2)).done).toBe(1)
    await clock.advance(5 * hourMs)
    expect((await callTimes(call, 2)).done).toBe(1)
  })

  it('counts nothing for a source that has none', async () => {
    const { telltale } = startTelltale()
    expect(await telltale.budgets.status()).toEqual([])
  })

  it.each([
    [{ adapters: { payed: { callsPerDay: 1 } } }, /budgets\.adapters\['payed'\]: no adapter has this id/],
    [{ timeZone: 'Mars/Phobos' }, /budgets\.timeZone: expected a time zone/],
    [{ paceFrom: 2 }, /budgets\.paceFrom/],
    [{ total: { usdPerMonth: -1 } }, /budgets\.total\.usdPerMonth/],
    [{ totals: {} }, /unknown option 'totals'/],
  ])('refuses %j', async (budgets, message) => {
    await expect(startPaid({ budgets: budgets as BudgetOptions })).rejects.toThrow(message)
  })
})

describe('a budget of lookups', () => {
  const camry = { make: 'Toyota', model: 'Camry', year: 2012, vin: '4T1BF1FK8CU030085', zip: '30303' }

  /** Kelley Blue Book on a server of this machine, whose answers to paths a test may replace. */
  async function startKbb(budgets: BudgetOptions = { paceFrom: 1 }) {
    const target = await Target.start()
    const json = {
      vin: { vinResults: [{ vehicleId: 7 }] },
      vehicleoptions: { items: [] },
      values: { prices: [{ priceTypeId: 2, configuredValue: 21_850 }] },
    }
    const answer: Target['answer'] = (response, path) => {
      const name = /^\/vehicle\/(\w+)/.exec(path)?.[1] as keyof typeof json
      response.setHeader('content-type', 'application/json').end(JSON.stringify(json[name]))
    }
    target.answer = answer
    const book = kbb({ apiKey: 'key', baseUrl: target.url })
    const { telltale } = startTelltale({ adapters: [book], budgets })
    let mileageMiles = 1_000
    const lookUp = (vin = camry.vin) =>
      telltale.ask('kbb', (context) =>
        book.valuations?.value({ ...camry, vin, mileageMiles: ++mileageMiles }, context),
      )
    return { target, telltale, lookUp, answer }
  }

  it('lets as many pass as it says and refuses the next, whatever number of calls each takes', async () => {
    const { target, telltale, lookUp } = await startKbb({
      adapters: { kbb: { lookupsPerDay: 50 } },
      paceFrom: 1,
    })
    const { done, refusal } = await callTimes(() => lookUp(), 51)
    expect(done).toBe(50)
    expect(refusal).toMatchObject({ code: 'BUDGET_EXCEEDED', status: 429 })
    expect(refusal?.message).toMatch(/'kbb' has used 50 lookups of 50 lookups a day/)
    // The VIN and its options are cached, so that each further value takes one call.
    expect(target.requests).toBe(52)
    expect((await telltale.budgets.status())[0]).toMatchObject({ measure: 'lookups', used: 50, limit: 50 })
  })

  it('counts one for all calls and retries of a lookup, and none where the cache has the answer', async () => {
    const { target, telltale, lookUp, answer } = await startKbb({
      adapters: { kbb: { lookupsPerDay: 2 } },
      paceFrom: 1,
    })
    const used = async () => (await telltale.budgets.status()).map(({ measure, used }) => [measure, used])
    target.answer = (response, path) => {
      target.answer = answer
      response.writeHead(503, { 'retry-after': '0' }).end(path)
    }
    await lookUp()
    expect(target.requests).toBe(4)
    expect(await used()).toContainEqual(['lookups', 1])
    expect(await used()).toContainEqual(['calls', 4])
    target.answer = (response) => response.writeHead(404).end()
    expect(await lookUp('WAUZZZ8K9BA123456')).toBeUndefined()
    await expect(lookUp('WAUZZZ8K9BA123456')).rejects.toMatchObject({ code: 'BUDGET_EXCEEDED' })
    expect(target.requests).toBe(5)
  })

  it('refuses the calls beside the first of a refused lookup, and takes back one that reached nobody', async () => {
    const { telltale } = await startPaid({ budget: { lookupsPerDay: 1 } })
    const lookup = {}
    const call = (url: string) =>
      telltale.ask('paid', ({ http }) => http.get(url, { trust: 'configured', lookup }))
    await expect(call('http://127.0.0.1:1/')).rejects.toThrow(/connection refused/)
    expect((await telltale.budgets.status())[0]).toMatchObject({ measure: 'lookups', used: 0 })
    const target = await Target.start()
    const beside = await Promise.all([call(`${target.url}a`), call(`${target.url}b`)])
    expect(beside.map(({ status }) => status)).toEqual([200, 200])
    const refused = {}
    const asked = ['c', 'd'].map((path) =>
      telltale.ask('paid', ({ http }) =>
        http.get(target.url + path, { trust: 'configured', lookup: refused }),
      ),
    )
    for (const { status } of await Promise.allSettled(asked)) expect(status).toBe('rejected')
    expect(target.requests).toBe(2)
  })

  it('is estimated beside the calls, by the calls that a lookup takes', async () => {
    const { telltale } = await startKbb()
    const { adapters } = telltale.budgets.estimate([{ adapter: 'kbb', every: '12h', items: 300 }])
    const expected = { lookupsPerDay: 600, callsPerDay: 1_800, exceededLimits: ['lookupsPerDay'] }
    expect(adapters).toEqual([expect.objectContaining({ adapter: 'kbb', ...expected })])
  })
})

describe('pacing', () => {
  it('spreads what is left over the rest of the day from 80 % on', async () => {
    const { call, clock } = await startPaid({ budget: { callsPerDay: 10 }, budgets: {} })
    const noon = clock.now() + dayMs / 2
    await clock.advanceTo(noon)
    const { done, refusal } = await callTimes(call, 10)
    expect(done).toBe(8)
    expect(refusal?.message).toMatch(/what is left is spread over the day/)
    // Two calls are left for half a day: one now, and one six hours later.
    await clock.advance(1)
    expect((await callTimes(call, 3)).done).toBe(1)
    const { retryAt } = (await callTimes(call, 1)).refusal as unknown as { retryAt: number }
    expect(Math.abs(retryAt - (noon + 6 * hourMs))).toBeLessThanOrEqual(1)
    await clock.advanceTo(retryAt - 1_000)
    expect((await callTimes(call, 3)).done).toBe(0)
    await clock.advanceTo(retryAt)
    expect((await callTimes(call, 3)).done).toBe(1)
    expect((await callTimes(call, 1)).refusal).toMatchObject({ retryAt: noon + dayMs / 2 })
  })

  it('lets all of a budget be used by the end of the day', async () => {
    const { call, clock, target } = await startPaid({ budget: { callsPerDay: 20 }, budgets: {} })
    for (let hour = 0; hour < 24; hour++) {
      await callTimes(call, 20)
      await clock.advance(hourMs)
    }
    expect(target.requests).toBe(20)
  })
})

describe('events of budgets', () => {
  const heard = (telltale: Telltale) => {
    const shares: [string | undefined, string, number][] = []
    telltale.on('budget:reached', ({ adapter, period, share }) => void shares.push([adapter, period, share]))
    return shares
  }

  it('come at 50, 80 and 100 %, once each in a period, whichever process makes the call', async () => {
    const { call, telltale, paid, clock, storage, target } = await startPaid({ budget: { callsPerDay: 10 } })
    const second = startTelltale({ storage, adapters: [paid], budgets: { paceFrom: 1 }, clock })
    const shares = heard(telltale)
    const elsewhere = heard(second.telltale)
    for (let time = 0; time < 12; time++) {
      await callTimes(call, 1)
      await callTimes(() => ask(second.telltale, target.url), 1)
    }
    expect([...shares, ...elsewhere].map(([, , share]) => share).toSorted()).toEqual([0.5, 0.8, 1])
    await clock.advance(dayMs)
    await callTimes(call, 5)
    expect(shares.at(-1)).toEqual(['paid', 'day', 0.5])
  })

  it('come together where one call passes several shares', async () => {
    const { call, telltale } = await startPaid({ budget: { usdPerDay: 1, costPerCallUsd: 0.9 } })
    const shares = heard(telltale)
    await call()
    expect(shares).toEqual([
      ['paid', 'day', 0.5],
      ['paid', 'day', 0.8],
    ])
  })
})

describe('a source that fails', () => {
  const failing = async (clock: TestClock, telltale: Telltale, url: string, times: number) => {
    for (let time = 0; time < times; time++) await ask(telltale, url).catch(() => undefined)
    await clock.advance(0)
  }

  it('is critical once so many of its calls failed within an hour', async () => {
    const { target, telltale, clock } = await startPaid({ budget: { failuresPerHour: 3 } })
    const messages: string[] = []
    telltale.on('source:critical', ({ message, failures }) => void messages.push(`${failures}: ${message}`))
    target.answer = (response) => response.writeHead(401).end()
    await failing(clock, telltale, target.url, 2)
    expect(messages).toEqual([])
    await failing(clock, telltale, target.url, 5)
    expect(messages).toEqual(['3: it answered with status 401'])
    await clock.advance(hourMs)
    await failing(clock, telltale, 'http://127.0.0.1:1/', 3)
    expect(messages[1]).toMatch(/^3: could not reach 127\.0\.0\.1:1/)
  })

  it('is not, for answers that are no failures of its own', async () => {
    const { target, telltale, clock } = await startPaid({ budget: { failuresPerHour: 1 } })
    const critical: string[] = []
    telltale.on('source:critical', ({ adapter }) => void critical.push(adapter))
    target.answer = (response) => response.writeHead(404).end()
    await failing(clock, telltale, target.url, 3)
    expect(critical).toEqual([])
  })
})

describe('an estimate', () => {
  it('adds up the calls and costs of a watch list, and names the limits that it would exceed', async () => {
    const { telltale } = await startPaid({
      budget: { callsPerDay: 1_000, costPerCallUsd: 0.01 },
      budgets: { total: { usdPerMonth: 200 } },
    })
    const fitting = telltale.budgets.estimate([{ adapter: 'paid', every: '6h', items: 100 }])
    expect(fitting.isWithinLimits).toBe(true)
    expect(fitting.total).toMatchObject({ callsPerDay: 400, callsPerMonth: 12_400, exceededLimits: [] })
    expect([fitting.total.usdPerDay, fitting.total.usdPerMonth]).toEqual([4, 124])
    const greedy = telltale.budgets.estimate([
      { adapter: 'paid', every: '6h', items: 100 },
      { adapter: 'paid', every: '1h', items: 10, calls: 4, costUsd: 0.005 },
    ])
    expect(greedy.isWithinLimits).toBe(false)
    expect(greedy.adapters).toEqual([
      expect.objectContaining({ adapter: 'paid', callsPerDay: 1_360, exceededLimits: ['callsPerDay'] }),
    ])
    expect(greedy.total.exceededLimits).toEqual(['usdPerMonth'])
  })

  it('rejects an adapter that is not there', async () => {
    const { telltale } = await startPaid({})
    expect(() => telltale.budgets.estimate([{ adapter: 'free', every: '1h' }])).toThrow(
      /\[0\]\.adapter: no adapter with a budget is called "free"; those with one: paid/,
    )
    expect(telltale.budgets.estimate([])).toMatchObject({ isWithinLimits: true, adapters: [] })
  })
})

it('names the adapters there are when another one is asked', async () => {
  const { telltale } = await startPaid({})
  await expect(telltale.ask('free', () => 1)).rejects.toThrow(
    /no adapter is called 'free'; there are: 'paid'/,
  )
  await expect(telltale.ask('free', () => 1)).rejects.toSatisfy(TelltaleError.is)
})
