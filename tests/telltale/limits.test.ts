import { readFileSync } from 'node:fs'
import { type Telltale, ValidationError } from '@telltale/core'
import { defined } from '@telltale/core/ports'
import { describe, expect, it } from 'vitest'
import { repository } from '../../scripts/packages.js'
import { scriptedProbe } from './scripted-probe.js'
import { cars, startTelltale } from './start.js'

type Call = (telltale: Telltale, value: never) => unknown

/** A limit as the documentation states it: the call that has the option, a value at the limit, and one beyond. */
type Limit = readonly [call: Call, within: unknown, beyond: unknown]

const dayMs = 86_400_000
const lastTimeMs = Date.UTC(9999, 11, 31, 23, 59, 59, 999)
const text = (chars: number) => 'x'.repeat(chars)
const times = <Item>(count: number, make: (index: number) => Item): Item[] =>
  Array.from({ length: count }, (_, index) => make(index))
const nested = (levels: number): unknown => times(levels, () => 0).reduce<unknown>((inner) => [inner], 1)
const create =
  (name: string): Call =>
  ({ monitors }, value) =>
    monitors.create({ url: 'script://shop', [name]: value })
const tierSet = (count: number) =>
  times(count, (index) =>
    defined({
      name: `t${index}`,
      fromMs: index > 0 ? index * 10 : undefined,
      belowMs: index < count - 1 ? index * 10 + 10 : undefined,
    }),
  )
const weekly = (durationMs: number) => [{ at: '02:00', durationMs }]
const once = (days: number) => [{ from: 0, to: days * dayMs }]
const categories = (count: number) =>
  times(count, (index) => ({
    id: `c${index}`,
    label: 'Power',
    unit: 'hp',
    better: 'higher',
    fact: 'horsepower',
  }))
const known = cars.map(({ make, model, year }) => ({ make, model, year }))
const fight: Call = ({ battles }, options) => battles.fight(options)
const audit: Call = ({ audit }, details) => audit.write({ who: 'ana', what: 'x', details })
const work = { adapter: 'scripted', every: '1h', items: 1, calls: 1 } as const
const rule: Call = ({ alerts }, days) =>
  alerts.rules.create({ subjectId: 'none', condition: { kind: 'new-low', days } })
const page =
  (member: string): Call =>
  ({ statusPages }, value) =>
    statusPages.create({ title: 'Page', [member]: value })
const shown = (count: number) =>
  times(Math.ceil(count / 100), (group) => ({
    monitors: times(Math.min(100, count - 100 * group), (index) => ({ id: `${group} ${index}` })),
  }))
const cost: Call = ({ purchases }, priceUsd) =>
  purchases.cost({ priceUsd, state: 'FL', fromZip: '33101', toZip: '33101' })
const importOf =
  (from: 'gatus' | 'uptime-kuma'): Call =>
  ({ monitors }, config) =>
    monitors.import(config, { from })

const gatus = 'endpoints: [{ name: shop, url: "script:shop" }]'
const kuma = '[{ "id": 1, "name": "Job", "type": "push" }]'

