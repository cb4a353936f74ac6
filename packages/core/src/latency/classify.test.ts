import fc from 'fast-check'
import { describe, expect, expectTypeOf, it } from 'vitest'
import { ValidationError } from '../errors/index.js'
import { classify, defineTiers, sonicTiers, type TierSet, worstTier } from './index.js'

/** Bounds a property by time beside its runs, for a busy machine. */
const limits = { interruptAfterTimeLimit: 3_000, markInterruptAsFailure: false }

/** Any tier set, its bounds whole quarters of a millisecond so that arithmetic on them is exact. */
const anyTierSet: fc.Arbitrary<TierSet> = fc
  .array(
    fc.record({
      width: fc.integer({ min: 1, max: 400 }),
      gap: fc.integer({ min: 0, max: 400 }),
      endIncluded: fc.boolean(),
      beginIncluded: fc.boolean(),
    }),
    { minLength: 1, maxLength: 6 },
  )
  .map((borders) => {
    let at = 0
    let begin: object = {}
    const tiers = borders.map(({ width, gap, endIncluded, beginIncluded }, index) => {
      const end = (at + width) / 4
      const tier = { name: `tier ${index}`, ...begin, ...(endIncluded ? { toMs: end } : { belowMs: end }) }
      at += width + gap
      begin = beginIncluded && !(gap === 0 && endIncluded) ? { fromMs: at / 4 } : { aboveMs: at / 4 }
      return tier
    })
    return [...tiers, { name: 'last', ...begin }]
  })

/** Latencies on and around the bounds of the sets above, on the same grid. */
const anyLatency = fc.integer({ min: 0, max: 5_000 }).map((quarters) => quarters / 4)

/** The bounds of a set and the midpoints between them, where answers change. */
const turningPoints = (tiers: TierSet) => {
  const bounds = tiers.flatMap(({ fromMs, aboveMs, toMs, belowMs }) =>
    [fromMs, aboveMs, toMs, belowMs].filter((bound) => bound !== undefined),
  )
  return fc.constantFrom(
    ...bounds,
    ...bounds.slice(1).map((bound, index) => (bound + (bounds[index] ?? 0)) / 2),
  )
}

const namesOf = (tiers: TierSet) => tiers.map(({ name }) => name)
const anyHistory = (tiers: TierSet) => fc.constantFrom(undefined, ...namesOf(tiers))
const withHistory = (previous: string | undefined) => (previous === undefined ? {} : { previous })

/** The tiers whose band holds the latency: one, or none in a gap. */
const bandsHolding = (tiers: TierSet, ms: number) =>
  tiers.filter(
    ({ fromMs = 0, aboveMs = -1, toMs = Number.POSITIVE_INFINITY, belowMs = Number.POSITIVE_INFINITY }) =>
      ms >= fromMs && ms > aboveMs && ms <= toMs && ms < belowMs,
  )

/** Returns `true` when two latencies lie in the same gap between bands. */
const isSameGap = (tiers: TierSet, one: number, other: number) =>
  tiers.every((tier) => {
    const begin = tier.fromMs ?? tier.aboveMs ?? 0
    return bandsHolding([tier], other).length === 0 && begin >= one === begin >= other
  })

/**
 * The rules told another way: measure how far every band is, and take the closest band; with a history, of the two
 * bands beside the gap, take the one fewer steps away from the tier before.
 */
function classifyByDistance(ms: number, tiers: TierSet, previous?: string): string | undefined {
  const [holder] = bandsHolding(tiers, ms)
  if (holder) return holder.name
  const ranked = tiers.map((tier, rank) => {
    const below = ms - (tier.toMs ?? tier.belowMs ?? Number.POSITIVE_INFINITY)
    const above = (tier.fromMs ?? tier.aboveMs ?? 0) - ms
    return { name: tier.name, rank, distance: Math.max(below, above), isFaster: below >= above }
  })
  const faster = ranked.filter(({ isFaster }) => isFaster).at(-1)
  const slower = ranked.find(({ isFaster }) => !isFaster)
  const before = ranked.find(({ name }) => name === previous)
  if (!before)
    return ranked.toSorted((one, other) => one.distance - other.distance || other.rank - one.rank)[0]?.name
  const steps = (rank = Number.POSITIVE_INFINITY) => Math.abs(rank - before.rank)
  return steps(faster?.rank) < steps(slower?.rank) ? faster?.name : slower?.name
}

