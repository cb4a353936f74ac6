import { createServer } from 'node:http'
import type { Socket } from 'node:net'
import type { Held } from './held.js'

/** By the path that asked for it. */
const held: Record<string, Held> = {}
/** When each connection can have been there at the earliest. */
const thereSince = new WeakMap<Socket, number>()

let lookedAt = performance.now()
let idleMs = performance.nodeTiming.idleTime
let idleUntil = lookedAt

/** Returns a moment at which the event loop still waited, the last one that is known of. */
function lastWait(): number {
  const [now, idle] = [performance.now(), performance.nodeTiming.idleTime]
  // Less than that may be a poll that did not wait.
  if (idle - idleMs >= 0.05) idleUntil = lookedAt + (idle - idleMs)
  lookedAt = now
  idleMs = idle
  return idleUntil
}

const server = createServer(({ url = '', socket }, response) => {
  const askedAt = performance.now()
  const since = thereSince.get(socket) ?? askedAt
  const [, wantedMs] = url.slice(1).split('/')
  setTimeout(() => {
    const leastMs = performance.now() - askedAt
    response.end('ok', () => {
      held[url] = { leastMs, mostMs: performance.now() - since }
      lastWait()
    })
  }, Number(wantedMs))
})
server.on('connection', (socket) => thereSince.set(socket, lastWait()))
server.listen({ port: 0, host: '127.0.0.1', backlog: 1_024 }, () => process.send?.(server.address()))
process.on('message', () => process.send?.(held))
