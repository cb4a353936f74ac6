import { inspect } from 'node:util'
import { metrics, trace } from '@opentelemetry/api'
import { BasicTracerProvider, InMemorySpanExporter, SimpleSpanProcessor } from '@opentelemetry/sdk-trace-base'
import { http } from '@telltale/adapters/http'
import { webshop } from '@telltale/adapters/webshop'
import type { EventName, Telltale } from '@telltale/core'
import { memoryStorage } from '@telltale/storage-memory'
import { describe, expect, it, onTestFinished } from 'vitest'
import { bytesOf, sourceOf } from './backup-bytes.js'
import { startTelltale, tiers } from './start.js'
import { productPage, Target } from './target.js'

const canaries = {
  username: 'canary-user-4f1c9a',
  password: 'canary/pass+"5d2e8b&',
  apiKey: 'canary-key-6e3d7c1f',
  signature: 'canary-sig-7f4e6d2a',
  header: 'canary-header-8a5f5e',
  cookie: 'canary-cookie-9b6a4f',
  body: 'canary-body-ac7b3a1d',
}
const secrets = Object.values(canaries)

/** Returns the forms of a text that a server may answer with: plain, percent-encoded, in JSON and within Base64. */
function formsOf(secret: string): readonly string[] {
  const base64 = [0, 1, 2].flatMap((before) => {
    const bytes = Buffer.from(`${'x'.repeat(before)}${secret}zzz`)
    return [bytes.toString('base64'), bytes.toString('base64url')]
  })
  return [secret, encodeURIComponent(secret), JSON.stringify(secret).slice(1, -1), ...base64]
}

/** Returns the parts of the forms that nothing around them changes: what must be found nowhere. */
const tracesOf = (secret: string): readonly string[] =>
  formsOf(secret).map((form, index) => (index < 3 ? form.slice(0, 16) : form.slice(4, 16)))

/** Makes the echo of one form of all secrets; each is in the first hundred characters that a message shows, or cut off. */
const echoes = formsOf('').map((_, form) => secrets.map((secret) => formsOf(secret)[form]).join(' '))

const visible = (text: string) => text.replace(/[^\x20-\x7e]/g, '')

async function echoing(): Promise<Target> {
  const target = await Target.start()
  target.answer = (response, path) => {
    const echo = visible(echoes[Number(/^\/(\d+)/.exec(path)?.[1] ?? 0)] ?? '')
    response.statusMessage = echo
    response.setHeader('x-echo', echo)
    if (path.includes('moved')) response.statusCode = 302
    if (path.includes('moved')) response.setHeader('location', `gopher:${echo}`)
    response.end(JSON.stringify({ echo, parts: echo.split(' ') }))
  }
  return target
}

const withSecrets = (url: string, path: string): string => {
  const { username, password, apiKey, signature } = canaries
  const whole = new URL(path, url)
  whole.username = username
  whole.password = encodeURIComponent(password)
  whole.search = `?page=2&api_key=${apiKey}&X-Amz-Signature=${signature}&keyword=tea`
  return whole.href
}

/** A host that keeps everything that it is told: log lines, events and spans. */
function listening() {
  const said: unknown[] = []
  const line = (fields: object, message: string) => void said.push(fields, message)
  const spans = new InMemorySpanExporter()
  trace.setGlobalTracerProvider(new BasicTracerProvider({ spanProcessors: [new SimpleSpanProcessor(spans)] }))
  onTestFinished(() => {
    trace.disable()
    metrics.disable()
  })
  const probe = {
    method: 'POST',
    headers: { 'x-token': canaries.header, cookie: `sid=${canaries.cookie}` },
    body: JSON.stringify({ key: canaries.body }),
  } as const
  const { telltale } = startTelltale({
    storage: memoryStorage(),
    logger: { debug: line, info: line, warn: line, error: line },
    adapters: [
      http({ ...probe, id: 'header', assertions: [{ of: 'header', name: 'x-echo', equals: 'nothing' }] }),
      http({ ...probe, id: 'json', assertions: [{ of: 'json', path: '$.echo', equals: 'nothing' }] }),
      ...secrets.map((_, part) =>
        http({
          ...probe,
          id: `part-${part}`,
          assertions: [{ of: 'json', path: `$.parts[${part}]`, equals: '' }],
        }),
      ),
      webshop(),
    ],
  })
  const names: readonly EventName[] = ['error', 'monitor:checked', 'monitor:tier-changed', 'incident:started']
  for (const name of [...names, 'product:refreshed', 'source:degraded'] as const)
    telltale.on(name, (payload) => void said.push(payload))
  return {
    telltale,
    said,
    spans: () =>
      spans.getFinishedSpans().map(({ name, status, attributes }) => ({ name, status, attributes })),
  }
}

async function everythingShown(telltale: Telltale): Promise<readonly unknown[]> {
  const shown: unknown[] = []
  for (const list of [telltale.monitors.list(), telltale.products.list(), telltale.monitors.incidents()])
    shown.push(...(await list).items)
  for (const { id } of (await telltale.monitors.list()).items)
    shown.push((await telltale.monitors.checks(id)).items)
  for (const { id } of (await telltale.products.list()).items)
    shown.push((await telltale.products.history(id)).items)
  shown.push((await telltale.feed.since({ limit: 500 })).items)
  for (const stream of [telltale.backup.export(), telltale.privacy.export('default')])
    for await (const chunk of stream) shown.push(Buffer.from(chunk).toString())
  return shown
}

const textOf = (said: unknown) =>
  `${inspect(said, { depth: 20, showHidden: true, maxArrayLength: null, maxStringLength: null })}${JSON.stringify(said)}`

