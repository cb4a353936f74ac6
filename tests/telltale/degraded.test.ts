import type { Adapter } from '@telltale/core/ports'
import { expect, it } from 'vitest'
import { startTelltale } from './start.js'
import { Target } from './target.js'

it('a source whose host keeps failing is not called for a while, whoever calls it next', async () => {
  const target = await Target.start()
  target.answer = (response) => void response.writeHead(503).end()
  const source: Adapter = { specVersion: 1, id: 'feed', specs: { find: async () => undefined } }
  const { telltale } = startTelltale({ adapters: [source] })
  const degraded: string[] = []
  telltale.on('source:degraded', ({ source: id, host }) => void degraded.push(`${id} ${host}`))
  // What is not to be repeated is not tried again by itself, so that each call is one request.
  const call = () =>
    telltale.ask('feed', async ({ http }) => (await http.request(target.url, { method: 'POST' })).status)
  for (let count = 0; count < 10; count++) expect(await call()).toBe(503)
  await expect(call()).rejects.toThrow('left alone')
  expect(target.requests).toBe(10)
  expect(degraded).toEqual([`feed ${new URL(target.url).host}`])
})
