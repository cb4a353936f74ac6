import type { FollowOptions } from '@telltale/core'
import { defined } from '@telltale/core/options'
import { methodAndPath, type Operations, operations } from '../operations.js'
import type { routes } from '../routes/index.js'
import { type LiveEvent, liveEvents } from './live-events.js'
import { type ClientOptions, dataOf, type RequestOptions, send } from './send.js'
import type { Calls, WirePage } from './wire.js'

type Services = {
  readonly [Service in keyof Operations]: Calls<Operations[Service], (typeof routes)[Service]>
}

/** The events of an owner: past ones by page, and live ones. */
type EventCalls = Services['events'] & {
  /** Yields the events from now on, or after an id, through broken lines, until `signal` fires or the loop is left. */
  readonly live: (options?: FollowOptions) => AsyncGenerator<LiveEvent, void, undefined>
}

/** A client of the API: a function for each operation, by its service, with its types. */
export type Client = Omit<Services, 'events'> & {
  /** The events of the owner. */
  readonly events: EventCalls
}

/**
 * Makes a client of the API. Each function takes the ids of its path, then the query or the body, beside which
 * `RequestOptions` may stand. One that is not possible rejects with an `ApiError`.
 *
 * @example
 * ```ts
 * import { createClient } from '@telltale/api/client'
 *
 * const client = createClient({ baseUrl: 'https://shop.example/api', headers: () => ({ authorization: 'Bearer …' }) })
 * const monitor = await client.monitors.create({ url: 'https://shop.example/health', every: '30s' })
 * for await (const { name } of client.monitors.list({ tag: 'checkout' })) console.log(name)
 * for await (const event of client.events.live()) console.log(event.name, monitor.createdAt)
 * ```
 */
export function createClient(options: ClientOptions): Client {
  const services = Object.entries(operations).map(([service, ofService]) => [
    service,
    Object.fromEntries(
      Object.entries(ofService).map(([name, operation]) => [name, callOf(options, operation)]),
    ),
  ])
  const client = Object.fromEntries(services)
  client.events.live = (follow?: FollowOptions) => liveEvents(options, follow)
  return client as Client
}

/** Makes the function of an operation. */
function callOf(options: ClientOptions, operation: string) {
  const [method, template] = methodAndPath(operation)
  return (...given: readonly unknown[]) => {
    const ids = [...given]
    const path = template.replace(/:\w+/g, () => encodeURIComponent(String(ids.shift())))
    const { signal, idempotencyKey, ifVersion, ...input } = (ids[0] ?? {}) as RequestOptions
    const headers = defined({
      'idempotency-key': idempotencyKey,
      'if-match': ifVersion === undefined ? undefined : `"${ifVersion}"`,
    })
    const isEmpty = Object.keys(input).length === 0
    const read = async (query: object): Promise<unknown> =>
      dataOf(
        await send(options, {
          method,
          path,
          headers,
          ...(isEmpty && method !== 'GET' ? undefined : { input: query }),
          ...defined({ signal }),
        }),
      )
    const first = read(input)
    return Object.assign(first, { [Symbol.asyncIterator]: () => itemsOf(first, read, input) })
  }
}

/** Yields the items of a list, and reads each further page when the loop reaches it. */
async function* itemsOf(first: Promise<unknown>, read: (query: object) => Promise<unknown>, query: object) {
  for (let page = (await first) as WirePage<unknown>; ; ) {
    yield* page.items
    if (page.next === undefined) return
    page = (await read({ ...query, after: page.next })) as WirePage<unknown>
  }
}
