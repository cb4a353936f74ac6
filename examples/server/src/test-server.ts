import { createServer, get, type IncomingMessage } from 'node:http'
import { catalog } from '@telltale/adapters/catalog'
import { http } from '@telltale/adapters/http'
import { webshop } from '@telltale/adapters/webshop'
import { createTelltale, type TelltaleOptions } from '@telltale/core'
import { defined } from '@telltale/core/ports'
import { memoryStorage } from '@telltale/storage-memory'
import { onTestFinished } from 'vitest'
import { buildApp, type ServerOptions } from './app.js'
import { hashToken } from './tokens.js'

const source = { name: 'the maker' }
const cars = [
  { make: 'Chevrolet', model: 'Corvette', year: 2023, horsepower: 495, torqueLbFt: 470, source },
  { make: 'Ford', model: 'Mustang', year: 2023, horsepower: 450, torqueLbFt: 410, source },
]

/** The two cars that the server's catalog knows. */
export const corvetteAndMustang = cars.map(({ make, model, year }) => ({ make, model, year }))

/** Starts a shop page on a real socket. A test can change its price. */
export async function openShop(): Promise<{ readonly url: string; price: string }> {
  const server = createServer((_request, response) => {
    const offers = { '@type': 'Offer', price: shop.price, priceCurrency: 'USD' }
    const product = { '@context': 'https://schema.org', '@type': 'Product', name: 'Kettle', offers }
    response.setHeader('content-type', 'text/html')
    response.end(`<script type="application/ld+json">${JSON.stringify(product)}</script>`)
  })
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
  onTestFinished(() => void server.close())
  const { port } = server.address() as { readonly port: number }
  const shop = { url: `http://127.0.0.1:${port}/kettle`, price: '100.00' }
  return shop
}

/** A record in an answer. */
export interface Item {
  /** The record's id. */
  readonly id: string
  readonly [name: string]: unknown
}

/** An answer with its parsed body. */
export interface Answer<Data = Item> {
  /** The HTTP status. */
  readonly status: number
  /** The envelope. A test expects either `data` or `error`. */
  readonly body: {
    readonly success: boolean
    readonly data: Data
    readonly next: string
    readonly error: { readonly code: string; readonly message: string }
  }
}

/** Starts the server on a real socket. Returns functions to call it as each of its users. */
export async function openServer(options: Partial<ServerOptions & Pick<TelltaleOptions, 'bus'>> = {}) {
  const { bus, ...rest } = options
  const adapters = [http(), webshop(), catalog({ cars })]
  // The shop of these tests is on this machine.
  const allow = ['127.0.0.1']
  const telltale = createTelltale({
    storage: memoryStorage(),
    adapters,
    http: { allow, politeness: { gap: '1ms' } },
    ...defined({ bus }),
  })
  const tokens = ['ana', 'ben'].map((owner) => ({ owner, hash: hashToken(`token-of-${owner}`) }))
  const app = buildApp({ telltale, tokens, ...rest })
  app.get('/broken', () => {
    throw new Error('password=hunter2')
  })
  const url = await app.listen({ port: 0, host: '127.0.0.1' })
  onTestFinished(async () => {
    await app.close()
    await telltale.close()
  })
  const send = async <Data = Item>(
    method: string,
    path: string,
    headers: Record<string, string>,
    body?: string,
  ): Promise<Answer<Data>> => {
    const response = await fetch(`${url}${path}`, { method, headers, ...defined({ body }) })
    return { status: response.status, body: (await response.json()) as Answer<Data>['body'] }
  }
  const as = (user: string) => {
    const authorization = `Bearer token-of-${user}`
    return <Data = Item>(method: string, path: string, body?: unknown): Promise<Answer<Data>> =>
      body === undefined
        ? send(method, path, { authorization })
        : send(method, path, { authorization, 'content-type': 'application/json' }, JSON.stringify(body))
  }
  return { app, telltale, url, send, ana: as('ana'), ben: as('ben') }
}

/** Opens a stream of server-sent events, over a connection of its own. */
export async function openEvents(url: string, user: string, lastEventId?: string) {
  const headers = {
    authorization: `Bearer token-of-${user}`,
    ...defined({ 'last-event-id': lastEventId }),
  }
  const response = await new Promise<IncomingMessage>((resolve, reject) => {
    get(`${url}/events`, { headers, agent: false }, resolve).on('error', reject)
  })
  const blocks = blocksOf(response)
  return {
    contentType: response.headers['content-type'],
    /** The next block of text; `undefined` at the end of the stream. */
    block: async (): Promise<string | undefined> => (await blocks.next()).value,
    /** The next event, comments left out. */
    event: async () => {
      for (;;) {
        const { value: block, done } = await blocks.next()
        if (done) throw new Error('the stream has ended')
        const [, id, name, data = ''] = /^id: (\d+)\nevent: (.+)\ndata: (.+)$/.exec(block) ?? []
        if (id !== undefined) return { id, name, data: JSON.parse(data) }
      }
    },
    leave: () => response.destroy(),
  }
}

async function* blocksOf(response: IncomingMessage): AsyncGenerator<string, undefined> {
  let text = ''
  for await (const chunk of response.setEncoding('utf8')) {
    text += chunk
    for (let end = text.indexOf('\n\n'); end >= 0; end = text.indexOf('\n\n')) {
      yield text.slice(0, end)
      text = text.slice(end + 2)
    }
  }
  return undefined
}
