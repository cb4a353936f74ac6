import { createTelltale } from '@telltale/core'
import type { Adapter } from '@telltale/core/ports'
import { pgStorage } from '@telltale/storage-pg'

/** Which pages a process asks for. */
export interface AskOrder {
  readonly connectionString: string
  readonly port: number
  readonly hosts: readonly string[]
  readonly pagesEach: number
  /** Which process it is: pages of different ones are different. */
  readonly part: number
  readonly gapMs: number
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
  const { connectionString, port, hosts, pagesEach, part, gapMs } = order
  const telltale = createTelltale({
    storage: pgStorage({ connectionString }),
    adapters: [pages],
    http: {
      allow: ['127.0.0.1'],
      lookup: async () => [{ address: '127.0.0.1', family: 4 }],
      politeness: { gap: `${gapMs}ms`, patience: '10m' },
    },
  })
  const statuses: Record<number, number> = {}
  const get = async (host: string, page: number) => {
    const url = `http://${host}:${port}/${part}/${page}`
    const status = await telltale
      .ask('pages', ({ http }) => http.get(url))
      .then(
        (answer) => answer.status,
        () => 0,
      )
    statuses[status] = (statuses[status] ?? 0) + 1
  }
  const all = Array.from({ length: pagesEach }, (_, page) => hosts.map((host) => get(host, page)))
  await Promise.all(all.flat())
  await telltale.close()
  return statuses
}

process.on('message', async (order: AskOrder) => process.send?.(await ask(order)))
