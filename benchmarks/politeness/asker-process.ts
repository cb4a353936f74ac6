import { setMaxListeners } from 'node:events'
import { createTelltale } from '@telltale/core'
import type { Adapter } from '@telltale/core/ports'
import { pgStorage } from '@telltale/storage-pg'

/** The pages that a process asks for. */
export interface AskOrder {
  readonly connectionString: string
  readonly port: number
  readonly hosts: readonly string[]
  readonly pagesEach: number
  /** The number of the process. Each process asks for pages of its own. */
  readonly part: number
  readonly gapMs: number
  /** The host that refuses all it is asked: its pages are given up once all others are there. */
  readonly refusing?: string
}

/** Reads nothing: only its calls are looked at. */
const pages: Adapter = {
  specVersion: 1,
  id: 'pages',
  http: { polite: true },
  products: {
    matches: () => true,
    extract: () => ({ status: 'unread', reason: 'no-product', message: 'only asked for' }),
  },
}

async function ask(order: AskOrder): Promise<Record<number, number>> {
  const { connectionString, port, hosts, pagesEach, part, gapMs, refusing } = order
  const telltale = createTelltale({
    storage: pgStorage({ connectionString }),
    adapters: [pages],
    http: {
      allow: ['127.0.0.1'],
      lookup: async () => [{ address: '127.0.0.1', family: 4 }],
      politeness: { gap: `${gapMs}ms`, maxWait: '10m' },
    },
  })
  const statuses: Record<number, number> = {}
  const ending = new AbortController()
  setMaxListeners(0, ending.signal)
  const get = async (host: string, page: number) => {
    const url = `http://${host}:${port}/${part}/${page}`
    const status = await telltale
      .ask('pages', ({ http }) => http.get(url, { signal: ending.signal }))
      .then(
        (answer) => answer.status,
        () => 0,
      )
    statuses[status] = (statuses[status] ?? 0) + 1
  }
  const pagesOf = (some: readonly string[]) =>
    Array.from({ length: pagesEach }, (_, page) => some.map((host) => get(host, page))).flat()
  const refused = pagesOf(hosts.filter((host) => host === refusing))
  await Promise.all(pagesOf(hosts.filter((host) => host !== refusing)))
  ending.abort()
  await Promise.all(refused)
  await telltale.close()
  return statuses
}

process.on('message', async (order: AskOrder) => process.send?.(await ask(order)))
