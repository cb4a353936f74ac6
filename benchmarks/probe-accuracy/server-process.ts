import { createServer } from 'node:http'

/** How long each answer was really held, in milliseconds, by the path that asked for it. */
const heldMs: Record<string, number> = {}

const server = createServer(({ url = '' }, response) => {
  const askedAt = performance.now()
  const [, wantedMs] = url.slice(1).split('/')
  setTimeout(() => {
    response.end('ok')
    heldMs[url] = performance.now() - askedAt
  }, Number(wantedMs))
})
server.listen({ port: 0, host: '127.0.0.1', backlog: 1_024 }, () => process.send?.(server.address()))
process.on('message', () => process.send?.(heldMs))
