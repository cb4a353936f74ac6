import { createServer } from 'node:http'
import { setPriority } from 'node:os'

/** The times of requests by host, in milliseconds, for pages and for robots.txt. */
export interface Asked {
  readonly byHost: Readonly<
    Record<string, { readonly at: readonly number[]; readonly pages: readonly number[] }>
  >
}

/** A command to the server: to reset it and name the host that refuses, or to report its requests. */
export type ServerOrder = { readonly begin: true; readonly refusing?: string } | { readonly begin: false }

try {
  // A server that waits for a processor would see the calls at other times than they came.
  setPriority(-20)
} catch {}

let refusing: string | undefined
let byHost: Record<string, { at: number[]; pages: number[] }> = {}

const server = createServer(({ headers, url }, response) => {
  const now = performance.now()
  const host = headers.host?.split(':')[0] ?? ''
  const asked = byHost[host] ?? { at: [], pages: [] }
  byHost[host] = asked
  asked.at.push(now)
  if (url !== '/robots.txt') asked.pages.push(now)
  if (host === refusing) response.writeHead(429, { 'retry-after': '2' })
  response.end(url === '/robots.txt' ? '' : 'page')
})
server.keepAliveTimeout = 60_000
server.listen(0, '127.0.0.1', () => process.send?.(server.address()))

process.on('message', (order: ServerOrder) => {
  if (!order.begin) return void process.send?.({ byHost } satisfies Asked)
  refusing = order.refusing
  byHost = {}
  process.send?.('ready')
})
