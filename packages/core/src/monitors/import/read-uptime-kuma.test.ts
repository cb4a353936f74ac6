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
  timeout: 48,
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
  tags: [] as unknown[],
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
  const { monitors, notes } = await read(backup({ ...exported, ...changes }))
  return {
    monitor: monitors[0]?.options,
    notes: notes.map(({ field, message }) => `${field}: ${message}`),
    weaker: notes.filter(({ weakens }) => weakens).map(({ field }) => field),
  }
}

const plain = {
  key: 'uptime-kuma/1',
  options: {
    name: 'Shop',
    url: 'https://shop.example/health',
    every: '60s',
    timeout: '48s',
    failuresBeforeIncident: 1,
    request: { maxRedirects: 10 },
    expect: { status: [[200, 299]] },
    tags: [],
  },
}

/** Reads a configuration, and puts its monitors and all of its notes together. */
async function read(...given: Parameters<typeof readUptimeKuma>) {
  const { entries, notes } = await readUptimeKuma(...given)
  return {
    monitors: entries.flatMap(({ monitor }) => monitor ?? []),
    notes: [...entries.flatMap((entry) => entry.notes), ...notes],
    total: entries.length,
  }
}

describe('readUptimeKuma', () => {
  it.each([
    ['a backup', backup(exported)],
    ['a backup with a byte order mark', `\uFEFF${backup(exported)}`],
    ['a list alone', JSON.stringify([exported])],
    [
      'an object by ids, as version 2 sends it',
      JSON.stringify({ version: '2.0.2', monitorList: { 1: exported } }),
    ],
    [
      'texts in place of numbers and lists',
      backup({ ...exported, timeout: '48', interval: '60', accepted_statuscodes: '["200-299"]', active: 1 }),
    ],
    ['a list of notifications', backup({ ...exported, notificationIDList: [] })],
  ])('carries a plain HTTP monitor over whole, from %s', async (_, json) => {
    expect(await read(json)).toEqual({ monitors: [plain], total: 1, notes: [] })
  })

  it('gives what is missing its default', async () => {
    const { monitor } = await readOne({ name: '', interval: undefined, timeout: undefined })
    expect(monitor).toMatchObject({ name: 'https://shop.example/health', every: '60s', timeout: '48s' })
  })

  it('makes tags of groups and tags', async () => {
    const group = { ...exported, id: 7, type: 'group', name: 'Checkout' }
    const tags = [{ name: 'team', value: 'blue' }, { name: 'eu', value: '' }, 'prod']
    const { monitors, total } = await read(backup(group, { ...exported, parent: 7, tags }))
    expect(total).toBe(1)
    expect(monitors[0]?.options.tags).toEqual(['Checkout', 'team=blue', 'eu', 'prod'])
  })

  it.each([
    [{ type: 'port', hostname: 'db.example', port: 5432 }, 'tcp://db.example:5432'],
    [{ type: 'port', hostname: '2001:db8::1', port: '22' }, 'tcp://[2001:db8::1]:22'],
    [{ type: 'ping', hostname: 'a.example' }, 'ping://a.example'],
    [{ type: 'websocket-upgrade', url: 'wss://a.example/feed' }, 'wss://a.example/feed'],
    [
      { type: 'dns', hostname: 'a.example', port: 53, dns_resolve_type: 'MX', dns_resolve_server: '9.9.9.9' },
      'dns://9.9.9.9/a.example?type=MX',
    ],
    [{ type: 'dns', hostname: 'a.example', port: 5353 }, 'dns://1.1.1.1:5353/a.example?type=A'],
  ])('finds the URL of %j', async (changes, url) => {
    const { monitor, weaker } = await readOne(changes)
    expect(monitor?.url).toBe(url)
    expect(weaker).toEqual([])
  })

  it('turns a push monitor into one that waits for a heartbeat, as long as its retries did', async () => {
    const { monitor, notes, weaker } = await readOne({
      type: 'push',
      url: null,
      pushToken: 'tok123',
      maxretries: 2,
      retryInterval: 30,
    })
    expect(monitor).toMatchObject({ every: '60s', heartbeat: { grace: '61s' } })
    expect(monitor).not.toHaveProperty('url')
    expect(notes).toEqual([expect.stringContaining('pushToken: left out')])
    expect(weaker).toEqual([])
  })

  it.each([
    [{ maxretries: 3 }, { failuresBeforeIncident: 4 }],
    [
      { interval: 300, maxretries: 2, retryInterval: 20 },
      { failuresBeforeIncident: 3, retry: { every: '20s', times: 2 } },
    ],
    [{ active: 0 }, { paused: true }],
    [{ upsideDown: true }, { inverted: true }],
    [{ accepted_statuscodes: ['200-299', '401'] }, { expect: { status: [[200, 299], 401] } }],
    [
      { method: 'post', body: '{"a":1}' },
      {
        request: { method: 'POST', body: '{"a":1}', headers: { 'content-type': 'application/json' } },
      },
    ],
    [{ headers: '{"X-Team": "blue"}' }, { request: { headers: { 'X-Team': 'blue' } } }],
    [{ maxredirects: 0 }, { request: { maxRedirects: 0 } }],
    [
      { authMethod: 'basic', basic_auth_user: 'ana', basic_auth_pass: 'pw' },
      {
        request: { auth: { username: 'ana', password: 'pw' } },
      },
    ],
    [
      { authMethod: 'mtls', tlsCert: 'C', tlsKey: 'K', tlsCa: 'A' },
      {
        request: { clientCertificate: { cert: 'C', key: 'K' }, ca: ['A'] },
      },
    ],
    [{ ignoreTls: true }, { request: { verify: false } }],
    [{ ipFamily: 'ipv6' }, { request: { family: 6 } }],
    [{ type: 'keyword', keyword: 'Welcome' }, { expect: { body: { contains: 'Welcome' } } }],
    [
      { type: 'keyword', keyword: 'Oops', invertKeyword: true },
      {
        expect: { body: { not: { contains: 'Oops' } } },
      },
    ],
    [
      { type: 'json-query', jsonPath: 'db.nodes[0].up', expectedValue: 'true' },
      {
        expect: { json: { '$.db.nodes[0].up': { oneOf: ['true', true] } } },
      },
    ],
    [
      { type: 'json-query', jsonPath: '$.queue', jsonPathOperator: '<', expectedValue: '5' },
      {
        expect: { json: { '$.queue': { not: { atLeast: 5 } } } },
      },
    ],
    [
      { type: 'json-query', jsonPath: 'a', jsonPathOperator: 'contains', expectedValue: 'x' },
      {
        expect: { json: { '$.a': { contains: 'x' } } },
      },
    ],
  ])('carries %j over', async (changes, expected) => {
    const { monitor, weaker } = await readOne(changes)
    expect(weaker).toEqual([])
    expect(monitor).toMatchObject(expected)
  })

  it.each([
    [{ timeout: 90 }, 'timeout: 90000 ms became 60000 ms', false],
    [{ expiryNotification: true }, 'expiryNotification: its days', false],
    [{ maintenance: true }, 'maintenance: left out', false],
    [{ description: 'the shop' }, 'description: left out', false],
    [{ tags: [{ name: 'x'.repeat(51) }] }, 'tags: 1 left out', false],
    [{ accepted_statuscodes: ['2xx'] }, 'accepted_statuscodes: left out', true],
    [{ authMethod: 'ntlm' }, 'authMethod: left out', true],
    [{ authMethod: 'basic', basic_auth_user: 'ana' }, 'basic_auth_pass: the backup has no password', true],
    [{ headers: 'x' }, 'headers: left out', true],
    [{ type: 'json-query', jsonPath: '$sum(a)', expectedValue: '3' }, 'jsonPath: left out', true],
    [
      { type: 'port', hostname: 'a.example', port: 25, expiryNotification: true },
      'expiryNotification: left out: where the server speaks TLS',
      true,
    ],
    [{ conditions: [{ type: 'expression' }] }, 'conditions: left out', true],
    [{ proxyId: 3 }, 'proxyId: left out: the text has no such proxy', true],
    [{ type: 'dns', hostname: 'a.example', dns_resolve_server: '1.1.1.1,8.8.8.8' }, 'only the first', true],
    [{ type: 'docker' }, 'type: left out', true],
    [{ url: 'shop' }, 'url: left out', true],
    [{ type: 'port', hostname: 'a' }, 'hostname: left out', true],
    [
      { type: 'postgres', databaseConnectionString: 'postgres://ana:pw@db.example:5432/x' },
      'databaseConnectionString: its login and its query were left out',
      true,
    ],
  ])('notes of %j: %s', async (changes, message, isWeaker) => {
    const { monitor, notes, weaker } = await readOne(changes)
    expect(notes.join('\n')).toContain(message)
    expect(weaker.length > 0).toBe(isWeaker)
    expect(monitor?.paused ?? monitor === undefined).toBe(isWeaker)
  })

  it('carries the proxy of a monitor over, and its login', async () => {
    const own = { protocol: 'https', host: 'proxy.example', port: '3128', active: 1 }
    const proxyList = [
      { id: 1, ...own, auth: true, username: 'ana', password: 'p@ss' },
      { id: 2, ...own, host: '::1', auth: 0 },
      { id: 3, ...own, active: 0 },
      { id: 4, ...own, protocol: 'socks5' },
    ]
    const monitorList = proxyList.map(({ id }) => ({ ...exported, id, proxyId: id }))
    const { monitors } = await read(JSON.stringify({ monitorList, proxyList }))
    expect(monitors.map(({ options }) => [Object(options.request).proxy, options.paused])).toEqual([
      ['https://ana:p%40ss@proxy.example:3128/', undefined],
      ['https://[::1]:3128/', undefined],
      [undefined, undefined],
      [undefined, true],
    ])
  })

  it('keeps the TLS of servers', async () => {
    const database = (databaseConnectionString: string, more = {}) =>
      readOne({ type: databaseConnectionString.split(/s?:/)[0], databaseConnectionString, ...more })
    expect((await database('rediss://:pw@cache.example', { ignoreTls: true })).monitor).toMatchObject({
      url: 'rediss://cache.example',
      request: { verify: false },
    })
    expect(
      (
        await readOne({
          type: 'postgres',
          databaseConnectionString: 'postgres://a:b@db.example/x?sslmode=require',
        })
      ).monitor,
    ).toMatchObject({
      url: 'postgres://db.example',
      request: { tls: true },
    })
    const socket = { type: 'websocket-upgrade', url: 'wss://live.example', wsSubprotocol: 'chat, feed' }
    expect((await readOne(socket)).monitor).toMatchObject({ request: { protocols: ['chat', 'feed'] } })
  })

  it('asks a server of mail for its greeting, over TLS where it has to be', async () => {
    const smtp = async (smtpSecurity: string | null, port?: number) =>
      (await readOne({ type: 'smtp', hostname: 'mail.example', port, smtpSecurity })).monitor
    const greeting = { answer: { contains: '220' } }
    expect(await smtp(null)).toMatchObject({ url: 'tcp://mail.example:25', expect: greeting })
    expect(await smtp('secure')).toMatchObject({ url: 'tls://mail.example:465', expect: greeting })
    expect(await smtp('starttls', 587)).toMatchObject({
      url: 'tls://mail.example:587',
      request: { startTls: 'smtp' },
    })
  })

  it('reads the rest of a backup with a monitor that is wrong, and notes what belongs to none', async () => {
    const { monitors, notes, total } = await read(
      JSON.stringify({
        monitorList: [exported, { ...exported, id: 2, name: 'Depot', interval: 'soon' }, 5],
        notificationList: [{ name: 'Mail' }],
        statusPageList: { main: {} },
      }),
    )
    expect(total).toBe(3)
    expect(monitors).toEqual([plain])
    expect(notes.map(({ name, field }) => `${name}: ${field}`)).toEqual([
      'Depot: interval',
      'monitorList[2]: monitorList[2]',
      ': notificationList',
      ': statusPageList',
    ])
  })

  it.each([
    ['{', 'expected JSON'],
    ['{}', 'monitorList: expected a list of monitors'],
    ['[]', 'expected monitors, and found none'],
    [backup(...Array.from({ length: 5_001 }, () => ({}))), 'expected up to 5000 monitors; divide the text'],
    [5 as unknown as string, 'expected the text of a backup'],
  ])('refuses %s and names the place', async (json, message) => {
    await expect(readUptimeKuma(json)).rejects.toThrow(ValidationError)
    await expect(readUptimeKuma(json)).rejects.toThrow(message)
  })

  it('shows no secret of a backup in its notes, whatever else it holds', async () => {
    const secret = 'hunter2-s3cr3t'
    const anything = fc.record(
      {
        type: fc.constantFrom('http', 'keyword', 'json-query', 'port', 'dns', 'push', 'ping', 'postgres'),
        authMethod: fc.constantFrom(null, 'basic', 'oauth2-cc', 'mtls'),
        interval: fc.oneof(fc.integer(), fc.string()),
        port: fc.oneof(fc.integer(), fc.string()),
        hostname: fc.string(),
        url: fc.oneof(fc.webUrl(), fc.constant(`https://ana:${secret}@shop.example/`), fc.constant(secret)),
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
        'tlsKey',
        'databaseConnectionString',
      ].map((field) => [field, secret]),
    )
    await fc.assert(
      fc.asyncProperty(anything, async (changes) => {
        const { notes } = await read(backup({ ...exported, ...secrets, ...changes }))
        expect(JSON.stringify(notes)).not.toContain(secret)
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
    const text = fc.oneof(
      fc.json(),
      list.map((monitorList) => JSON.stringify({ monitorList })),
    )
    await fc.assert(
      fc.asyncProperty(text, async (json) => {
        try {
          const { monitors } = await read(json)
          for (const { options } of monitors) expect(options.name).not.toBe('')
        } catch (error) {
          expect(error).toBeInstanceOf(ValidationError)
        }
      }),
    )
  })
})
