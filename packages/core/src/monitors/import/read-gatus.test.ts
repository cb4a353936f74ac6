import fc from 'fast-check'
import { dump } from 'js-yaml'
import { describe, expect, it } from 'vitest'
import { ValidationError } from '../../errors/index.js'
import { readGatus } from './read-gatus.js'

const shop = { name: 'shop', url: 'https://shop.example/health', conditions: ['[STATUS] < 300'] }
const config = (...endpoints: object[]) => dump({ endpoints })

const readOne = async (changes: object, variables = {}) => {
  const { monitors, notes } = await read([config({ ...shop, ...changes })], variables)
  return {
    monitor: monitors[0]?.options,
    notes: notes.map(({ field, message }) => `${field}: ${message}`),
    weaker: notes.filter(({ weakens }) => weakens).map(({ field }) => field),
  }
}

/** Reads a configuration, and puts its monitors and all of its notes together. */
async function read(...given: Parameters<typeof readGatus>) {
  const { entries, notes } = await readGatus(...given)
  return {
    monitors: entries.flatMap(({ monitor }) => monitor ?? []),
    notes: [...entries.flatMap((entry) => entry.notes), ...notes],
    total: entries.length,
  }
}

describe('readGatus', () => {
  it('carries endpoints over as the README of Gatus shows them', async () => {
    const { monitors, notes, total } = await read([
      `
endpoints:
  - name: back-end
    group: core
    url: "https://example.org/"
    interval: 5m
    conditions:
      - "[STATUS] == 200"
      - "[CERTIFICATE_EXPIRATION] > 48h"
  - name: example-dns-query
    url: "8.8.8.8" # Address of the DNS server to use
    dns: { query-name: "example.com", query-type: "A" }
    conditions: ["[BODY] == 93.184.215.14", "[DNS_RCODE] == NOERROR"]
  - name: icmp-ping
    url: "icmp://example.org"
    conditions: ["[CONNECTED] == true", "[RESPONSE_TIME] < 200"]
`,
    ])
    expect(notes).toEqual([])
    expect(total).toBe(3)
    expect(monitors).toEqual([
      {
        key: 'gatus/core / back-end',
        options: {
          name: 'core / back-end',
          url: 'https://example.org/',
          every: '300s',
          timeout: '10s',
          request: { maxRedirects: 10 },
          expect: { status: [200], certificateDaysLeft: { atLeast: 2 } },
          tags: ['core'],
        },
      },
      {
        key: 'gatus/example-dns-query',
        options: {
          name: 'example-dns-query',
          url: 'dns://8.8.8.8/example.com?type=A',
          every: '60s',
          timeout: '10s',
          expect: { answer: { equals: '93.184.215.14' } },
          tags: [],
        },
      },
      {
        key: 'gatus/icmp-ping',
        options: {
          name: 'icmp-ping',
          url: 'ping://example.org',
          every: '60s',
          timeout: '10s',
          expect: { latencyMs: { atMost: 200 } },
          tags: [],
        },
      },
    ])
  })

  it.each([
    [['[STATUS] >= 200', '[STATUS] < 400'], { status: [[200, 399]] }],
    [['[CONNECTED] == true'], { status: [[100, 599]] }],
    [['[RESPONSE_TIME] < 300'], { status: [[100, 599]], latencyMs: { atMost: 300 } }],
    [['[STATUS] < 300', '[BODY] == pat(*up*)'], { body: { matches: '(?s)^.*up.*$' } }],
    [['[STATUS] < 300', '[BODY] != error'], { body: { not: { equals: 'error' } } }],
    [['[STATUS] < 300', '[BODY].status == UP'], { json: { '$.status': { equals: 'UP' } } }],
    [['[STATUS] < 300', '[BODY].ok == true'], { json: { '$.ok': { oneOf: ['true', true] } } }],
    [['[STATUS] < 300', '[BODY].age >= 18'], { json: { '$.age': { atLeast: 18 } } }],
    [['[STATUS] < 300', 'len([BODY].items) > 3'], { json: { '$.items': { length: { atLeast: 4 } } } }],
    [['[STATUS] < 300', 'has([BODY].errors) == false'], { json: { '$.errors': { exists: false } } }],
    [['[STATUS] < 300', '[BODY].x == any(a, b)'], { json: { '$.x': { oneOf: ['a', 'b'] } } }],
    [['[STATUS] < 300', '[BODY].a-b[0] == c'], { json: { "$['a-b'][0]": { equals: 'c' } } }],
    [
      ['[STATUS] < 300', '[BODY].a > 1', '[BODY].a < 9'],
      { json: { '$.a': [{ atLeast: 2 }, { atMost: 8 }] } },
    ],
  ])('makes the conditions %j expectations', async (conditions, expected) => {
    const { monitor, notes } = await readOne({ conditions })
    expect(notes).toEqual([])
    expect(monitor?.expect).toMatchObject(expected)
  })

  it.each([
    '[STATUS] > 599',
    '[DOMAIN_EXPIRATION] > 720h',
    '[IP] == 192.0.2.1',
    '[RESPONSE_TIME] < soon',
    '[BODY].age == [BODY].id',
    '[STATUS]',
    `[BODY] == \${SECRET}`,
  ])('starts a monitor paused without the condition %s', async (condition) => {
    const { monitor, weaker } = await readOne({ conditions: ['[STATUS] == 200', condition] })
    expect(weaker).toEqual(expect.arrayContaining([expect.stringMatching(/^conditions\[[01]\]$/)]))
    expect(monitor?.paused).toBe(true)
  })

  it.each([
    [
      { method: 'POST', headers: { a: 'b' }, body: 'x' },
      { method: 'POST', headers: { a: 'b' }, body: 'x' },
    ],
    [{ body: '{ password }', method: 'PUT' }, { body: { secret: '{ password }' } }],
    [
      { body: '{ users }', graphql: true },
      { method: 'POST', body: '{"query":"{ users }"}', headers: { 'content-type': 'application/json' } },
    ],
    [{ client: { insecure: true, 'ignore-redirect': true } }, { verify: false, maxRedirects: 0 }],
    [{ client: { network: 'ip6' } }, { family: 6 }],
    [
      { client: { 'proxy-url': 'http://ana:pw@proxy.example:3128' } },
      { proxy: 'http://ana:pw@proxy.example:3128/' },
    ],
    [
      { url: 'wss://live.example', headers: { 'x-key': 'k' }, conditions: ['[CONNECTED] == true'] },
      { headers: { 'x-key': 'k' } },
    ],
  ])('makes %j a request', async (changes, expected) => {
    const { monitor, notes } = await readOne(changes)
    expect(notes).toEqual([])
    expect(monitor?.request).toMatchObject(expected)
  })

  it.each([
    [
      'tls://mail.example:993',
      ['[CERTIFICATE_EXPIRATION] > 168h'],
      { expect: { certificateDaysLeft: { atLeast: 7 } } },
    ],
    ['starttls://mail.example:25', ['[CONNECTED] == true'], { request: { startTls: 'smtp' } }],
    ['tcp://db.example:5432', ['[CONNECTED] == true'], { url: 'tcp://db.example:5432' }],
    ['tcp://db.example:5432', ['[CONNECTED] == false'], { inverted: true }],
    [
      'ssh://box.example:22',
      ['[CONNECTED] == true', '[STATUS] == 0'],
      { url: 'tcp://box.example:22', expect: { answer: { contains: 'SSH-' } } },
    ],
    ['wss://feed.example/', ['[CONNECTED] == true'], { url: 'wss://feed.example/' }],
  ])('reads %s with %j', async (url, conditions, expected) => {
    const { monitor, notes } = await readOne({ url, conditions })
    expect(notes).toEqual([])
    expect(monitor).toMatchObject(expected)
  })

  it.each([
    [
      { url: 'ns1.example.net', type: 'SOA', conditions: ['[DNS_RCODE] == NOERROR'] },
      { url: 'dns://ns1.example.net/example.org?type=SOA' },
    ],
    [
      { url: '2001:db8::53', type: 'A', conditions: ['[BODY] == any(192.0.2.1,192.0.2.2)'] },
      {
        url: 'dns://[2001:db8::53]/example.org?type=A',
        expect: { answer: { oneOf: ['192.0.2.1', '192.0.2.2'] } },
      },
    ],
    [
      { url: '[2001:db8::53]:5353', type: 'A', conditions: ['[BODY] == pat(192.0.2.*)'] },
      {
        url: 'dns://[2001:db8::53]:5353/example.org?type=A',
        expect: { answer: { matches: '(?s)^192\\.0\\.2\\..*$' } },
      },
    ],
    [
      {
        url: 'dns://127.0.0.1:53',
        type: 'A',
        conditions: ['has([BODY]) == false', '[DNS_RCODE] == NXDOMAIN'],
      },
      { url: 'dns://127.0.0.1/example.org?type=A', expect: { code: 'NXDOMAIN' } },
    ],
  ])('asks a name server as %j says', async ({ url, type, conditions }, expected) => {
    const dns = { 'query-name': 'example.org', 'query-type': type }
    const { monitor, weaker } = await readOne({ url, conditions, dns })
    expect(weaker).toEqual([])
    expect(monitor).toMatchObject(expected)
  })

  it.each([
    [
      { ssh: { username: 'x', password: 'y' }, url: 'ssh://a.example:22', conditions: ['[STATUS] == 0'] },
      'ssh: the greeting',
    ],
    [{ client: { oauth2: { 'client-secret': 'x' } } }, 'client.oauth2: left out'],
    [{ client: { tls: { 'certificate-file': 'a.pem' } } }, 'client.tls: left out: the text names files'],
    [{ client: { 'proxy-url': 'socks5://proxy.example' } }, 'client.proxy-url: left out'],
    [{ client: { 'dns-resolver': 'udp://1.1.1.1:53' } }, 'client.dns-resolver: left out'],
    [{ interval: '500ms' }, 'interval: 500 ms became 1000 ms'],
    [{ url: `https://\${HOST}:\${PORT}/` }, 'url: left out: give HOST, PORT in `variables`'],
    [{ headers: { authorization: `Bearer \${TOKEN}` } }, 'headers: left out: give TOKEN in `variables`'],
    [{ url: 'udp://a.example:53' }, 'url: left out: no probe for udp:'],
  ])('notes what is weaker in %j', async (changes, message) => {
    const { monitor, notes, weaker } = await readOne(changes)
    expect(notes.join('\n')).toContain(message)
    expect(weaker).not.toEqual([])
    expect(monitor?.paused ?? true).toBe(true)
  })

  it('puts variables in their places', async () => {
    const { monitor, notes } = await readOne(
      { url: `https://\${HOST}/$PATH_1?price=$$5`, headers: { authorization: `Bearer \${TOKEN}` } },
      { HOST: 'a.example', PATH_1: 'up', TOKEN: 'tok' },
    )
    expect(notes).toEqual([])
    expect(monitor?.url).toBe('https://a.example/up?price=$5')
    expect(monitor?.request).toMatchObject({ headers: { authorization: 'Bearer tok' } })
  })

  it('carries over the rest', async () => {
    const { monitor } = await readOne({
      group: 'core',
      enabled: false,
      interval: '1h1m1.5s',
      client: { timeout: '2s' },
      'extra-labels': { env: 'prod' },
      alerts: [{ type: 'slack' }, { type: 'email', 'failure-threshold': 5 }, { type: 'x', enabled: false }],
      'maintenance-windows': [
        { start: '23:00', duration: '1h', timezone: 'Europe/Berlin', every: ['Sunday', 'Thursday'] },
        { enabled: false },
      ],
    })
    expect(monitor).toMatchObject({
      name: 'core / shop',
      every: '3661.5s',
      timeout: '2s',
      paused: true,
      tags: ['core', 'env=prod'],
      failuresBeforeIncident: 3,
      maintenance: [{ days: ['sun', 'thu'], at: '23:00', durationMs: 3_600_000, timeZone: 'Europe/Berlin' }],
    })
  })

  it('takes the thresholds of alerts from their defaults, and the maintenance of the whole', async () => {
    const { monitors, notes } = await read([
      dump({
        maintenance: { start: '02:30', duration: '30m' },
        alerting: { slack: { 'webhook-url': 'https://x', 'default-alert': { 'failure-threshold': 7 } } },
        endpoints: [{ ...shop, alerts: [{ type: 'slack' }] }],
      }),
    ])
    expect(monitors[0]?.options).toMatchObject({
      failuresBeforeIncident: 7,
      maintenance: [{ at: '02:30', durationMs: 1_800_000 }],
    })
    expect(notes.map(({ field, weakens }) => [field, weakens])).toEqual([['alerting', false]])
  })

  it('reads merge keys, several files, several documents and ConfigMaps', async () => {
    const { monitors, notes } = await read([
      `
day: &day { maintenance-windows: [{ start: "19:40", duration: 11h }] }
web: &web { interval: 5m, group: core, conditions: ["[STATUS] == 200"] }
endpoints:
  - { <<: [*web, *day], name: shop, url: "https://shop.example/" }
  - { !!merge <<: *web, name: depot, url: "https://depot.example/", group: edge }
---
endpoints: [{ <<: &a { conditions: ["[STATUS] == 200"] }, name: b, url: "https://b.example/" }]`,
      `
apiVersion: v1
kind: ConfigMap
data:
  config.yaml: |
    endpoints: [{ name: k, url: "https://k.example/", conditions: ["[STATUS] == 200"] }]`,
    ])
    expect(monitors.map(({ options }) => [options.name, options.every])).toEqual([
      ['core / shop', '300s'],
      ['edge / depot', '300s'],
      ['b', '60s'],
      ['k', '60s'],
    ])
    expect(monitors[0]?.options.maintenance).toHaveLength(1)
    expect(notes.filter(({ weakens }) => weakens)).toEqual([])
  })

  it('turns an external endpoint into one that waits for a heartbeat', async () => {
    const external = { name: 'backup', token: 'tok', heartbeat: { interval: '30m' } }
    const { monitors, notes } = await read([
      dump({ 'external-endpoints': [external, { name: 'job', token: 'tok' }] }),
    ])
    expect(monitors.map(({ options }) => options)).toMatchObject([
      { name: 'backup', every: '1800s', heartbeat: { grace: '1s' } },
    ])
    expect(notes.map(({ name, field, weakens }) => [name, field, weakens])).toEqual([
      ['backup', 'token', false],
      ['job', 'heartbeat', true],
    ])
  })

  it('reads the rest of a configuration with one endpoint that is wrong', async () => {
    const { monitors, notes } = await read([
      config(
        shop,
        { ...shop, name: 'two', interval: '5 m' },
        { ...shop, name: 'three', url: 5 },
        {
          ...shop,
          name: 'four',
          'maintenance-windows': [{ start: '02:00', duration: '1h', timezone: 'Mars/Base' }],
        },
        { name: '' },
      ),
    ])
    expect(monitors.map(({ options }) => options.name)).toEqual(['shop'])
    expect(notes.map(({ name, field }) => `${name}: ${field}`)).toEqual([
      'two: interval',
      'three: url',
      'four: maintenance-windows[0].timezone',
      'endpoints[4]: name',
      'endpoints[4]: url',
    ])
    expect(notes.every(({ weakens }) => weakens)).toBe(true)
  })

  it.each([
    ['neither nested nor repeated without end: line 2', 'a: 1\nb: ['],
    ['neither nested nor repeated without end: line 2', 'endpoints:\n\t- name: a'],
    ['expected an object, got a list', '- a'],
    ['neither nested nor repeated without end: line 1', '{'.repeat(500_000)],
    ['neither nested nor repeated without end: line 2', `a: &a 1\nb: [${'*a, '.repeat(5_001)}]`],
    ['expected at most 200000 values in all', `${manyAliases()}\nendpoints: *l8`],
    ['expected up to 5000 monitors; divide the text', `endpoints: [${'{}, '.repeat(5_001)}]`],
    ['expected `endpoints`, and found none', ''],
  ])('refuses what it cannot read and says where: %s', async (message, yaml) => {
    const reading = read([yaml])
    await expect(reading).rejects.toThrow(ValidationError)
    await expect(reading).rejects.toThrow(message)
  })

  it('shows no secret of a configuration in its notes, whatever else it holds', async () => {
    const secret = 'hunter2-s3cr3t'
    const changes = fc.record(
      {
        url: fc.oneof(fc.webUrl(), fc.constant(`https://ana:${secret}@shop.example/`), fc.constant(secret)),
        interval: fc.oneof(fc.constantFrom('5s', secret), fc.integer()),
        conditions: fc.array(fc.oneof(fc.string(), fc.constant(`[BODY] == ${secret} == x`))),
        enabled: fc.oneof(fc.boolean(), fc.string()),
        body: fc.oneof(fc.constant(secret), fc.constant({ password: secret })),
      },
      { requiredKeys: [] },
    )
    const secrets = {
      headers: { authorization: secret, [secret]: 'x' },
      alerts: [{ type: 'slack', 'provider-override': { token: secret } }],
      client: { oauth2: { 'client-secret': secret } },
      ssh: { password: secret },
    }
    await fc.assert(
      fc.asyncProperty(changes, async (given) => {
        const reading = read([dump({ endpoints: [{ ...shop, ...secrets, ...given }], alerting: { secret } })])
        const shown = await reading.then(
          ({ notes }) => JSON.stringify(notes),
          (error) => {
            expect(error).toBeInstanceOf(ValidationError)
            return String(error)
          },
        )
        expect(shown).not.toContain(secret)
      }),
      { interruptAfterTimeLimit: 3_000, markInterruptAsFailure: false },
    )
  })

  it('reads or refuses whatever text it is given', async () => {
    const text = fc.oneof(
      fc.string(),
      fc.json(),
      fc.json().map((endpoint) => `endpoints: [${endpoint}]`),
    )
    await fc.assert(
      fc.asyncProperty(text, async (yaml) => {
        await read([yaml]).catch((error) => expect(error).toBeInstanceOf(ValidationError))
      }),
    )
  })
})

/** Ten lists of ten times the list before: the "billion laughs". */
function manyAliases(): string {
  const lists = Array.from({ length: 9 }, (_, index) => {
    const before = index === 0 ? 'lol' : `*l${index - 1}`
    return `l${index}: &l${index} [${Array(10).fill(before).join(', ')}]`
  })
  return lists.join('\n')
}
