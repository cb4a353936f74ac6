import { parseArgs } from 'node:util'
import { createHttp } from '@telltale/core/http'
import { Agent, request } from 'undici'
import { startChild } from '../child.js'
import { report } from '../report.js'
import { roundsOr } from '../rounds.js'

/**
 * Measures the cost of the guard, the deadlines, the cap, the cache, retries and redirects beside the bare client that
 * does the work. Both ask the same server, in a process of its own, over connections that are kept, and read the body as text;
 * they take turns, and each one's best round counts, since other work on the machine only ever slows a round down.
 */
const { values } = parseArgs({
  options: { calls: { type: 'string', default: '4000' }, rounds: { type: 'string' } },
})
const calls = Number(values.calls)
const bar = 0.7

const server = startChild(new URL('./server-process.ts', import.meta.url))
const { port } = await server.ask<{ port: number }>()
const origin = `http://127.0.0.1:${port}`
const http = createHttp({ allow: ['127.0.0.1'] })
const dispatcher = new Agent()

const clients = {
  undici: async (url: string) => (await request(url, { dispatcher })).body.text(),
  telltale: async (url: string) => (await http.get(url)).text,
}

/** Calls a second, with so many under way at once; each asks for a page of its own, so that none is shared. */
async function rateOf(ask: (url: string) => Promise<string>, inFlight: number): Promise<number> {
  let left = calls
  const beganAt = performance.now()
  await Promise.all(
    Array.from({ length: inFlight }, async () => {
      while (left-- > 0) await ask(`${origin}/p/${left}`)
    }),
  )
  return (calls / (performance.now() - beganAt)) * 1_000
}

const rows: object[] = []
const ratios: number[] = []
for (const inFlight of [1, 10, 50]) {
  const best = { undici: 0, telltale: 0 }
  for (let round = 0; round < roundsOr(8); round++)
    for (const name of ['undici', 'telltale'] as const)
      best[name] = Math.max(best[name], await rateOf(clients[name], inFlight))
  const ratio = best.telltale / best.undici
  ratios.push(ratio)
  rows.push({
    'in flight': inFlight,
    'undici, calls/s': Math.round(best.undici),
    'telltale, calls/s': Math.round(best.telltale),
    ratio: Number(ratio.toFixed(2)),
  })
}
await Promise.all([http.close(), dispatcher.close()])
server.close()
report(rows, {
  name: 'of the rate of undici.request, at worst',
  figure: Math.min(...ratios),
  bar,
  atLeast: true,
  unit: 'times',
})
