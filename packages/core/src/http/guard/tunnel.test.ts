import { once } from 'node:events'
import { createServer, type IncomingHttpHeaders } from 'node:http'
import { type AddressInfo, connect } from 'node:net'
import { createServer as createTlsServer } from 'node:tls'
import { generate } from 'selfsigned'
import { expect, it, onTestFinished } from 'vitest'
import { loopbackServer } from '../../testing/loopback-server.js'
import { createHttp, type HttpOptions } from '../index.js'

/** A proxy that connects where it is told to, or answers with a status of its own. */
async function startProxy(status?: number) {
  const asked: { readonly url?: string | undefined; readonly headers: IncomingHttpHeaders }[] = []
  const server = createServer()
  server.on('connect', ({ url = '', headers }, client) => {
    asked.push({ url, headers })
    client.on('error', () => {})
    if (status) return void client.end(`HTTP/1.1 ${status} No\r\n\r\n`)
    const { hostname, port } = new URL(`http://${url}`)
    const way = connect(Number(port || 80), hostname, () => {
      client.write('HTTP/1.1 200 OK\r\n\r\n')
      way.pipe(client).pipe(way)
    }).on('error', () => client.destroy())
  })
  server.listen(0, '127.0.0.1')
  await once(server, 'listening')
  onTestFinished(() => {
    server.close()
    server.closeAllConnections()
  })
  return { asked, host: `127.0.0.1:${(server.address() as AddressInfo).port}` }
}

function open(options: HttpOptions) {
  const lookup = async () => [{ address: '127.0.0.1', family: 4 as const }]
  const http = createHttp({ allow: ['shop.example'], lookup, ...options })
  onTestFinished(() => http.close())
  return http
}

it('leads through the proxy to the address that was checked, and never tells it a name', async () => {
  const proxy = await startProxy()
  const server = await loopbackServer((_, response) => response.end('page'))
  onTestFinished(server.close)
  const http = open({ proxy: `http://${proxy.host}` })
  expect((await http.get(`http://shop.example:${server.port}/`)).text).toBe('page')
  expect((await http.get(`http://shop.example:${server.port}/again`)).text).toBe('page')
  expect(proxy.asked).toMatchObject([
    { url: `127.0.0.1:${server.port}`, headers: { host: `127.0.0.1:${server.port}` } },
  ])
  expect(JSON.stringify(proxy.asked)).not.toContain('shop.example')
})

it('speaks TLS with the target, not with the proxy', async () => {
  const proxy = await startProxy()
  const { private: key, cert } = await generate([{ name: 'commonName', value: 'shop.example' }], {
    keyType: 'ec',
  })
  const names: string[] = []
  const SNICallback = (name: string, done: (error: null) => void) => {
    names.push(name)
    done(null)
  }
  const server = createTlsServer({ key, cert, SNICallback }, (socket) => socket.on('error', () => {}))
  server.on('tlsClientError', () => {})
  server.listen(0, '127.0.0.1')
  await once(server, 'listening')
  onTestFinished(() => void server.close())
  const { port } = server.address() as AddressInfo
  const http = open({ proxy: `http://${proxy.host}` })
  await expect(http.get(`https://shop.example:${port}/`)).rejects.toThrow('its certificate is not trusted')
  expect(new Set(names)).toEqual(new Set(['shop.example']))
})

it('names the host to the proxy, and the password to nobody else', async () => {
  const proxy = await startProxy(407)
  const http = open({ proxy: `http://tell:p%40ss@${proxy.host}` })
  const refused = await http.get('http://shop.example/').catch((error: unknown) => error)
  expect(refused).toMatchObject({
    code: 'ADAPTER_FAILED',
    message: 'the proxy does not connect to 127.0.0.1:80: it answers 407',
    retryable: false,
  })
  const sent = proxy.asked[0]?.headers['proxy-authorization']?.replace('Basic ', '') ?? ''
  expect(Buffer.from(sent, 'base64').toString()).toBe('tell:p@ss')
  expect(JSON.stringify(refused)).not.toMatch(/p@ss|p%40ss/)
})

it.each(['127.0.0.1', '[::1]', 'metadata.example'])('does not ask the proxy for %s', async (host) => {
  const proxy = await startProxy()
  const lookup = async () => [{ address: '169.254.169.254', family: 4 as const }]
  const refused = open({ proxy: `http://${proxy.host}`, lookup }).get(`http://${host}/`)
  await expect(refused).rejects.toMatchObject({ code: 'FORBIDDEN' })
  expect(proxy.asked).toEqual([])
})

it('says that the proxy is away, and which option to look at', async () => {
  const http = open({ proxy: 'http://127.0.0.1:1' })
  await expect(http.get('http://shop.example/')).rejects.toMatchObject({
    code: 'ADAPTER_FAILED',
    message: 'the proxy cannot be reached; see `http.proxy`',
    retryable: true,
  })
})

it.each(['proxy.example:3128', 'socks5://proxy.example', ''])('refuses %j as a proxy', (proxy) => {
  expect(() => createHttp({ proxy })).toThrow('expected the URL of an HTTP proxy')
})
