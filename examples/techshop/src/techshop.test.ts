import { extractProduct } from '@telltale/adapters/webshop'
import { classify } from '@telltale/core/latency'
import { afterEach, describe, expect, it } from 'vitest'
import { html } from './html.js'
import { createShop, type RunningShop, startShop } from './index.js'

/** The shop's time, in milliseconds since it opened; waiting takes no time, and is written down. */
const time = { now: 0, waits: [] as number[] }
const clock = {
  now: () => time.now,
  wait: async (ms: number) => void time.waits.push(ms),
}

let shop: RunningShop | undefined
afterEach(() => shop?.close())

async function openShop(pace = 1): Promise<RunningShop> {
  time.now = 0
  time.waits = []
  shop = await startShop({ clock, pace })
  return shop
}

async function readAll({ productUrls }: RunningShop) {
  const pages = await Promise.all(productUrls.map(async (url) => ({ url, page: await fetch(url) })))
  return Promise.all(pages.map(async ({ url, page }) => extractProduct(await page.text(), url)))
}

/** The price of each product's page, and the one crossed out beside it. */
async function tags(open: RunningShop): Promise<Record<string, readonly (string | undefined)[]>> {
  const readings = await readAll(open)
  return Object.fromEntries(
    readings.map((reading) =>
      reading.status === 'read'
        ? [reading.title, [reading.price.amount, reading.wasPrice?.amount]]
        : [reading.title, [reading.message]],
    ),
  )
}

describe('the product pages', () => {
  it('say price and availability in JSON-LD, microdata and plain markup', async () => {
    const readings = await readAll(await openShop())
    expect(readings).toMatchObject([
      { title: 'Aurora X2 256 GB', price: { amount: '799.00', currency: 'USD' }, availability: 'InStock' },
      { title: 'Aurora Mini 128 GB', price: { amount: '499.00' }, availability: 'InStock', sku: 'TS-1002' },
      { title: 'Basalt 14 Laptop', price: { amount: '1299.00' }, availability: 'LimitedAvailability' },
      { title: 'Basalt 16 Studio Laptop', price: { amount: '2499.00' }, availability: 'OutOfStock' },
      { title: 'Tern Headphones', price: { amount: '179.00' }, availability: 'InStock' },
      { title: 'Tern Buds', price: { amount: '59.90' }, availability: 'InStock', brand: 'Tern' },
    ])
    const sources = readings.map((reading) => (reading.status === 'read' ? reading.evidence[0] : 'unread'))
    expect(sources).toEqual(['json-ld', 'microdata', 'json-ld', 'json-ld', 'markup', 'json-ld'])
  })

  it('agree with the API', async () => {
    const open = await openShop()
    for (time.now of [0, 4_000, 8_000, 12_000, 19_999]) {
      const { data } = (await (await fetch(`${open.url}api/products`)).json()) as {
        data: { name: string; price: string; wasPrice?: string }[]
      }
      const expected = data.map(({ name, price, wasPrice }) => [name, [price, wasPrice]])
      expect(await tags(open)).toEqual(Object.fromEntries(expected))
    }
  })

  it('show a name that looks like markup as text', () => {
    expect(html`<h1>${'<script>alert("1")</script>'}</h1>`.text).toBe(
      '<h1>&lt;script&gt;alert(&quot;1&quot;)&lt;/script&gt;</h1>',
    )
  })
})

describe('the prices', () => {
  it('change while one watches', async () => {
    const open = await openShop()
    const seen: Record<string, string[]> = {}
    for (time.now = 0; time.now < 20_000; time.now += 1_000)
      for (const [title, [price]] of Object.entries(await tags(open)))
        if (price && seen[title]?.at(-1) !== price) seen[title] = [...(seen[title] ?? []), price]
    expect(seen).toEqual({
      'Aurora X2 256 GB': ['799.00', '649.00', '799.00'],
      'Aurora Mini 128 GB': ['499.00', '479.00', '489.00'],
      'Basalt 14 Laptop': ['1299.00', '1349.00'],
      'Basalt 16 Studio Laptop': ['2499.00'],
      'Tern Headphones': ['179.00', '169.00', '129.00', '169.00'],
      'Tern Buds': ['59.90', '54.90'],
    })
  })

  it('show the price before a sale, crossed out, from its first to its last millisecond', async () => {
    const open = await openShop()
    const phone = async (at: number) => {
      time.now = at
      return (await tags(open))['Aurora X2 256 GB']
    }
    expect(await phone(6_999)).toEqual(['799.00', undefined])
    expect(await phone(7_000)).toEqual(['649.00', '799.00'])
    expect(await phone(13_999)).toEqual(['649.00', '799.00'])
    expect(await phone(14_000)).toEqual(['799.00', undefined])
  })

  it('begin again after a round, and pass slower at a lower pace', async () => {
    const open = await openShop(0.5)
    const buds = async (at: number) => {
      time.now = at
      return (await tags(open))['Tern Buds']?.[0]
    }
    expect(await buds(21_999)).toBe('59.90')
    expect(await buds(22_000)).toBe('54.90')
    expect(await buds(40_000)).toBe('59.90')
  })
})

