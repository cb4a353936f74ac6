import { expect, it } from 'vitest'
import { readCarHistory } from '../index.js'

it.each([
  ['2nd owner, rebuilt title, no accidents since', { titleStatus: 'rebuilt', accidents: 0, owners: 2 }],
  ['Clean title, two accidents, 3 owners', { titleStatus: 'clean', accidents: 2, owners: 3 }],
  ['Prior salvage, now rebuilt', { titleStatus: 'rebuilt' }],
  ['Does not have a clean title', {}],
  ['Several accidents', {}],
  ['Looking for a new owner', {}],
  ['', {}],
])('reads %j', (text, history) => {
  expect(readCarHistory(text)).toEqual(history)
})

it('refuses what is no text', () => {
  expect(() => readCarHistory('x'.repeat(100_001))).toThrow(/text/)
})
