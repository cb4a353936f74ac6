import { expect, it } from 'vitest'
import { groupBy } from './index.js'

it('groups items by their key, in the order of first appearance', () => {
  const groups = groupBy(['kettle', 'lamp', 'kite', 'ant', 'lens'], (word) => word[0])
  expect([...groups]).toEqual([
    ['k', ['kettle', 'kite']],
    ['l', ['lamp', 'lens']],
    ['a', ['ant']],
  ])
})

it('leaves out items without a key', () => {
  expect([...groupBy([1, 2, 3], (number) => (number === 2 ? undefined : 'odd'))]).toEqual([['odd', [1, 3]]])
})
