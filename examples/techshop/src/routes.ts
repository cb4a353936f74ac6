import type { IncomingMessage, ServerResponse } from 'node:http'
import { defined } from '@telltale/core/ports'
import { categories } from './catalog.js'
import type { Health } from './health.js'
import { categoryPage, homePage, notFoundPage, picture, productPage } from './pages.js'
import type { PricedProduct } from './product-markup.js'

/** The part of the shop that the routes use. */
export interface ShopState {
  /** Returns all products with their current prices. */
  products(): readonly PricedProduct[]
  /** Returns the current behavior of the health endpoint. */
  health(): Health
  /** Resolves after the given milliseconds. */
  wait(ms: number): Promise<void>
}

interface Answer {
  readonly status: number
  readonly type: 'text/html' | 'application/json' | 'image/svg+xml'
  readonly body: string
}

/** A function that answers a path; `undefined` when its last segment names nothing. */
type Route = (shop: ShopState, name: string) => Answer | undefined | Promise<Answer>

const ok = (type: Answer['type'], body: string): Answer => ({ status: 200, type, body })

const json = (status: number, value: unknown): Answer => ({
  status,
  type: 'application/json',
  body: JSON.stringify(value),
})

const failure = (status: number, code: string, message: string): Answer =>
  json(status, { success: false, error: { code, message } })

/** The routes of the shop. A `*` stands for one segment. */
const routes: ReadonlyMap<string, Route> = new Map<string, Route>([
  ['/', (shop) => ok('text/html', homePage(shop.products()))],
  ['/categories/*', category],
  ['/products/*', product],
  ['/images/*', image],
  ['/api/products', (shop) => json(200, { success: true, data: shop.products().map(listed) })],
  ['/health', health],
])

function category(shop: ShopState, name: string): Answer | undefined {
  const found = categories.find(({ slug }) => slug === name)
  const inside = shop.products().filter((one) => one.category === name)
  return found && ok('text/html', categoryPage(found, inside))
}

function product(shop: ShopState, name: string): Answer | undefined {
  const found = shop.products().find(({ slug }) => slug === name)
  return found && ok('text/html', productPage(found))
}

function image(shop: ShopState, name: string): Answer | undefined {
  const found = shop.products().find(({ slug }) => `${slug}.svg` === name)
  return found && ok('image/svg+xml', picture(found))
}

function listed({ slug, category, sku, name, brand, price, wasPrice, availability }: PricedProduct): object {
  const url = `/products/${slug}`
  return { sku, name, brand, category, price, wasPrice, currency: 'USD', availability, url }
}

async function health(shop: ShopState): Promise<Answer> {
  const { delayMs, status } = shop.health()
  await shop.wait(delayMs)
  if (status === 200) return json(200, { success: true, data: { status: 'ok' } })
  return failure(503, 'UNAVAILABLE', 'The shop is closed for a moment. Try again.')
}

function find(shop: ShopState, path: string): Answer | Promise<Answer> {
  const named = /^(\/[a-z]+\/)([\w.-]+)$/.exec(path)
  const found = routes.get(path)?.(shop, '') ?? (named && routes.get(`${named[1]}*`)?.(shop, `${named[2]}`))
  if (found) return found
  if (path.startsWith('/api/')) return failure(404, 'NOT_FOUND', 'There is nothing at this path.')
  return { status: 404, type: 'text/html', body: notFoundPage() }
}

/** Answers one request of the shop. */
export async function answer(
  shop: ShopState,
  { method, url = '/' }: IncomingMessage,
  response: ServerResponse,
): Promise<void> {
  const { status, type, body } =
    method === 'GET' || method === 'HEAD'
      ? await find(shop, url.replace(/[?#].*/s, ''))
      : failure(405, 'METHOD_NOT_ALLOWED', 'This shop is only for looking: use GET.')
  response.writeHead(status, {
    'content-type': `${type}; charset=utf-8`,
    'content-length': Buffer.byteLength(body),
    'cache-control': 'no-store',
    ...defined({ allow: status === 405 ? 'GET, HEAD' : undefined }),
  })
  response.end(method === 'HEAD' ? undefined : body)
}
