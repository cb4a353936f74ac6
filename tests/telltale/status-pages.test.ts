import {
  type StatusPageReport,
  statusPageFeed,
  statusPageHtml,
  type TelltaleEvents,
  toJson,
} from '@telltale/core'
import { describe, expect, it } from 'vitest'
import { refused, type Script, scriptedProbe } from './scripted-probe.js'
import { startTelltale } from './start.js'

const minuteMs = 60_000
const hourMs = 60 * minuteMs
const dayMs = 24 * hourMs

/** A Telltale whose targets do what the test says by their host, and count the changes of pages. */
function open() {
  const targets: Record<string, Script> = {}
  const { telltale, clock } = startTelltale({ adapters: [scriptedProbe(({ host }) => targets[host] ?? 40)] })
  const ana = telltale.for('ana-secret-owner')
  const changed: TelltaleEvents['status-page:changed'][] = []
  telltale.on('status-page:changed', (event) => void changed.push(event))
  const create = (host: string, options: object = {}) =>
    ana.monitors.create({ url: `script://${host}/private`, failuresBeforeIncident: 1, ...options })
  return { telltale, clock, targets, ana, changed, create }
}

const statesOf = ({ groups }: StatusPageReport) =>
  Object.fromEntries(groups.flatMap(({ monitors }) => monitors.map(({ name, state }) => [name, state])))

