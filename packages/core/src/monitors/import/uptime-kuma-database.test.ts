import fc from 'fast-check'
import load from 'sql.js'
import { describe, expect, it } from 'vitest'
import { ValidationError } from '../../errors/index.js'
import { readUptimeKuma } from './read-uptime-kuma.js'

const { Database } = await load()

/** Makes a database of these statements. */
function database(...statements: string[]): Uint8Array {
  const made = new Database()
  for (const statement of statements) made.run(statement)
  const bytes = made.export()
  made.close()
  return bytes
}

/** The columns that version 1 has, of which version 2 has more. */
const oldColumns = `id INTEGER PRIMARY KEY, name VARCHAR(150), active BOOLEAN DEFAULT 1, user_id INTEGER, interval INTEGER
  DEFAULT 20, url TEXT, type VARCHAR(20), hostname VARCHAR(255), port INTEGER, keyword VARCHAR(255), maxretries INTEGER
  DEFAULT 0, ignore_tls BOOLEAN DEFAULT 0, upside_down BOOLEAN DEFAULT 0, maxredirects INTEGER DEFAULT 10,
  accepted_statuscodes_json TEXT DEFAULT '["200-299"]', dns_resolve_type VARCHAR(5), dns_resolve_server VARCHAR(255),
  retry_interval INTEGER DEFAULT 0, method TEXT DEFAULT 'GET', body TEXT, headers TEXT, basic_auth_user TEXT,
  basic_auth_pass TEXT, proxy_id INTEGER, auth_method VARCHAR(250), grpc_url VARCHAR(255)`
const newColumns = `${oldColumns}, parent INTEGER, timeout DOUBLE DEFAULT 0, http_body_encoding VARCHAR(25), description TEXT,
  tls_ca TEXT, tls_cert TEXT, tls_key TEXT, json_path TEXT, json_path_operator VARCHAR(255), expected_value VARCHAR(255),
  invert_keyword BOOLEAN DEFAULT 0, conditions TEXT DEFAULT '[]'`
const tables = [
  'CREATE TABLE tag (id INTEGER PRIMARY KEY, name TEXT, color TEXT)',
  'CREATE TABLE monitor_tag (id INTEGER PRIMARY KEY, monitor_id INTEGER, tag_id INTEGER, value TEXT)',
  `CREATE TABLE proxy (id INTEGER PRIMARY KEY, protocol TEXT, host TEXT, port INTEGER, auth BOOLEAN, username TEXT,
    password TEXT, active BOOLEAN)`,
  'CREATE TABLE notification (id INTEGER PRIMARY KEY, name TEXT, config TEXT)',
  'CREATE TABLE status_page (id INTEGER PRIMARY KEY, slug TEXT)',
]
const ofVersion1 = [`CREATE TABLE monitor (${oldColumns})`, ...tables]
const ofVersion2 = [`CREATE TABLE monitor (${newColumns})`, ...tables]
const shop = "INSERT INTO monitor (id, name, type, url) VALUES (1, 'Shop', 'http', 'https://shop.example')"

