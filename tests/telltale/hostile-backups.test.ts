import { createHash, createHmac } from 'node:crypto'
import { constants, createGzip, gzipSync } from 'node:zlib'
import type { Telltale } from '@telltale/core'
import { defined } from '@telltale/core/ports'
import { memoryStorage } from '@telltale/storage-memory'
import { describe, expect, it } from 'vitest'
import { bytesOf, sourceOf } from './backup-bytes.js'
import { startTenants } from './tenants.js'

/** A row of a backup, as it is in the file. */
interface Line {
  kind: string
  name: string
  // biome-ignore lint/suspicious/noExplicitAny: rows of any table, changed at will
  row: Record<string, any>
}

const header = '{"format":"telltale-backup","version":1,"createdAt":1}'

/** Seals lines as a backup, like anyone can who knows the format. */
function sealed(
  lines: readonly (Line | string)[],
  { key, first = header }: { key?: string; first?: string } = {},
) {
  const texts = lines.map((line) => (typeof line === 'string' ? line : JSON.stringify(line)))
  const tables: Record<string, number> = {}
  for (const line of lines) if (typeof line !== 'string') tables[line.name] = (tables[line.name] ?? 0) + 1
  const sha256 = createHash('sha256')
    .update(texts.map((text) => `${text}\n`).join(''))
    .digest('hex')
  const summary = JSON.stringify({ rows: lines.length, tables, sha256 })
  const sealing = key === undefined ? createHash('sha256') : createHmac('sha256', key)
  const seal = sealing.update(`${first}\n${summary}`).digest('hex')
  return Buffer.from(`${[first, ...texts].join('\n')}\n${summary.slice(0, -1)},"seal":"${seal}"}\n`)
}

const linesOf = (bytes: Buffer): Line[] =>
  bytes
    .toString()
    .trimEnd()
    .split('\n')
    .slice(1, -1)
    .map((line) => JSON.parse(line))

async function open() {
  const tenants = await startTenants(memoryStorage())
  await tenants.settle('ana')
  const bytes = await bytesOf(tenants.telltale.backup.export())
  return { ...tenants, bytes, lines: linesOf(bytes) }
}

/** Imports bytes, and returns the message of the refusal; checks that nothing has changed. */
async function refusalOf(
  { telltale, traces }: { telltale: Telltale; traces: () => Promise<readonly string[]> },
  bytes: Uint8Array,
  options?: { ownerId: string },
): Promise<string> {
  const before = await traces()
  const error = await telltale.backup.import(sourceOf(bytes), options).then(
    () => undefined,
    (cause) => cause,
  )
  expect(error, 'expected a refusal').toMatchObject({ code: 'VALIDATION' })
  expect(await traces()).toEqual(before)
  expect(error.message.length).toBeLessThan(1_000)
  return error.message
}

const centuryMs = 36_525 * 86_400_000

