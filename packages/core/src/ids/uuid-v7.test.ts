import { describe, expect, it } from 'vitest'
import { uuidV7 } from './index.js'

const timeOf = (id: string) => Number.parseInt(id.replaceAll('-', '').slice(0, 12), 16)

describe('uuidV7', () => {
  it('carries the time, the version and the variant where RFC 9562 puts them', () => {
    // The time of the example in RFC 9562, appendix A.6.
    const id = uuidV7({ now: () => 0x017f22e279b0 })()
    expect(id).toMatch(/^017f22e2-79b0-7[0-9a-f]{3}-[89ab][0-9a-f]{3}-[0-9a-f]{12}$/)
  })

  it('rises within one millisecond, past 4096 ids, and when the clock steps back', () => {
    let now = 1_700_000_000_000
    const next = uuidV7({ now: () => now })
    const ids = Array.from({ length: 10_000 }, () => next())
    now -= 3_600_000
    ids.push(next())
    expect(ids).toEqual([...ids].sort())
    expect(new Set(ids).size).toBe(ids.length)
    expect(timeOf(ids.at(-1) as string) - 1_700_000_000_000).toBeLessThan(4)
  })
})
