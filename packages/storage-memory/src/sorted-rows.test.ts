import type { Row } from '@telltale/core/ports'
import fc from 'fast-check'
import { expect, it } from 'vitest'
import { after, before, SortedRows } from './sorted-rows.js'

const place = fc.nat(400)
const span = fc.tuple(place, fc.nat(60))
const change = fc.oneof(
  { weight: 5, arbitrary: fc.record({ does: fc.constant('put' as const), from: place, count: fc.nat(80) }) },
  {
    weight: 3,
    arbitrary: fc.record({ does: fc.constant('remove' as const), from: place, count: fc.nat(40) }),
  },
  fc.record({ does: fc.constant('removeBetween' as const), span }),
  { weight: 2, arbitrary: fc.record({ does: fc.constant('clone' as const) }) },
)

const all = (rows: SortedRows) => Array.from(rows.between(before({}), after({})), ({ at }) => at)

it('holds the rows that were put in, and each clone those of its own time', () => {
  fc.assert(
    fc.property(fc.array(change, { maxLength: 60 }), (changes) => {
      let rows = SortedRows.by({ at: { type: 'integer' } }, ['at'])
      let expected = new Set<number>()
      const earlier: (readonly [SortedRows, readonly number[]])[] = []
      const inOrder = () => [...expected].sort((left, right) => left - right)
      for (const changed of changes) {
        if (changed.does === 'clone') {
          earlier.push([rows, inOrder()])
          rows = rows.clone()
        } else if (changed.does === 'removeBetween') {
          const [from, length] = changed.span
          const kept = inOrder().filter((at) => at < from || at >= from + length)
          expect(rows.removeBetween(before({ at: from }), before({ at: from + length }))).toBe(
            expected.size - kept.length,
          )
          expected = new Set(kept)
        } else
          for (let at = changed.from; at < changed.from + changed.count; at++) {
            if (changed.does === 'put') expected.add(at)
            else expected.delete(at)
            rows[changed.does]({ at } satisfies Row)
          }
      }
      for (const [clone, then] of [...earlier, [rows, inOrder()] as const]) expect(all(clone)).toEqual(then)
    }),
    { numRuns: 300, interruptAfterTimeLimit: 3_000, markInterruptAsFailure: false },
  )
})

it('leaves out a row that lacks a column of the order', () => {
  const rows = SortedRows.by({ at: { type: 'integer' }, kind: { type: 'text' } }, ['kind', 'at'])
  rows.put({ at: 1 })
  rows.put({ at: 2, kind: 'a' })
  rows.remove({ at: 3 })
  expect(all(rows)).toEqual([2])
  expect(rows.find({ at: 1 })).toBeUndefined()
  expect(rows.find({ at: 2, kind: 'a' })).toEqual({ at: 2, kind: 'a' })
})
