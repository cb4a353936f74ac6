import { adapterCases } from '@telltale/core/testing'
import { describe, it } from 'vitest'
import { catalog } from './index.js'

const f150 = { make: 'Ford', model: 'F-150', year: 2023 }
const open = () => catalog({ cars: [{ ...f150, horsepower: 400, priceUsd: 46_195 }] })
const sample = { known: f150, unknown: { make: 'Plymouth', model: 'Fury', year: 1958 } }

describe('catalog', () => {
  for (const { name, run } of adapterCases(open, { specs: sample, valuations: sample })) it(name, run)
})
