import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { ValidationError } from '../../errors/index.js'
import { readUptimeKuma } from './read-uptime-kuma.js'

/** A monitor as Uptime Kuma 1.23 exports it (`Monitor.toJSON` in server/model/monitor.js), without what is empty. */
const exported = {
  id: 1,
  name: 'Shop',
  description: null,
  parent: null,
  url: 'https://shop.example/health',
  method: 'GET',
  hostname: null,
  port: null,
  maxretries: 0,
  active: true,
  type: 'http',
  timeoutMs: 48,
  interval: 60,
  retryInterval: 60,
  resendInterval: 0,
  keyword: null,
  invertKeyword: false,
  expiryNotification: false,
  ignoreTls: false,
  upsideDown: false,
  maxredirects: 10,
  accepted_statuscodes: ['200-299'],
  dns_resolve_type: 'A',
  dns_resolve_server: '1.1.1.1',
  proxyId: null,
  notificationIDList: {},
  tags: [] as { name: string; value?: string }[],
  maintenance: false,
  authMethod: null,
  httpBodyEncoding: 'json',
  headers: null,
  body: null,
  basic_auth_user: null,
  basic_auth_pass: null,
}

const backup = (...monitorList: object[]) =>
  JSON.stringify({ version: '1.23.16', notificationList: [], monitorList })

const readOne = async (changes: object) => {
  const { monitors, notes } = await readUptimeKuma(backup({ ...exported, ...changes }))
  return { monitor: monitors[0], notes: notes.map(({ field, message }) => `${field}: ${message}`) }
}

