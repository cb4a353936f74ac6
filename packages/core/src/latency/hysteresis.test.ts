import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { defined } from '../options/index.js'
import {
  applyHysteresis,
  classify,
  type HysteresisOptions,
  type HysteresisState,
  sonicTiers,
  worstTier,
} from './index.js'

/** Bounds a property by time beside its runs, for a busy machine. */
const limits = { interruptAfterTimeLimit: 3_000, markInterruptAsFailure: false }

type Seen = number | 'failed'
const failure = { kind: 'refused', message: 'nothing listens there' } as const
const observation = (seen: Seen, at: number) =>
  seen === 'failed' ? { at, latencyMs: 1, failure } : { at, latencyMs: seen }

/** Every step of a monitor that sees these latencies, one a second, its memory stored as JSON in between. */
function steps(seen: readonly Seen[], options?: HysteresisOptions) {
  let state: HysteresisState | undefined
  return seen.map((each, index) => {
    const step = applyHysteresis(state, observation(each, index * 1_000), sonicTiers, options)
    state = JSON.parse(JSON.stringify(step.state))
    return step
  })
}
const tiersOf = (seen: readonly Seen[], options?: HysteresisOptions) =>
  steps(seen, options).map(({ state }) => state.tier[0])
const anySeen: fc.Arbitrary<Seen> = fc.oneof(
  fc.constantFrom<Seen>(20, 75, 200, 400, 900, 'failed'),
  fc.integer({ min: 0, max: 1_500 }),
)
const anyHistory = fc.array(anySeen, { minLength: 1, maxLength: 60 })

describe('a state tier', () => {
  it('takes the first check as it is', () => {
    expect(steps([900])).toEqual([
      {
        state: { tier: 'EGGMAN', since: 0, pendingTiers: [], changeAges: [], failureAges: [] },
        isChanged: false,
      },
    ])
    expect(tiersOf(['failed'])).toEqual(['E'])
  })

  it.each<[string, Seen[], string]>([
    ['one slow check changes nothing', [20, 900, 20, 20], 'SSSS'],
    ['one failed check changes nothing', [20, 'failed', 20, 20], 'SSSS'],
    ['two in a row do', [20, 200, 200, 200], 'SSKK'],
    ['two failures in a row do', [20, 'failed', 'failed'], 'SSE'],
    ['two slower ones of different tiers lead to the nearer', [20, 900, 200], 'SSK'],
    ['what goes on at the further one gets there', [20, 200, 900, 900, 900], 'SSKKE'],
    ['a dead band beside the tier speaks for it', [20, 200, 75, 200, 75], 'SSSSS'],
    ['one slower and one faster do not add up', [200, 20, 900, 20, 900], 'KKKKK'],
    ['after a change the next one needs three', [20, 200, 200, 20, 20, 20], 'SSKKKS'],
    [
      'eleven checks later two are enough again',
      [20, 200, 200, ...Array<Seen>(9).fill(200), 20, 20],
      'SSKKKKKKKKKKKS',
    ],
  ])('%s', (_, seen, tiers) => {
    expect(tiersOf(seen).join('')).toBe(tiers)
  })

  it('says since when a tier holds, and which step isChanged it', () => {
    const seen = steps([20, 200, 200, 200])
    expect(seen.map(({ isChanged }) => isChanged)).toEqual([false, false, true, false])
    expect(seen.at(-1)?.state.since).toBe(2_000)
  })

  it('with one confirmation and no memory is classify, check by check', () => {
    fc.assert(
      fc.property(anyHistory, (seen) => {
        const options = { confirmations: 1, maxConfirmations: 1 }
        let tier: string | undefined
        const expected = seen.map((each) => {
          tier =
            each === 'failed'
              ? worstTier(sonicTiers).name
              : classify<string>(each, { tiers: sonicTiers, ...defined({ previous: tier }) })
          return tier[0]
        })
        expect(tiersOf(seen, options)).toEqual(expected)
      }),
      limits,
    )
  })

  it('moves only where as many checks in a row had got', () => {
    fc.assert(
      fc.property(anyHistory, fc.integer({ min: 2, max: 4 }), (seen, confirmations) => {
        const rank = (tier: string) => sonicTiers.findIndex(({ name }) => name === tier)
        const all = steps(seen, { confirmations, maxConfirmations: confirmations })
        for (const [index, { state, isChanged }] of all.entries()) {
          if (!isChanged) continue
          const before = all[index - 1]?.state.tier as 'SONIC'
          const isSlower = rank(state.tier) > rank(before)
          for (const each of seen.slice(index - confirmations + 1, index + 1)) {
            const reached = rank(each === 'failed' ? 'EGGMAN' : classify(each, { previous: before }))
            expect(isSlower ? reached >= rank(state.tier) : reached <= rank(state.tier)).toBe(true)
          }
        }
      }),
      limits,
    )
  })

  it('reaches whatever lasts for three checks, whatever came before', () => {
    fc.assert(
      fc.property(
        anyHistory,
        fc.constantFrom<[Seen, string]>([20, 'S'], [200, 'K'], [900, 'E']),
        (seen, [ms, tier]) => {
          expect(tiersOf([...seen, ms, ms, ms]).at(-1)).toBe(tier)
        },
      ),
      limits,
    )
  })

  it('stays for the least time, then leaves at the next check', () => {
    expect(tiersOf([20, 200, 200, 200, 200, 200], { minDwellMs: 4_000 }).join('')).toBe('SSSSKK')
  })

  it('waits for k of n failures where asked, and takes slow checks as ever', () => {
    const options = { failures: { count: 3, of: 5 } }
    expect(tiersOf([20, 'failed', 'failed', 20, 'failed', 20], options).join('')).toBe('SSSSEE')
    expect(tiersOf([20, 'failed', 20, 20, 'failed', 20, 'failed'], options).join('')).toBe('SSSSSSS')
    expect(tiersOf([20, 'failed', 200, 'failed', 200], options).join('')).toBe('SSSSK')
    expect(tiersOf([20, 'failed'], { failures: { count: 1, of: 1 } }).join('')).toBe('SE')
  })

  it('counts failures anew after each change', () => {
    const options = { failures: { count: 2, of: 9 } }
    expect(tiersOf(['failed', 20, 20, 'failed', 20, 'failed'], options).join('')).toBe('EESSSE')
  })

  it('begins anew when its tiers are others', () => {
    const state = { tier: 'gone', since: 5, pendingTiers: [], changeAges: [], failureAges: [] }
    const step = applyHysteresis(state, { at: 9, latencyMs: 20 }, sonicTiers)
    expect(step).toMatchObject({ state: { tier: 'SONIC', since: 9 }, isChanged: true })
  })

  it.each<[HysteresisOptions, RegExp]>([
    [{ confirmations: 0 }, /confirmations: expected a whole number, 1 or more, got 0/],
    [{ maxConfirmations: 1.5 }, /maxConfirmations/],
    [{ changeWindowChecks: -1 }, /changeWindowChecks/],
    [{ minDwellMs: Number.NaN }, /minDwellMs/],
    [{ failures: { count: 0, of: 1 } }, /failures\.count/],
    [{ failures: { count: 3, of: 2 } }, /failures\.of: expected failures\.count or more, got 2/],
  ])('refuses %j', (options, message) => {
    expect(() => steps([20], options)).toThrow(message)
  })
})
