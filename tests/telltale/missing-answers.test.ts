import { carquery } from '@telltale/adapters/carquery'
import { marketcheck } from '@telltale/adapters/marketcheck'
import type { BudgetOptions, MissingAnswer } from '@telltale/core'
import type { Adapter } from '@telltale/core/ports'
import { describe, expect, it } from 'vitest'
import { startTelltale } from './start.js'
import { Target } from './target.js'

const cars = [
  { make: 'Chevrolet', model: 'Corvette', year: 2023 },
  { make: 'Ford', model: 'Mustang', year: 2023 },
]
const names = ['2023 Chevrolet Corvette', '2023 Ford Mustang']

/** Rows of US cars, whose power is in hp whatever the member says. */
const trim = { model_year: '2023', model_sold_in_us: '1', model_lkm_city: '16', model_lkm_hwy: '24' }
const trims = [
  {
    ...trim,
    model_id: '1',
    model_make_id: 'chevrolet',
    model_name: 'Corvette',
    model_engine_power_ps: '495',
  },
  { ...trim, model_id: '2', model_make_id: 'ford', model_name: 'Mustang', model_engine_power_ps: '450' },
]
const price = { num_found: 9, listings: [], stats: { price: { count: 9, median: 50_000 } } }

/** CarQuery on a server of this machine. */
async function trimsServer() {
  const query = await Target.start()
  query.answer = (response) => response.end(JSON.stringify({ Trims: trims }))
  return query
}

/** Both services on servers of this machine, before a further source of each capability. */
async function startServices({
  budgets = { paceFrom: 1 },
  further = [],
}: {
  budgets?: BudgetOptions
  further?: readonly Adapter[]
}) {
  const [query, market] = [await trimsServer(), await Target.start()]
  market.answer = (response) => response.end(JSON.stringify(price))
  const adapters = [
    carquery({ baseUrl: query.url }),
    marketcheck({ apiKey: 'key', baseUrl: market.url }),
    ...further,
  ]
  const { telltale } = startTelltale({ adapters, budgets })
  return { query, market, telltale }
}

const ofBoth = (adapter: string, what: MissingAnswer['what'], code: MissingAnswer['code']) =>
  names.map((car) => ({ adapter, what, code, car }))

const isDown: Target['answer'] = (response) => response.writeHead(500).end()

