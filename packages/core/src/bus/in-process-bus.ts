import { TelltaleError } from '../errors/index.js'
import type { Bus, BusMessage } from '../ports/index.js'

interface Subscription {
  readonly listener: (message: BusMessage) => void
}

/** Calls a listener and drops its error, which concerns neither the publisher nor other listeners. */
async function deliver({ listener }: Subscription, message: BusMessage): Promise<void> {
  try {
    await listener(message)
  } catch {
    // The port has no way to report an error: listeners report their own.
  }
}

/**
 * Makes a bus within this process, for hosts that run as one process. Listeners are called before `publish` resolves.
 * A listener's error is dropped, so listeners report their own failures.
 *
 * @example
 * ```ts
 * const bus = inProcessBus()
 * const unsubscribe = await bus.subscribe(({ ownerId, lastId }) => console.log(ownerId, lastId))
 * ```
 */
export function inProcessBus(): Bus {
  const subscriptions = new Set<Subscription>()
  let isClosed = false
  const refuseWhenClosed = (): void => {
    if (isClosed)
      throw new TelltaleError('the bus is closed; make another one', { code: 'CLOSED', status: 503 })
  }
  return {
    publish: async (message) => {
      refuseWhenClosed()
      for (const subscription of [...subscriptions]) void deliver(subscription, message)
    },
    subscribe: async (listener) => {
      refuseWhenClosed()
      const subscription = { listener }
      subscriptions.add(subscription)
      return () => void subscriptions.delete(subscription)
    },
    close: async () => {
      isClosed = true
      subscriptions.clear()
    },
  }
}
