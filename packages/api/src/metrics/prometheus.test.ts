import { describe, expect, it } from 'vitest'
import { createApi } from '../index.js'
import { startApi } from '../testing/start-api.js'
import { prometheusMetrics } from './index.js'

/** Starts an API whose metrics a scraper may read. */
async function startMeasured() {
  const { telltale } = await startApi()
  const metrics = prometheusMetrics(telltale, { allow: ({ headers }) => headers.get('x-scraper') === 'yes' })
  const api = createApi(telltale, { owner: ({ headers }) => headers.get('x-owner'), metrics })
  const get = (path: string, headers: Record<string, string> = {}, method = 'GET') =>
    api.fetch(new Request(`http://host.example/api${path}`, { method, headers }))
  const read = async () => (await get('/metrics', { 'x-scraper': 'yes' })).text()
  return { telltale, get, read }
}

describe('the metrics', () => {
  it('count requests by the pattern of their path, and what Telltale does', async () => {
    const { telltale, get, read } = await startMeasured()
    const ana = telltale.for('ana')
    const { id } = await ana.monitors.create({ url: 'script:here', every: '1h' })
    const down = await ana.monitors.create({ url: 'script://down/', every: '1h' })
    for (const each of [id, id, down.id]) await ana.monitors.check(each)
    await get(`/monitors/${id}`, { 'x-owner': 'ana' })
    await get('/monitors/none', { 'x-owner': 'ana' })
    await get('/monitors/none')
    await get(`/${'x'.repeat(50)}`)
    await get('/rules', { 'x-owner': 'ana' }, 'BREW')
    const lines = (await read()).split('\n')
    for (const line of [
      'http_requests_total{method="GET",route="/monitors/:id",status="200"} 1',
      'http_requests_total{method="GET",route="/monitors/:id",status="404"} 1',
      'http_requests_total{method="GET",route="/monitors/:id",status="401"} 1',
      'http_requests_total{method="GET",route="none",status="404"} 1',
      'http_requests_total{method="OTHER",route="none",status="405"} 1',
      'http_request_duration_seconds_count{method="GET",route="/monitors/:id"} 3',
      'telltale_checks_total{result="ok"} 2',
      'telltale_checks_total{result="failed"} 1',
    ])
      expect(lines).toContain(line)
    expect(lines.some((line) => line.startsWith('process_resident_memory_bytes '))).toBe(true)
    // The figures are of every owner, their names of none.
    expect(lines.join('\n')).not.toContain(id)
  })

  it('are for the scraper alone, and there only where the host wants them', async () => {
    const { get } = await startMeasured()
    const refused = await get('/metrics', { 'x-owner': 'ana' })
    expect(refused.status).toBe(401)
    expect(await refused.json()).toMatchObject({ error: { code: 'METRICS_REFUSED' } })
    const { request } = await startApi()
    expect((await request('ana', 'GET /metrics')).status).toBe(404)
  })
})
