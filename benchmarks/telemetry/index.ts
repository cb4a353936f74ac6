// What does telemetry cost a host that has no SDK of OpenTelemetry installed? Runs the step that records a request with
// nothing behind it, against the same without the step, and sets the difference against the fastest request there is:
// one to this machine over a connection that is open already. Nothing is loaded either: the API must not be.
import { createHttp } from '@telltale/core/http'
import type { BufferedResponse, CallHandler, HttpCall } from '../../packages/core/src/http/client/call.js'
import { traceRequests } from '../../packages/core/src/sources/trace-requests.js'
import { loopbackServer } from '../../packages/core/src/testing/loopback-server.js'
import { report } from '../report.js'
import { roundsOr } from '../rounds.js'

const calls = 200_000
const requests = 2_000

const answer: BufferedResponse = { url: 'http://127.0.0.1/', status: 200, headers: {}, body: Buffer.alloc(0) }
const call = { method: 'GET', url: new URL('http://127.0.0.1/') } as HttpCall
const bare: CallHandler = async () => answer
const step = traceRequests((text) => text)
const recorded: CallHandler = (each) => step(each, bare)

/** Returns the duration of one call in nanoseconds. */
async function timeOf(send: CallHandler): Promise<number> {
  const beganAt = performance.now()
  for (let index = 0; index < calls; index++) await send(call)
  return ((performance.now() - beganAt) / calls) * 1e6
}

const server = await loopbackServer((_, response) => void response.end('ok'))
const http = createHttp()
const get = () => http.get(server.origin, { trust: 'configured' })

async function timeOfRequest(): Promise<number> {
  const beganAt = performance.now()
  for (let index = 0; index < requests; index++) await get()
  return ((performance.now() - beganAt) / requests) * 1e6
}

const rows = []
let least = {
  bareNs: Number.POSITIVE_INFINITY,
  recordedNs: Number.POSITIVE_INFINITY,
  requestNs: Number.POSITIVE_INFINITY,
}
for (let round = 1; round <= roundsOr(10); round++) {
  const measured = {
    bareNs: await timeOf(bare),
    recordedNs: await timeOf(recorded),
    requestNs: await timeOfRequest(),
  }
  rows.push({ round, ...measured })
  least = {
    bareNs: Math.min(least.bareNs, measured.bareNs),
    recordedNs: Math.min(least.recordedNs, measured.recordedNs),
    requestNs: Math.min(least.requestNs, measured.requestNs),
  }
}
await http.close()
await server.close()

const isLoaded = Symbol.for('opentelemetry.js.api.1') in globalThis
report(
  rows,
  {
    name: 'without an SDK, telemetry takes of the fastest request',
    figure: ((least.recordedNs - least.bareNs) / least.requestNs) * 100,
    bar: 1,
    unit: '%',
  },
  { name: 'without an SDK, copies of its API loaded', figure: isLoaded ? 1 : 0, bar: 0, unit: 'copies' },
)