/** Changes of one row, each to what no service would store: the table, the change, and the field that is named. */
const forgeries: readonly (readonly [string, string, (row: Line['row']) => object, RegExp])[] = [
  ['monitors', 'every millisecond', () => ({ everyMs: 1 }), /every: /],
  ['monitors', 'a broken cron', () => ({ cron: { expression: 'every day' } }), /cron/],
  ['monitors', 'an endless timeout', () => ({ timeoutMs: 1e12 }), /timeout/],
  ['monitors', 'a script as its URL', () => ({ url: 'no url' }), /url/],
  ['monitors', 'a hundred tags', () => ({ tags: Array(100).fill('tag') }), /tags/],
  ['monitors', 'tiers that are none', () => ({ tiers: [{ name: 'a', belowMs: 'x' }] }), /tiers/],
  ['monitors', 'a tier it does not have', () => ({ tier: 'none' }), /tier: expected one of its tiers/],
  ['monitors', 'an unknown hysteresis', () => ({ hysteresis: { evil: 1 } }), /hysteresis/],
  ['monitors', 'maintenance without an end', () => ({ maintenance: [{ from: 1 }] }), /maintenance/],
  ['monitors', 'a name of a megabyte', () => ({ name: 'x'.repeat(1e6) }), /name/],
  ['monitors', 'a prototype', () => JSON.parse('{"__proto__":{"admin":true}}'), /not a column/],
  ['monitors', 'no owner', () => ({ ownerId: 'shared' }), /ownerId/],
  ['monitors', 'an owner of two lines', () => ({ ownerId: 'a\nb' }), /ownerId/],
  ['monitors', 'an id that is none', () => ({ id: '../../etc/passwd' }), /id: expected a UUID/],
  ['monitors', 'a version of 0', () => ({ version: 0 }), /version/],
  [
    'monitors',
    'a birth in a century',
    (row) => ({ createdAt: row.createdAt + centuryMs }),
    /createdAt: .* lies ahead/,
  ],
  ['incidents', 'another status', () => ({ status: 'forgotten' }), /status/],
  ['incidents', 'no checks', () => ({ checks: -1 }), /checks/],
  ['products', 'every millisecond', () => ({ everyMs: 1 }), /every/],
  ['products', 'a script as its URL', () => ({ url: 'javascript:alert(1)' }), /url/],
  ['products', 'a price of text', () => ({ price: { amount: 'NaN', currency: 'EUR' } }), /price/],
  ['products', 'a state of a rule of text', () => ({ ruleStates: { all: 'armed' } }), /ruleStates/],
  ['products', 'a target of nothing', () => ({ target: {} }), /target/],
  ['alert_rules', 'an unknown kind', () => ({ condition: { kind: 'always' } }), /condition/],
  ['alert_rules', 'another kind of subject', () => ({ watches: 'monitor' }), /watches/],
  ['alert_rules', 'an urgency of its own', () => ({ severity: 'dire' }), /severity/],
  ['destinations', 'a status of its own', () => ({ status: 'trusted' }), /status/],
  ['destinations', 'settings of text', () => ({ settings: 'x' }), /settings/],
  ['alert_preferences', 'reminders of every second', () => ({ remindEveryMs: 1_000 }), /remindEveryMs/],
  ['alert_preferences', 'a time zone of its own', () => ({ timeZone: 'Mars/Olympus' }), /timeZone/],
  ['battles', 'one car', (row) => ({ entries: row.entries.slice(1) }), /cars/],
  ['battles', 'a score card of nothing', () => ({ scoreCard: {} }), /scoreCard/],
  ['comparisons', 'no offers', () => ({ offers: [] }), /offers/],
  ['checks', 'a latency below 0', () => ({ latencyMs: -1 }), /latencyMs/],
  ['checks', 'a key that is none', () => ({ key: 'all' }), /key/],
  ['checks', 'a time in a century', (row) => ({ at: row.at + centuryMs }), /at: .* lies ahead/],
  ['checks', 'an unknown failure', () => ({ failureKind: 'mood' }), /failureKind/],
  ['events', 'an unknown name', () => ({ name: 'price:free' }), /name/],
  ['events', 'data of text', () => ({ data: 'x' }), /data/],
  [
    'events',
    'the year 9999',
    () => ({ at: 253_370_764_800_000, id: '253370764800000' }),
    /at: .* lies ahead/,
  ],
  ['product_observations', 'an amount of text', () => ({ currency: 'euro' }), /amount/],
  ['product_observations', 'another origin', () => ({ provenance: 'oracle' }), /provenance/],
  ['audit', 'an actor of a megabyte', () => ({ who: 'x'.repeat(1e6) }), /who/],
  ['counters', 'a pace until 9999', () => ({ reservedAt: 253_370_764_800_000 }), /reservedAt: .* lies ahead/],
  ['counters', 'a reset in 9999', () => ({ resetAt: 253_370_764_800_000 }), /resetAt: .* lies ahead/],
]

