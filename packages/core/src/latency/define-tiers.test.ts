import { describe, expect, it } from 'vitest'
import { z } from 'zod'
import { ValidationError } from '../errors/index.js'
import { tierSetSchema } from '../monitors/monitor-schema.js'
import { parseOptions } from '../options/index.js'
import { defineTiers, type TierSet } from './index.js'

/** Sets that are wrong, and what the message says about each. */
const wrongSets: readonly (readonly [what: string, tiers: unknown, message: string])[] = [
  ['nothing', undefined, 'tiers: expected an array of two to 20 tiers, the fastest first'],
  ['a single tier', [{ name: 'all' }], 'tiers: expected an array of two to 20 tiers, the fastest first'],
  ['a tier that is no object', ['fast', { name: 'b', fromMs: 1 }], 'tiers[0]: expected a tier such as'],
  ['a tier without a name', [{ belowMs: 1 }, { name: 'b', fromMs: 1 }], 'tiers[0]: name: expected a text'],
  [
    'a misspelt bound',
    [
      { name: 'a', belowMS: 1 },
      { name: 'b', fromMs: 1 },
    ],
    "tiers[0]: 'a' has 'belowMS', known are name, label, fromMs, aboveMs, toMs, belowMs",
  ],
  [
    'a label that is no text',
    [
      { name: 'a', label: 1, belowMs: 1 },
      { name: 'b', fromMs: 1 },
    ],
    "tiers[0]: 'a': label must be a text",
  ],
  ...[Number.NaN, -1, Number.POSITIVE_INFINITY, '1'].map(
    (belowMs) =>
      [
        `a bound of ${JSON.stringify(belowMs)} (${String(belowMs)})`,
        [
          { name: 'a', belowMs },
          { name: 'b', fromMs: 1 },
        ],
        `tiers[0]: 'a': belowMs must be a finite number of milliseconds, 0 or more, got ${typeof belowMs === 'string' ? JSON.stringify(belowMs) : belowMs}`,
      ] as const,
  ),
  [
    'a band that begins twice',
    [
      { name: 'a', belowMs: 1 },
      { name: 'b', fromMs: 1, aboveMs: 1 },
    ],
    "tiers[1]: 'b' has both fromMs and aboveMs; give one",
  ],
  [
    'a band that ends twice',
    [
      { name: 'a', belowMs: 1, toMs: 1 },
      { name: 'b', fromMs: 1 },
    ],
    "tiers[0]: 'a' has both toMs and belowMs; give one",
  ],
  [
    'a first tier that does not begin at 0',
    [
      { name: 'a', fromMs: 1, belowMs: 2 },
      { name: 'b', fromMs: 2 },
    ],
    "tiers[0]: 'a' is the first tier and must begin at 0",
  ],
  [
    'a first tier that leaves 0 out',
    [
      { name: 'a', aboveMs: 0, belowMs: 2 },
      { name: 'b', fromMs: 2 },
    ],
    "tiers[0]: 'a' is the first tier and must begin at 0",
  ],
  ['a later tier without a begin', [{ name: 'a', belowMs: 2 }, { name: 'b' }], "tiers[1]: 'b' has no begin"],
  ['an earlier tier without an end', [{ name: 'a' }, { name: 'b', fromMs: 2 }], "tiers[0]: 'a' has no end"],
  [
    'a last tier with an end',
    [
      { name: 'a', belowMs: 2 },
      { name: 'b', fromMs: 2, toMs: 9 },
    ],
    "tiers[1]: 'b' is the last tier and must have no end",
  ],
  [
    'a name given twice',
    [
      { name: 'a', belowMs: 2 },
      { name: 'a', fromMs: 2 },
    ],
    "tiers[1]: the name 'a' is taken by an earlier tier",
  ],
  [
    'a band without a latency',
    [
      { name: 'a', belowMs: 2 },
      { name: 'b', fromMs: 3, belowMs: 3 },
      { name: 'c', fromMs: 4 },
    ],
    "tiers[1]: 'b' holds no latency: it begins at 3 ms and ends at 3 ms",
  ],
  [
    'bands that overlap',
    [
      { name: 'a', belowMs: 20 },
      { name: 'b', fromMs: 15 },
    ],
    "tiers[1]: 'b' begins at 15 ms, but 'a' before it ends at 20 ms",
  ],
  [
    'bands that share the latency at which they touch',
    [
      { name: 'a', toMs: 20 },
      { name: 'b', fromMs: 20 },
    ],
    "tiers[1]: 'b' begins at 20 ms, but 'a' before it ends at 20 ms",
  ],
]

describe('defineTiers', () => {
  it.each(wrongSets)('refuses %s', (_what, tiers, message) => {
    expect(() => defineTiers(tiers as TierSet)).toThrow(ValidationError)
    expect(() => defineTiers(tiers as TierSet)).toThrow(`defineTiers: ${message}`)
  })

  it('names every tier that is wrong', () => {
    const tiers = [{ name: 'a', belowMs: -1 }, { name: 'b', fromMs: 1 }, { name: 'c' }]
    expect(() => defineTiers(tiers)).toThrow(/tiers\[0\]: 'a'.*tiers\[1\]: 'b'.*tiers\[2\]: 'c'/)
  })

  it('accepts bands that touch, and a band of a single latency', () => {
    const tiers: TierSet = [
      { name: 'instant', fromMs: 0, toMs: 0 },
      { name: 'fast', label: 'Fast', aboveMs: 0, toMs: 20 },
      { name: 'slow', aboveMs: 20 },
    ]
    expect(defineTiers(tiers)).toEqual(tiers)
  })

  it('returns a set that nobody can change, and leaves what it was given alone', () => {
    const tiers = [
      { name: 'a', belowMs: 1 },
      { name: 'b', fromMs: 1 },
    ]
    const defined = defineTiers(tiers)
    expect([defined, ...defined].every(Object.isFrozen)).toBe(true)
    expect([tiers, ...tiers].some(Object.isFrozen)).toBe(false)
  })
})

describe('a tier set as an option', () => {
  const schema = z.strictObject({ tiers: tierSetSchema.optional() })

  it.each(wrongSets.slice(1))('refuses %s with the same words', (_what, tiers, message) => {
    expect(() => parseOptions('create', schema, { tiers })).toThrow(`create: ${message}`)
  })

  it('is read into a frozen set', () => {
    const tiers: TierSet = [
      { name: 'a', belowMs: 1 },
      { name: 'b', fromMs: 1 },
    ]
    const options = parseOptions('create', schema, { tiers })
    expect(options).toEqual({ tiers })
    expect(Object.isFrozen(options.tiers)).toBe(true)
  })

  it('may be left out where it is optional', () => {
    expect(parseOptions('create', schema, {})).toEqual({})
  })
})
