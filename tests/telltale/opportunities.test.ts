import { zip } from '@telltale/adapters/zip'
import type { Adapter } from '@telltale/core/ports'
import { describe, expect, it } from 'vitest'
import { keepOpportunities } from '../../packages/core/src/opportunities/keep-opportunities.js'
import { offered, startDeals } from './deal-parts.js'
import { listingSource } from './listing-sources.js'

/** A 2019 Mustang with 40,000 miles is asked some 18,600 for, by the rule of the catalogue. */
const bargain = offered('bargain', 14_000)

const usual = [offered('usual', 18_600), offered('older', 16_400, { year: 2018, mileageMiles: 52_000 })]

const terms = { buyerState: 'IL', destinationZip: '53202', deal: { minProfitUsd: 500 } }

async function startWith(cars: readonly (typeof bargain)[], ...others: readonly Adapter[]) {
  const source = listingSource('a', cars)
  const deals = startDeals({ adapters: [source, zip(), ...others] })
  const search = await deals.searches.create({ name: 'Mustangs', ...terms })
  const run = () => deals.searches.run(search.id)
  return { ...deals, source, search, run }
}

describe('an opportunity', () => {
  it('is a car whose costs, profit and risk meet the deal of the search, in lines that sum', async () => {
    const { run, search, found, opportunities, vehicles } = await startWith([...usual, bargain])
    expect(await run()).toMatchObject({ opportunities: 1, errors: [] })
    const { items } = await opportunities.list({ searchId: search.id })
    expect(items).toEqual(found.map(({ opportunity }) => opportunity))
    const [opportunity = items[0]] = items
    if (!opportunity) throw new Error('none was found')
    const { marketAnalysis, costBreakdown, projectedProfit, profitUsd, bidCeilingUsd } = opportunity
    expect(opportunity).toMatchObject({
      name: '2019 Ford Mustang GT',
      searchId: search.id,
      priceUsd: 14_000,
      status: 'new',
      isActive: true,
    })
    // 27,000 less four years at 1,500 and 40,000 miles at 0.06.
    expect(Math.abs(marketAnalysis.value / 18_600 - 1)).toBeLessThan(0.08)
    expect(marketAnalysis.interval.low).toBeLessThan(marketAnalysis.value)
    expect(marketAnalysis.interval.high).toBeGreaterThan(marketAnalysis.value)
    expect(marketAnalysis.comparables.length).toBeGreaterThan(0)

    const { purchasePrice, salesTax = 0, titleFee = 0, registrationFee = 0 } = costBreakdown
    const { dealerFee = 0, transportationCost = 0, totalCost } = costBreakdown
    const sum = purchasePrice + salesTax + titleFee + registrationFee + dealerFee + transportationCost
    expect(totalCost).toBeCloseTo(sum, 2)
    // Illinois taxes 6.25 %; Chicago to Milwaukee is some 95 miles by road, 200 and 0.5 for each.
    expect(salesTax).toBeCloseTo(14_000 * 0.0625, 2)
    expect(transportationCost).toBeGreaterThan(240)
    expect(transportationCost).toBeLessThan(255)
    expect(projectedProfit.parts.find(({ name }) => name === 'purchase')?.usd).toBeCloseTo(-totalCost, 2)
    expect(profitUsd).toBeGreaterThanOrEqual(500)
    expect(projectedProfit.p10).toBeLessThan(projectedProfit.p50)
    expect(projectedProfit.p50).toBeLessThan(projectedProfit.p90)
    expect(bidCeilingUsd).toBeGreaterThan(14_000)

    const { costs, profit, summary } = await opportunities.explain(opportunity.id)
    const sumOf = (lines: typeof costs) => lines.reduce((total, { usd = 0 }) => total + usd, 0)
    expect(sumOf(costs)).toBeCloseTo(-totalCost, 2)
    expect(sumOf(profit)).toBeCloseTo(profitUsd, 2)
    expect([...costs, ...profit].every(({ source }) => source.length > 0)).toBe(true)
    expect(summary).toMatch(/^2019 Ford Mustang GT is offered for \$14,000, costs \$1\d,\d{3} in all/)
    for await (const { needsAssessment } of vehicles.list()) expect(needsAssessment).toBe(false)
  })

  it('is one for all listings of a car, and for assessments that meet', async () => {
    const vin = '1FA6P8CF5J5100001'
    const { run, opportunities, assessor, vehicles, found } = await startWith([
      { ...bargain, vin },
      { ...bargain, vin, externalId: 'again', price: { amount: '13700.00', currency: 'USD' } },
    ])
    await run()
    const { items } = await vehicles.list()
    const input = { ownerId: 'default', vehicles: items, signal: new AbortController().signal }
    await Promise.all([assessor.assess(input), assessor.assess(input)])
    const listed = (await opportunities.list()).items
    expect(listed).toMatchObject([{ priceUsd: 13_700, isActive: true }])
    expect(found).toHaveLength(1)
    const cheapest = items.find(({ externalId }) => externalId === 'again')
    expect(listed[0]).toMatchObject({ vehicleId: cheapest?.id, carId: cheapest?.carId })
  })

  it.each<[string, typeof bargain]>([
    ['a price that is too good to be true', offered('b', 4_000)],
    ['an instalment', offered('b', 289)],
    ['a usual price', offered('b', 18_600)],
    ['a salvage title', offered('b', 14_800, { titleStatus: 'salvage' })],
    ['a car that no market knows', offered('b', 14_800, { make: 'Lada', model: 'Niva' })],
  ])('is never %s', async (_what, car) => {
    const { run, opportunities } = await startWith([car])
    expect((await run()).errors).toEqual([])
    expect((await opportunities.list()).items).toEqual([])
  })

  it('follows its price, its market and its listings, and is kept when it is none any more', async () => {
    const { run, source, opportunities, changed, found, valuer, clock } = await startWith([bargain])
    await run()
    const only = async () => {
      const { items } = await opportunities.list()
      expect(items).toHaveLength(1)
      return items[0]
    }
    const at = async (price: number) => {
      await clock.advance(3_600_000)
      source.pages = [[offered('bargain', price)]]
      await run()
      return only()
    }
    const first = await only()
    const cheaper = await at(13_500)
    expect(cheaper?.profitUsd).toBeGreaterThan((first?.profitUsd ?? 0) + 400)
    expect(await at(18_400)).toMatchObject({ isActive: false, inactiveReason: 'below-deal', id: first?.id })
    expect(await at(14_000)).toMatchObject({ isActive: true })
    expect(await only()).not.toHaveProperty('inactiveReason')
    expect(changed.map(({ before, opportunity }) => [before.isActive, opportunity.isActive])).toEqual([
      [true, true],
      [true, false],
      [false, true],
    ])
    valuer.level = 0.8
    expect(await at(13_990)).toMatchObject({ isActive: false, inactiveReason: 'below-deal' })
    valuer.level = 1
    await at(14_000)
    await clock.advance(3_600_000)
    source.pages = [[]]
    await run()
    expect(await only()).toMatchObject({ isActive: false, inactiveReason: 'gone', priceUsd: 14_000 })
    expect(found).toHaveLength(1)
  })

  it('asks the sources that cost for those only that are one by the market', async () => {
    const asked: string[] = []
    const research: Adapter = {
      specVersion: 1,
      id: 'perplexity',
      insights: {
        research: async (question) => {
          asked.push(question)
          return { text: 'Demand is steady.', citations: [{ name: 'a paper', url: 'https://paper.example' }] }
        },
      },
      keepFor: '7d',
    }
    const cars = [...usual, bargain]
    const { run, valuer, opportunities, clock } = await startWith(cars, research)
    const value = (amount: string, name: string) => ({
      value: { amount, currency: 'USD' },
      source: { name },
      priceLevel: 'retail' as const,
    })
    valuer.sources = [value('19200.00', 'Kelley Blue Book'), value('18100.00', 'Edmunds')]
    expect(await run()).toMatchObject({ costUsd: 0.01, opportunities: 1 })
    expect(valuer.askedSources).toEqual(['bargain'])
    expect(asked).toHaveLength(1)
    expect(asked[0]).toContain('2019 Ford Mustang GT with 40000 miles sell for in IL')
    const [opportunity] = (await opportunities.list()).items
    expect(opportunity?.marketAnalysis).toMatchObject({
      kbbValue: 19_200,
      edmundsValue: 18_100,
      perplexityInsights: { text: 'Demand is steady.', adapter: 'perplexity', at: clock.now() },
    })
    expect(opportunity?.keptUntil).toBe(clock.now() + 7 * 86_400_000)
    expect((await opportunities.explain(opportunity?.id ?? '')).value.map(({ name }) => name)).toContain(
      'value by Edmunds',
    )
  })

  it('is judged anew within the hour, and removed once it has been none for long', async () => {
    const { run, runtime, assessor, valuer, opportunities, source, clock } = await startWith([bargain])
    valuer.sources = [
      { value: { amount: '18500.00', currency: 'USD' }, source: { name: 'Edmunds' }, priceLevel: 'retail' },
    ]
    await run()
    const keep = () => keepOpportunities(runtime, assessor, new AbortController().signal)
    const [first] = (await opportunities.list()).items
    valuer.level = 1.05
    await keep()
    const [better] = (await opportunities.list()).items
    expect(better?.profitUsd).toBeGreaterThan(first?.profitUsd ?? 0)
    expect(better?.id).toBe(first?.id)
    source.pages = [[]]
    await clock.advance(1_000)
    await run()
    await clock.advance(179 * 86_400_000)
    await keep()
    expect((await opportunities.list()).items).toMatchObject([{ isActive: false, inactiveReason: 'gone' }])
    await clock.advance(2 * 86_400_000)
    await keep()
    expect((await opportunities.list()).items).toEqual([])
  })

  it('is none when the sources that cost say so', async () => {
    const { run, valuer, opportunities } = await startWith([bargain])
    const value = (amount: string, name: string) => ({
      value: { amount, currency: 'USD' },
      source: { name },
      error: 0.02,
    })
    valuer.sources = [value('14000.00', 'Kelley Blue Book'), value('14100.00', 'Edmunds')]
    await run()
    expect(valuer.askedSources).toEqual(['bargain'])
    expect((await opportunities.list()).items).toEqual([])
  })
})