describe('a backup of a stranger, sealed like any other, is refused whole', () => {
  it('when a row holds what no service would store, and names its line, table and field', async () => {
    const host = await open()
    for (const [table, what, change, field] of forgeries) {
      const at = host.lines.findIndex(({ name }) => name === table)
      expect(at, `a row of ${table}`).toBeGreaterThanOrEqual(0)
      const lines = host.lines.map((line, index) => {
        if (index !== at) return line
        const row = Object.defineProperties(
          { ...line.row },
          Object.getOwnPropertyDescriptors(change(line.row)),
        )
        return { ...line, row }
      })
      const message = await refusalOf(host, sealed(lines))
      expect(message, `${table} with ${what}`).toMatch(field)
      expect(message, `${table} with ${what}`).toContain(`line ${at + 2}, ${table}`)
    }
  })

  it('when rows come twice, in another order, or are of an unknown table', async () => {
    const host = await open()
    const [first, second, ...others] = host.lines as [Line, Line, ...Line[]]
    for (const lines of [
      [first, first, second, ...others],
      [second, first, ...others],
      [...others, first],
      [...host.lines, ...host.lines],
    ])
      expect(await refusalOf(host, sealed(lines))).toMatch(
        /expected rows in the order of an export, each once/,
      )
    for (const [kind, name] of [
      ['collection', 'users'],
      ['series', 'monitors'],
      ['table', 'monitors'],
      ['__proto__', '__proto__'],
      ['counter', 'constructor'],
    ] as const)
      expect(await refusalOf(host, sealed([{ kind, name, row: first.row }]))).toMatch(/does not know the/)
  })

  it('when lines are no rows, too deep or too long', async () => {
    const host = await open()
    const first = host.lines.find(({ name }) => name === 'audit') as Line
    const deep = JSON.stringify(first).replace(
      /"details":[^,}]+,|"who"/,
      `"details":${'['.repeat(200_000)}${']'.repeat(200_000)},"who"`,
    )
    expect(await refusalOf(host, sealed([deep]))).toMatch(/at most 100 levels deep/)
    for (const text of ['[]', '7', 'null', '{}', '{"kind":"series"}', '{"name":"audit"}', '{"name":7}'])
      expect(await refusalOf(host, sealed([text]))).toMatch(/is damaged|does not know|is no row/)
    const long = `{"kind":"series","name":"audit","row":{"who":"${'x'.repeat(17 * 2 ** 20)}"}}`
    expect(await refusalOf(host, sealed([long]))).toMatch(/a line is longer than/)
  })

  it('when a small file unpacks to a huge one, and soon', async () => {
    const host = await open()
    const before = process.memoryUsage().rss
    for (const filling of ['x', '\n', `${JSON.stringify(host.lines[0])}\n`]) {
      let unpacked = 0
      const gzip = createGzip({ flush: constants.Z_SYNC_FLUSH })
      const chunk = Buffer.from(filling.repeat(Math.ceil(2 ** 20 / filling.length)))
      const bomb = async function* () {
        gzip.write(`${header}\n`)
        const packed = gzip[Symbol.asyncIterator]()
        for (; unpacked < 2 ** 30; unpacked += chunk.length) {
          gzip.write(chunk)
          yield (await packed.next()).value as Uint8Array
        }
      }
      await expect(host.telltale.backup.import(bomb), filling.slice(0, 5)).rejects.toMatchObject({
        code: 'VALIDATION',
      })
      expect(unpacked).toBeLessThan(2 ** 29)
      gzip.destroy()
    }
    expect((process.memoryUsage().rss - before) / 2 ** 20).toBeLessThan(300)
  })

  it('when its compression is damaged or cut', async () => {
    const host = await open()
    const packed = gzipSync(host.bytes)
    expect(await refusalOf(host, packed.subarray(0, 100))).toMatch(/cut short/)
    expect(await refusalOf(host, Buffer.concat([packed, packed]))).toMatch(/goes on after its last line/)
    expect(await refusalOf(host, gzipSync(packed))).toMatch(/is none of Telltale/)
  })
})

