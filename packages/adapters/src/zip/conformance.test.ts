import { adapterCases } from '@telltale/core/testing'
import { describe, it } from 'vitest'
import { zip } from './index.js'

// Miami and Atlanta: 605 miles between 33101 and 30303 by GeoNames.
const sample = { fromZip: '33101', toZip: '30303', straightMiles: [600, 610], unknown: '00000' } as const

describe('zip', () => {
  for (const { name, run } of adapterCases(() => zip(), { distances: sample })) it(name, run)
})