function expectNoTraces(said: unknown): void {
  const text = textOf(said)
  expect(text).toContain('REDACTED')
  const found = secrets.flatMap(tracesOf).filter((each) => text.includes(each))
  expect(found).toEqual([])
}

describe('the secrets in the URL of a monitor, its headers and its body', () => {
  it('are sent to the target, and shown nowhere, however it repeats them', async () => {
    const target = await echoing()
    const { telltale, said, spans } = listening()
    const adapters = ['header', 'json', ...secrets.map((_, part) => `part-${part}`)]
    for (const form of echoes.keys())
      for (const adapter of adapters) {
        const url = withSecrets(target.url, `/${form}/${adapter === 'header' ? 'moved' : 'there'}`)
        const { id } = await telltale.monitors.create({ url, adapter, tiers, failuresBeforeIncident: 1 })
        said.push(await telltale.monitors.get(id), await telltale.monitors.check(id))
      }
    expect(target.requests).toBe(echoes.length * adapters.length)
    expectNoTraces([said, spans(), await everythingShown(telltale)])
  })

  it('reach the target as a login and in the query', async () => {
    const target = await Target.start()
    const seen: unknown[] = []
    target.answer = (response, path) => {
      seen.push(path, response.req.headers.authorization)
      response.end()
    }
    const { telltale } = startTelltale()
    const url = withSecrets(target.url, '/')
    const monitor = await telltale.monitors.create({ url, tiers })
    const shown = `${target.url}?page=2&api_key=REDACTED&X-Amz-Signature=REDACTED&keyword=tea`
    expect(monitor).toMatchObject({ url: shown, hasUrlSecrets: true })
    expect((await telltale.monitors.check(monitor.id)).failure).toBeUndefined()
    const login = Buffer.from(`${canaries.username}:${canaries.password}`).toString('base64')
    const sent = [new URL(url).pathname + new URL(url).search, `Basic ${login}`]
    expect(seen).toEqual(sent)

    // The owner sends back what he sees, with a change beside.
    const changed = await telltale.monitors.update(monitor.id, { url: shown.replace('page=2', 'page=3') })
    expect(changed).toMatchObject({ url: shown.replace('page=2', 'page=3'), hasUrlSecrets: true })
    await telltale.monitors.check(monitor.id)
    expect(seen.slice(2)).toEqual([sent[0]?.replace('page=2', 'page=3'), sent[1]])

    // Another server gets nothing.
    const other = await Target.start()
    other.answer = target.answer
    const moved = await telltale.monitors.update(monitor.id, { url: `${other.url}?api_key=REDACTED` })
    expect(moved).not.toHaveProperty('hasUrlSecrets')
    await telltale.monitors.check(monitor.id)
    expect(seen.slice(4)).toEqual(['/?api_key=REDACTED', undefined])
  })

  it('are in no backup, and a monitor that lacks them says so', async () => {
    const target = await Target.start()
    const { telltale } = startTelltale()
    const { id } = await telltale.monitors.create({ url: withSecrets(target.url, '/'), tiers })
    const restored = startTelltale().telltale
    await restored.backup.import(sourceOf(await bytesOf(telltale.backup.export())))
    const check = await restored.monitors.check(id)
    expect(check).toMatchObject({ ignored: 'unhealthy-probe', failure: { kind: 'probe' } })
    expect(check.failure?.message).toContain('no backup contains them; set its URL once more')
    expect(target.requests).toBe(0)
    await restored.monitors.update(id, { url: withSecrets(target.url, '/') })
    expect((await restored.monitors.check(id)).failure).toBeUndefined()
  })

  it('are erased with their owner, and deleted with their monitor', async () => {
    const storage = memoryStorage()
    const { telltale } = startTelltale({ storage })
    const url = 'https://user:canary-pass@shop.example/'
    const { id } = await telltale.monitors.create({ url })
    await telltale
      .for('ana')
      .products.track(url)
      .catch(() => undefined)
    await telltale.monitors.delete(id)
    await telltale.privacy.erase('ana')
    const rows: unknown[] = []
    for await (const row of storage.dump()) rows.push(row)
    expect(JSON.stringify(rows)).not.toContain('canary-pass')
  })
})

describe('the secrets in the URL of a product', () => {
  it('are sent to the shop, and shown nowhere, however it repeats them', async () => {
    const target = await Target.start()
    const seen: unknown[] = []
    target.answer = (response, path) => {
      if (path === '/robots.txt') return void response.writeHead(404).end()
      seen.push(response.req.headers.authorization)
      const echo = visible(echoes[Number(/^\/(\d+)/.exec(path)?.[1] ?? 0)] ?? '')
      if (path.includes('moved')) response.writeHead(302, { location: `gopher:${echo}` }).end()
      else if (path.includes('down')) response.writeHead(500).end(`<title>${echo}</title>`)
      else response.end(productPage('49.90', { name: echo }))
    }
    const { telltale, said, spans } = listening()
    for (const form of echoes.keys())
      for (const path of ['there', 'down', 'moved'])
        said.push(await telltale.products.track(withSecrets(target.url, `/${form}/${path}`)))
    const login = Buffer.from(`${canaries.username}:${canaries.password}`).toString('base64')
    expect(new Set(seen)).toEqual(new Set([`Basic ${login}`]))
    const urlSecrets = secrets.slice(0, 4)
    const text = textOf([said, spans(), await everythingShown(telltale)])
    expect(text).toContain('REDACTED')
    expect(urlSecrets.flatMap(tracesOf).filter((each) => text.includes(each))).toEqual([])
  })
})
