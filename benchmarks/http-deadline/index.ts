import { createHttp } from '@telltale/core/http'
import { startChild } from '../child.js'
import { quantile, report } from '../report.js'
import { roundsOr } from '../rounds.js'

/**
 * Measures the end of a call that a server keeps waiting, in each possible way. A call has 1.2 s, and its error has to
 * come at most 50 ms after that. The calls of a round run side by side; the server has a process of its own.
 * A machine that does other work is late by itself: the delay of a bare timer of the same length is shown beside.
 */
const timeoutMs = 1_200
const barMs = 50

const server = startChild(new URL('./server-process.ts', import.meta.url))
const ports = await server.ask<Record<string, number>>()
const http = createHttp({ allow: ['127.0.0.1'] })
await http.get(`http://127.0.0.1:${ports['says nothing']}/`, { timeoutMs: 100 }).catch(() => undefined)

/** Returns the time from the deadline of work to its end, and its error. */
async function lateness(work: () => Promise<unknown>): Promise<{ lateMs: number; code: string }> {
  const beganAt = performance.now()
  const code = await work().then(
    () => 'none',
    (error: { readonly code?: string }) => error.code ?? 'none',
  )
  return { lateMs: performance.now() - beganAt - timeoutMs, code }
}

const late = new Map<string, number[]>()
let wrong = 0
for (let round = 0; round < roundsOr(20); round++) {
  const timer = lateness(() => new Promise((resolve) => setTimeout(resolve, timeoutMs)))
  const calls = Object.entries(ports).map(async ([name, port]) => {
    const scheme = name.startsWith('TLS') ? 'https' : 'http'
    const { lateMs, code } = await lateness(() =>
      http.get(`${scheme}://127.0.0.1:${port}/${round}`, { timeoutMs }),
    )
    late.set(name, [...(late.get(name) ?? []), lateMs])
    if (code !== 'TIMEOUT') wrong += 1
  })
  await Promise.all(calls)
  late.set('a bare timer', [...(late.get('a bare timer') ?? []), (await timer).lateMs])
}
server.close()
await http.close()

const figures = [...late].filter(([name]) => name !== 'a bare timer').flatMap(([, each]) => each)
report(
  [...late].map(([name, each]) => ({
    'the server': name,
    'late p50, ms': quantile(each, 0.5),
    'late at most, ms': quantile(each, 1),
  })),
  { name: 'a deadline is passed by at most', figure: Math.max(...figures), bar: barMs, unit: 'ms' },
  {
    name: 'calls that ended before their time',
    figure: figures.filter((ms) => ms < -2).length,
    bar: 0,
    unit: 'of all',
  },
  { name: 'calls that ended otherwise than late', figure: wrong, bar: 0, unit: 'of all' },
)