describe('the health endpoint', () => {
  it('goes through every tier, and down, within any twelve seconds', async () => {
    const open = await openShop()
    const seen: string[] = []
    for (time.now = 0; time.now < 40_000; time.now += 500) {
      const { status } = await fetch(open.healthUrl)
      seen.push(status === 200 ? classify(time.waits.at(-1) ?? Number.NaN) : `status ${status}`)
    }
    expect(time.waits).toHaveLength(80)
    for (let from = 0; from + 24 <= seen.length; from += 1)
      expect(new Set(seen.slice(from, from + 24))).toEqual(
        new Set(['SONIC', 'KNUCKLES', 'EGGMAN', 'status 503']),
      )
  })

  it('stays clear of the gaps between the tiers', () => {
    const { health } = createShop({ clock })
    for (time.now = 0; time.now < 40_000; time.now += 10) {
      const { delayMs } = health()
      const isInBand = delayMs < 50 || (delayMs > 100 && delayMs < 300) || delayMs > 500
      expect(isInBand, `${delayMs} ms at ${time.now} ms`).toBe(true)
    }
  })

  it('lets the caller wait for real', async () => {
    shop = await startShop()
    const begunAt = performance.now()
    expect((await fetch(shop.healthUrl)).status).toBe(200)
    expect(performance.now() - begunAt).toBeGreaterThan(3)
  })
})

describe('the shop', () => {
  it('lists its categories and products on its home page, and each category on its own', async () => {
    const open = await openShop()
    const home = await (await fetch(open.url)).text()
    for (const name of ['Phones', 'Laptops', 'Audio', 'Basalt 14 Laptop', '$59.90'])
      expect(home).toContain(name)
    const audio = await (await fetch(`${open.url}categories/audio`)).text()
    expect(audio).toContain('Tern Buds')
    expect(audio).not.toContain('Basalt')
  })

  it('draws a picture of each product', async () => {
    const { url } = await openShop()
    const picture = await fetch(`${url}images/tern-buds.svg`)
    expect(picture.headers.get('content-type')).toBe('image/svg+xml; charset=utf-8')
    expect(await picture.text()).toContain('>T</text>')
  })

  it.each([
    'nothing',
    'products/none',
    'products/',
    'products/aurora-x2/more',
    'categories/none',
    'images/aurora-x2.png',
    '__proto__',
    'products/constructor',
    '%2e%2e/etc/passwd',
  ])('answers /%s with 404', async (path) => {
    const { url } = await openShop()
    const response = await fetch(url + path)
    expect(response.status).toBe(404)
    expect(await response.text()).toContain('Nothing here')
  })

  it('answers unknown paths of the API as JSON', async () => {
    const { url } = await openShop()
    const response = await fetch(`${url}api/orders`)
    expect(response.status).toBe(404)
    expect(await response.json()).toMatchObject({ success: false, error: { code: 'NOT_FOUND' } })
  })

  it('is only for looking', async () => {
    const { url } = await openShop()
    const posted = await fetch(`${url}products/aurora-x2`, { method: 'POST', body: 'one, please' })
    expect(posted.status).toBe(405)
    expect(posted.headers.get('allow')).toBe('GET, HEAD')
    const head = await fetch(`${url}products/aurora-x2?from=mail`, { method: 'HEAD' })
    expect([head.status, await head.text()]).toEqual([200, ''])
  })

  it('refuses a pace that is not above 0, and a port that is taken', async () => {
    for (const pace of [0, -1, Number.NaN, Number.POSITIVE_INFINITY])
      expect(() => createShop({ pace })).toThrow(RangeError)
    const { url } = await openShop()
    await expect(startShop({ port: Number(new URL(url).port) })).rejects.toThrow(/EADDRINUSE/)
  })

  it('lets go of its port when closed, also twice', async () => {
    const { url, close } = await openShop()
    await Promise.all([close(), close()])
    await expect(fetch(url)).rejects.toThrow()
  })
})
