import { expect, it } from 'vitest'
import { dayMs, hourMs } from '../time/index.js'
import { learningTime } from './learning-plan.js'

const readAt = 1_000_000
const learned = (vehicles: number) => ({ vehicles, readAt, learnedAt: readAt })

it.each<[string, Parameters<typeof learningTime>[0], number, number]>([
  ['at once when nobody has looked', { vehicles: 0 }, 0, 0],
  ['an hour after there were too few when no more came', { vehicles: 2, readAt }, 2, readAt + hourMs],
  ['seconds after there were too few', { vehicles: 2, readAt }, 3, readAt + 10_000],
  ['seconds after it when it has doubled', learned(100), 200, readAt + 10_000],
  ['an hour after it when it grew by a fifth', learned(1_000), 1_200, readAt + hourMs],
  ['an hour after it when it grew by 500', learned(10_000), 10_500, readAt + hourMs],
  ['a day after it when it hardly grew', learned(10_000), 10_499, readAt + dayMs],
  ['a day after it when vehicles were removed', learned(10_000), 9_000, readAt + dayMs],
])('a market is learned %s', (_when, market, vehicles, expected) => {
  expect(learningTime(market, vehicles)).toBe(expected)
})
