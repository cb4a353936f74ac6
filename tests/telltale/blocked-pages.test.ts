import { existsSync, readFileSync } from 'node:fs'
import { webshop } from '@telltale/adapters/webshop'
import { AdapterError } from '@telltale/core'
import type { Adapter, RenderedPage } from '@telltale/core/ports'
import { defined } from '@telltale/core/ports'
import { describe, expect, it } from 'vitest'
import { startTelltale } from './start.js'
import { productPage, Target } from './target.js'

const corpus = new URL('../../../shared/data/web/', import.meta.url)
const isThere = existsSync(corpus)
const blockedPages = isThere
  ? readFileSync(new URL('pages_other.jsonl', corpus), 'utf8')
      .trim()
      .split('\n')
      .map((line): { id: string; file: string; kind: string } => JSON.parse(line))
      .filter(({ kind }) => kind === 'blocked')
  : []

const captcha = '<title>Robot Check</title><h1>Type the characters you see in this image</h1>'
const shell =
  '<!doctype html><title>Shop</title><noscript>Please enable JavaScript</noscript><div id="root"></div><script src="/app.js"></script>'

/** A shop that answers with one page, and a host that tracks a product there. */
async function track(status: number, html: string, render?: Adapter['render']) {
  const target = await Target.start()
  target.answer = (response, path) =>
    path === '/robots.txt'
      ? response.writeHead(404).end()
      : response.writeHead(status, { 'content-type': 'text/html; charset=utf-8' }).end(html)
  const browser: Adapter = { specVersion: 1, id: 'browser', ...defined({ render }) }
  const { telltale } = startTelltale({ adapters: [webshop(), ...(render ? [browser] : [])] })
  const product = await telltale.products.track(`${target.url}kettle`)
  return { target, telltale, product, url: `${target.url}kettle` }
}

/** A browser that shows every page alike, and counts how often it was asked. */
function browserThatShows(page: Omit<RenderedPage, 'url'>) {
  const opened: string[] = []
  const render: Adapter['render'] = {
    page: async (url) => {
      opened.push(url)
      return { url, ...page }
    },
  }
  return { render, opened }
}

describe('an error page in place of a product page', () => {
  it.each([
    ['a captcha', { status: 200, html: captcha }, { reason: 'blocked', message: /Robot Check/ }],
    [
      'a captcha with the status of a failure',
      { status: 503, html: captcha },
      { reason: 'blocked', message: /503: Robot Check/ },
    ],
    ['a refusal', { status: 403, html: '<title>Shop</title>' }, { reason: 'blocked', message: /status 403/ }],
    ['too many requests', { status: 429, html: 'slow down' }, { reason: 'blocked', message: /status 429/ }],
    [
      'a consent wall',
      { status: 200, html: '<title>Before you continue to Shop</title>' },
      { reason: 'consent', message: /Before you continue/ },
    ],
    [
      'a product that is no more',
      { status: 404, html: '<title>Shop</title>' },
      { reason: 'gone', message: /status 404/ },
    ],
    [
      'a soft 404',
      { status: 200, html: '<title>Page not found</title><h1>Page not found</h1>' },
      { reason: 'gone', message: /Page not found/ },
    ],
    [
      'a failure of the shop',
      { status: 500, html: '<title>Oops</title>' },
      { reason: 'unreachable', message: /status 500/ },
    ],
  ])('is told for what it is: %s', async (_, { status, html }, { reason, message }) => {
    const { product } = await track(status, html)
    expect(product.unread).toEqual({ reason, message: expect.stringMatching(message) })
    expect(product).not.toHaveProperty('price')
  })

  it('leaves the last price unchanged', async () => {
    const { telltale, product, target } = await track(200, productPage('12.00'))
    target.answer = (response) => response.writeHead(403).end(captcha)
    const refreshed = await telltale.products.refresh(product.id)
    expect(refreshed.product).toMatchObject({ price: { amount: '12.00' }, unread: { reason: 'blocked' } })
    expect(refreshed.observation).not.toHaveProperty('price')
  })
})

describe.skipIf(!isThere)('captured pages that block a reader (needs shared/data)', () => {
  it.each(blockedPages)('$id', async ({ file }) => {
    const { product } = await track(200, readFileSync(new URL(file, corpus), 'utf8'))
    expect(product.unread?.reason).toBe('blocked')
  })
})

describe('a page that is empty without its scripts', () => {
  it('is rendered where the host has an adapter for it', async () => {
    const { render, opened } = browserThatShows({ status: 200, html: productPage('19.90') })
    const { product, url } = await track(200, shell, render)
    expect(product).toMatchObject({ price: { amount: '19.90', currency: 'EUR' } })
    expect(opened).toEqual([url])
  })

  it('has no product where the host has no such adapter', async () => {
    const { product } = await track(200, shell)
    expect(product.unread?.reason).toBe('no-product')
  })

  it('can be an error page in the browser too', async () => {
    const { render } = browserThatShows({ status: 403, html: captcha })
    const { product } = await track(200, shell, render)
    expect(product.unread).toEqual({
      reason: 'blocked',
      message: 'the shop answered with status 403: Robot Check',
    })
  })

  it('keeps its first result where the browser fails, and names the failure', async () => {
    const render = { page: () => Promise.reject(new AdapterError('out of memory')) }
    const { product } = await track(200, shell, render)
    expect(product.unread?.reason).toBe('no-product')
    expect(product.unread?.message).toMatch(/; 'browser' could not open it: out of memory$/)
  })

  it.each([
    ['a page that can be read', 200, productPage('12.00')],
    ['a captcha', 200, captcha],
    ['a refusal', 403, shell],
    ['an article', 200, `<title>Tea</title><p>${'Pour the water. '.repeat(100)}</p><script></script>`],
  ])('is the only one: no browser opens %s', async (_, status, html) => {
    const { render, opened } = browserThatShows({ status: 200, html: productPage('1.00') })
    await track(status, html, render)
    expect(opened).toEqual([])
  })
})
