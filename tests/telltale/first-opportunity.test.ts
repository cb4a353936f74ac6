import type { FoundOpportunity } from '@telltale/core'
import { testClock } from '@telltale/core/testing'
import { expect, it } from 'vitest'
import { catalogOfCars } from './deal-parts.js'
import { listingSource } from './listing-sources.js'
import { startTelltale } from './start.js'

it('finds opportunities among the vehicles of the first run as soon as their market is learned', async () => {
  const source = listingSource('site', catalogOfCars(300))
  const clock = testClock()
  const { telltale } = startTelltale({ adapters: [source], clock })
  const found: FoundOpportunity[] = []
  telltale.on('opportunity:found', ({ opportunity }) => void found.push(opportunity))
  await telltale.start()
  const search = await telltale.searches.create({
    name: 'Mustangs',
    criteria: { makes: ['Ford'], models: ['Mustang'] },
    every: '1d',
    destinationZip: '60601',
    buyerState: 'IL',
    deal: { minProfitUsd: 1_000 },
  })
  await telltale.searches.run(search.id)
  expect(found).toEqual([])
  for (let second = 0; second < 60 && found.length === 0; second++) {
    await clock.advance(1_000)
    // A market is learned on a thread of its own, in real time.
    for (let turn = 0; turn < 300 && found.length === 0; turn++) await clock.advance(0)
  }
  const [first] = found
  expect(first).toMatchObject({ searchId: search.id, status: 'new', isActive: true })
  expect(first?.projectedProfit.expected).toBeGreaterThanOrEqual(1_000)
})
