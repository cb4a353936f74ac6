import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { Heap, type HeapItem } from './heap.js'

/** Bounds a property by time beside its runs, for a busy machine. */
const limits = { interruptAfterTimeLimit: 3_000, markInterruptAsFailure: false }

const item = (dueAt: number): HeapItem => ({ dueAt, position: -1 })

function drain(heap: Heap<HeapItem>): number[] {
  const times: number[] = []
  for (let first = heap.first; first; first = heap.first) {
    times.push(first.dueAt)
    heap.delete(first)
  }
  return times
}

describe('Heap', () => {
  it('orders items from the earliest to the latest', () => {
    fc.assert(
      fc.property(fc.array(fc.integer()), (times) => {
        const heap = new Heap<HeapItem>()
        for (const time of times) heap.push(item(time))
        expect(drain(heap)).toEqual(times.toSorted((a, b) => a - b))
      }),
      limits,
    )
  })

  it('stays ordered when items are removed from the middle', () => {
    const entries = fc.array(fc.record({ time: fc.integer({ min: 0, max: 50 }), leaves: fc.boolean() }))
    fc.assert(
      fc.property(entries, (given) => {
        const heap = new Heap<HeapItem>()
        const items = given.map(({ time, leaves }) => ({ ...item(time), leaves }))
        for (const each of items) heap.push(each)
        for (const each of items) if (each.leaves) heap.delete(each)
        const left = items.filter(({ leaves }) => !leaves).map(({ dueAt }) => dueAt)
        expect(drain(heap)).toEqual(left.toSorted((a, b) => a - b))
        expect(items.every(({ position }) => position === -1)).toBe(true)
      }),
      limits,
    )
  })

  it('accepts an item again after it was removed', () => {
    const heap = new Heap<HeapItem>()
    const moved = item(1)
    heap.push(moved)
    heap.push(item(2))
    heap.delete(moved)
    heap.delete(moved)
    moved.dueAt = 3
    heap.push(moved)
    expect(drain(heap)).toEqual([2, 3])
  })
})
