import { describe, expect, it } from 'vitest'
import { z } from 'zod'
import { ValidationError } from '../errors/index.js'
import { durationOption, parseOptions, urlOption } from './index.js'

const schema = z.strictObject({
  url: urlOption(),
  every: durationOption({ minMs: 1_000, maxMs: 60_000 }).default(30_000),
  cars: z.array(z.strictObject({ year: z.int() })).default([]),
  target: urlOption({ anyProtocol: true }).optional(),
})
const messageOf = (options: unknown): string => {
  try {
    parseOptions('watch', schema, options)
  } catch (error) {
    if (error instanceof ValidationError) return error.message
    throw error
  }
  throw new Error('accepted')
}

describe('parseOptions', () => {
  it('fills in defaults and reads durations', () => {
    const options = { url: 'https://shop.example', every: '2s', target: 'tcp://db.internal:5432' }
    expect(parseOptions('watch', schema, options)).toEqual({ ...options, every: 2_000, cars: [] })
    expect(parseOptions('watch', schema, { url: 'http://shop.example' }).every).toBe(30_000)
  })

  it('names every wrong option at once, with the function that was called', () => {
    const message = messageOf({ url: 'shop', every: 'soon', cars: [{ year: 2023 }, { year: '2023' }] })
    expect(message).toMatch(/^watch: /)
    expect(message).toContain('url: expected a URL that begins with http:// or https://, got "shop"')
    expect(message).toContain(
      "every: expected a duration such as '500ms', '30s', '5m', '2h' or '1d', got \"soon\"",
    )
    expect(message).toContain('cars[1].year: ')
  })

  it.each([
    [{ url: 'https://a.example', evry: '5s' }, "unknown option 'evry'"],
    [{}, 'url: is required'],
    [undefined, 'is required'],
    [{ url: `https://a.example/${'x'.repeat(2_048)}` }, 'url: expected at most 2048 characters'],
    [{ url: 'ftp://a.example' }, 'begins with http:// or https://'],
    [{ url: 'https://a.example', every: '10ms' }, 'every: expected between 1000 ms and 60000 ms'],
    [{ url: 'https://a.example', target: 'nowhere' }, 'target: expected an absolute URL'],
  ])('refuses %j', (options, part) => {
    expect(messageOf(options)).toContain(part)
  })
})