describe('the sonic tiers', () => {
  it.each([
    [0, 'SONIC'],
    [49.999, 'SONIC'],
    [100, 'KNUCKLES'],
    [200, 'KNUCKLES'],
    [300, 'KNUCKLES'],
    [500.001, 'EGGMAN'],
    [60_000, 'EGGMAN'],
    [Number.MAX_VALUE, 'EGGMAN'],
  ] as const)('put %d ms into %s, whatever was before', (latencyMs, tier) => {
    expect(classify(latencyMs)).toBe(tier)
    for (const previous of ['SONIC', 'KNUCKLES', 'EGGMAN'] as const)
      expect(classify(latencyMs, { previous })).toBe(tier)
  })

  it.each([
    [50, 'SONIC'],
    [74.999, 'SONIC'],
    [75, 'KNUCKLES'],
    [99.999, 'KNUCKLES'],
    [300.001, 'KNUCKLES'],
    [399.999, 'KNUCKLES'],
    [400, 'EGGMAN'],
    [500, 'EGGMAN'],
  ] as const)(
    'with no history, put %d ms into the nearer %s, a midpoint into the worse',
    (latencyMs, tier) => {
      expect(classify(latencyMs)).toBe(tier)
    },
  )

  it.each([
    ['SONIC', 99.999, 'SONIC'],
    ['KNUCKLES', 50, 'KNUCKLES'],
    ['KNUCKLES', 500, 'KNUCKLES'],
    ['EGGMAN', 300.001, 'EGGMAN'],
  ] as const)('keep %s at %d ms, in the gap beside it', (previous, latencyMs, tier) => {
    expect(classify(latencyMs, { previous })).toBe(tier)
  })

  it.each([
    ['EGGMAN', 75, 'KNUCKLES'],
    ['EGGMAN', 50, 'KNUCKLES'],
    ['SONIC', 400, 'KNUCKLES'],
    ['SONIC', 500, 'KNUCKLES'],
  ] as const)(
    'from %s to %d ms, across a whole band into a gap, give the neighbour on that side',
    (previous, latencyMs, tier) => {
      expect(classify(latencyMs, { previous })).toBe(tier)
    },
  )

  it('never flap while a latency hovers at a border', () => {
    let tier = classify(45)
    const seen = [48, 52, 49, 51, 60, 47, 99].map((latencyMs) => {
      tier = classify(latencyMs, { previous: tier })
      return tier
    })
    expect(new Set(seen)).toEqual(new Set(['SONIC']))
  })

  it('have EGGMAN as the worst tier, which a failed check is put into', () => {
    expect(worstTier(sonicTiers).name).toBe('EGGMAN')
  })
})

