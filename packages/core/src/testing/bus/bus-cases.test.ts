import { AssertionError } from 'node:assert'
import { describe, expect, it } from 'vitest'
import { inProcessBus } from '../../bus/index.js'
import type { Bus, BusMessage } from '../../ports/index.js'
import { busCases, type OpenBus } from './index.js'

/** A right bus, but for what `breakIt` replaces. */
const broken =
  (breakIt: (right: Bus) => Partial<Bus>): OpenBus =>
  () => {
    const right = inProcessBus()
    return { ...right, ...breakIt(right) }
  }

/** A bus of bare listeners, without any care. */
function carelessBus(): Bus {
  const listeners = new Set<(message: BusMessage) => void>()
  return {
    publish: async (message) => {
      for (const listener of listeners) listener(message)
    },
    subscribe: async (listener) => {
      listeners.add(listener)
      return () => void listeners.delete(listener)
    },
    close: async () => listeners.clear(),
  }
}

const brokenBuses: Record<string, { open: OpenBus; breaks: string }> = {
  'forgets whose feed has grown': {
    open: broken((right) => ({ publish: ({ lastId }) => right.publish({ ownerId: '', lastId }) })),
    breaks: 'hands each message to every listener, as it was published',
  },
  'loses every tenth message': {
    open: broken((right) => ({
      publish: async (message) => (message.lastId % 10 ? right.publish(message) : undefined),
    })),
    breaks: 'hands on every message',
  },
  'repeats old messages to new listeners': {
    open: broken((right) => {
      const published: BusMessage[] = []
      return {
        publish: async (message) => {
          published.push(message)
          await right.publish(message)
        },
        subscribe: async (listener) => {
          for (const message of published) listener(message)
          return right.subscribe(listener)
        },
      }
    }),
    breaks: 'hands a listener nothing from before it subscribed',
  },
  'never ends a subscription': {
    open: broken((right) => ({
      subscribe: async (listener) => {
        await right.subscribe(listener)
        return () => {}
      },
    })),
    breaks: 'ends one subscription, and no other',
  },
  'ends every subscription at once': {
    open: broken((right) => {
      const ends: (() => void)[] = []
      return {
        subscribe: async (listener) => {
          ends.push(await right.subscribe(listener))
          return () => {
            for (const end of ends) end()
          }
        },
      }
    }),
    breaks: 'ends one subscription, and no other',
  },
  'takes two subscriptions of one listener for the same': {
    open: carelessBus,
    breaks: 'tells the subscriptions of one listener apart',
  },
  'stops at a listener that throws': {
    open: carelessBus,
    breaks: 'goes on when a listener throws or rejects',
  },
  'goes on calling who has left': {
    open: broken((right) => ({
      subscribe: async (listener) => {
        const end = await right.subscribe(listener)
        return () => void setTimeout(end, 50)
      },
    })),
    breaks: 'lets a listener unsubscribe while it is called',
  },
  'can be closed only once': {
    open: broken((right) => {
      let closes = 0
      return { close: () => (closes++ ? Promise.reject(new Error('closed already')) : right.close()) }
    }),
    breaks: 'may be closed twice',
  },
  'is silent about being closed': {
    open: carelessBus,
    breaks: 'takes no message and no listener once it is closed',
  },
}

describe('busCases', () => {
  for (const [fault, { open, breaks }] of Object.entries(brokenBuses))
    it.concurrent(`notices a bus that ${fault}`, async () => {
      const found = busCases(open).find(({ name }) => name === breaks)
      await expect(found?.run()).rejects.toBeInstanceOf(AssertionError)
    })
})