const limits: Readonly<Record<string, Readonly<Record<string, Limit>>>> = {
  'the options of one call altogether': {
    '10,000 values': [audit, times(9_000, () => 0), times(10_001, () => 0)],
  },
  'the texts of one call altogether': {
    '1,048,576 characters': [({ budgets }, list) => budgets.estimate(list), [work], [text(2 ** 20 + 1)]],
  },
  'levels of lists and objects within options': { '100': [audit, nested(97), nested(101)] },
  'a time': { '1970 to 9999': [({ audit }, to) => audit.list({ to }), lastTimeMs, lastTimeMs + 1] },
  "a monitor's `every`": { '1 s to 30 days': [create('every'), '30d', '31d'] },
  "a monitor's `timeout`": { '50 ms to 60 s': [create('timeout'), '50ms', '61s'] },
  "a monitor's `name`": { '200 characters': [create('name'), text(200), text(201)] },
  "a monitor's `tags`": { '20': [create('tags'), times(20, String), times(21, String)] },
  'one tag': { '50 characters': [create('tags'), [text(50)], [text(51)]] },
  'a URL': { '2,048 characters': [create('url'), `script://${text(2_039)}`, `script://${text(2_040)}`] },
  'tiers of a set': { '20': [create('tiers'), tierSet(20), tierSet(21)] },
  'checks in the window of a `statistic`': {
    '1,000': [create('statistic'), { quantile: 0.5, checks: 1_000 }, { quantile: 0.5, checks: 1_001 }],
  },
  'maintenance windows of a monitor': {
    '20': [
      create('maintenance'),
      times(20, () => weekly(dayMs)).flat(),
      times(21, () => weekly(dayMs)).flat(),
    ],
  },
  'the length of a window that recurs': {
    '7 days': [create('maintenance'), weekly(7 * dayMs), weekly(7 * dayMs + 1)],
  },
  'the length of a window that comes once': { '366 days': [create('maintenance'), once(366), once(367)] },
  'a cron expression': {
    '200 characters': [
      create('cron'),
      { expression: `0 3 * * ${' '.repeat(191)}*` },
      { expression: `0 3 * * ${' '.repeat(192)}*` },
    ],
  },
  "the duration of a heartbeat's job": {
    '7 days': [
      async ({ monitors }, durationMs) =>
        monitors.heartbeat((await monitors.create({ name: 'Job', heartbeat: {} })).id, { durationMs }),
      7 * dayMs,
      7 * dayMs + 1,
    ],
  },
  'a configuration of Gatus to import': {
    '524,288 characters': [importOf('gatus'), gatus.padEnd(2 ** 19), gatus.padEnd(2 ** 19 + 1)],
  },
  'a backup of Uptime Kuma to import': {
    '4,194,304 characters': [importOf('uptime-kuma'), kuma.padEnd(2 ** 22), kuma.padEnd(2 ** 22 + 1)],
  },
  'monitors of a status page': { '200': [page('groups'), shown(200), shown(201)] },
  'groups of a status page': {
    '50': [page('groups'), times(50, () => ({ tag: 'shop' })), times(51, () => ({ tag: 'shop' }))],
  },
  'items of a page': { '200': [({ monitors }, limit) => monitors.list({ limit }), 200, 201] },
  'events of a page of the feed': { '1,000': [({ feed }, limit) => feed.since({ limit }), 1_000, 1_001] },
  'products of a comparison': {
    '20': [({ products }, ids) => products.compare(ids), times(20, String), times(21, String)],
  },
  'products of a group': {
    '20': [
      ({ products }, ids) => products.groups.create({ products: ids }),
      times(20, String),
      times(21, String),
    ],
  },
  'calls or lookups of a budget': {
    '1,000,000,000,000': [
      (_telltale, lookupsPerDay) => startTelltale({ budgets: { total: { lookupsPerDay } } }),
      1e12,
      1e12 + 1,
    ],
  },
  'the days of a `new-low` rule': { '365': [rule, 365, 366] },
  'cars of a battle': {
    '20': [
      fight,
      { cars: times(20, (index) => known[index % 3]) },
      { cars: times(21, (index) => known[index % 3]) },
    ],
  },
  'categories of a battle': {
    '50': [
      fight,
      { cars: known.slice(0, 2), categories: categories(50) },
      { cars: known.slice(0, 2), categories: categories(51) },
    ],
  },
  'an amount in US dollars': { '1,000,000,000': [cost, 1e9, 1e9 + 1] },
  'the details of an audit entry, as JSON': { '100,000 characters': [audit, text(99_998), text(99_999)] },
  'the name of an owner': {
    '200 characters': [(telltale, owner) => telltale.for(owner), text(200), text(201)],
  },
}

const limitsPage = readFileSync(`${repository}/docs/limits.md`, 'utf8')
const rows = [...limitsPage.matchAll(/^\| ([^|]*?) +\| ([^|]*?) +\|$/gm)]
  .slice(1)
  .map(([, value = '', limit = '']) => [value, limit])

const isRefused = async (call: () => unknown): Promise<boolean> => {
  try {
    await call()
    return false
  } catch (error) {
    return error instanceof ValidationError
  }
}

describe('docs/limits.md', () => {
  it('states each limit that is tested, and no other', () => {
    const stated = rows.filter(([value]) => !value?.startsWith('--'))
    expect(stated).toEqual(
      Object.entries(limits).flatMap(([value, each]) => Object.keys(each).map((limit) => [value, limit])),
    )
  })

  it.each(
    Object.entries(limits).flatMap(([value, each]) =>
      Object.entries(each).map(([limit, [call, within, beyond]]) => ({ value, limit, call, within, beyond })),
    ),
  )('$value: $limit', async ({ call, within, beyond }) => {
    const { telltale } = startTelltale({
      adapters: [{ ...scriptedProbe(() => 40), budget: { callsPerDay: 10 } }],
    })
    // Other errors, such as that of a product that is not there, come after the check.
    expect(await isRefused(() => call(telltale, within as never))).toBe(false)
    expect(await isRefused(() => call(telltale, beyond as never))).toBe(true)
  })
})
