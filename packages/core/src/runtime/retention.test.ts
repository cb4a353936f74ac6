import { describe, expect, it } from 'vitest'
import { ValidationError } from '../errors/index.js'
import { parseOptions } from '../options/index.js'
import { dayMs, hourMs } from '../time/index.js'
import { retentionSchema } from './retention.js'

const parse = (options: object) => parseOptions('createTelltale', retentionSchema, options)

describe('the options of retention', () => {
  it('have defaults', () => {
    expect(parse({})).toEqual({
      checks: 90 * dayMs,
      minute: dayMs,
      hour: 30 * dayMs,
      day: 2 * 365 * dayMs,
      events: 30 * dayMs,
      alerts: 365 * dayMs,
      audit: 2 * 365 * dayMs,
      goneVehicles: 180 * dayMs,
      searchRuns: 90 * dayMs,
      deliveries: 90 * dayMs,
    })
  })

  it('are durations of an hour and more', () => {
    expect(parse({ minutes: '1h', events: '1w' })).toMatchObject({ minute: hourMs, events: 7 * dayMs })
    expect(() => parse({ events: '59m' })).toThrow(/^createTelltale: events: expected between 3600000 ms/)
  })

  it('keep checks at least as long as their roll-ups by minute', () => {
    expect(parse({ checks: '2d', minutes: '2d' })).toMatchObject({ checks: 2 * dayMs, minute: 2 * dayMs })
    expect(() => parse({ checks: '12h' })).toThrow(/^createTelltale: checks: expected checks to be kept/)
  })

  it('take a function as the archive', () => {
    const archive = async () => {}
    expect(parse({ archive }).archive).toBe(archive)
    expect(() => parse({ archive: '/var/archives' })).toThrow(ValidationError)
  })
})
