import { randomBytes } from 'node:crypto'
import type { RequestListener } from 'node:http'
import { gzipSync } from 'node:zlib'
import { describe, expect, it, onTestFinished } from 'vitest'
import { loopbackServer } from '../../testing/loopback-server.js'
import { type Clock, systemClock } from '../../time/index.js'
import { openHttp } from '../client/http-client.js'
import { localDependencies, type PipelineDependencies } from '../client/pipeline.js'
import { createHttp, type HttpOptions, type Lookup } from '../index.js'

const loopback = async () => [{ address: '127.0.0.1', family: 4 as const }]

/** The machine's clock, which a test may put forward. */
function jumpingClock(): Clock & { jump(ms: number): void } {
  let aheadMs = 0
  return {
    now: () => Date.now() + aheadMs,
    wakeAt: (at, wake, options) => systemClock.wakeAt(at - aheadMs, wake, options),
    jump: (ms) => {
      aheadMs += ms
    },
  }
}

/** A server on loopback that every name leads to, and a client that asks it; `asked` holds what came, and when. */
async function open(
  listener: RequestListener,
  options: HttpOptions = {},
  parts: Partial<PipelineDependencies> = {},
) {
  const asked: { readonly path: string; readonly at: number }[] = []
  const server = await loopbackServer((request, response) => {
    asked.push({ path: `${request.headers.host?.split(':')[0]}${request.url}`, at: performance.now() })
    listener(request, response)
  })
  const politeness = { gap: '50ms' as const, ...options.politeness }
  const http = openHttp({ allow: ['127.0.0.1'], lookup: loopback, ...options, politeness }, parts)
  onTestFinished(() => http.close())
  onTestFinished(server.close)
  const get = (site: string) => http.get(`http://${site.replace('/', `:${server.port}/`)}`, { polite: true })
  return { asked, get, http, server, paths: () => asked.map(({ path }) => path) }
}

/** Answers `/robots.txt` with a text, and everything else with `page`. */
const robots =
  (text: string, status = 200): RequestListener =>
  ({ url }, response) => {
    if (url === '/robots.txt') response.writeHead(status).end(text)
    else response.end('page')
  }

/** A comment of so many characters that packs as text does, not to a thousandth. */
const filler = (length: number): string =>
  `#${randomBytes(Math.ceil(length / 2))
    .toString('hex')
    .slice(1, length)}`

