import fc from 'fast-check'
import { dump } from 'js-yaml'
import { describe, expect, it } from 'vitest'
import { ValidationError } from '../../errors/index.js'
import { readGatus } from './read-gatus.js'

const shop = { name: 'shop', url: 'https://shop.example/health', conditions: ['[STATUS] < 300'] }
const config = (...endpoints: object[]) => dump({ endpoints })

const readOne = async (changes: object) => {
  const { monitors, notes } = await readGatus(config({ ...shop, ...changes }))
  return { monitor: monitors[0], notes: notes.map(({ field, message }) => `${field}: ${message}`) }
}

describe('readGatus', () => {
  it('reads endpoints as the README of Gatus shows them', async () => {
    const { monitors, notes } = await readGatus(`
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
    conditions: ["[CONNECTED] == true"]
`)
    expect(monitors).toEqual([
      {
        name: 'back-end',
        url: 'https://example.org/',
        everyMs: 300_000,
        timeoutMs: 10_000,
        paused: false,
        tags: ['core'],
      },
      {
        name: 'example-dns-query',
        url: 'dns://8.8.8.8/example.com?type=A',
        everyMs: 60_000,
        timeoutMs: 10_000,
        paused: false,
        tags: [],
      },
    ])
    expect(notes.map(({ name, field, message }) => `${name} ${field}: ${message}`)).toEqual([
      'back-end conditions[0]: use an adapter http({ acceptStatus: [200] }) for it',
      "back-end conditions[1]: use an adapter http({ assertions: [{ of: 'certificateDaysLeft', atLeast: 2 }] }) for it",
      'example-dns-query conditions[0]: use an adapter dns({ expect: "93.184.215.14" }) for it',
      'icmp-ping url: left out: no probe for icmp:',
    ])
  })

  it.each([
    ['[STATUS] == any(200, 429)', 'acceptStatus: [200, 429]'],
    ['[STATUS] < 300', 'acceptStatus: [[100, 299]]'],
    ['[STATUS] >= 200', 'acceptStatus: [[200, 599]]'],
    ['[RESPONSE_TIME] < 300', "assertions: [{ of: 'latencyMs', atMost: 300 }]"],
    ['[BODY] == pat(*up and running*)', `assertions: [{ of: 'body', contains: "up and running" }]`],
    ['[BODY].status == UP', `assertions: [{ of: 'json', path: '$.status', equals: "UP" }]`],
    ['[BODY].data[0].age >= 18', "assertions: [{ of: 'json', path: '$.data[0].age', atLeast: 18 }]"],
    ['[BODY][0].ready == true', "assertions: [{ of: 'json', path: '$[0].ready', equals: true }]"],
    ['[STATUS] != 500', 'left out'],
    ['[STATUS] > 599', 'left out'],
    ['[STATUS] == any(2xx)', 'left out'],
    ['[BODY] == pat(h*o)', 'left out'],
    ['len([BODY].items) > 3', 'left out'],
    ['[BODY].name == any(a, b)', 'left out'],
    ['[RESPONSE_TIME] < soon', 'left out'],
    ['[DOMAIN_EXPIRATION] > 720h', 'left out'],
    ['[IP] == 192.0.2.1', 'left out'],
    ['[STATUS]', 'left out'],
  ])('says what becomes of the condition %s', async (condition, message) => {
    const { notes } = await readOne({ conditions: [condition] })
    expect(notes.find((note) => note.startsWith('conditions[0]'))).toContain(message)
  })

  it('looks into no condition without end', async () => {
    const { notes } = await readOne({ conditions: [`[BODY] == ${'x'.repeat(1_000)}`, '[STATUS] < 300'] })
    expect(notes[0]).toContain('conditions[0]: left out')
  })

  it('takes any status where no condition looks at it, as Gatus does', async () => {
    const { notes } = await readOne({ conditions: ['[CONNECTED] == true'] })
    expect(notes).toEqual(['conditions: use an adapter http({ acceptStatus: [[100, 599]] }) for it'])
  })

  it.each([
    ['tls://mail.example:993', '[CERTIFICATE_EXPIRATION] > 168h', 'tls({ minDaysLeft: 7 })'],
    ['tls://mail.example:993', '[BODY] == x', 'left out'],
    ['tcp://db.example:5432', '[BODY] == x', 'left out'],
  ])('says the same for %s', async (url, condition, message) => {
    const { monitor, notes } = await readOne({ url, conditions: [condition, '[CONNECTED] == true'] })
    expect(monitor?.url).toBe(url)
    expect(notes).toEqual([expect.stringContaining(message)])
  })

  it.each([
    [
      { method: 'POST', body: 'secret', headers: { a: 'b' } },
      ['http({ method: "POST" })', 'headers: {', "body: '…'"],
    ],
    [{ body: '{ users }', graphql: true }, ['JSON.stringify({ query })']],
    [{ client: { insecure: true, 'ignore-redirect': true } }, ["ca: ['…']", 'maxRedirects: 0']],
    [
      { client: { network: 'ip6', oauth2: { 'client-secret': 'x' } } },
      ['family: 6', 'client.oauth2: left out'],
    ],
    [{ ssh: { username: 'x', password: 'y' } }, ['ssh: left out']],
    [{ alerts: [{ type: 'slack' }] }, ['alerts: left out']],
    [{ interval: '500ms' }, ['interval: 500 ms became 1000 ms']],
    [{ url: `https://\${HOST}:\${PORT}/` }, ['url: left out']],
  ])('notes what is set by hand: %j', async (changes, messages) => {
    const { notes } = await readOne(changes)
    for (const message of messages) expect(notes.join('\n')).toContain(message)
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
    expect(monitor).toEqual({
      name: 'shop',
      url: shop.url,
      everyMs: 3_661_500,
      timeoutMs: 2_000,
      paused: true,
      tags: ['core', 'env=prod'],
      failuresBeforeIncident: 3,
      maintenance: [{ days: ['sun', 'thu'], at: '23:00', durationMs: 3_600_000, timeZone: 'Europe/Berlin' }],
    })
  })

  it('gives every monitor the maintenance of the whole', async () => {
    const { monitors, notes } = await readGatus(
      dump({
        maintenance: { start: '02:30', duration: '30m' },
        endpoints: [shop],
        alerting: { slack: {} },
      }),
    )
    expect(monitors[0]?.maintenance).toEqual([{ at: '02:30', durationMs: 1_800_000 }])
    expect(notes.map(({ field }) => field)).toEqual(['conditions[0]', 'alerting'])
  })

  it('reads what endpoints have in common from an anchor', async () => {
    const { monitors } = await readGatus(`
usual: &usual { interval: 5m, group: core }
endpoints:
  - { <<: *usual, name: shop, url: "https://shop.example/" }
  - { <<: *usual, name: depot, url: "https://depot.example/", group: edge }
`)
    expect(monitors.map(({ everyMs, tags }) => [everyMs, tags])).toEqual([
      [300_000, ['core']],
      [300_000, ['edge']],
    ])
  })

  it('turns an external endpoint into one that waits for a heartbeat', async () => {
    const external = { name: 'backup', token: 'tok', heartbeat: { interval: '30m' } }
    const { monitors, notes } = await readGatus(
      dump({ 'external-endpoints': [external, { name: 'job', token: 'tok' }] }),
    )
    expect(monitors).toMatchObject([{ name: 'backup', everyMs: 1_800_000, heartbeat: { graceMs: 1_000 } }])
    expect(notes.map(({ name, field }) => `${name} ${field}`)).toEqual([
      'backup token',
      'job token',
      'job heartbeat',
    ])
  })

  it.each([
    ['neither nested nor repeated without end: line 2', 'a: 1\nb: ['],
    ['expected an object, got a list', '- a'],
    ['neither nested nor repeated without end: line 1', '{'.repeat(500_000)],
    ['neither nested nor repeated without end: line 1', '- '.repeat(1_000)],
    ['neither nested nor repeated without end: line 2', `a: &a 1\nb: [${'*a, '.repeat(5_001)}]`],
    ['expected at most 200000 values in all', `${manyAliases()}\nendpoints: *l8`],
    ['expected up to 5000 monitors; divide the text', `endpoints: [${'{}, '.repeat(5_001)}]`],
    ["endpoints[0].interval: expected a duration such as '1m30s'", config({ ...shop, interval: 'soon' })],
    ['endpoints[1].name', config(shop, { ...shop, name: '' })],
    ['endpoints[0].url', config({ ...shop, url: 5 })],
    [
      'maintenance-windows[0].start',
      config({ ...shop, 'maintenance-windows': [{ start: '2pm', duration: '1h' }] }),
    ],
    [
      'endpoints[0].maintenance-windows[0].timezone: expected a time zone',
      config({ ...shop, 'maintenance-windows': [{ start: '02:00', duration: '1h', timezone: 'Mars/Base' }] }),
    ],
    ['expected the text of a configuration', 5 as unknown as string],
  ])('refuses what it cannot read and says where: %s', async (message, yaml) => {
    const reading = readGatus(yaml)
    await expect(reading).rejects.toThrow(ValidationError)
    await expect(reading).rejects.toThrow(message)
  })

  it('shows no secret of a configuration, whatever else it holds', async () => {
    const secret = 'hunter2-s3cr3t'
    const changes = fc.record(
      {
        url: fc.oneof(
          fc.webUrl(),
          fc.constant(`https://ana:${secret}@shop.example/`),
          fc.constant(`no URL: ${secret}`),
        ),
        interval: fc.oneof(fc.constantFrom('5s', secret), fc.integer()),
        conditions: fc.array(fc.string()),
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
        const read = readGatus(dump({ endpoints: [{ ...shop, ...secrets, ...given }], alerting: { secret } }))
        const shown = await read.then(JSON.stringify, (error) => {
          expect(error).toBeInstanceOf(ValidationError)
          return String(error)
        })
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
        await readGatus(yaml).catch((error) => expect(error).toBeInstanceOf(ValidationError))
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
