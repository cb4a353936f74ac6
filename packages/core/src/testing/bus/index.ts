import assert from 'node:assert/strict'
import type { Bus, BusMessage } from '../../ports/index.js'
import type { ConformanceCase } from '../conformance-case.js'
import { eventually } from '../eventually.js'

/** A function that makes a new bus, which is not connected to buses made before. */
export type OpenBus = () => Bus | Promise<Bus>

type Proof = (bus: Bus) => Promise<void>

const message = (lastId: number, ownerId = 'ana'): BusMessage => ({ ownerId, lastId })

/** Subscribes a listener that collects every message. */
async function listen(bus: Bus) {
  const heard: BusMessage[] = []
  const unsubscribe = await bus.subscribe((given) => void heard.push(given))
  const hears = (lastId: number) =>
    eventually(() => heard.some((given) => given.lastId === lastId), `message ${lastId} was not heard`)
  return { heard, hears, unsubscribe }
}

const proofs: Record<string, Proof> = {
  'hands each message to every listener, as it was published': async (bus) => {
    const [first, second] = [await listen(bus), await listen(bus)]
    await bus.publish(message(7, 'user_42'))
    for (const { hears, heard } of [first, second]) {
      await hears(7)
      assert.deepEqual(heard[0], { ownerId: 'user_42', lastId: 7 })
    }
  },
  'hands on every message': async (bus) => {
    const { hears } = await listen(bus)
    for (let lastId = 1; lastId <= 100; lastId++) await bus.publish(message(lastId))
    for (let lastId = 1; lastId <= 100; lastId++) await hears(lastId)
  },
  'hands a listener nothing from before it subscribed': async (bus) => {
    await bus.publish(message(1))
    const { heard, hears } = await listen(bus)
    await bus.publish(message(2))
    await hears(2)
    assert.deepEqual(
      heard.map(({ lastId }) => lastId),
      [2],
    )
  },
  'ends one subscription, and no other': async (bus) => {
    const left = await listen(bus)
    const stays = await listen(bus)
    left.unsubscribe()
    left.unsubscribe()
    await bus.publish(message(1))
    await stays.hears(1)
    assert.deepEqual(left.heard, [])
  },
  'tells the subscriptions of one listener apart': async (bus) => {
    let calls = 0
    const count = () => void calls++
    const unsubscribe = await bus.subscribe(count)
    await bus.subscribe(count)
    await bus.publish(message(1))
    await eventually(() => calls === 2, 'a listener that is subscribed twice was not called twice')
    unsubscribe()
    const { hears } = await listen(bus)
    await bus.publish(message(2))
    await hears(2)
    assert.equal(calls, 3)
  },
  'goes on when a listener throws or rejects': async (bus) => {
    await bus.subscribe(() => {
      throw new Error('this listener throws')
    })
    await bus.subscribe(async () => {
      throw new Error('this listener rejects')
    })
    const { hears } = await listen(bus)
    await assert.doesNotReject(bus.publish(message(1)))
    await hears(1)
  },
  'lets a listener unsubscribe while it is called': async (bus) => {
    let calls = 0
    const unsubscribe = await bus.subscribe(() => {
      calls += 1
      unsubscribe()
    })
    const { hears } = await listen(bus)
    for (const lastId of [1, 2]) {
      await bus.publish(message(lastId))
      await hears(lastId)
    }
    assert.equal(calls, 1)
  },
  'may be closed twice': async (bus) => {
    await listen(bus)
    await assert.doesNotReject(async () => {
      await Promise.all([bus.close(), bus.close()])
      await bus.close()
    })
  },
  'takes no message and no listener once it is closed': async (bus) => {
    await bus.close()
    await assert.rejects(bus.publish(message(1)), { code: 'CLOSED' })
    await assert.rejects(
      bus.subscribe(() => {}),
      { code: 'CLOSED' },
    )
  },
}

/**
 * Returns the conformance cases of the bus port.
 *
 * @example
 * ```ts
 * for (const { name, run } of busCases(() => inProcessBus())) it(name, run)
 * ```
 */
export function busCases(open: OpenBus): readonly ConformanceCase[] {
  return Object.entries(proofs).map(([name, prove]) => ({
    name,
    run: async () => {
      const bus = await open()
      try {
        await prove(bus)
      } finally {
        await bus.close().catch(() => {})
      }
    },
  }))
}