describe('the database of Uptime Kuma', () => {
  it.each([
    ['1', ofVersion1],
    ['2', ofVersion2],
  ])('of version %s is read as its backup is', async (_version, statements) => {
    const bytes = database(
      ...statements,
      shop,
      `INSERT INTO monitor (id, name, type, url, active, interval, keyword, upside_down, retry_interval, maxretries,
        accepted_statuscodes_json, basic_auth_user, basic_auth_pass, auth_method, headers, proxy_id, ignore_tls)
       VALUES (2, 'Depot', 'keyword', 'https://depot.example', 0, 60, 'open', 1, 20, 3, '["200", "300-399"]', 'ana', 'pw',
        'basic', '{"x-a": "b"}', 7, 1)`,
      "INSERT INTO monitor (id, name, type, hostname, dns_resolve_server, dns_resolve_type) VALUES (3, 'Name', 'dns', 'a.example', '1.1.1.1', 'AAAA')",
      "INSERT INTO tag VALUES (1, 'eu', '#fff'), (2, 'team', '#000')",
      "INSERT INTO monitor_tag VALUES (1, 2, 1, ''), (2, 2, 2, 'blue'), (3, 9, 9, 'gone')",
      "INSERT INTO proxy VALUES (7, 'http', 'proxy.example', 3128, 1, 'tell', 'pw', 1)",
      'INSERT INTO notification VALUES (1, \'Mail\', \'{"password": "secret"}\')',
      "INSERT INTO status_page VALUES (1, 'main')",
    )
    const backup = {
      monitorList: [
        { id: 1, name: 'Shop', type: 'http', url: 'https://shop.example', interval: 20 },
        {
          id: 2,
          name: 'Depot',
          type: 'keyword',
          url: 'https://depot.example',
          active: false,
          interval: 60,
          keyword: 'open',
          upsideDown: true,
          retryInterval: 20,
          maxretries: 3,
          accepted_statuscodes: ['200', '300-399'],
          basic_auth_user: 'ana',
          basic_auth_pass: 'pw',
          authMethod: 'basic',
          headers: '{"x-a": "b"}',
          proxyId: 7,
          ignoreTls: true,
          tags: [
            { name: 'eu', value: '' },
            { name: 'team', value: 'blue' },
          ],
        },
        {
          id: 3,
          name: 'Name',
          type: 'dns',
          interval: 20,
          hostname: 'a.example',
          dns_resolve_server: '1.1.1.1',
          dns_resolve_type: 'AAAA',
        },
      ],
      proxyList: [
        {
          id: 7,
          protocol: 'http',
          host: 'proxy.example',
          port: 3128,
          auth: true,
          username: 'tell',
          password: 'pw',
        },
      ],
      notificationList: [{ id: 1 }],
      statusPageList: { main: {} },
    }
    const read = await readUptimeKuma(bytes)
    expect(read).toEqual(await readUptimeKuma(JSON.stringify(backup)))
    expect(read.entries.map(({ monitor, notes }) => [monitor?.options.paused, notes])).toEqual([
      [undefined, []],
      [true, []],
      [undefined, []],
    ])
    expect(JSON.stringify(read.notes)).not.toContain('secret')
  })

  it('of version 2 has groups, client certificates, JSON queries and conditions', async () => {
    const { entries } = await readUptimeKuma(
      database(
        ...ofVersion2,
        "INSERT INTO monitor (id, name, type) VALUES (9, 'Core', 'group')",
        `INSERT INTO monitor (id, name, type, url, parent, auth_method, tls_ca, tls_cert, tls_key, json_path,
          json_path_operator, expected_value) VALUES (1, 'Api', 'json-query', 'https://api.example', 9, 'mtls', 'C', 'D', 'E',
          '$.state', '==', 'up')`,
        "INSERT INTO monitor (id, name, type, hostname, conditions) VALUES (2, 'Dns', 'dns', 'a.example', '[{}]')",
      ),
    )
    expect(entries.map(({ monitor }) => monitor?.options)).toMatchObject([
      {
        tags: ['Core'],
        request: { ca: ['C'], clientCertificate: { cert: 'D', key: 'E' } },
        expect: { json: { '$.state': { equals: 'up' } } },
      },
      { paused: true },
    ])
  })

  it('is read though it was written with a write-ahead log', async () => {
    const bytes = database(...ofVersion1, shop)
    bytes.fill(2, 18, 20)
    expect((await readUptimeKuma(bytes)).entries).toHaveLength(1)
    // What the host holds stays as it was.
    expect([...bytes.subarray(18, 20)]).toEqual([2, 2])
  })

  it.each([
    ['another file', Buffer.from('PK\u0003\u0004'), 'expected the database kuma.db'],
    ['nothing', new Uint8Array(), 'expected the database kuma.db'],
    ['a large one', new Uint8Array(256 * 2 ** 20 + 1), 'expected a database of up to 268435456 bytes'],
    ['another database', database('CREATE TABLE shop (id)'), 'it has no table `monitor`'],
    ['one without monitors', database(...ofVersion1), 'expected monitors, and found none'],
    [
      'a view that counts for ever',
      database(
        'CREATE VIEW monitor AS WITH RECURSIVE n(i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n) SELECT i AS id FROM n',
      ),
      'expected the table `monitor` as Uptime Kuma makes it',
    ],
    [
      'a column that is computed',
      database(
        'CREATE TABLE monitor (id, name AS (hex(zeroblob(1000000))))',
        'INSERT INTO monitor VALUES (1)',
      ),
      'expected the table `monitor` as Uptime Kuma makes it',
    ],
    [
      'a text that is too long',
      database('CREATE TABLE monitor (id, name)', 'INSERT INTO monitor VALUES (1, hex(zeroblob(3000000)))'),
      'expected tables of up to 4194304 characters',
    ],
    [
      'one that ends early',
      database(...ofVersion1, shop).subarray(0, 3_000),
      'expected a database that can be read',
    ],
  ])('is refused when it is %s', async (_what, bytes, message) => {
    await expect(readUptimeKuma(bytes)).rejects.toThrow(message)
  })

  it('is read or refused, whatever is broken in it', async () => {
    const whole = database(...ofVersion1, shop, "INSERT INTO tag VALUES (1, 'eu', '#fff')")
    await fc.assert(
      fc.asyncProperty(
        fc.array(fc.tuple(fc.nat(whole.length - 1), fc.integer({ min: 0, max: 255 })), {
          minLength: 1,
          maxLength: 20,
        }),
        async (changes) => {
          const bytes = Uint8Array.from(whole)
          for (const [at, value] of changes) bytes[at] = value
          const error = await readUptimeKuma(bytes).then(
            () => undefined,
            (reason: unknown) => reason,
          )
          if (error !== undefined) expect(error).toBeInstanceOf(ValidationError)
        },
      ),
      { numRuns: 100, interruptAfterTimeLimit: 1_000 },
    )
  })
})