describe('readUptimeKuma', () => {
  it('carries a plain HTTP monitor over, with nothing to note', async () => {
    expect(await readUptimeKuma(backup(exported))).toEqual({
      monitors: [
        {
          name: 'Shop',
          url: 'https://shop.example/health',
          everyMs: 60_000,
          timeoutMs: 48_000,
          paused: false,
          tags: [],
          failuresBeforeIncident: 1,
        },
      ],
      notes: [],
    })
  })

  it('makes tags of groups and tags', async () => {
    const group = { ...exported, id: 7, type: 'group', name: 'Checkout' }
    const tags = [
      { name: 'team', value: 'blue' },
      { name: 'eu', value: '' },
    ]
    const { monitors } = await readUptimeKuma(backup(group, { ...exported, parent: 7, tags }))
    expect(monitors).toHaveLength(1)
    expect(monitors[0]?.tags).toEqual(['Checkout', 'team=blue', 'eu'])
  })

  it.each([
    [{ type: 'port', hostname: 'db.example', port: 5432 }, 'tcp://db.example:5432'],
    [{ type: 'port', hostname: '2001:db8::1', port: '22' }, 'tcp://[2001:db8::1]:22'],
    [
      {
        type: 'dns',
        hostname: 'shop.example',
        port: 53,
        dns_resolve_type: 'MX',
        dns_resolve_server: '9.9.9.9',
      },
      'dns://9.9.9.9/shop.example?type=MX',
    ],
    [{ type: 'dns', hostname: 'shop.example', port: 5353 }, 'dns://1.1.1.1:5353/shop.example?type=A'],
  ])('finds the URL of %j', async (changes, url) => {
    expect((await readOne(changes)).monitor?.url).toBe(url)
  })

  it('turns a push monitor into one that waits for a heartbeat, as long as its retries did', async () => {
    const { monitor, notes } = await readOne({
      type: 'push',
      url: null,
      pushToken: 'tok123',
      maxretries: 2,
      retryInterval: 30,
    })
    expect(monitor).toMatchObject({ everyMs: 60_000, heartbeat: { graceMs: 61_000 } })
    expect(monitor).not.toHaveProperty('url')
    expect(notes).toEqual([expect.stringContaining('pushToken: left out')])
  })

  it('reads older backups: flags of SQLite, and no timeout, which then was 80 % of the interval', async () => {
    const { monitor } = await readOne({ active: 0, ignoreTls: 0, timeout: undefined, interval: 20 })
    expect(monitor).toMatchObject({ paused: true, timeoutMs: 16_000 })
  })

  it('keeps the number of failures after which it told', async () => {
    expect((await readOne({ maxretries: 3 })).monitor?.failuresBeforeIncident).toBe(4)
  })

  it.each([
    [{ accepted_statuscodes: ['200-299', '401'] }, 'http({ acceptStatus: [[200, 299], 401] })'],
    [{ accepted_statuscodes: ['2xx'] }, 'accepted_statuscodes: left out'],
    [{ method: 'POST' }, 'http({ method: "POST" })'],
    [{ maxredirects: 0 }, 'http({ maxRedirects: 0 })'],
    [{ authMethod: 'basic' }, 'http({ auth: { username, password } })'],
    [{ authMethod: 'ntlm' }, 'authMethod: left out'],
    [{ body: '{}', method: 'PUT' }, "body: '…', headers: { 'content-type': 'application/json' }"],
    [{ ignoreTls: true }, "http({ ca: ['…'] })"],
    [{ expiryNotification: true }, "assertions: [{ of: 'certificateDaysLeft', atLeast: 21 }]"],
    [{ type: 'keyword', keyword: 'Welcome' }, `assertions: [{ of: 'body', contains: "Welcome" }]`],
    [{ type: 'keyword', keyword: 'Oops', invertKeyword: true }, 'invertKeyword: left out'],
    [
      { type: 'json-query', jsonPath: 'db.nodes[0].up', expectedValue: 'true' },
      "assertions: [{ of: 'json', path: '$.db.nodes[0].up', equals: true }]",
    ],
    [{ type: 'json-query', jsonPath: '$sum(a)', expectedValue: '3' }, 'jsonPath: left out'],
    [{ interval: 20, retryInterval: 5, maxretries: 1 }, 'retryInterval: left out'],
    [{ timeout: 90 }, 'timeout: 90000 ms became 60000 ms'],
    [{ upsideDown: true }, 'upsideDown: left out'],
    [{ maintenance: true }, 'maintenance: left out'],
    [{ notificationIDList: { 1: true } }, 'notificationIDList: left out'],
    [{ resendInterval: 5 }, 'resendInterval: left out'],
    [{ proxyId: 3 }, 'proxyId: left out'],
    [{ description: 'the shop' }, 'description: left out'],
    [{ tags: [{ name: 'x'.repeat(51) }] }, 'tags: 1 left out'],
    [
      { type: 'dns', hostname: 'a.example', dns_resolve_server: '1.1.1.1,8.8.8.8' },
      'only the first name server',
    ],
    [{ url: 'https://ana:secret@shop.example/' }, 'its login was left out'],
  ])('notes what is set by hand: %j', async (changes, message) => {
    expect((await readOne(changes)).notes.join('\n')).toContain(message)
  })

  it.each([
    { type: 'ping', hostname: 'a.example' },
    { type: 'docker' },
    { url: 'shop' },
    { type: 'port', hostname: 'a' },
  ])('leaves out what no probe checks, and says so: %j', async (changes) => {
    const { monitor, notes } = await readOne(changes)
    expect(monitor).toBeUndefined()
    expect(notes.join()).toContain('left out')
  })

  it('notes what belongs to no monitor', async () => {
    const { notes } = await readUptimeKuma(
      JSON.stringify({ monitorList: [], notificationList: [{ name: 'Mail' }], proxyList: [{ id: 1 }] }),
    )
    expect(notes.map(({ name, field }) => [name, field])).toEqual([
      ['', 'notificationList'],
      ['', 'proxyList'],
    ])
  })

  it.each([
    ['{', 'expected JSON'],
    ['[]', 'expected an object, got a list'],
    ['{}', 'monitorList: is required'],
    [backup(exported, { ...exported, interval: 'soon' }), 'monitorList[1].interval'],
    [backup({ ...exported, interval: -5 }), 'monitorList[0].interval'],
    [backup({ ...exported, name: ' ' }), 'monitorList[0].name'],
    [backup({ ...exported, tags: [{ name: 5 }] }), 'monitorList[0].tags[0].name'],
    [backup(...Array.from({ length: 5_001 }, () => ({}))), 'expected up to 5000 monitors; divide the text'],
    [5 as unknown as string, 'expected the text of a backup'],
  ])('refuses %s and names the place', async (json, message) => {
    await expect(readUptimeKuma(json)).rejects.toThrow(ValidationError)
    await expect(readUptimeKuma(json)).rejects.toThrow(message)
  })

  it('shows no secret of a backup, whatever else it holds', async () => {
    const secret = 'hunter2-s3cr3t'
    const anything = fc.record(
      {
        type: fc.constantFrom('http', 'keyword', 'json-query', 'port', 'dns', 'push', 'ping'),
        authMethod: fc.constantFrom(null, 'basic', 'oauth2-cc', 'mtls'),
        interval: fc.oneof(fc.integer(), fc.string()),
        port: fc.oneof(fc.integer(), fc.string()),
        hostname: fc.string(),
        url: fc.oneof(
          fc.webUrl(),
          fc.constant(`https://ana:${secret}@shop.example/`),
          fc.constant(`no URL: ${secret}`),
        ),
      },
      { requiredKeys: [] },
    )
    const secrets = Object.fromEntries(
      [
        'headers',
        'body',
        'basic_auth_user',
        'basic_auth_pass',
        'pushToken',
        'oauth_client_secret',
        'tlsKey',
      ].map((field) => [field, secret]),
    )
    await fc.assert(
      fc.asyncProperty(anything, async (changes) => {
        try {
          const { monitors, notes } = await readUptimeKuma(backup({ ...exported, ...secrets, ...changes }))
          expect(JSON.stringify([monitors, notes])).not.toContain(secret)
        } catch (error) {
          expect(error).toBeInstanceOf(ValidationError)
          expect(String(error)).not.toContain(secret)
        }
      }),
      { interruptAfterTimeLimit: 3_000, markInterruptAsFailure: false },
    )
  })

  it('reads or refuses whatever JSON it is given', async () => {
    const list = fc.array(
      fc.oneof(
        fc.jsonValue(),
        fc.jsonValue().map((value) => ({ ...exported, ...Object(value) })),
      ),
    )
    await fc.assert(
      fc.asyncProperty(
        fc.oneof(
          fc.json(),
          list.map((monitorList) => JSON.stringify({ monitorList })),
        ),
        async (json) => {
          try {
            const { monitors } = await readUptimeKuma(json)
            for (const monitor of monitors) expect(monitor.name).not.toBe('')
          } catch (error) {
            expect(error).toBeInstanceOf(ValidationError)
          }
        },
      ),
    )
  })
})
