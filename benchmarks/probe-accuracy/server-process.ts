import { execFileSync } from 'node:child_process'
import { readFileSync } from 'node:fs'
import { createServer } from 'node:net'
import type { ResponseDelay } from './response-delay.js'

/**
 * A server that delays each response as long as the path says. It speaks just enough HTTP: other work would delay it.
 */
const answer = 'HTTP/1.1 200 OK\r\ncontent-length: 2\r\nconnection: close\r\n\r\nok'
/** The delays, by path. */
const delays: Record<string, ResponseDelay> = {}

/** Returns the total wait of this process for a processor, where Linux counts it (proc(5), `schedstat`). */
function runQueueWaitMs(): number {
  try {
    return Number(readFileSync('/proc/self/schedstat', 'utf8').split(' ')[1]) / 1e6
  } catch {
    return 0
  }
}

let sampledAt = performance.now()
let idleMs = performance.nodeTiming.idleTime
let lastQueueWaitMs = runQueueWaitMs()
let wokenAt = sampledAt
let isSampleScheduled = false

/** Returns the earliest moment at which the event loop can have been woken from its last wait. */
function lastWoken(): number {
  const [now, idle] = [performance.now(), performance.nodeTiming.idleTime]
  if (idle > idleMs) {
    const queued = runQueueWaitMs()
    // What happens in a turn after its last look delays the wait, and so its end, by no more than that.
    wokenAt = sampledAt + Math.max(0, idle - idleMs - (queued - lastQueueWaitMs))
    lastQueueWaitMs = queued
  }
  sampledAt = now
  idleMs = idle
  if (!isSampleScheduled) {
    isSampleScheduled = true
    setImmediate(() => {
      isSampleScheduled = false
      sampledAt = performance.now()
    })
  }
  return wokenAt
}

const server = createServer({ noDelay: true }, (socket) => {
  lastWoken()
  socket.on('error', () => {})
  socket.once('data', (request) => {
    const askedAt = performance.now()
    const maxWaitMs = askedAt - lastWoken()
    const url = request.toString('latin1', request.indexOf(' ') + 1, request.indexOf(' HTTP/'))
    const [, wantedMs] = url.slice(1).split('/')
    setTimeout(() => {
      const minHoldMs = performance.now() - askedAt
      socket.end(answer)
      delays[url] = { minHoldMs, holdMs: performance.now() - askedAt, maxWaitMs }
      lastWoken()
    }, Number(wantedMs))
  })
})

/** Gives this process priority over all others, so that it delays a response no longer than it should. */
function raisePriority(): boolean {
  try {
    execFileSync('chrt', ['--fifo', '--pid', '1', String(process.pid)], { stdio: 'ignore' })
    return true
  } catch {
    return false
  }
}

server.listen({ port: 0, host: '127.0.0.1', backlog: 1_024 }, () =>
  process.send?.({ address: server.address(), hasPriority: raisePriority() }),
)
process.on('message', () => process.send?.(delays))