describe('a polite call', () => {
  it('reads robots.txt once, and asks for no page that it forbids', async () => {
    const { get, paths } = await open(robots('user-agent: telltale\ndisallow: /private'))
    expect((await get('shop.example/a')).text).toBe('page')
    await expect(get('shop.example/private')).rejects.toMatchObject({
      code: 'FORBIDDEN',
      message: expect.stringMatching(/^the robots\.txt of shop\.example:\d+ does not allow this page/),
    })
    expect((await get('shop.example/b')).text).toBe('page')
    expect(paths()).toEqual(['shop.example/robots.txt', 'shop.example/a', 'shop.example/b'])
  })

  it('goes by the name that the host gave its client', async () => {
    const { get } = await open(robots('user-agent: pricebot\ndisallow: /'), {
      userAgent: 'PriceBot/2.0 (+https://x)',
    })
    await expect(get('shop.example/')).rejects.toMatchObject({ code: 'FORBIDDEN' })
  })

  it.each([400, 403, 404, 410, 451])('may ask for anything where robots.txt answers %i', async (status) => {
    const { get } = await open(robots('user-agent: *\ndisallow: /', status))
    expect((await get('shop.example/')).text).toBe('page')
  })

  it.each([500, 503])(
    'asks for nothing where robots.txt answers %i, and asks again later',
    async (status) => {
      const clock = jumpingClock()
      const state = { status }
      const { get, paths } = await open(
        (request, response) => robots('', state.status)(request, response),
        {},
        { clock },
      )
      for (let call = 0; call < 2; call++)
        await expect(get('shop.example/')).rejects.toMatchObject({
          code: 'ADAPTER_FAILED',
          message: expect.stringMatching(
            /^shop.example:\d+ answered with status 50[03], so its robots.txt is unknown$/,
          ),
        })
      expect(paths()).toEqual(['shop.example/robots.txt'])
      state.status = 200
      clock.jump(300_000)
      expect((await get('shop.example/')).text).toBe('page')
    },
  )

  it('asks for nothing where there is no connection to read robots.txt', async () => {
    const { get, server } = await open((request) => void request.socket.destroy())
    await expect(get('shop.example/')).rejects.toMatchObject({
      code: 'ADAPTER_FAILED',
      message: expect.stringMatching(
        /^no whole answer from shop.example:\d+: the connection broke, so its robots.txt is unknown$/,
      ),
    })
    expect(server.connections()).toBeGreaterThan(0)
  })

  it('says of a name within what it says of one that does not exist', async () => {
    const messages = new Set<string>()
    const lookups: readonly Lookup[] = [
      async () => [{ address: '10.0.0.1', family: 4 }],
      () => Promise.reject(Object.assign(new Error('10.0.0.1 says no'), { code: 'ENOTFOUND' })),
    ]
    for (const lookup of lookups) {
      const { get } = await open(robots(''), { lookup })
      messages.add(await get('shop.example/').then(String, ({ message }: Error) => message))
    }
    expect([...messages]).toEqual([
      'could not reach shop.example: the name does not resolve to an address that may be called, so its robots.txt ' +
        'is unknown',
    ])
  })

  it.each(['86401', '999999999999', `1${'0'.repeat(40)}`])(
    'asks for no page where the delay is %s s',
    async (delay) => {
      const { get, paths } = await open(robots(`user-agent: *\ncrawl-delay: ${delay}`))
      await expect(get('shop.example/')).rejects.toMatchObject({
        code: 'FORBIDDEN',
        message: expect.stringMatching(
          /^the robots.txt of shop.example:\d+ asks for more than a day between two calls, so its pages are not read$/,
        ),
      })
      expect(paths()).toEqual(['shop.example/robots.txt'])
    },
  )

  it('follows redirects of robots.txt, to another site too', async () => {
    const { get, paths } = await open(({ url, headers }, response) => {
      const port = headers.host?.split(':')[1]
      if (headers.host?.startsWith('www')) return void response.end('user-agent: *\ndisallow: /')
      if (url === '/robots.txt')
        return void response.writeHead(301, { location: `http://www.other.example:${port}/r.txt` }).end()
      response.end('page')
    })
    await expect(get('shop.example/')).rejects.toMatchObject({ code: 'FORBIDDEN' })
    expect(paths()).toEqual(['shop.example/robots.txt', 'www.other.example/r.txt'])
  })

  it('asks robots.txt of where a redirect leads', async () => {
    const { get, paths } = await open((request, response) => {
      const port = request.headers.host?.split(':')[1]
      if (request.url === '/moved')
        return void response.writeHead(302, { location: `http://closed.example:${port}/page` }).end()
      robots(request.headers.host?.startsWith('closed') ? 'user-agent: *\ndisallow: /' : '')(
        request,
        response,
      )
    })
    await expect(get('shop.example/moved')).rejects.toMatchObject({ code: 'FORBIDDEN' })
    expect(paths()).toEqual(['shop.example/robots.txt', 'shop.example/moved', 'closed.example/robots.txt'])
  })

  it.each([
    ['that is a little longer', 100, false],
    ['of 20 MB', 20_000_000, false],
    ['of 20 MB, packed', 20_000_000, true],
  ])('reads the first 500 KiB of a robots.txt %s, in whole lines', async (_, more, isPacked) => {
    const text = `user-agent: *\ndisallow: /a\n${filler(512_000 - 40)}\ndisallow: /b\n${filler(more)}`
    const { get } = await open(({ url }, response) => {
      if (url !== '/robots.txt') return void response.end('page')
      if (isPacked) response.setHeader('content-encoding', 'gzip')
      response.end(isPacked ? gzipSync(text) : text)
    })
    await expect(get('shop.example/a')).rejects.toMatchObject({ code: 'FORBIDDEN' })
    expect((await get('shop.example/b')).text).toBe('page')
  })

  it('reads no robots.txt where the owner of the site permitted it', async () => {
    const politeness = { permitted: ['shop.example'] }
    const { get, paths } = await open(robots('user-agent: *\ndisallow: /'), { politeness })
    expect((await get('www.shop.example/')).text).toBe('page')
    expect(paths()).toEqual(['www.shop.example/'])
  })

  it('takes robots.txt from the cache that other processes filled, for a day', async () => {
    const clock = jumpingClock()
    const { cache } = localDependencies()
    const first = await open(robots('user-agent: *\ndisallow: /a'), {}, { cache, clock })
    const port = first.server.port
    const url = `http://shop.example:${port}/a`
    await expect(first.http.get(url, { polite: true })).rejects.toMatchObject({ code: 'FORBIDDEN' })
    const second = openHttp({ allow: ['127.0.0.1'], lookup: loopback }, { cache, clock })
    onTestFinished(() => second.close())
    await expect(second.get(url, { polite: true })).rejects.toMatchObject({ code: 'FORBIDDEN' })
    expect(first.paths()).toHaveLength(1)
    clock.jump(86_400_000)
    await expect(second.get(url, { polite: true })).rejects.toMatchObject({ code: 'FORBIDDEN' })
    expect(first.paths()).toHaveLength(2)
  })

  it('goes on by the old robots.txt while the new one cannot be had', async () => {
    const clock = jumpingClock()
    const state = { status: 200 }
    const { get, http, server } = await open(
      (request, response) => robots('user-agent: *\ndisallow: /a', state.status)(request, response),
      {},
      { clock },
    )
    await expect(get('shop.example/a')).rejects.toMatchObject({ code: 'FORBIDDEN' })
    state.status = 500
    clock.jump(86_400_001)
    expect((await http.get(`http://shop.example:${server.port}/b`, { polite: true })).text).toBe('page')
    await expect(get('shop.example/a')).rejects.toMatchObject({ code: 'FORBIDDEN' })
  })
})

