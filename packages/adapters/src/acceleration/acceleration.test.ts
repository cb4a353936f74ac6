import { type AdapterContext, defined } from '@telltale/core/ports'
import { adapterCases } from '@telltale/core/testing'
import { describe, expect, it } from 'vitest'
import { acceleration } from './index.js'
import { publishedTimes } from './published-times.js'

const context = { signal: new AbortController().signal } as AdapterContext
const corvette = { make: 'Chevrolet', model: 'Corvette', year: 2020 }
const find = (trim: string | undefined, year = 2020) =>
  acceleration().specs?.find({ make: 'Porsche', model: '911', year, ...defined({ trim }) }, context)

describe('acceleration', () => {
  const specs = { known: corvette, unknown: { make: 'Tucker', model: '48', year: 1948 } }
  for (const { name, run } of adapterCases(() => acceleration(), { specs })) it(name, run)

  it('gives the time of the trim, and of the basic one where none is named', async () => {
    expect(await acceleration().specs?.find({ ...corvette, make: 'chevy' }, context)).toMatchObject({
      trim: 'Stingray',
      zeroToSixtySeconds: { value: 3, source: { name: 'Chevrolet, without the Z51 package' } },
    })
    expect((await find(undefined))?.trim).toBe('Carrera')
    expect((await find('carrera s'))?.zeroToSixtySeconds?.value).toBe(3.5)
    expect(await find('Carrera 4S')).toBeUndefined()
    const bmw = { make: 'BMW', year: 2020 }
    for (const named of [{ model: 'M340i' }, { model: '3 Series', trim: 'M340i' }])
      expect(
        (await acceleration().specs?.find({ ...bmw, ...named }, context))?.zeroToSixtySeconds?.value,
      ).toBe(4.2)
    for (const model of ['330i', '340i', '3 Series'])
      expect(await acceleration().specs?.find({ ...bmw, model }, context)).toBeUndefined()
    expect(await find('Carrera', 2021)).toBeUndefined()
    expect(
      await acceleration().specs?.find({ make: 'Honda', model: 'Accord', year: 2020 }, context),
    ).toBeUndefined()
  })

  it('has a plausible time, years and a source with an address in every row, and none twice', () => {
    const keys = publishedTimes.map(({ make, model, trim, years }) => [make, model, trim, years].join())
    expect(new Set(keys).size).toBe(publishedTimes.length)
    for (const { seconds, years, source } of publishedTimes) {
      expect(seconds).toBeGreaterThan(1.5)
      expect(seconds).toBeLessThan(20)
      expect(years[0]).toBeLessThanOrEqual(years[1])
      expect(source.url).toMatch(/^https:\/\//)
    }
  })
})
