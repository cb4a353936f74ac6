import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { z } from 'zod'
import { ValidationError } from '../errors/index.js'
import * as check from './check.js'
import { checkOptions, parseOptions, priceCheck, schemaOf, timeCheck } from './index.js'

const watchCheck = check.strictObject({
  name: check.text({ min: 1, max: 5 }),
  share: check.withDefault(check.number({ above: 0, max: 1 }), 0.5),
  count: check.optional(check.integer({ min: 1, below: 10 })),
  kind: check.optional(check.oneOf(['asking', 'paid'])),
  isGone: check.optional(check.boolean()),
  code: check.optional(check.pattern(/^[A-Z]{3}$/, 'a code of three capitals')),
  at: check.optional(timeCheck),
  price: check.optional(priceCheck),
  cars: check.withDefault(check.list(check.object({ year: check.integer() }), 'a list of cars'), []),
  facts: check.optional(check.record(check.text({ min: 2 }), check.number({ min: 0 }))),
  pair: check.optional(
    check.refine(check.list(check.number()), ([low = 0, high = 0]) => low <= high, 'low ≤ high'),
  ),
})

const messageOf = (options: unknown): string => {
  try {
    checkOptions('watch', watchCheck, options)
  } catch (error) {
    if (error instanceof ValidationError) return error.message
    throw error
  }
  throw new Error('accepted')
}

describe('a check of options', () => {
  it('fills in defaults, and leaves out what is absent or unknown', () => {
    const options = { name: 'shop', count: undefined, cars: [{ year: 2023, color: 'red' }] }
    expect(checkOptions('watch', watchCheck, options)).toEqual({
      name: 'shop',
      share: 0.5,
      cars: [{ year: 2023 }],
    })
  })

  it('names every part that is wrong at once, with what was expected and what came', () => {
    const message = messageOf({ name: '', share: 0, cars: [{ year: 2023 }, { year: '2023' }], evry: 1 })
    expect(message).toBe(
      'watch: name: expected a string, at least 1 and at most 5 characters, got ""; ' +
        'share: expected a number, above 0 and at most 1, got 0; ' +
        'cars[1].year: expected a whole number, got "2023"; ' +
        "unknown option 'evry'; there are: name, share, count, kind, isGone, code, at, price, cars, facts, pair",
    )
  })

  it.each([
    [undefined, 'watch: is required (expected an object)'],
    [[], 'watch: expected an object, got a list of 0'],
    [{}, 'name: is required (expected a string, at least 1 and at most 5 characters)'],
    [{ share: Number.NaN }, 'share: expected a number, above 0 and at most 1, got NaN'],
    [{ count: 10 }, 'count: expected a whole number, at least 1 and below 10, got 10'],
    [{ count: 1.5 }, 'got 1.5'],
    [{ kind: 'sold' }, "kind: expected one of 'asking', 'paid', got \"sold\""],
    [{ isGone: 0 }, 'isGone: expected true or false, got 0'],
    [{ code: 'usd' }, 'code: expected a code of three capitals, got "usd"'],
    [{ at: -1 }, 'at: expected a time from 1970 on'],
    [{ at: 1e15 }, 'at: expected a time before the year 10000'],
    [{ at: '2026-01-01' }, 'at: expected a time in whole epoch milliseconds'],
    [{ price: { amount: '1.999', currency: 'EUR' } }, 'price: expected a price such as'],
    [{ cars: 5 }, 'cars: expected a list of cars, got 5'],
    [{ cars: new Array(2) }, 'cars[0]: is required (expected an object); cars[1]: is required'],
    [{ facts: { hp: -1 } }, 'facts.hp: expected a number, at least 0, got -1'],
    [{ facts: { x: 1 } }, 'facts.x: expected a string, at least 2 characters, got "x"'],
    [{ pair: [2, 1] }, 'pair: expected low ≤ high'],
  ])('refuses %j', (options, part) => {
    expect(messageOf(options)).toContain(part)
  })

  it('keeps a member named __proto__ a mere member', () => {
    const facts: unknown = JSON.parse('{ "__proto__": 1 }')
    const checked = checkOptions('watch', watchCheck, { name: 'shop', facts })
    expect(Object.entries(checked.facts ?? {})).toEqual([['__proto__', 1]])
    expect(() =>
      checkOptions('watch', watchCheck, JSON.parse('{ "name": "shop", "__proto__": {} }')),
    ).toThrow("unknown option '__proto__'")
  })

  it('throws nothing but a ValidationError, whatever is passed in', () => {
    fc.assert(
      fc.property(fc.anything({ withBigInt: true, withDate: true, withSparseArray: true }), (value) => {
        const options = { name: value, cars: [value], facts: value, price: value, pair: value, at: value }
        for (const given of [value, options]) expect(messageOf(given)).toMatch(/^watch: /)
      }),
      { interruptAfterTimeLimit: 1_000 },
    )
  })
})

describe('the schema of a check', () => {
  const schema = z.strictObject({ watch: schemaOf(watchCheck), at: schemaOf(timeCheck).exactOptional() })

  it('checks a part of the options of a service', () => {
    expect(parseOptions('track', schema, { watch: { name: 'shop' } })).toEqual({
      watch: { name: 'shop', share: 0.5, cars: [] },
    })
    const wrong = { watch: { name: 'shop', cars: [{}] }, at: 0.5 }
    expect(() => parseOptions('track', schema, wrong)).toThrow(
      'track: watch.cars[0].year: is required (expected a whole number); at: expected a time in whole epoch milliseconds, got 0.5',
    )
    expect(() => parseOptions('track', schema, {})).toThrow('track: watch: is required (expected an object)')
  })
})
