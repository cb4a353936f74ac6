import { once } from 'node:events'
import { createServer, type Server } from 'node:http'
import type { AddressInfo } from 'node:net'
import { defined } from '@telltale/core/options'
import express from 'express'
import fastify from 'fastify'
import { describe, expect, it, onTestFinished } from 'vitest'
import { startApi } from '../testing/start-api.js'
import { type NodeHandler, toNodeHandler } from './index.js'

/** Mounts a handler in a server; resolves to the address of the server. */
type Mount = (handler: NodeHandler) => Promise<string>

async function listening(server: Server): Promise<string> {
  server.listen(0, '127.0.0.1')
  onTestFinished(() => {
    server.closeAllConnections()
    server.close()
  })
  await once(server, 'listening')
  return `http://127.0.0.1:${(server.address() as AddressInfo).port}`
}

const mounts: Readonly<Record<string, Mount>> = {
  'node:http': (handler) => listening(createServer(handler)),
  Express: (handler) => {
    const app = express()
    app.all('/api/{*path}', handler)
    return listening(createServer(app))
  },
  Fastify: async (handler) => {
    const app = fastify()
    app.register(async (scope) => {
      scope.removeAllContentTypeParsers()
      scope.addContentTypeParser('*', (_request, _body, done) => done(null))
      scope.all('/api/*', async (request, reply) => {
        reply.hijack()
        await handler(request.raw, reply.raw)
      })
    })
    onTestFinished(() => app.close())
    return app.listen({ port: 0, host: '127.0.0.1' })
  },
}

describe.each(Object.entries(mounts))('in %s', (_name, mount) => {
  it('answers as it does without a server: bodies, errors and streams', async () => {
    const { api } = await startApi()
    const url = await mount(toNodeHandler(api))
    const request = async (method: string, path: string, body?: string) => {
      const headers = { 'x-owner': 'ana', 'content-type': 'application/json' }
      const response = await fetch(`${url}/api${path}`, { method, headers, ...defined({ body }) })
      const answer = (await response.json()) as { readonly data: { readonly id: string } }
      return { status: response.status, answer }
    }
    const created = await request('POST', '/monitors', '{"url":"script:here","every":"1h"}')
    expect(created.status).toBe(201)
    expect(await request('GET', `/monitors/${created.answer.data.id}`)).toEqual({
      status: 200,
      answer: created.answer,
    })
    expect((await request('POST', `/monitors/${created.answer.data.id}/run`)).status).toBe(201)
    expect(await request('GET', '/nothing')).toMatchObject({ status: 404, answer: { success: false } })
    expect((await request('POST', '/monitors', `"${'x'.repeat(300_000)}"`)).status).toBe(413)
    const stream = await fetch(`${url}/api/events/live`, { headers: { 'x-owner': 'ana' } })
    const reader = stream.body?.pipeThrough(new TextDecoderStream()).getReader()
    expect((await reader?.read())?.value).toBe(': connected\n\n')
    await reader?.cancel()
  })
})
