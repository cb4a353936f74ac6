import { createHmac } from 'node:crypto'
import type { ChannelAdapter, Notification } from '@telltale/core/ports'
import { testClock } from '@telltale/core/testing'
import { describe, expect, it } from 'vitest'
import { startApi } from './testing/start-api.js'

const key = 'a key of these tests that signs links'
const base = 'http://host.example/api/links'

/** Makes a channel to people that keeps what it was given. */
function mailbox() {
  const received: Notification[] = []
  const adapter: ChannelAdapter = {
    specVersion: 1,
    id: 'letters',
    channel: {
      destination: {
        schema: { '~standard': { version: 1, vendor: 'test', validate: (value) => ({ value }) } },
      },
      label: () => '<b>Ana</b>',
      deliver: async ({ notification }) => {
        received.push(notification)
        return {}
      },
    },
  }
  return { adapter, received }
}

/** Starts a host with a monitor that is down, which a verified destination is told of. */
async function open() {
  const { adapter, received } = mailbox()
  const clock = testClock()
  const probe = {
    specVersion: 1 as const,
    id: 'script',
    probe: {
      matches: ({ protocol }: URL) => protocol === 'script:',
      check: async () => ({
        latencyMs: 1,
        uncertaintyMs: 0,
        phases: {},
        failure: { kind: 'refused' as const, message: 'it is down' },
      }),
    },
  }
  const alerts = { links: { url: base, key } }
  const { telltale, api } = await startApi({}, { adapters: [adapter, probe], alerts, clock })
  await telltale.start()
  const { destinations, rules } = telltale.alerts
  /** Returns the links of the first message of a kind, once it has arrived. */
  const linksOf = async (kind: Notification['kind']) => {
    for (let turn = 0; turn < 1_000; turn++) {
      const found = received.find((each) => each.kind === kind)
      if (found) return found
      await clock.advance(100)
    }
    throw new Error(`no message of the kind ${kind}`)
  }
  const { id } = await destinations.create({ channel: 'letters', settings: { to: 'ana' } })
  const code = /\d{6}/.exec((await linksOf('verification')).text)?.[0] ?? ''
  await destinations.verify(id, { code })
  await rules.create({ condition: { kind: 'down' } })
  const monitor = await telltale.monitors.create({ url: 'script:a', name: '<i>Shop</i>', every: '1m' })
  for (let check = 0; check < 3; check++) await telltale.monitors.check(monitor.id)
  const { links = [] } = await linksOf('started')
  const urlOf = (effect: string) => links.find((link) => link.effect === effect)?.url ?? ''
  const send = async (method: string, url: string) => {
    const body = method === 'POST' ? { body: 'List-Unsubscribe=One-Click' } : {}
    const response = await api.fetch(new Request(url, { method, ...body }), { address: '203.0.113.7' })
    return { status: response.status, headers: response.headers, text: await response.text() }
  }
  return { telltale, clock, id, urlOf, send }
}

describe('the links of a message', () => {
  it('show a page, and acknowledge only when its button is pressed', async () => {
    const { telltale, urlOf, send } = await open()
    const url = urlOf('acknowledge')
    const { status, text, headers } = await send('GET', url)
    expect(status).toBe(200)
    expect(text).toContain('I take care of it')
    expect(text).toContain('&#60;i&#62;Shop')
    expect(headers.get('content-security-policy')).toContain("default-src 'none'")
    expect(headers.get('referrer-policy')).toBe('no-referrer')
    const acknowledgedBy = async () => (await telltale.alerts.list()).items[0]?.acknowledgement?.who
    expect(await acknowledgedBy()).toBeUndefined()
    for (const _ of [1, 2]) expect((await send('POST', url)).text).not.toContain('<button>')
    expect(await acknowledgedBy()).toBe('<b>Ana</b>')
    expect((await send('GET', urlOf('view'))).text).toContain('&#60;b&#62;Ana&#60;/b&#62; takes care of it')
  })

  it('end the messages for good, which the owner cannot undo without the reader', async () => {
    const { telltale, urlOf, send, id } = await open()
    const { destinations } = telltale.alerts
    expect((await send('GET', urlOf('unsubscribe'))).text).toContain('End the messages')
    expect(await destinations.get(id)).toMatchObject({ status: 'active' })
    expect((await send('POST', urlOf('unsubscribe'))).status).toBe(200)
    expect(await destinations.get(id)).toMatchObject({
      status: 'disabled',
      disabledReason: 'its reader ended it',
    })
    expect((await send('POST', urlOf('unsubscribe'))).status).toBe(200)
    expect((await send('GET', urlOf('view'))).status).toBe(403)
    expect(await destinations.enable(id)).toMatchObject({ status: 'unverified' })
  })

  it('work as they were signed, until they are too old, and a limited number of times', async () => {
    const { urlOf, send, clock } = await open()
    const url = urlOf('acknowledge')
    const token = url.slice(base.length + 1)
    const [content = '', signature = ''] = token.split('.')
    const claim = JSON.parse(Buffer.from(content, 'base64url').toString())
    const forged = Buffer.from(JSON.stringify(['unsubscribe', ...claim.slice(1)])).toString('base64url')
    const tokens = [`${forged}.${signature}`, content, `${content}.`, `${token}.x`, 'x', `${token}AAAA`]
    for (const each of tokens) expect((await send('POST', `${base}/${each}`)).status, each).toBe(403)
    const old = Buffer.from(JSON.stringify([...claim.slice(0, 4), clock.now()])).toString('base64url')
    const signed = createHmac('sha256', key).update(`telltale alert link ${old}`).digest('base64url')
    expect((await send('GET', `${base}/${old}.${signed}`)).text).toContain('too old')
    const statuses: number[] = []
    for (let sent = 0; sent < 60; sent++) statuses.push((await send('GET', url)).status)
    expect(statuses.at(-1)).toBe(429)
  })
})
