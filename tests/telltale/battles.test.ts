import { AdapterError, type FightOptions, NotFoundError } from '@telltale/core'
import type { Adapter } from '@telltale/core/ports'
import { describe, expect, it } from 'vitest'
import { nextEvents, startTelltale } from './start.js'

const corvette = { make: 'Chevrolet', model: 'Corvette', year: 2023 }
const mustang = { make: 'Ford', model: 'Mustang', year: 2023 }
const niva = { make: 'Lada', model: 'Niva', year: 2023 }

describe('a battle', () => {
  it('compares two cars by what the sources know, says why, and is kept', async () => {
    const { telltale } = startTelltale()
    const fought = nextEvents(telltale, 'battle:fought', 1)
    const battle = await telltale.battles.fight({ cars: [corvette, mustang], zip: '75146' })
    // Power, acceleration and torque go to the Corvette; price and power for the money (495 / 67.45 = 7.34 against
    // 450 / 38 = 11.84) to the Mustang.
    expect(battle.winner).toBe('2023 Chevrolet Corvette')
    expect(battle.scoreCard.cars.map(({ points }) => points)).toEqual([3, 2])
    expect(battle.entries[0]?.specs?.horsepower).toMatchObject({ value: 495, source: { name: 'the test' } })
    expect(battle.entries[0]?.valuation?.value).toEqual({ amount: '67450.00', currency: 'USD' })
    expect(await fought).toEqual([{ battle }])
    expect(await telltale.battles.get(battle.id)).toEqual(battle)
    expect((await telltale.battles.list()).items).toEqual([battle])
  })

  it('is analyzed: how firm it is, and what would turn it', async () => {
    const { telltale } = startTelltale()
    const { id } = await telltale.battles.fight({ cars: [corvette, mustang], zip: '75146' })
    const { robustness, dominance, changes } = await telltale.battles.analyze(id)
    expect(robustness.summary).toMatch(/^2023 Chevrolet Corvette wins under \d\d % of plausible weights\.$/)
    expect(dominance).toEqual([])
    expect(changes.map(({ name }) => name)).toEqual(['2023 Ford Mustang'])
    expect(changes[0]?.changes.map(({ name }) => name)).toContain('horsepower')
    // 495 / 67.45 and 450 / 38.
    const money = (await telltale.battles.analyze(id)).valueForMoney
    expect(money.map(({ value, rank }) => [value.toFixed(3), rank])).toEqual([
      ['7.339', 2],
      ['11.842', 1],
    ])
    await expect(telltale.for('ben').battles.analyze(id)).rejects.toBeInstanceOf(NotFoundError)
  })

  it('says what a car gives for the money within the interval of its price, where the source knows one', async () => {
    const usd = (amount: string) => ({ amount, currency: 'USD' })
    const priced: Adapter = {
      specVersion: 1,
      id: 'priced',
      specs: {
        find: async (query) => ({ ...query, horsepower: { value: 400, source: { name: 'priced' } } }),
      },
      valuations: {
        value: async ({ make }) => ({
          value: usd(make === 'Ford' ? '20000.00' : '50000.00'),
          interval: { low: usd(make === 'Ford' ? '16000.00' : '40000.00'), high: usd('50000.00') },
          source: { name: 'priced' },
        }),
      },
    }
    const { telltale } = startTelltale({ adapters: [priced] })
    const { id } = await telltale.battles.fight({ cars: [mustang, corvette] })
    const { valueForMoney } = await telltale.battles.analyze(id)
    expect(valueForMoney[0]).toMatchObject({ value: 20, low: 8, high: 25, surelyBeats: [], frontier: 'open' })

    const other = startTelltale().telltale
    const { id: unpriced } = await other.battles.fight({ cars: [niva, mustang] })
    const known = (await other.battles.analyze(unpriced)).valueForMoney
    expect(known.map(({ name }) => name)).toEqual(['2023 Ford Mustang'])
  })

  it('shows what one side lacks, and does not score it', async () => {
    const { telltale } = startTelltale()
    const { scoreCard, winner } = await telltale.battles.fight({ cars: [niva, mustang] })
    const scored = scoreCard.categories.filter((category) => category.isScored).map(({ id }) => id)
    expect(scored).toEqual(['horsepower'])
    expect(winner).toBe('2023 Ford Mustang')
  })

  it('takes more than two cars, and categories of the host', async () => {
    const { telltale } = startTelltale()
    const power = { id: 'power', label: 'Power', unit: 'hp', better: 'lower', fact: 'horsepower' } as const
    const { winner, categories } = await telltale.battles.fight({
      cars: [corvette, mustang, niva],
      categories: [power],
    })
    expect(winner).toBe('2023 Lada Niva')
    expect(categories).toEqual([power])
  })

  it.each([
    [{ cars: [corvette] }, /cars: expected at least two cars/],
    [{ cars: [corvette, { ...mustang, year: '2023' }] }, /cars\[1\]\.year/],
    [{ cars: [corvette, mustang], zip: '7514' }, /zip: expected a ZIP code of five digits/],
    [{ cars: [corvette, mustang], categories: 'all' }, /categories: expected a list/],
    [{ cars: [corvette, mustang], categories: [] }, /categor/],
    [{ cars: [corvette, corvette] }, /Corvette/],
    [{}, /cars/],
  ])('is refused as %j, and nothing is kept', async (options, message) => {
    const { telltale } = startTelltale()
    const refused = telltale.battles.fight(options as FightOptions)
    await expect(refused).rejects.toThrow(message)
    await expect(refused).rejects.toMatchObject({ code: 'VALIDATION' })
    expect((await telltale.battles.list()).items).toEqual([])
  })

  it('of a car that nobody knows names the car and who was asked', async () => {
    const { telltale } = startTelltale()
    const fight = telltale.battles.fight({ cars: [corvette, { make: 'Tucker', model: '48', year: 1948 }] })
    await expect(fight).rejects.toThrow("no source knows the 1948 Tucker 48; sources asked: 'catalog'")
    await expect(fight).rejects.toBeInstanceOf(NotFoundError)
  })

  it('asks the sources in the order of the host, and fails with what a source failed with where nothing is known', async () => {
    const asked: string[] = []
    const source = (id: string, horsepower?: number): Adapter => ({
      specVersion: 1,
      id,
      specs: {
        find: async (query) => {
          asked.push(id)
          return horsepower
            ? { ...query, horsepower: { value: horsepower, source: { name: id } } }
            : undefined
        },
      },
    })
    const { telltale } = startTelltale({
      adapters: [source('first'), source('second', 300), source('third', 400)],
    })
    const power = { id: 'power', label: 'Power', unit: 'hp', better: 'higher', fact: 'horsepower' } as const
    const { entries } = await telltale.battles.fight({ cars: [corvette, mustang], categories: [power] })
    expect(entries.map(({ specs }) => specs?.horsepower?.source.name)).toEqual(['second', 'second'])
    expect(asked).not.toContain('third')

    const failing: Adapter = {
      specVersion: 1,
      id: 'down',
      specs: { find: () => Promise.reject(new AdapterError('down')) },
    }
    const other = startTelltale({ adapters: [failing] })
    await expect(other.telltale.battles.fight({ cars: [corvette, mustang] })).rejects.toMatchObject({
      code: 'ADAPTER_FAILED',
      message: 'down',
    })
  })

  it('puts together what several sources know, whatever a further one fails with', async () => {
    const knows = (id: string, specs: object): Adapter => ({
      specVersion: 1,
      id,
      specs: { find: async (query) => ({ ...query, ...specs }) },
    })
    const fact = (value: number, name: string) => ({ value, source: { name } })
    const { telltale } = startTelltale({
      adapters: [
        knows('power', { horsepower: fact(300, 'power') }),
        knows('label', { horsepower: fact(1, 'label'), combinedMpg: fact(24, 'label') }),
        {
          specVersion: 1,
          id: 'down',
          specs: { find: () => Promise.reject(new AdapterError('down')) },
        },
      ],
    })
    const { entries } = await telltale.battles.fight({ cars: [corvette, mustang] })
    expect(entries[0]?.specs).toMatchObject({
      horsepower: fact(300, 'power'),
      combinedMpg: fact(24, 'label'),
    })
  })

  it('is not there for anybody but its owner', async () => {
    const { telltale } = startTelltale()
    const { id } = await telltale.for('ana').battles.fight({ cars: [corvette, mustang] })
    await expect(telltale.for('ben').battles.get(id)).rejects.toBeInstanceOf(NotFoundError)
    expect((await telltale.for('ben').battles.list()).items).toEqual([])
  })
})