describe('a status page', () => {
  it('tells the states of the monitors that its owner chose, and each change once', async () => {
    const { ana, clock, targets, changed, create } = open()
    const shop = await create('shop.internal', { name: 'shop-prod-7', tags: ['secret-tag'] })
    const search = await create('search.internal', { tags: ['public'] })
    const hidden = await create('hidden.internal')
    const page = await ana.statusPages.create({
      title: 'Shop',
      slug: 'shop',
      groups: [{ name: 'All', monitors: [{ id: shop.id, name: 'Website' }], tag: 'public' }],
    })
    const checkAll = async () => {
      for (const { id } of [shop, search, hidden]) await ana.monitors.check(id)
      await clock.advance(minuteMs)
    }
    const seen: unknown[] = []
    const note = async (what: string) => {
      const { state, inWords, ...report } = await ana.statusPages.report('shop')
      seen.push([what, inWords, ...Object.values(statesOf({ state, inWords, ...report })), changed.length])
    }
    await note('new')
    await checkAll()
    await note('checked')
    targets['search.internal'] = 'slow'
    for (let round = 0; round < 2; round++) await checkAll()
    await note('degraded')
    targets['shop.internal'] = refused
    targets['hidden.internal'] = refused
    for (let round = 0; round < 2; round++) await checkAll()
    await note('down')
    targets['search.internal'] = refused
    await checkAll()
    await note('all down')
    Object.assign(targets, { 'shop.internal': 40, 'search.internal': 40 })
    await checkAll()
    await note('up')
    const now = clock.now()
    await ana.monitors.update(shop.id, { maintenance: [{ from: now, to: now + hourMs }] })
    await note('maintenance')
    clock.jump(6 * hourMs)
    await note('nobody checks')
    expect(seen).toEqual([
      ['new', 'Nothing is known at the moment', 'unknown', 'unknown', 1],
      ['checked', 'All systems operational', 'operational', 'operational', 3],
      ['degraded', 'Some systems are degraded', 'operational', 'degraded', 4],
      ['down', 'Some systems are down', 'down', 'degraded', 5],
      ['all down', 'All systems are down', 'down', 'down', 6],
      ['up', 'All systems operational', 'operational', 'operational', 8],
      ['maintenance', 'Maintenance is under way', 'maintenance', 'operational', 9],
      ['nobody checks', 'Nothing is known at the moment', 'unknown', 'unknown', 9],
    ])
    expect(changed.at(-1)).toEqual({
      page: { id: page.id, ownerId: page.ownerId, title: 'Shop', slug: 'shop' },
    })
    await ana.monitors.delete(shop.id)
    expect(changed).toHaveLength(10)
    expect(Object.keys(statesOf(await ana.statusPages.report(page.id)))).toEqual(['Service 1'])
  })

  it('has the uptime of each day, with unknown days apart', async () => {
    const { ana, clock, targets, create } = open()
    const shop = await create('shop.internal', { every: '1h' })
    const { id } = await ana.statusPages.create({ title: 'Shop', groups: [{ monitors: [{ id: shop.id }] }] })
    clock.jump(dayMs - (clock.now() % dayMs))
    const from = clock.now()
    // A day without trouble, one with an hour down, one degraded, one without checks, and six hours of today.
    const script = (hour: number): Script | undefined =>
      hour === 34 ? refused : hour === 60 ? 'slow' : hour >= 72 && hour < 96 ? undefined : 40
    for (let hour = 0; hour < 102; hour++) {
      targets['shop.internal'] = script(hour) ?? 40
      if (script(hour) !== undefined) await ana.monitors.check(shop.id)
      clock.jump(hourMs)
    }
    const report = await ana.statusPages.report(id)
    const [entry] = report.groups[0]?.monitors ?? []
    expect(entry?.days).toHaveLength(90)
    const last = entry?.days.slice(-5)
    expect(last?.map(({ date }) => date)).toEqual(
      [0, 1, 2, 3, 4].map((day) => new Date(from + day * dayMs).toISOString().slice(0, 10)),
    )
    expect(last?.map(({ state, downSeconds }) => [state, downSeconds])).toEqual([
      ['operational', 0],
      ['partial', 3_600],
      ['degraded', 0],
      // What the last check of the day before tells holds for two and a half intervals, and its time limit.
      ['operational', 0],
      ['operational', 0],
    ])
    expect(
      entry?.days
        .slice(0, -5)
        .every(({ state, uptimePercent }) => state === 'unknown' && uptimePercent === undefined),
    ).toBe(true)
    expect(last?.[1]?.uptimePercent).toBe(Math.floor((23 / 24) * 1e6) / 1e4)
    expect(entry?.uptimePercent).toBeLessThan(100)
    expect(entry).not.toHaveProperty('medianMs')
  })

  it('has incidents with the words that are meant for readers, and maintenance', async () => {
    const { ana, clock, targets, create } = open()
    const router = await create('router.internal')
    const shop = await create('shop.internal', { dependsOn: [router.id] })
    const now = clock.now()
    await ana.monitors.update(shop.id, {
      maintenance: [{ from: now + dayMs, to: now + dayMs + hourMs }],
    })
    await ana.statusPages.create({
      title: 'Shop',
      slug: 'shop',
      groups: [
        {
          monitors: [
            { id: router.id, name: 'Network' },
            { id: shop.id, name: 'Shop' },
          ],
        },
      ],
    })
    for (const host of ['router.internal', 'shop.internal']) targets[host] = refused
    for (const { id } of [router, shop]) {
      await ana.monitors.check(id)
      await clock.advance(minuteMs)
    }
    const [ofShop, ofRouter] = (await ana.monitors.incidents()).items
    const who = 'ana@acme.internal'
    await ana.monitors.acknowledge(ofRouter?.id ?? '', { who, isPublic: true })
    await clock.advance(minuteMs)
    await ana.monitors.note(ofRouter?.id ?? '', { who, text: 'rack 7 is on fire' })
    await ana.monitors.note(ofRouter?.id ?? '', { who, text: 'We replace a router.', isPublic: true })
    targets['router.internal'] = 40
    await ana.monitors.check(router.id)
    const report = await ana.statusPages.report('shop')
    expect(report.incidents).toEqual([
      { id: ofShop?.id, monitor: 'Shop', from: now + minuteMs, messages: [], causedBy: 'Network' },
      {
        id: ofRouter?.id,
        monitor: 'Network',
        from: now,
        to: now + 3 * minuteMs,
        messages: [{ at: now + 2 * minuteMs }, { at: now + 3 * minuteMs, text: 'We replace a router.' }],
      },
    ])
    expect(report.maintenance).toEqual([
      { from: now + dayMs, to: now + dayMs + hourMs, isUnderWay: false, monitors: ['Shop'] },
    ])
    const { at } = toJson('status-page-report', report) as { readonly at: string }
    expect(at).toBe(new Date(clock.now()).toISOString())
    for (const told of [JSON.stringify(report), statusPageHtml(report), feedOf(report)])
      for (const secret of [
        'internal',
        'secret',
        'rack 7',
        'refused',
        'nothing listens',
        who,
        router.id,
        shop.id,
      ])
        expect(told).not.toContain(secret)
  })

  it('refuses monitors of others and slugs that are taken, and null takes an option off', async () => {
    const { telltale, ana, create } = open()
    const own = await create('shop.internal', { name: 'Own' })
    const page = await ana.statusPages.create({
      title: 'One',
      slug: 'one',
      description: 'words',
      locale: 'de',
      groups: [{ monitors: [{ id: own.id }] }],
    })
    await expect(ana.statusPages.create({ title: 'Two', slug: 'one' })).rejects.toMatchObject({
      code: 'CONFLICT',
      existingId: page.id,
    })
    const foreign = { title: 'Two', groups: [{ monitors: [{ id: own.id }] }] }
    await expect(telltale.for('ben').statusPages.create(foreign)).rejects.toMatchObject({ code: 'NOT_FOUND' })
    const reset = await ana.statusPages.update('one', {
      slug: null,
      description: null,
      locale: null,
      groups: null,
    })
    expect(reset).toMatchObject({ title: 'One', locale: 'en', groups: [] })
    expect(reset).not.toHaveProperty('slug')
    expect(reset).not.toHaveProperty('description')
    await expect(ana.statusPages.get('one')).rejects.toMatchObject({ code: 'NOT_FOUND' })
  })
})

