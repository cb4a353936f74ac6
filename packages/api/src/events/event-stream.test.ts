import { expect, it } from 'vitest'
import { settle, startApi } from '../testing/start-api.js'
import { createEventStreams } from './event-stream.js'

async function startStreams(times: { readonly heartbeatMs: number; readonly stallMs: number }) {
  const started = await startApi()
  const services = started.telltale.for('ana')
  await settle(started, 'ana')
  const { respond } = createEventStreams(times)
  const open = (url = 'http://host.example/api/events/live') =>
    respond(new Request(url), { ownerId: 'ana', services })
  return { services, open }
}

it('sends a comment when nothing happens', async () => {
  const { open } = await startStreams({ heartbeatMs: 1, stallMs: 60_000 })
  const reader = open().body?.pipeThrough(new TextDecoderStream()).getReader()
  const read = async () => (await reader?.read())?.value
  expect([await read(), await read(), await read()]).toEqual([
    ': connected\n\n',
    ': heartbeat\n\n',
    ': heartbeat\n\n',
  ])
  await reader?.cancel()
})

it('goes on after an id that the query names', async () => {
  const { open, services } = await startStreams({ heartbeatMs: 60_000, stallMs: 60_000 })
  const [first, second] = (await services.feed.since({ after: 0, limit: 2 })).items
  const reader = open(`http://host.example/api/events/live?after=${first?.id}`)
    .body?.pipeThrough(new TextDecoderStream())
    .getReader()
  await reader?.read()
  expect((await reader?.read())?.value).toContain(`id: ${second?.id}\nevent: ${second?.name}\ndata: {`)
  await reader?.cancel()
})

it('lets a reader go that takes nothing, and frees its place', async () => {
  const { open } = await startStreams({ heartbeatMs: 1, stallMs: 20 })
  for (const _ of Array(100)) open()
  expect(() => open()).toThrow('you have 100 streams open')
  await expect
    .poll(() => {
      try {
        return open().status
      } catch {
        return 429
      }
    })
    .toBe(200)
})

it('frees the place of a reader that leaves', async () => {
  const { open } = await startStreams({ heartbeatMs: 60_000, stallMs: 60_000 })
  const streams = Array.from({ length: 100 }, () => open())
  await streams[0]?.body?.cancel()
  const last = open()
  expect(last.status).toBe(200)
  for (const { body } of [...streams.slice(1), last]) await body?.cancel()
})
