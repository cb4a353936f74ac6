import { StorageError, type Telltale, type TelltaleOptions } from '@telltale/core'
import type { Adapter, Storage } from '@telltale/core/ports'
import { type TestClock, testClock } from '@telltale/core/testing'
import { memoryStorage } from '@telltale/storage-memory'
import { describe, expect, it } from 'vitest'
import { keepOpen } from './keep-open.js'
import { scriptedProbe } from './scripted-probe.js'
import { nextEvents, startTelltale } from './start.js'

const begin = Date.UTC(2026, 0, 1)

/** A process of a host, with a clock of its own: one whose clock stands still is as good as killed. */
function startProcess(storage: Storage, options: Partial<TelltaleOptions> = {}) {
  const clock = testClock({ now: begin })
  const { telltale } = startTelltale({
    storage: keepOpen(storage),
    adapters: [scriptedProbe(() => 5)],
    clock,
    concurrency: 10_000,
    ...options,
  })
  return { telltale, clock }
}

/** A probe of `script:` URLs whose checks end when they are told to. */
function heldProbe() {
  const waiting: (() => void)[] = []
  let isOpen = false
  const begun = { count: 0, aborted: 0 }
  const adapter: Adapter = {
    ...scriptedProbe(() => 5),
    probe: {
      matches: ({ protocol }) => protocol === 'script:',
      check: (_, { signal }) =>
        new Promise((resolve) => {
          begun.count += 1
          signal.addEventListener('abort', () => (begun.aborted += 1))
          waiting.push(() => resolve({ latencyMs: 5, phases: {}, uncertaintyMs: 0 }))
          if (isOpen) waiting.pop()?.()
        }),
    },
  }
  const release = () => {
    for (const end of waiting.splice(0)) end()
  }
  return {
    adapter,
    begun,
    /** Ends the checks that have begun. */
    release,
    /** Ends them, and those that begin later at once. */
    open: () => {
      isOpen = true
      release()
    },
  }
}

/** Advances a clock second by second until something holds, and returns the seconds that took. */
async function secondsUntil(clock: TestClock, holds: () => boolean, atMost: number): Promise<number> {
  for (let seconds = 0; seconds <= atMost; seconds++) {
    // What takes several turns of the event loop has them before the next second comes.
    for (let turn = 0; turn < 200 && !holds(); turn++) await clock.advance(0)
    if (holds()) return seconds
    await clock.advance(1_000)
  }
  throw new Error(`not within ${atMost} s`)
}

/** Counts the checks of each monitor in this process. */
function countChecks(telltale: Telltale) {
  const counted = { checks: 0 }
  telltale.on('monitor:checked', () => {
    counted.checks += 1
  })
  return counted
}

describe('a process that was started', () => {
  it('takes up what another process made after it was started', async () => {
    const storage = memoryStorage()
    const [other, one] = [startProcess(storage), startProcess(storage)]
    await Promise.all([other.telltale.start(), one.telltale.start()])
    await other.telltale.monitors.create({ url: 'script:a', every: '1m' })
    const counted = countChecks(one.telltale)
    expect(await secondsUntil(one.clock, () => counted.checks === 1, 10)).toBeLessThanOrEqual(10)
  })

  it('takes up what a process made that never starts', async () => {
    const storage = memoryStorage()
    const [web, worker] = [startProcess(storage), startProcess(storage)]
    await worker.telltale.start()
    await web.telltale.monitors.create({ url: 'script:a', every: '1m' })
    const counted = countChecks(worker.telltale)
    expect(await secondsUntil(worker.clock, () => counted.checks === 1, 10)).toBeLessThanOrEqual(10)
  })

  it('takes over the check of a process that was killed, within 20 seconds', async () => {
    const storage = memoryStorage()
    const held = heldProbe()
    const killed = startProcess(storage, { adapters: [held.adapter] })
    const other = startProcess(storage)
    await killed.telltale.monitors.create({ url: 'script:a', every: '1m' })
    await Promise.all([killed.telltale.start(), other.telltale.start()])
    await secondsUntil(killed.clock, () => held.begun.count === 1, 10)
    const counted = countChecks(other.telltale)
    await other.clock.advanceTo(killed.clock.now())
    expect(counted.checks).toBe(0)
    expect(await secondsUntil(other.clock, () => counted.checks === 1, 20)).toBeLessThanOrEqual(20)
    held.open()
  })

  it('keeps the lease of a check that takes long, through changes of its monitor', async () => {
    const storage = memoryStorage()
    const held = heldProbe()
    const slow = startProcess(storage, { adapters: [held.adapter] })
    const other = startProcess(storage)
    const { id } = await slow.telltale.monitors.create({ url: 'script:a', every: '5m' })
    await Promise.all([slow.telltale.start(), other.telltale.start()])
    await secondsUntil(slow.clock, () => held.begun.count === 1, 10)
    for (let seconds = 0; seconds < 45; seconds++) {
      await slow.clock.advance(1_000)
      await other.clock.advanceTo(slow.clock.now())
      // At every place between two renewals and two sweeps, by this process and by the other.
      const changing = seconds % 2 ? slow : other
      if (seconds >= 10 && seconds < 30 && seconds % 3 !== 1)
        await changing.telltale.monitors.update(id, { name: `name ${seconds}` })
      if (seconds === 35) await slow.telltale.monitors.update(id, { name: 'other name' })
    }
    const checked = nextEvents(slow.telltale, 'monitor:checked', 1)
    held.release()
    expect((await checked)[0]).toMatchObject({ monitor: { name: 'other name' } })
    expect(held.begun).toEqual({ count: 1, aborted: 0 })
    held.open()
  })
})

