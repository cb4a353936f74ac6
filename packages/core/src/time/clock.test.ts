import { expect, it } from 'vitest'
import { systemClock } from './index.js'

it('the machine clock wakes at a time and never before it', async () => {
  const at = systemClock.now() + 20
  const wokenAt = await new Promise<number>((resolve) => {
    systemClock.wakeAt(at, () => resolve(systemClock.now()), { keepAlive: true })
  })
  expect(wokenAt).toBeGreaterThanOrEqual(at)
  expect(wokenAt).toBeLessThan(at + 250)
})

it('a wake-up that is cancelled does not come, and one months away does not come at once', async () => {
  const woken: string[] = []
  const cancel = systemClock.wakeAt(systemClock.now() + 5, () => woken.push('cancelled'))
  const cancelFar = systemClock.wakeAt(systemClock.now() + 90 * 86_400_000, () => woken.push('far'))
  cancel()
  await new Promise<void>((resolve) => {
    systemClock.wakeAt(systemClock.now() + 15, resolve, { keepAlive: true })
  })
  cancelFar()
  expect(woken).toEqual([])
})
