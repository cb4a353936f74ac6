import { describe, expect, it } from 'vitest'
import { testClock } from './test-clock.js'

const noon = Date.UTC(2026, 5, 1, 12)

describe('testClock', () => {
  it('stands still until it is moved', async () => {
    const clock = testClock({ now: noon })
    expect(clock.now()).toBe(noon)
    await clock.advance(1_500)
    expect(clock.now()).toBe(noon + 1_500)
    await clock.advanceTo(noon + 86_400_000)
    expect(clock.now()).toBe(noon + 86_400_000)
  })

  it('calls wakes in the order of their times, each at its time', async () => {
    const clock = testClock({ now: 0 })
    const seen: [string, number][] = []
    clock.wakeAt(30, () => seen.push(['third', clock.now()]))
    clock.wakeAt(10, () => seen.push(['first', clock.now()]))
    clock.wakeAt(20, () => seen.push(['second', clock.now()]))
    await clock.advance(25)
    expect(seen).toEqual([
      ['first', 10],
      ['second', 20],
    ])
    await clock.advance(5)
    expect(seen.at(-1)).toEqual(['third', 30])
  })

  it('calls wakes of one time in the order they were set', async () => {
    const clock = testClock({ now: 0 })
    const seen: string[] = []
    clock.wakeAt(10, () => seen.push('a'))
    clock.wakeAt(10, () => seen.push('b'))
    await clock.advance(10)
    expect(seen).toEqual(['a', 'b'])
  })

  it('lets promise chains settle between two wakes, and meets the wakes that they set', async () => {
    const clock = testClock({ now: 0 })
    const seen: number[] = []
    const tick = async () => {
      for (let step = 0; step < 20; step++) await Promise.resolve()
      seen.push(clock.now())
      if (seen.length < 4) clock.wakeAt(clock.now() + 100, tick)
    }
    clock.wakeAt(100, tick)
    await clock.advance(350)
    expect(seen).toEqual([100, 200, 300])
  })

  it('calls a wake whose time is reached by itself, but never within the call that sets it', async () => {
    const clock = testClock()
    const woken = new Promise<string>((resolve) => {
      clock.wakeAt(clock.now(), () => resolve('woken'))
      resolve(`${clock.pending} pending`)
    })
    expect(await woken).toBe('1 pending')
    await clock.advance(0)
    expect(clock.pending).toBe(0)
    await new Promise<void>((resolve) => clock.wakeAt(clock.now() - 1, resolve))
  })

  it('counts what is pending, and forgets what is cancelled', async () => {
    const clock = testClock()
    const cancel = clock.wakeAt(clock.now() + 10, () => expect.unreachable())
    clock.wakeAt(clock.now() + 20, () => {})
    expect(clock.pending).toBe(2)
    cancel()
    expect(clock.pending).toBe(1)
    await clock.advance(20)
    cancel()
    expect(clock.pending).toBe(0)
  })
})
