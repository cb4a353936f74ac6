import { once } from 'node:events'
import { createServer } from 'node:http'
import type { AddressInfo } from 'node:net'
import { setTimeout as pause } from 'node:timers/promises'

/** A target of the demo: how long it takes to answer at a time, and with which status. */
export interface DemoTarget {
  /** The name of its monitor. */
  readonly name: string
  readonly path: string
  answerAt(atMs: number): { readonly delayMs: number; readonly status?: number }
}

/** Returns a value that swings around a middle. */
const swing = (atMs: number, periodMs: number, middle: number, amplitude: number): number =>
  middle + amplitude * Math.sin((2 * Math.PI * atMs) / periodMs)

/** The targets: one for each tier, one that wanders through all of them, and one that fails now and then. */
export const demoTargets: readonly DemoTarget[] = [
  { name: 'Static files', path: '/static', answerAt: (at) => ({ delayMs: swing(at, 31_000, 14, 9) }) },
  { name: 'Product search', path: '/search', answerAt: (at) => ({ delayMs: swing(at, 47_000, 190, 70) }) },
  { name: 'Monthly report', path: '/report', answerAt: (at) => ({ delayMs: swing(at, 53_000, 780, 160) }) },
  {
    name: 'Checkout',
    path: '/checkout',
    answerAt: (at) => ({ delayMs: 20 + 900 * Math.max(0, Math.sin((2 * Math.PI * at) / 90_000)) ** 3 }),
  },
  { name: 'Sign-in', path: '/sign-in', answerAt: (at) => ({ delayMs: swing(at, 29_000, 75, 18) }) },
  {
    name: 'Payment partner',
    path: '/payments',
    answerAt: (at) => ({ delayMs: swing(at, 37_000, 130, 60), status: at % 120_000 < 15_000 ? 503 : 200 }),
  },
]

/** Starts the demo's targets on a port of this machine. */
export async function startDemoTargets(): Promise<{ readonly url: string; close(): Promise<void> }> {
  const startedAt = Date.now()
  const server = createServer(async ({ url }, response) => {
    const target = demoTargets.find(({ path }) => path === url)
    const { delayMs, status = 200 } = target?.answerAt(Date.now() - startedAt) ?? { delayMs: 0, status: 404 }
    await pause(delayMs)
    response.writeHead(status).end('ok')
  })
  server.listen(0, '127.0.0.1')
  await once(server, 'listening')
  return {
    url: `http://127.0.0.1:${(server.address() as AddressInfo).port}`,
    close: async () => {
      server.close()
      server.closeAllConnections()
    },
  }
}
