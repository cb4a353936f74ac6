import type { FoundOpportunity } from '@telltale/core'
import { testClock } from '@telltale/core/testing'
import { expect, it } from 'vitest'
import { catalogOfCars, offered } from './deal-parts.js'
import { listingSource } from './listing-sources.js'
import { startTelltale } from './start.js'

it('a bargain of the first run is an opportunity as soon as its market is learned', async () => {
  const bargain = offered('bargain', 15_000)
  const source = listingSource('site', [...catalogOfCars(300), bargain])
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
  const ids = new Map<string, string>()
  for await (const { id, externalId } of telltale.vehicles.list()) ids.set(externalId, id)
  const ofBargain = () => found.find(({ vehicleId }) => vehicleId === ids.get('bargain'))
  for (let second = 0; second < 60 && !ofBargain(); second++) {
    await clock.advance(1_000)
    // A market is learned on a thread of its own, in real time.
    for (let turn = 0; turn < 300 && !ofBargain(); turn++) await clock.advance(0)
  }
  expect(ofBargain()).toMatchObject({ searchId: search.id, status: 'new', isActive: true })
})