describe("a person's own file", () => {
  it('is imported for its owner, and only with their own rows', async () => {
    const { telltale, settle, traces } = await startTenants(memoryStorage())
    await settle('ana')
    await settle('bo')
    const [ofAna, ofBo] = [await exportOf(telltale, 'ana'), await exportOf(telltale, 'bo')]
    await telltale.privacy.erase('ana')
    const host = { telltale, traces }
    expect(await refusalOf(host, ofBo, { ownerId: 'ana' })).toMatch(/ownerId: expected only rows of ana/)
    const shared = {
      kind: 'counter',
      name: 'counters',
      row: { ownerId: 'shared', key: 'pace:shop', value: 0 },
    }
    expect(await refusalOf(host, sealed([shared]), { ownerId: 'ana' })).toMatch(/expected only rows of ana/)
    const { rows } = await telltale.backup.import(sourceOf(ofAna), { ownerId: 'ana' })
    expect(rows).toBe(linesOf(ofAna).length)
    expect((await telltale.for('ana').monitors.list()).items).toHaveLength(3)
    expect(await exportOf(telltale, 'bo')).toEqual(ofBo)
  })

  it('cannot bring ids of records that are somebody else’s', async () => {
    const host = await open()
    const stolen = linesOf(await exportOf(host.telltale, 'ana')).map((line) => ({
      ...line,
      row: { ...line.row, ownerId: 'mallory' },
    }))
    expect(await refusalOf(host, sealed(stolen), { ownerId: 'mallory' })).toMatch(
      /holds an id of \w+ that is taken/,
    )
  })

  it.each(['shared', '', 7])('is refused for %j, which is no owner', async (ownerId) => {
    const { telltale, bytes } = await open()
    await expect(
      telltale.backup.import(sourceOf(bytes), { ownerId: ownerId as string }),
    ).rejects.toMatchObject({ code: 'VALIDATION' })
  })
})

describe("a seal with the host's key", () => {
  const key = 'a secret of the host that nobody else knows'

  it('is on every export, and required of every import', async () => {
    const one = await startTenants(memoryStorage(), { backup: { key } })
    await one.settle('ana')
    const bytes = await bytesOf(one.telltale.backup.export({ gzip: true }))
    const personal = await exportOf(one.telltale, 'ana')
    const same = await startTenants(memoryStorage(), { backup: { key: Buffer.from(key) } })
    await same.telltale.backup.import(sourceOf(bytes))
    await same.telltale.backup.import(sourceOf(personal), { ownerId: 'ana' })
    const first = JSON.stringify({ ...JSON.parse(header), seal: 'hmac-sha256' })
    const lines = linesOf(personal)
    const [forged, other] = [undefined, 'another secret that is as long as this one'].map((key) =>
      sealed(lines, defined({ first, key })),
    ) as [Buffer, Buffer]
    expect(await refusalOf(same, forged)).toMatch(/not what its last line says/)
    expect(await refusalOf(same, other)).toMatch(/not what its last line says/)
    expect(await refusalOf(same, sealed(lines))).toMatch(/is not sealed with this host's key/)
    await same.telltale.backup.import(sourceOf(sealed(lines, { first, key })))
    const without = await startTenants(memoryStorage())
    expect(await refusalOf(without, bytes)).toMatch(/is sealed with a key; set `backup.key`/)
  })

  it.each(['short', 7, Buffer.alloc(31)])(
    'refuses a key of less than 32 bytes, as in case %#',
    async (short) => {
      const start = startTenants(memoryStorage(), { backup: { key: short as string } })
      await expect(start).rejects.toThrow(/backup.key: expected a secret of at least 32 bytes/)
    },
  )
})

const exportOf = (telltale: Telltale, ownerId: string) => bytesOf(telltale.privacy.export(ownerId))
