import { describe, expect, it } from 'vitest'
import type { Adapter, Duration } from '../ports/index.js'
import { dayMs } from '../time/index.js'
import { minKeptMs } from './expired-values.js'

const source = (id: string, keepFor: Duration): Adapter => ({ specVersion: 1, id, keepFor })

describe('minKeptMs', () => {
  it('is the shortest time that a source lets values be kept', () => {
    expect(minKeptMs([source('a', '30d'), source('b', '7d'), source('c', '1y')])).toBe(7 * dayMs)
  })

  it('is unlimited when no source limits it', () => {
    expect(minKeptMs([])).toBe(Number.POSITIVE_INFINITY)
    expect(minKeptMs([{ specVersion: 1, id: 'free' }])).toBe(Number.POSITIVE_INFINITY)
  })
})
