import { defineMonitors, type MonitorDefinition } from '@telltale/core'
import { describe, expect, it } from 'vitest'
import { scriptedProbe } from './scripted-probe.js'
import { startTelltale } from './start.js'

const home = { key: 'home', url: 'script:home', every: '30s' } as const
const checkout = { key: 'checkout', url: 'script:checkout', tags: ['shop'], dependsOn: ['home'] } as const

const shop = (...monitors: MonitorDefinition[]) => defineMonitors('shop', monitors)

function start() {
  const { telltale } = startTelltale({ adapters: [scriptedProbe(() => 5)] })
  return telltale.monitors
}

describe('monitors that code defines', () => {
  it('are created once, and then stay as they are', async () => {
    const monitors = start()
    const planned = await monitors.plan(shop(home, checkout))
    expect(planned).toMatchObject({ create: [home, checkout], update: [], unchanged: [], delete: [] })
    expect((await monitors.list()).items).toEqual([])
    const { created } = await monitors.apply(shop(home, checkout))
    expect(created).toMatchObject([
      { key: 'shop/home', everyMs: 30_000 },
      { key: 'shop/checkout', tags: ['shop'], dependsOn: [created[0]?.id] },
    ])
    const again = await monitors.apply(shop(home, checkout))
    expect(again).toEqual({ created: [], updated: [], unchanged: (await monitors.list()).items, deleted: [] })
  })

  it('change where they differ, by whom ever they were changed', async () => {
    const monitors = start()
    const { created } = await monitors.apply(shop(home, checkout))
    await monitors.update(created[0]?.id as string, { name: 'renamed', region: 'eu' })
    const changed = shop({ ...home, every: '2m' }, { ...checkout, tags: [] })
    const { update } = await monitors.plan(changed)
    expect(update.map(({ monitor, changes }) => [monitor.key, changes])).toEqual([
      ['shop/home', ['name', 'every', 'cron', 'region']],
      ['shop/checkout', ['tags']],
    ])
    const { updated } = await monitors.apply(changed)
    expect(updated).toMatchObject([{ id: created[0]?.id, name: 'home', everyMs: 120_000 }, { tags: [] }])
    expect(updated[0]).not.toHaveProperty('region')
    expect(await monitors.plan(changed)).toMatchObject({ update: [], unchanged: [{}, {}] })
  })

  it('are deleted when they are defined no more, and only those of the scope', async () => {
    const monitors = start()
    const other = await monitors.create({ url: 'script:other', key: 'shopping/home' })
    const own = await monitors.create({ url: 'script:own' })
    await monitors.apply(shop(home, checkout))
    const { deleted } = await monitors.apply(shop(home))
    expect(deleted.map(({ key }) => key)).toEqual(['shop/checkout'])
    const left = (await monitors.list()).items.map(({ id, key }) => key ?? id)
    expect(left).toEqual([other.key, own.id, 'shop/home'])
  })

  it('stay paused or not as people say, unless the definition does', async () => {
    const monitors = start()
    const [{ id } = { id: '' }] = (await monitors.apply(shop(home))).created
    await monitors.update(id, { paused: true })
    expect((await monitors.plan(shop(home))).unchanged).toHaveLength(1)
    const { updated } = await monitors.apply(shop({ ...home, paused: false }))
    expect(updated).toMatchObject([{ id, paused: false }])
  })

  it('may be push monitors, whose grace can change', async () => {
    const monitors = start()
    const nightly = { key: 'nightly', name: 'Nightly', every: '1d', heartbeat: { grace: '5m' } } as const
    await monitors.apply(shop(nightly))
    const later = shop({ ...nightly, heartbeat: { grace: '1h' } })
    expect((await monitors.apply(later)).updated).toMatchObject([{ heartbeat: { graceMs: 3_600_000 } }])
    expect((await monitors.plan(later)).unchanged).toHaveLength(1)
    await expect(monitors.plan(shop({ ...home, key: 'nightly' }))).rejects.toMatchObject({ code: 'CONFLICT' })
  })

  it('are refused before anything is changed when one is wrong', async () => {
    const monitors = start()
    const wrong = { key: 'wrong', url: 'script:x', every: 'soon' } as never
    await expect(monitors.apply(shop(home, wrong))).rejects.toThrow(/monitors\[1\]\.every/)
    const lost = shop(home, { ...checkout, dependsOn: ['nobody'] })
    await expect(monitors.apply(lost)).rejects.toThrow(/monitors\[1\]\.dependsOn.*nobody/)
    expect((await monitors.list()).items).toEqual([])
    expect(() => shop(home, home)).toThrow(/monitors\.1\.key: expected a key of its own/)
    expect(() => defineMonitors('a/b', [])).toThrow(/scope/)
  })

  it.each([['home'], [{ home: true }], [[{ toString: 1 }]], [7]])(
    'are refused where `dependsOn` is no list of keys: %j',
    async (dependsOn) => {
      const plan = start().plan(shop(home, { ...checkout, dependsOn: dependsOn as never }))
      await expect(plan).rejects.toMatchObject({
        code: 'VALIDATION',
        issues: [{ path: expect.stringMatching(/^monitors\[1\]\.dependsOn/) }],
      })
    },
  )

  it('have keys that nobody else of the owner has', async () => {
    const monitors = start()
    await monitors.create({ url: 'script:a', key: 'one' })
    await expect(monitors.create({ url: 'script:b', key: 'one' })).rejects.toMatchObject({ code: 'CONFLICT' })
    await expect(monitors.create({ url: 'script:b', key: ' ' })).rejects.toThrow(/key/)
  })
})