describe('the opportunities of an owner', () => {
  it('are listed by their figures, and keep their state and their outcome', async () => {
    const { run, opportunities, clock } = await startWith([
      offered('a', 14_100),
      offered('b', 13_600, { mileageMiles: 44_000 }),
      offered('c', 15_700, { year: 2020, mileageMiles: 30_000 }),
    ])
    await run()
    const { items, total } = await opportunities.list({ orderBy: 'profit', total: true })
    expect(total).toBe(3)
    const profits = items.map(({ profitUsd }) => profitUsd)
    expect(profits).toEqual(profits.toSorted((a, b) => b - a))
    const [best, second, last] = items
    const above = await opportunities.list({ minProfit: profits[1] ?? 0, minConfidence: 0.5 })
    expect(above.items.map(({ id }) => id).toSorted()).toEqual([best?.id, second?.id].toSorted())
    const scores = (await opportunities.list()).items.map(({ score }) => score)
    expect(scores).toEqual(scores.toSorted((a, b) => b - a))

    await opportunities.setStatus(best?.id ?? '', 'viewed')
    await opportunities.setStatus(last?.id ?? '', 'dismissed')
    expect((await opportunities.list({ status: 'dismissed' })).items.map(({ id }) => id)).toEqual([last?.id])
    await run()
    expect((await opportunities.get(best?.id ?? '')).status).toBe('viewed')
    await expect(opportunities.setStatus(best?.id ?? '', 'bought' as never)).rejects.toThrow(/status/)

    expect(await opportunities.calibration()).toEqual({ sold: 0, needed: 30 })
    const bought = { boughtAt: clock.now(), boughtFor: 14_000 }
    await opportunities.recordOutcome(best?.id ?? '', bought)
    expect(await opportunities.calibration()).toMatchObject({ sold: 0 })
    const sold = { ...bought, soldAt: clock.now() + 1, soldFor: 17_000 }
    const { outcome, costBreakdown } = await opportunities.recordOutcome(best?.id ?? '', sold)
    const otherCosts = costBreakdown.totalCost - costBreakdown.purchasePrice
    expect(outcome?.profitUsd).toBeCloseTo(3_000 - otherCosts, 2)
    expect(outcome?.predicted).toBe(best?.predictedConfidence)
    expect(await opportunities.calibration()).toMatchObject({
      sold: 1,
      report: { bins: [{ count: 1, observed: 1 }] },
      meanProfitUsd: outcome?.profitUsd,
    })
    await expect(opportunities.recordOutcome(best?.id ?? '', { ...bought, soldFor: 17_000 })).rejects.toThrow(
      /soldAt/,
    )
  })

  it('are found in what a browser saw, for each search that is for it', async () => {
    const { vehicles, opportunities, searches, search } = await startWith([])
    const other = await searches.create({ name: 'Toyotas', criteria: { makes: ['Toyota'] } })
    await vehicles.observe(bargain)
    expect((await opportunities.list()).items).toMatchObject([{ searchId: search.id }])
    expect((await opportunities.list({ searchId: other.id })).items).toEqual([])
  })

  it('have figures: of their market, and of what became of them', async () => {
    const cars = [...usual, bargain]
    const { run, search, source, analytics, opportunities, clock } = await startWith(cars)
    await run()
    await clock.advance(10 * 86_400_000)
    source.pages = [usual]
    await run()
    const report = await analytics.market({ make: 'ford', model: 'mustang', state: 'IL' })
    // Two are asked 18,600 and 16,400 for; one went within ten days.
    expect(report).toMatchObject({
      cars: 3,
      meanPriceUsd: 17_500,
      medianPriceUsd: 16_400,
      supply: { active: 2, sold: 1, daysSupply: 20 },
      daysListed: { count: 3, gone: 1 },
      favours: 'sellers',
    })
    expect(report.weekdays.reduce((sum, { found }) => sum + found, 0)).toBe(3)
    expect(await analytics.market({ make: 'Ford', model: 'Mustang', state: 'FL' })).toMatchObject({ cars: 0 })
    const [opportunity] = (await opportunities.list()).items
    await opportunities.setStatus(opportunity?.id ?? '', 'viewed')
    expect(await analytics.funnel(search.id)).toMatchObject({
      found: 3,
      opportunities: 1,
      active: 0,
      byStatus: { new: 0, viewed: 1 },
      bought: 0,
    })
    await expect(analytics.funnel('none')).rejects.toMatchObject({ code: 'NOT_FOUND' })
  })
})
