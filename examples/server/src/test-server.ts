import { createServer } from 'node:http'
import { http } from '@telltale/adapters/http'
import { webshop } from '@telltale/adapters/webshop'
import { createTelltale } from '@telltale/core'
import { defined } from '@telltale/core/ports'
import { memoryStorage } from '@telltale/storage-memory'
import { onTestFinished } from 'vitest'
import { buildApp, type ServerOptions } from './app.js'
import { stopServer } from './stop-server.js'
import { hashToken } from './tokens.js'

/** A shop page on a real socket. */
export interface TestShop {
  readonly url: string
  /** The price that the page shows, which a test can change. */
  price: string
  /** Awaited before the page answers. */
  isOpen: Promise<unknown>
}

/** Starts a shop that sells one kettle. */
export async function openShop(): Promise<TestShop> {
  const server = createServer(async (_request, response) => {
    await shop.isOpen
    const offers = { '@type': 'Offer', price: shop.price, priceCurrency: 'USD' }
    const product = { '@context': 'https://schema.org', '@type': 'Product', name: 'Kettle', offers }
    response.setHeader('content-type', 'text/html')
    response.end(`<script type="application/ld+json">${JSON.stringify(product)}</script>`)
  })
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
  onTestFinished(() => void server.close())
  const { port } = server.address() as { readonly port: number }
  const url = `http://127.0.0.1:${port}/kettle`
  const shop: TestShop = { url, price: '100.00', isOpen: Promise.resolve() }
  return shop
}

/** Starts the server on a real socket, with the users `ana` and `ben`, whose tokens are `token-of-…`. */
export async function openServer(options: Partial<ServerOptions> = {}) {
  const telltale = createTelltale({
    storage: memoryStorage(),
    adapters: [http(), webshop()],
    // The shop of these tests is on this machine.
    http: { allow: ['127.0.0.1'], politeness: { gap: '1ms' } },
  })
  const tokens = ['ana', 'ben'].map((owner) => ({ owner, hash: hashToken(`token-of-${owner}`) }))
  const app = buildApp({ telltale, tokens, ...options })
  const url = await app.listen({ port: 0, host: '127.0.0.1' })
  onTestFinished(() => stopServer(app, telltale))
  const call = (path: string, user?: string, given: RequestInit = {}) =>
    fetch(`${url}${path}`, {
      ...given,
      headers: {
        ...(user === undefined ? undefined : { authorization: `Bearer token-of-${user}` }),
        ...(given.body === undefined ? undefined : { 'content-type': 'application/json' }),
        ...given.headers,
      },
    })
  /** Calls as a user, with a body as JSON; resolves to the status and the parsed answer. */
  const send = async (user: string, operation: string, body?: object) => {
    const [method = '', path = ''] = operation.split(' ')
    const text = body === undefined ? undefined : JSON.stringify(body)
    const response = await call(path, user, { method, ...defined({ body: text }) })
    // biome-ignore lint/suspicious/noExplicitAny: tests look at any member.
    return { status: response.status, body: (await response.json()) as any }
  }
  return { app, telltale, call, send }
}
