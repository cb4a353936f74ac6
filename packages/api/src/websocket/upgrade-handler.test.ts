import { createServer } from 'node:http'
import type { AddressInfo } from 'node:net'
import { defined } from '@telltale/core/options'
import { describe, expect, it, onTestFinished } from 'vitest'
import { WebSocket } from 'ws'
import { createEventStreams } from '../events/event-stream.js'
import type { LiveSocket } from '../events/live-socket.js'
import { startApi } from '../testing/start-api.js'
import { toUpgradeHandler } from './index.js'

async function startSockets() {
  const { api, telltale } = await startApi({ origins: ['https://app.example'] })
  const server = createServer().on('upgrade', toUpgradeHandler(api))
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
  onTestFinished(() => void server.close())
  const host = `127.0.0.1:${(server.address() as AddressInfo).port}`
  /** Opens a socket; `next` resolves to its next message, `refused` to the status where it is not opened. */
  const open = (owner: string | undefined, query = '', origin?: string) => {
    const headers = defined({ 'x-owner': owner, origin })
    const socket = new WebSocket(`ws://${host}/api/events/live${query}`, { headers })
    // One that was refused fails when the test ends it.
    socket.on('error', () => {})
    onTestFinished(() => socket.terminate())
    const messages: { id: number; name: string; data: object }[] = []
    const waiting: (() => void)[] = []
    socket.on('message', (text) => {
      messages.push(JSON.parse(String(text)))
      waiting.shift()?.()
    })
    const next = async () => {
      if (messages.length === 0) await new Promise<void>((resolve) => waiting.push(resolve))
      return messages.shift()
    }
    const opened = new Promise<string>((resolve) => {
      socket.on('open', () => resolve('open'))
      socket.on('unexpected-response', (_request, { statusCode }) => resolve(String(statusCode)))
    })
    const closed = new Promise<number>((resolve) => socket.on('close', resolve))
    return { opened, closed, next, socket }
  }
  return { open, telltale, host }
}

describe('live events by WebSocket', () => {
  it('come as they happen, and go on after an id that was seen', async () => {
    const { open, telltale } = await startSockets()
    const { monitors, feed } = telltale.for('ana')
    const { id } = await monitors.create({ url: 'script:here', every: '1h' })
    await monitors.check(id)
    const before = await feed.lastId()
    const reader = open('ana', `?after=${before}`)
    expect(await reader.opened).toBe('open')
    await telltale.for('ben').statusPages.create({ title: 'of another' })
    const check = await monitors.check(id)
    const event = await reader.next()
    expect(event).toMatchObject({
      name: 'monitor:checked',
      data: { check: { id: check.id, at: new Date(check.at).toISOString() } },
    })
    expect(event?.id).toBeGreaterThan(before)
    const late = open('ana', `?after=${before}`)
    expect(await late.next()).toEqual(event)
    await telltale.close()
    expect(await reader.closed).toBe(1001)
  })

  it('are refused to somebody unknown, to a foreign page, and for an id that is none', async () => {
    const { open, host } = await startSockets()
    expect(await open(undefined).opened).toBe('401')
    expect(await open('ana', '?after=x').opened).toBe('400')
    expect(await open('ana', '', 'https://evil.example').opened).toBe('403')
    expect(await open('ana', '', 'https://app.example').opened).toBe('open')
    expect(await open('ana', '', `http://${host}`).opened).toBe('open')
  })

  it('are not promised by a server that has no sockets', async () => {
    const { request } = await startApi()
    const { status, body } = await request('ana', 'GET /events/live', { headers: { upgrade: 'websocket' } })
    expect([status, body.error.code]).toEqual([501, 'NO_WEBSOCKET'])
  })
})

describe('a socket', () => {
  /** Follows by a socket that the test has in its hand. */
  async function follow(send: LiveSocket['send']) {
    const { telltale } = await startApi()
    const caller = { ownerId: 'ana', services: telltale.for('ana') }
    const streams = createEventStreams({ heartbeatMs: 1, stallMs: 20 })
    const closing = new Promise<readonly [code: number, reason: string]>((resolve) => {
      const close: LiveSocket['close'] = (code, reason) => resolve([code, reason])
      const accept = streams.bySocket(new Request('http://host.example/api/events/live'), caller)
      accept({ send, close, closed: new AbortController().signal })
    })
    return closing
  }

  it('gets a heartbeat when nothing happens', async () => {
    const sent = await new Promise<string>((resolve) => {
      void follow(async (text) => resolve(text))
    })
    expect(JSON.parse(sent)).toEqual({ name: 'heartbeat' })
  })

  it('that takes nothing is closed with a reason', async () => {
    expect(await follow(() => new Promise(() => {}))).toEqual([
      1013,
      'nothing was taken: come back with the last id as `after`',
    ])
  })
})
