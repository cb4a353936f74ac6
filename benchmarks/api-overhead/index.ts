import { createApi } from '@telltale/api'
import { createTelltale } from '@telltale/core'
import { memoryStorage } from '@telltale/storage-memory'
import { Hono } from 'hono'
import { quantile, report } from '../report.js'

/**
 * Measures what the HTTP API adds to a call of a service, beside the same route in bare Hono, which checks and limits nothing
 * and adds no headers. Each reads one monitor in memory; the three take turns, so that a busy moment slows all of them.
 */
const [rounds, requestsPerRound] = [60, 200]

const telltale = createTelltale({ storage: memoryStorage(), adapters: [] })
const owner = telltale.for('ana')
const { id } = await owner.monitors.create({ name: 'job', heartbeat: {}, every: '1h' })

const api = createApi(telltale, { owner: (request) => request.headers.get('x-owner') ?? undefined })
const bare = new Hono().get('/api/monitors/:id', async (context) => {
  const services = telltale.for(context.req.header('x-owner') ?? '')
  return context.json({
    success: true,
    data: await services.monitors.get(context.req.param('id')),
    error: null,
  })
})
const request = () => new Request(`http://host.example/api/monitors/${id}`, { headers: { 'x-owner': 'ana' } })

const contenders: Readonly<Record<string, () => Promise<unknown>>> = {
  'the service': () => owner.monitors.get(id),
  'bare Hono': async () => (await bare.fetch(request())).text(),
  'the API': async () => (await api.fetch(request())).text(),
}

const micros = new Map<string, number[]>()
for (let round = 0; round < rounds; round++)
  for (const [name, call] of Object.entries(contenders)) {
    const from = performance.now()
    for (let count = 0; count < requestsPerRound; count++) await call()
    const taken = ((performance.now() - from) * 1_000) / requestsPerRound
    micros.set(name, [...(micros.get(name) ?? []), taken])
  }
await telltale.close()

const medianOf = (name: string) => quantile(micros.get(name) ?? [], 0.5)
const rows = Object.keys(contenders).map((name) => ({ name, 'µs a call, median': medianOf(name) }))
report(
  rows,
  {
    name: 'added to the service',
    figure: medianOf('the API') - medianOf('the service'),
    bar: 150,
    unit: 'µs',
  },
  {
    name: 'requests a second beside bare Hono',
    figure: medianOf('bare Hono') / medianOf('the API'),
    bar: 0.6,
    atLeast: true,
    unit: 'times',
  },
)
