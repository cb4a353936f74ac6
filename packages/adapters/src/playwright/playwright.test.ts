import { once } from 'node:events'
import { existsSync } from 'node:fs'
import { createServer } from 'node:net'
import { delimiter, join } from 'node:path'
import { createHttp } from '@telltale/core/http'
import type { AdapterContext } from '@telltale/core/ports'
import { defined } from '@telltale/core/ports'
import { adapterCases, type RecordedAnswer, type RecordedApi, recordedApi } from '@telltale/core/testing'
import { chromium } from 'playwright-core'
import { afterAll, beforeAll, describe, expect, it, onTestFinished } from 'vitest'
import { type PlaywrightOptions, playwright } from './index.js'

const executablePath = (process.env.PATH ?? '')
  .split(delimiter)
  .map((folder) => join(folder, 'chromium'))
  .find((file) => existsSync(file))

const script = (text: string) => `<!doctype html><div id="price"></div><script>${text}</script>`
const pages: Record<string, RecordedAnswer> = {
  '/kettle': {
    headers: { 'content-type': 'text/html' },
    text: script(
      `fetch('/price.json').then(r => r.json()).then(({ price }) => { price_ = price; document.querySelector('#price').textContent = 'Preis: ' + price + ' €' })`,
    ),
  },
  '/price.json': { json: { price: '12,00' } },
  '/moved': { status: 302, headers: { location: '/kettle' }, text: '' },
  '/busy': { headers: { 'content-type': 'text/html' }, text: script('for (;;) {}') },
}

let extra: Record<string, RecordedAnswer> = {}
let api: RecordedApi
const adapter = (options: PlaywrightOptions = {}) =>
  playwright({
    args: ['--no-sandbox'],
    settleMs: 2_000,
    ...defined({ executablePath: executablePath || undefined }),
    ...options,
  })

describe.skipIf(!executablePath)('playwright (needs a program called chromium)', { timeout: 60_000 }, () => {
  const shared = adapter()
  const http = createHttp({ allow: ['127.0.0.1'] })

  beforeAll(async () => {
    api = await recordedApi(({ path }) => extra[path] ?? pages[path] ?? { status: 404, text: 'gone' })
  })
  afterAll(async () => {
    await shared.close?.()
    await http.close()
    await api.close()
  })

  const contextOf = (signal = new AbortController().signal): AdapterContext =>
    ({ http, signal }) as Partial<AdapterContext> as AdapterContext
  const render = (path: string, signal?: AbortSignal) =>
    shared.render?.page(`${api.origin}${path}`, contextOf(signal))

  it('keeps the promises of a source that renders', async () => {
    const render = {
      page: { url: `${api.origin}/kettle`, text: 'Preis: 12,00 €' },
      missing: `${api.origin}/missing`,
    }
    for (const { name, run } of adapterCases(() => ({ ...shared, close: async () => {} }), { render, http }))
      await run().catch((cause) => {
        throw new Error(name, { cause })
      })
  })

  it('gives a page where its redirects end', async () => {
    expect(await render('/moved')).toMatchObject({
      url: `${api.origin}/kettle`,
      status: 200,
      html: expect.stringContaining('Preis: 12,00 €'),
    })
  })

  it('lets a page connect to nothing behind the guard, by whatever means', async () => {
    let connections = 0
    const inside = createServer((socket) => {
      connections++
      socket.destroy()
    }).listen(0, '127.0.0.2')
    await once(inside, 'listening')
    onTestFinished(() => void inside.close())
    const address = inside.address()
    const target = `127.0.0.2:${typeof address === 'object' ? address?.port : 0}`
    extra = {
      '/evil': {
        headers: { 'content-type': 'text/html' },
        text: `<!doctype html><link rel="preconnect" href="http://${target}"><link rel="prefetch" href="http://${target}/p">
          <img src="http://${target}/i"><iframe src="http://${target}/f"></iframe><script src="http://${target}/s"></script>
          <link rel="stylesheet" href="http://${target}/c"><script>
          fetch('http://${target}/x', { mode: 'no-cors' }).catch(() => {})
          navigator.sendBeacon('http://${target}/b', 'x')
          new WebSocket('ws://${target}/w')
          new EventSource('http://${target}/e')
          const peer = new RTCPeerConnection({ iceServers: [{ urls: 'turn:${target}?transport=tcp', username: 'u', credential: 'c' }] })
          peer.createDataChannel('d'); peer.createOffer().then((offer) => peer.setLocalDescription(offer))
          document.body.append('ran')</script>`,
      },
    }
    expect((await render('/evil'))?.html).toContain('ran')
    expect(connections).toBe(0)
  })

  it('refuses a page that lies behind the guard itself', async () => {
    const context = contextOf()
    await expect(shared.render?.page('http://127.0.0.2/', context)).rejects.toMatchObject({
      code: 'FORBIDDEN',
    })
  })

  it('ends at once when it is called off', async () => {
    const controller = new AbortController()
    const rendering = render('/busy', controller.signal)
    setTimeout(() => controller.abort(new Error('called off')), 1_000)
    await expect(rendering).rejects.toThrow('called off')
  })

  it("uses a host's own browser, and leaves it open", async () => {
    const browser = await chromium.launch({
      args: ['--no-sandbox'],
      ...defined({ executablePath: executablePath || undefined }),
    })
    onTestFinished(() => browser.close())
    const borrowed = playwright({ browser: async () => browser })
    const page = await borrowed.render?.page(`${api.origin}/kettle`, contextOf())
    expect(page?.html).toContain('Preis')
    await borrowed.close?.()
    expect(browser.isConnected()).toBe(true)
    expect(browser.contexts()).toEqual([])
  })

  it('says what to do where the browser cannot be started', async () => {
    const broken = adapter({ executablePath: join(import.meta.dirname, 'no-browser') })
    await expect(broken.render?.page(`${api.origin}/kettle`, contextOf())).rejects.toThrow(
      /playwright could not start its browser: /,
    )
  })
})

it.each([
  [{ timeoutMs: 10 }, /playwright: timeoutMs/],
  [{ browser: {} as PlaywrightOptions['browser'] }, /browser: expected a function/],
] satisfies [object, RegExp][])('refuses %j', (options, message) => {
  expect(() => playwright(options as PlaywrightOptions)).toThrow(message)
})
