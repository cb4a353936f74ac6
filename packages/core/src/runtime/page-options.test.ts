import { describe, expect, it } from 'vitest'
import { ValidationError } from '../errors/index.js'
import { parseOptions } from '../options/index.js'
import { historySchema, listSchema } from './page-options.js'

describe('the options of a page', () => {
  it('ask for the first 50 items by default', () => {
    expect(parseOptions('monitors.list', listSchema, {})).toEqual({ limit: 50, total: false })
    expect(parseOptions('monitors.checks', historySchema, {})).toEqual({ limit: 50 })
  })

  it('allow 1 to 200 items', () => {
    for (const limit of [1, 200])
      expect(parseOptions('monitors.list', listSchema, { limit })).toMatchObject({ limit })
    for (const limit of [0, 201, 1.5, '10'])
      expect(() => parseOptions('monitors.list', listSchema, { limit })).toThrow(ValidationError)
  })

  it('of a history may have a range of time', () => {
    const options = { from: 1_000, to: 2_000, limit: 10, after: 'a cursor' }
    expect(parseOptions('monitors.checks', historySchema, options)).toEqual(options)
    expect(() => parseOptions('monitors.list', listSchema, options)).toThrow("unknown option 'from', 'to'")
  })
})