const feedOf = (report: StatusPageReport) => statusPageFeed(report, { url: 'https://status.shop.example/' })

const harmless = 'plain'
const hostile = `"'></title></style></script><script>alert(1)</script><img src=x onerror=alert(1)>\u202e\0&amp;]]>`

/** A page all of whose texts are one. */
function pageOf(evil: string): StatusPageReport {
  return {
    title: evil,
    description: evil,
    locale: 'en',
    timeZone: 'Asia/Tokyo',
    at: Date.UTC(2026, 10, 30),
    state: 'down',
    inWords: evil,
    groups: [
      {
        name: evil,
        monitors: [
          {
            name: evil,
            state: 'down',
            days: [{ date: '2026-11-30', state: 'down', uptimePercent: 99.99995, downSeconds: 61 }],
            tags: [evil],
            medianMs: 1_234,
            uptimePercent: 99.9999,
          },
        ],
      },
    ],
    incidents: [
      { id: evil, monitor: evil, from: 0, causedBy: evil, messages: [{ at: 1, text: evil }] },
      { id: evil, monitor: evil, from: 0, to: 1, messages: [{ at: 1, text: evil }] },
    ],
    maintenance: [{ from: 0, to: 1, isUnderWay: true, monitors: [evil] }],
  }
}

/** Returns the tags of a markup with the names of their attributes. */
const tagsOf = (markup: string): readonly string[] =>
  (markup.match(/<[^>]*>/g) ?? []).map((tag) => tag.replace(/"[^"]*"/g, '""'))

describe('the HTML of a status page', () => {
  it('has the same elements whatever its texts hold, and none that runs or loads anything', () => {
    const feedUrl = 'feed.atom'
    const html = statusPageHtml(pageOf(hostile), { feedUrl })
    expect(tagsOf(html)).toEqual(tagsOf(statusPageHtml(pageOf(harmless), { feedUrl })))
    for (const element of ['script', 'img', 'iframe', 'form', 'object'])
      expect(html).not.toMatch(new RegExp(`<${element}`, 'i'))
    expect(html).not.toMatch(/(src|href)="(?!data:image\/svg|feed\.atom)/)
    expect(html).toContain('1 min 1 s')
    // Rounded up to all, a day of trouble would look like none.
    expect(html).not.toContain('100% uptime')
  })

  it('takes words of the host, and refuses an address that is a script', () => {
    const report = { ...pageOf(harmless), locale: 'de' }
    expect(statusPageHtml(report, { words: { asOf: 'Stand' } })).toContain('Stand <time')
    expect(() => statusPageHtml(report, { feedUrl: 'javascript:alert(1)' })).toThrow(
      /feedUrl: expected an address/,
    )
    expect(() => statusPageHtml(report, { words: { asof: 'x' } as never })).toThrow(/did you mean 'asOf'/)
  })
})

it('the feed of a status page has an entry for each incident, whatever its texts hold', () => {
  const atom = feedOf(pageOf(hostile))
  expect(tagsOf(atom)).toEqual(tagsOf(feedOf(pageOf(harmless))))
  expect(atom.match(/<entry>/g)).toHaveLength(2)
  expect(atom).toContain('Since 1970-01-01T00:00:00.000Z')
  expect(atom).not.toContain('\0')
})