describe('any tier set', () => {
  it('is accepted when its bands follow each other without overlap', () => {
    fc.assert(
      fc.property(anyTierSet, (tiers) => {
        expect(defineTiers(tiers)).toEqual(tiers)
      }),
      limits,
    )
  })

  it('answers as a slow, plain reading of the rules does', () => {
    fc.assert(
      fc.property(
        anyTierSet.chain((tiers) =>
          fc.tuple(fc.constant(tiers), fc.oneof(anyLatency, turningPoints(tiers)), anyHistory(tiers)),
        ),
        ([tiers, latencyMs, previous]) => {
          const tier = classify(latencyMs, { tiers, ...withHistory(previous) })
          expect(tier).toBe(classifyByDistance(latencyMs, tiers, previous))
        },
      ),
      { numRuns: 2_000, ...limits },
    )
  })

  it('decides within a band without regard to history', () => {
    fc.assert(
      fc.property(anyTierSet, anyLatency, (tiers, latencyMs) => {
        const [holder] = bandsHolding(tiers, latencyMs)
        fc.pre(holder !== undefined)
        for (const previous of [undefined, ...namesOf(tiers)])
          expect(classify(latencyMs, { tiers, ...withHistory(previous) })).toBe(holder?.name)
      }),
      limits,
    )
  })

  it('keeps its tier however often a latency moves within one gap', () => {
    const steps = fc.array(fc.integer({ min: -60, max: 60 }), { minLength: 1, maxLength: 20 })
    fc.assert(
      fc.property(
        anyTierSet.chain((tiers) => fc.tuple(fc.constant(tiers), anyHistory(tiers))),
        anyLatency,
        steps,
        ([tiers, previous], start, quarters) => {
          fc.pre(bandsHolding(tiers, start).length === 0)
          let tier = classify(start, { tiers, ...withHistory(previous) })
          const first = tier
          for (const latencyMs of quarters.map((step) => start + step / 4)) {
            if (!isSameGap(tiers, start, latencyMs)) continue
            tier = classify(latencyMs, { tiers, previous: tier })
            expect(tier).toBe(first)
          }
        },
      ),
      limits,
    )
  })

  it('never calls a larger latency faster', () => {
    fc.assert(
      fc.property(
        anyTierSet.chain((tiers) => fc.tuple(fc.constant(tiers), anyHistory(tiers))),
        anyLatency,
        anyLatency,
        ([tiers, previous], one, other) => {
          const rank = (latencyMs: number) =>
            namesOf(tiers).indexOf(classify(latencyMs, { tiers, ...withHistory(previous) }))
          expect(rank(Math.min(one, other))).toBeLessThanOrEqual(rank(Math.max(one, other)))
        },
      ),
      limits,
    )
  })

  it('answers the same after a way through storage as JSON', () => {
    fc.assert(
      fc.property(anyTierSet, anyLatency, (tiers, latencyMs) => {
        const stored: TierSet = JSON.parse(JSON.stringify(defineTiers(tiers)))
        expect(classify(latencyMs, { tiers: stored })).toBe(
          classify(latencyMs, { tiers: defineTiers(tiers) }),
        )
      }),
      limits,
    )
  })

  it('has its last tier as the worst', () => {
    fc.assert(
      fc.property(anyTierSet, (tiers) => {
        expect(worstTier(tiers)).toEqual(tiers.at(-1))
      }),
      limits,
    )
  })
})

describe('classify', () => {
  it.each([Number.NaN, -1, -Number.MIN_VALUE, Number.POSITIVE_INFINITY, Number.NEGATIVE_INFINITY])(
    'refuses a latency of %d',
    (latencyMs) => {
      expect(() => classify(latencyMs)).toThrow(ValidationError)
      expect(() => classify(latencyMs)).toThrow(/^classify: latencyMs: expected a finite number .* got -?\w/)
    },
  )

  it('refuses a latency that is not a number', () => {
    expect(() => classify('40' as unknown as number)).toThrow(/latencyMs: .* got 40/)
  })

  it('refuses a previous tier that the set does not have, even where it does not matter', () => {
    const previous = 'TAILS' as 'SONIC'
    expect(() => classify(10, { previous })).toThrow(
      "classify: previous: expected one of 'SONIC', 'KNUCKLES', 'EGGMAN', got 'TAILS'",
    )
  })

  it('refuses tiers that are no tier set', () => {
    const tiers = [{ name: 'one', belowMs: 20 }, { name: 'two' }]
    expect(() => classify(10, { tiers })).toThrow("classify: tiers[1]: 'two' has no begin")
    expect(() => worstTier([])).toThrow('worstTier: tiers: expected an array of two to 20 tiers')
  })

  it('returns the names of the tiers it was given, as their type says', () => {
    const tiers = defineTiers([
      { name: 'good', belowMs: 200 },
      { name: 'bad', fromMs: 250 },
    ])
    expectTypeOf(classify(1, { tiers })).toEqualTypeOf<'good' | 'bad'>()
    expectTypeOf(classify(1)).toEqualTypeOf<'SONIC' | 'KNUCKLES' | 'EGGMAN'>()
    expectTypeOf(worstTier(tiers).name).toEqualTypeOf<'good' | 'bad'>()
    // @ts-expect-error a name of another set
    expect(() => classify(1, { tiers, previous: 'SONIC' })).toThrow(ValidationError)
  })
})