describe('a battle answers what is known', () => {
  it('where every source answers, and lists nothing then', async () => {
    const { telltale } = await startServices({})
    const battle = await telltale.battles.fight({ cars })
    expect(battle).not.toHaveProperty('missing')
    expect(battle.entries.map(({ specs }) => specs?.horsepower?.value)).toEqual([495, 450])
  })

  it('where MarketCheck is down', async () => {
    const { telltale, market } = await startServices({})
    market.answer = isDown
    const battle = await telltale.battles.fight({ cars })
    expect(battle.missing).toEqual(ofBoth('marketcheck', 'valuation', 'ADAPTER_FAILED'))
    expect(battle.winner).toBe(names[0])
    expect(await telltale.battles.get(battle.id)).toEqual(battle)
  })

  it('where MarketCheck is over its budget', async () => {
    const { telltale, market } = await startServices({
      budgets: { adapters: { marketcheck: { callsPerMonth: 0 } } },
    })
    const battle = await telltale.battles.fight({ cars })
    expect(battle.missing).toEqual(ofBoth('marketcheck', 'valuation', 'BUDGET_EXCEEDED'))
    expect([battle.winner, market.requests]).toEqual([names[0], 0])
  })

  it('where CarQuery is down', async () => {
    const { telltale, query } = await startServices({})
    query.answer = isDown
    const { missing, entries } = await telltale.battles.fight({ cars })
    expect(missing).toEqual(ofBoth('carquery', 'specs', 'ADAPTER_FAILED'))
    expect(entries.map(({ valuation }) => valuation?.value.amount)).toEqual(['50000.00', '50000.00'])
  })

  it('where CarQuery is over its budget, or does not know the cars', async () => {
    const spent = await startServices({ budgets: { adapters: { carquery: { callsPerDay: 0 } } } })
    const over = await spent.telltale.battles.fight({ cars })
    expect(over.missing).toEqual(ofBoth('carquery', 'specs', 'BUDGET_EXCEEDED'))
    const { telltale, query } = await startServices({})
    query.answer = (response) => response.end('{"Trims":[]}')
    const unknown = await telltale.battles.fight({ cars })
    expect(unknown.missing).toEqual(ofBoth('carquery', 'specs', 'NOT_FOUND'))
  })

  it('and asks the next source in order, whatever the first fails with', async () => {
    const source = { name: 'next' }
    const next: Adapter = {
      specVersion: 1,
      id: 'next',
      specs: { find: async (car) => ({ ...car, horsepower: { value: 300, source } }) },
      valuations: { value: async () => ({ value: { amount: '20000.00', currency: 'USD' }, source }) },
    }
    const { telltale, query, market } = await startServices({ further: [next] })
    query.answer = isDown
    market.answer = isDown
    const { missing = [], entries } = await telltale.battles.fight({ cars })
    expect(entries[0]).toMatchObject({ specs: { horsepower: { value: 300 } }, valuation: { source } })
    expect(new Set(missing.map(({ adapter, code }) => `${adapter} ${code}`))).toEqual(
      new Set(['carquery ADAPTER_FAILED', 'marketcheck ADAPTER_FAILED']),
    )
  })

  it('and passes over a source that answers in another form than it should', async () => {
    const source = { name: 'odd' }
    const odd = (specs: object, valuation: object): Adapter => ({
      specVersion: 1,
      id: 'odd',
      specs: { find: async (car) => ({ ...car, ...specs }) },
      valuations: { value: async () => ({ source, ...valuation }) as never },
    })
    for (const [specs, valuation] of [
      [{ horsepower: { value: Number.NaN, source } }, { value: { amount: 'many', currency: 'USD' } }],
      [{ horsepower: 495 }, {}],
    ] as const) {
      const adapters = [odd(specs, valuation), carquery({ baseUrl: (await trimsServer()).url })]
      const battle = await startTelltale({ adapters }).telltale.battles.fight({ cars })
      expect(battle.entries.map(({ specs }) => specs?.horsepower?.value)).toEqual([495, 450])
      expect(new Set(battle.missing?.map(({ adapter, what, code }) => `${adapter} ${what} ${code}`))).toEqual(
        new Set(['odd specs ADAPTER_FAILED', 'odd valuation ADAPTER_FAILED']),
      )
    }
  })

  it('and makes one value of what several sources say, with how it weighed them', async () => {
    const valuing = (id: string, amount: string, currency = 'USD'): Adapter => ({
      specVersion: 1,
      id,
      valuations: { value: async () => ({ value: { amount, currency }, source: { name: id }, error: 0.05 }) },
    })
    const { telltale } = startTelltale({
      adapters: [
        valuing('KBB', '20000.00'),
        valuing('Edmunds', '20200.00'),
        valuing('mobile', '9000.00', 'EUR'),
      ],
    })
    const [entry] = (await telltale.battles.fight({ cars })).entries
    expect(entry?.valuation).toMatchObject({
      source: { name: 'KBB, Edmunds' },
      // The geometric mean, since both errors are the same.
      value: { amount: '20099.75', currency: 'USD' },
      parts: [{ weight: 0.5 }, { weight: 0.5 }],
    })
  })

  it('and rejects only where no source knows anything of a car', async () => {
    const { telltale, query, market } = await startServices({})
    query.answer = isDown
    market.answer = isDown
    await expect(telltale.battles.fight({ cars })).rejects.toMatchObject({ code: 'ADAPTER_FAILED' })
    expect((await telltale.battles.list()).items).toEqual([])
  })
})
