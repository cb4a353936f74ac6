import { describe, expect, it } from 'vitest'
import { pseudoRandom } from './index.js'

const take = (count: number, random: () => number): readonly number[] => Array.from({ length: count }, random)

/** Mulberry32 in whole numbers of any length, cut to 32 bits after each step. */
function* mulberry32(seed: bigint): Generator<number> {
  const cut = (value: bigint) => BigInt.asUintN(32, value)
  for (let state = cut(seed); ; ) {
    state = cut(state + 0x6d2b79f5n)
    let mixed = cut((state ^ (state >> 15n)) * (state | 1n))
    mixed ^= cut(mixed + cut((mixed ^ (mixed >> 7n)) * (mixed | 61n)))
    yield Number(mixed ^ (mixed >> 14n)) / 2 ** 32
  }
}

describe('pseudoRandom', () => {
  it.each([0, 1, 9, -1, 2 ** 31, 123_456_789])('gives what mulberry32 gives from the seed %s', (seed) => {
    const expected = mulberry32(BigInt(seed))
    for (const value of take(1_000, pseudoRandom(seed))) expect(value).toBe(expected.next().value)
  })

  it('gives the same numbers for the same seed, and others for another', () => {
    expect(take(5, pseudoRandom(7))).toEqual(take(5, pseudoRandom(7)))
    expect(take(5, pseudoRandom(7))).not.toEqual(take(5, pseudoRandom(8)))
  })

  it('spreads evenly from 0 to below 1', () => {
    const values = take(10_000, pseudoRandom(3))
    expect(Math.min(...values)).toBeGreaterThanOrEqual(0)
    expect(Math.max(...values)).toBeLessThan(1)
    for (let tenth = 0; tenth < 10; tenth++) {
      const count = values.filter((value) => Math.floor(10 * value) === tenth).length
      // Five standard deviations of a binomial count around 1,000.
      expect(Math.abs(count - 1_000)).toBeLessThan(150)
    }
  })
})
