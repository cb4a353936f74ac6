import { once } from 'node:events'
import { type AddressInfo, createServer, type Server } from 'node:net'
import { createServer as createTlsServer } from 'node:tls'
import { generate } from 'selfsigned'
import { describe, expect, it, onTestFinished } from 'vitest'
import { createHttp, type HttpOptions } from '../index.js'

/** That a client leaves early is no error of these servers. */
async function listen(server: Server): Promise<number> {
  server.on('connection', (socket) => socket.on('error', () => {}))
  server.listen(0, '127.0.0.1')
  await once(server, 'listening')
  onTestFinished(() => void server.close())
  return (server.address() as AddressInfo).port
}

/** A server that greets, as mail servers do. */
const greeting = () => createServer((socket) => socket.end('220 mail.example ESMTP\r\n'))

function network(options: HttpOptions = {}) {
  const http = createHttp(options)
  onTestFinished(() => http.close())
  return http.network
}

const loopbackLookup = async () => [{ address: '127.0.0.1', family: 4 as const }]

describe('a connection', () => {
  it('leads to the address that was checked', async () => {
    const port = await listen(greeting())
    const open = network({ allow: ['mail.example'], lookup: loopbackLookup })
    const socket = await open.connect({ host: 'mail.example', port })
    const [greeted] = await once(socket, 'data')
    expect(String(greeted)).toBe('220 mail.example ESMTP\r\n')
    expect(socket.remoteAddress).toBe('127.0.0.1')
    socket.destroy()
  })

  it.each(['mail.example', '127.0.0.1', '[::1]', '169.254.169.254'])('to %s is refused', async (host) => {
    let connections = 0
    const port = await listen(createServer(() => (connections += 1)))
    const refused = network({ lookup: loopbackLookup }).connect({ host, port })
    await expect(refused).rejects.toMatchObject({ code: 'FORBIDDEN' })
    expect(connections).toBe(0)
  })

  it('to the host itself is open where the host names it, in its own settings too', async () => {
    const port = await listen(greeting())
    const socket = await network().connect({ host: '127.0.0.1', port, trust: 'configured' })
    expect(socket.remotePort).toBe(port)
    socket.destroy()
  })

  it('speaks TLS, and trusts no certificate of its own making', async () => {
    const { private: key, cert } = await generate([{ name: 'commonName', value: 'mail.example' }], {
      keyType: 'ec',
    })
    const names: unknown[] = []
    const SNICallback = (name: string, done: (error: null) => void) => {
      names.push(name)
      done(null)
    }
    const port = await listen(createTlsServer({ key, cert, SNICallback }, (socket) => socket.end('hi')))
    const open = network({ allow: ['mail.example'], lookup: loopbackLookup })
    await expect(open.connect({ host: 'mail.example', port, tls: true })).rejects.toMatchObject({
      code: 'ADAPTER_FAILED',
      message: `could not reach mail.example:${port}: its certificate is not trusted`,
    })
    expect(names).toEqual(['mail.example'])
  })

  it('that is refused, late or no longer wanted is an error', async () => {
    const silent = await listen(createServer(() => {}))
    const open = network({ allow: ['127.0.0.1'] })
    await expect(open.connect({ host: '127.0.0.1', port: 1 })).rejects.toThrow('connection refused')
    const late = open.connect({ host: '127.0.0.1', port: silent, tls: true, timeoutMs: 100 })
    await expect(late).rejects.toMatchObject({
      code: 'TIMEOUT',
      message: `could not reach 127.0.0.1:${silent}: no connection within 100 ms`,
    })
    const controller = new AbortController()
    const called = open.connect({ host: '127.0.0.1', port: silent, tls: true, signal: controller.signal })
    controller.abort('enough')
    await expect(called).rejects.toMatchObject({ code: 'ABORTED', cause: 'enough' })
    const signal = AbortSignal.abort()
    await expect(open.connect({ host: '127.0.0.1', port: silent, signal })).rejects.toMatchObject({
      code: 'ABORTED',
    })
  })
})
