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

describe('whatever is passed in', () => {
  const nested = (levels: number): unknown => {
    let inner: unknown = []
    for (let level = 1; level < levels; level++) inner = [inner]
    return inner
  }
  const circle: unknown[] = []
  circle.push(circle)
  const trap = () => {
    throw new RangeError('a trap')
  }

  it.each([
    ['a circle', { cars: circle }, 'expected at most 100 levels'],
    ['a deep list', { cars: nested(100_000) }, 'expected at most 100 levels'],
    ['a sparse list', { cars: new Array(2 ** 32 - 1) }, 'cars: expected at most 10000 values in all'],
    [
      'a long list',
      { url: 'https://a.example', cars: Array(10_001).fill(1) },
      'expected at most 10000 values',
    ],
    ['a text of 10 MB', { url: 'x'.repeat(10_000_000) }, 'url: expected at most 1048576 characters in all'],
    ['a name of 2 MB', { ['x'.repeat(2_000_000)]: 1 }, 'expected at most 1048576 characters'],
    [
      'a getter that throws',
      Object.defineProperty({}, 'url', { enumerable: true, get: trap }),
      'cannot be read',
    ],
    ['a Proxy', new Proxy({}, { ownKeys: trap, getPrototypeOf: trap }), 'cannot be read'],
    ['a bigint', { url: 'https://a.example', every: 10n }, 'every: expected a duration'],
    ['a symbol', { url: 'https://a.example', every: Symbol('s') }, 'got Symbol(s)'],
    ['a Date', new Date(Number.NaN), 'url: is required'],
  ])('is refused with a ValidationError: %s', (_, options, part) => {
    expect(messageOf(options)).toContain(part)
  })

  it('counts what is shared each time, so that a copy is no larger than its limit', () => {
    let shared: unknown = 1
    for (let level = 0; level < 40; level++) shared = [shared, shared]
    expect(messageOf({ cars: shared })).toContain('expected at most 10000 values in all')
  })

  it('makes no long message, and names 20 issues at most', () => {
    const message = messageOf({
      url: 'https://a.example',
      cars: Array(5_000).fill({ year: 'x'.repeat(100) }),
    })
    expect(message.length).toBeLessThanOrEqual(2_000)
    expect(messageOf({ url: 'https://a.example', cars: Array(30).fill({}) })).toContain('and 10 more')
  })

  it('of a class is a port, and is not looked into', () => {
    class Port {
      readonly self = this
    }
    expect(
      parseOptions('watch', z.strictObject({ port: z.instanceof(Port) }), { port: new Port() }),
    ).toBeDefined()
    const literal = { get: () => 1, table: Array(20_000).fill(1) }
    expect(
      parseOptions('watch', z.strictObject({ port: z.looseObject({}) }), { port: literal }),
    ).toBeDefined()
  })
})