describe('a storage that was away for a few seconds', () => {
  it('costs no more than ten seconds: what could not be stored is done again', async () => {
    const whole = memoryStorage()
    let isAway = false
    const fail = () => Promise.reject(new StorageError('the server restarts', { retryable: true }))
    const collection: Storage['collection'] = (definition) => {
      const real = whole.collection(definition)
      return {
        ...real,
        write: (operations) => (isAway ? fail() : real.write(operations)),
        claim: (owner, query) => (isAway ? fail() : real.claim(owner, query)),
        page: (owner, query) => (isAway ? fail() : real.page(owner, query)),
      }
    }
    const storage: Storage = {
      ...whole,
      collection,
      transaction: (work) => (isAway ? fail() : whole.transaction(work)),
    }
    const held = heldProbe()
    const { telltale, clock } = startProcess(storage, { adapters: [held.adapter] })
    const errors: string[] = []
    telltale.on('error', ({ message }) => void errors.push(message))
    await telltale.monitors.create({ url: 'script:a', every: '10m' })
    await telltale.start()
    await secondsUntil(clock, () => held.begun.count === 1, 10)
    isAway = true
    held.release()
    await clock.advance(30_000)
    isAway = false
    expect(await secondsUntil(clock, () => held.begun.count === 2, 10)).toBeLessThanOrEqual(10)
    const checked = nextEvents(telltale, 'monitor:checked', 1)
    held.release()
    expect((await checked)[0]?.check.slotAt).toBeDefined()
    // One of the check, and one of the sweeps, which failed six times.
    expect(errors).toHaveLength(2)
    held.open()
  })
})

describe('a process that stood still while others took over its checks', () => {
  const zombies = 500

  it.each(['are still at it', 'are done'])('stores none of them when the others %s', async (state) => {
    const storage = memoryStorage()
    const [stale, fresh] = [heldProbe(), heldProbe()]
    const still = startProcess(storage, { adapters: [stale.adapter] })
    const other = startProcess(storage, { adapters: [fresh.adapter] })
    for (let index = 0; index < zombies; index++)
      await still.telltale.monitors.create({ url: `script:${index}`, every: '10m' })
    await still.telltale.start()
    await secondsUntil(still.clock, () => stale.begun.count === zombies, 10)
    await other.clock.advanceTo(still.clock.now())
    await other.telltale.start()
    await secondsUntil(other.clock, () => fresh.begun.count === zombies, 20)

    const [late, right] = [countChecks(still.telltale), countChecks(other.telltale)]
    if (state === 'are done') {
      fresh.release()
      await secondsUntil(other.clock, () => right.checks === zombies, 5)
    }
    stale.open()
    // Closing waits until each of them has tried to store its check.
    await still.telltale.close()
    expect(late.checks).toBe(0)
    fresh.open()
    await other.telltale.close()
    expect(right.checks).toBeGreaterThanOrEqual(zombies)
  })

  it('stops them when it notices', async () => {
    const storage = memoryStorage()
    const [stale, fresh] = [heldProbe(), heldProbe()]
    const still = startProcess(storage, { adapters: [stale.adapter] })
    const other = startProcess(storage, { adapters: [fresh.adapter] })
    await still.telltale.monitors.create({ url: 'script:a', every: '10m' })
    await still.telltale.start()
    await secondsUntil(still.clock, () => stale.begun.count === 1, 10)
    await other.clock.advanceTo(still.clock.now())
    await other.telltale.start()
    await secondsUntil(other.clock, () => fresh.begun.count === 1, 20)
    await secondsUntil(still.clock, () => stale.begun.aborted === 1, 3)
    fresh.open()
    stale.open()
  })
})
