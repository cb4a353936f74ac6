import { execFileSync } from 'node:child_process'
import { readFileSync } from 'node:fs'
import { createServer } from 'node:net'
import type { Held } from './held.js'

/** A server that holds each answer as long as the path asks for, and speaks just enough HTTP: what it does beside delays it. */
const answer = 'HTTP/1.1 200 OK\r\ncontent-length: 2\r\nconnection: close\r\n\r\nok'
/** By the path that asked for it. */
const held: Record<string, Held> = {}

/** How long this process has stood in line for a processor, where Linux counts it (proc(5), `schedstat`). */
function queuedMs(): number {
  try {
    return Number(readFileSync('/proc/self/schedstat', 'utf8').split(' ')[1]) / 1e6
  } catch {
    return 0
  }
}

let lookedAt = performance.now()
let idleMs = performance.nodeTiming.idleTime
let queuedUntilMs = queuedMs()
let wokenAt = lookedAt
let looksAgain = false

/** Returns the earliest moment at which the event loop can have been woken from its last wait. */
function lastWoken(): number {
  const [now, idle] = [performance.now(), performance.nodeTiming.idleTime]
  if (idle > idleMs) {
    const queued = queuedMs()
    // What happens in a turn after its last look delays the wait, and so its end, by no more than that.
    wokenAt = lookedAt + Math.max(0, idle - idleMs - (queued - queuedUntilMs))
    queuedUntilMs = queued
  }
  lookedAt = now
  idleMs = idle
  if (!looksAgain) {
    looksAgain = true
    setImmediate(() => {
      looksAgain = false
      lookedAt = performance.now()
    })
  }
  return wokenAt
}

const server = createServer({ noDelay: true }, (socket) => {
  lastWoken()
  socket.on('error', () => {})
  socket.once('data', (request) => {
    const askedAt = performance.now()
    const lateMs = askedAt - lastWoken()
    const url = request.toString('latin1', request.indexOf(' ') + 1, request.indexOf(' HTTP/'))
    const [, wantedMs] = url.slice(1).split('/')
    setTimeout(() => {
      const leastMs = performance.now() - askedAt
      socket.end(answer)
      held[url] = { leastMs, holdMs: performance.now() - askedAt, lateMs }
      lastWoken()
    }, Number(wantedMs))
  })
})

/** Lets this process run before every other as soon as it may, so that it holds an answer no longer than it is to. */
function hurry(): boolean {
  try {
    execFileSync('chrt', ['--fifo', '--pid', '1', String(process.pid)], { stdio: 'ignore' })
    return true
  } catch {
    return false
  }
}

server.listen({ port: 0, host: '127.0.0.1', backlog: 1_024 }, () =>
  process.send?.({ address: server.address(), hurries: hurry() }),
)
process.on('message', () => process.send?.(held))