describe('the pace of a site', () => {
  /** Timers and clocks are no more exact. */
  const toleranceMs = 5

  /** Holds on a machine that is late, too: no call comes before so many gaps after the first one could. */
  const expectGaps = (asked: readonly { at: number }[], beganAt: number, gapMs: number) => {
    for (const [index, { at }] of asked.entries())
      expect(at - beganAt).toBeGreaterThanOrEqual(index * gapMs - toleranceMs)
  }

  it('keeps calls to all its hosts apart, whoever makes them', async () => {
    const { reserve } = localDependencies()
    const { get, asked, server } = await open(robots(''), {}, { reserve })
    const other = openHttp(
      { allow: ['127.0.0.1'], lookup: loopback, politeness: { gap: '50ms' } },
      { reserve },
    )
    onTestFinished(() => other.close())
    const beganAt = performance.now()
    await Promise.all([
      ...['/1', '/2', '/3'].map((path) => get(`a.shop.example${path}`)),
      ...['/4', '/5'].map((path) =>
        other.get(`http://b.shop.example:${server.port}${path}`, { polite: true }),
      ),
    ])
    expect(asked).toHaveLength(7)
    expectGaps(asked, beganAt, 50)
  })

  it('is as slow as its robots.txt asks', async () => {
    const { get, asked } = await open(robots('user-agent: *\ncrawl-delay: 0.2'))
    await get('shop.example/1')
    const beganAt = asked.at(-1)?.at ?? Number.NaN
    await Promise.all(['/2', '/3', '/4'].map((path) => get(`shop.example${path}`)))
    expectGaps(asked.slice(1), beganAt, 200)
  })

  it('is kept by no other site', async () => {
    const permitted = ['a.example', 'b.example', 'c.example']
    const { get, asked } = await open(robots(''), { politeness: { gap: '1h', permitted } })
    await Promise.all(permitted.map((site) => get(`${site}/`)))
    expect(asked).toHaveLength(3)
  })

  it('rests for as long as a 429 says, and then goes on', async () => {
    const state = { refuses: true }
    const { get, asked } = await open(({ url }, response) => {
      if (url === '/robots.txt') return void response.end()
      if (state.refuses) response.writeHead(429, { 'retry-after': '1' })
      state.refuses = false
      response.end('page')
    })
    expect((await get('shop.example/1')).status).toBe(200)
    const [, refused, again] = asked
    expect((again?.at ?? 0) - (refused?.at ?? 0)).toBeGreaterThan(990)
  })

  it('refuses what would have to wait too long, and asks nobody', async () => {
    const { get, asked } = await open(
      ({ url }, response) =>
        void response.writeHead(url === '/robots.txt' ? 200 : 429, { 'retry-after': '3600' }).end(),
      { politeness: { maxWait: '2s' } },
    )
    const refused = get('shop.example/1')
    await expect(refused).rejects.toMatchObject({ code: 'ADAPTER_FAILED', retryable: true })
    await expect(refused).rejects.toThrow(/^shop\.example is to be left alone for another 3[56]\d\d s/)
    await expect(get('shop.example/2')).rejects.toThrow('is to be left alone')
    expect(asked).toHaveLength(2)
  })

  it('does not count the wait for its turn against the time of a call, and ends it with the signal', async () => {
    const { http, server } = await open(robots(''), { politeness: { gap: '2s' } })
    const url = `http://shop.example:${server.port}`
    // Behind robots.txt, so that it waits for longer than it may take.
    expect((await http.get(`${url}/2`, { polite: true, timeoutMs: 1_900 })).text).toBe('page')
    const controller = new AbortController()
    const waiting = Array.from({ length: 4 }, (_, page) =>
      http.get(`${url}/more/${page}`, { polite: true, signal: controller.signal }),
    )
    controller.abort('enough')
    for (const call of await Promise.allSettled(waiting))
      expect(call).toMatchObject({ status: 'rejected', reason: { code: 'ABORTED' } })
  })

  it('is nothing to calls that are not polite', async () => {
    const { http, paths, server } = await open(robots('user-agent: *\ndisallow: /'), {
      politeness: { gap: '1h' },
    })
    for (let page = 0; page < 3; page++) await http.get(`http://shop.example:${server.port}/${page}`)
    expect(paths()).toEqual(['shop.example/0', 'shop.example/1', 'shop.example/2'])
  })

  it.each([
    [{ gap: 'soon' as never }, 'createHttp: politeness.gap: expected a duration'],
    [{ concurrency: 0 }, 'createHttp: politeness.concurrency'],
  ])('refuses %j', (politeness, message) => {
    expect(() => createHttp({ politeness })).toThrow(message)
  })
})
