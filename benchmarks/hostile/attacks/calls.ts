import type { OwnerServices } from '@telltale/core'
import type { Attack, Stage } from '../stage.js'

/** Every call that takes the id of a record. */
const foreignCalls: readonly ((
  owner: OwnerServices,
  ids: Stage['good'],
  index: number,
) => Promise<unknown>)[] = [
  ({ monitors }, { monitorIds }, index) => monitors.delete(String(monitorIds[index])),
  ({ monitors }, { monitorIds }, index) => monitors.update(String(monitorIds[index]), { paused: true }),
  ({ monitors }, { monitorIds }, index) => monitors.update(String(monitorIds[index]), { every: '30d' }),
  ({ monitors }, { monitorIds }, index) => monitors.get(String(monitorIds[index])),
  ({ monitors }, { monitorIds }, index) => monitors.check(String(monitorIds[index])),
  ({ monitors }, { monitorIds }, index) => monitors.heartbeat(String(monitorIds[index])),
  ({ monitors }, { monitorIds }, index) => monitors.checks(String(monitorIds[index])),
  ({ monitors }, { monitorIds }, index) => monitors.summary(String(monitorIds[index])),
  ({ monitors }, { monitorIds }, index) => monitors.chart(String(monitorIds[index])),
  ({ monitors }, { monitorIds }, index) => monitors.reliability(String(monitorIds[index])),
  ({ monitors }, { monitorIds }, index) => monitors.deviation(String(monitorIds[index])),
  ({ monitors }, { monitorIds }, index) => monitors.suggestTiers(String(monitorIds[index])),
  ({ monitors }, { monitorIds }, index) =>
    monitors.incidents({ monitorId: String(monitorIds[index]) } as never),
  ({ products }, { productIds }, index) => products.untrack(productOf(productIds, index)),
  ({ products }, { productIds }, index) => products.pause(productOf(productIds, index)),
  ({ products }, { productIds }, index) => products.resume(productOf(productIds, index)),
  ({ products }, { productIds }, index) => products.update(productOf(productIds, index), { every: '30d' }),
  ({ products }, { productIds }, index) => products.refresh(productOf(productIds, index)),
  ({ products }, { productIds }, index) => products.get(productOf(productIds, index)),
  ({ products }, { productIds }, index) => products.history(productOf(productIds, index)),
  ({ products }, { productIds }, index) => products.analyze(productOf(productIds, index)),
  ({ products }, { productIds }) => products.compare(productIds.slice(0, 2)),
  ({ products }, { comparisonId }) => products.comparison(comparisonId),
  ({ alerts }, { productIds }, index) =>
    alerts.rules.create({ subjectId: productOf(productIds, index), condition: { kind: 'sale-starts' } }),
  ({ alerts }, { productIds }, index) =>
    alerts.simulate({ subjectId: productOf(productIds, index), condition: { kind: 'sale-starts' } }),
  ({ alerts }, { ruleId }) => alerts.rules.get(ruleId),
  ({ alerts }, { ruleId }) => alerts.rules.remove(ruleId),
]
const productOf = (ids: readonly string[], index: number): string => String(ids[index % ids.length])

/** The attacks by calls: with the ids of others, or very many. */
export const callAttacks: readonly Attack[] = [
  {
    name: 'foreign-ids',
    what: "every call with the ids of the good owner's records",
    run: async (stage) => {
      while (!stage.signal.aborted)
        for (const index of stage.good.monitorIds.keys())
          await stage.repeat(foreignCalls.length, 4, async (which) => {
            await foreignCalls[which]?.(stage.hostile, stage.good, index)
            stage.broken.add(`call ${which} was accepted with an id of the good owner`)
          })
    },
    verify: async ({ good, hostile }) => {
      const left = await good.services.monitors.list({ limit: 200 })
      const own = await hostile.monitors.list({ limit: 200 })
      return [
        ...(left.items.length === good.monitorIds.length ? [] : [`${left.items.length} monitors are left`]),
        ...(own.items.some(({ id }) => good.monitorIds.includes(id))
          ? ['the hostile owner sees others']
          : []),
      ]
    },
  },
  {
    name: 'manual-checks',
    what: '10,000 checks by hand at once, of a target that never answers',
    prepare: async (stage) => {
      await stage.hostile.monitors.create({ url: stage.url('silent'), timeout: '60s', paused: true })
    },
    run: async (stage) => {
      const { monitors } = stage.hostile
      const [monitor] = (await monitors.list()).items
      await stage.burst(10_000, () => monitors.check(String(monitor?.id)))
    },
  },
  {
    name: 'manual-checks-fast',
    what: '10,000 checks by hand at once, of a target that answers',
    prepare: async (stage) => {
      await stage.hostile.monitors.create({ url: stage.url('ok'), paused: true })
    },
    run: async (stage) => {
      const { monitors } = stage.hostile
      const [monitor] = (await monitors.list()).items
      await stage.burst(10_000, () => monitors.check(String(monitor?.id)))
    },
  },
  {
    name: 'records',
    what: '10,000 monitors, products and rules, as fast as possible',
    run: async (stage) => {
      const { monitors, products, alerts } = stage.hostile
      await stage.repeat(10_000, 16, async (index) => {
        if (index % 3 === 0)
          return monitors.create({ url: stage.url('ok', `host-${index}.example`), every: '1s' })
        if (index % 3 === 1) return monitors.create({ name: 'job', heartbeat: {}, every: '1s' })
        const [product] = (await products.list({ limit: 1 })).items
        if (!product) return products.track(stage.url('page', 'records.example'), { every: '1s' })
        return alerts.rules.create({ subjectId: product.id, condition: { kind: 'new-low', days: 365 } })
      })
    },
  },
  {
    name: 'updates',
    what: 'updates, pauses and heartbeats of the same records at once',
    run: async (stage) => {
      const { monitors } = stage.hostile
      const { id } = await monitors.create({ url: stage.url('ok'), every: '1s' })
      const job = await monitors.create({ name: 'job', heartbeat: {}, every: '1s' })
      await stage.repeat(1e6, 100, (index) =>
        index % 2
          ? monitors.update(id, { paused: index % 4 === 1 })
          : monitors.heartbeat(job.id, { failure: 'x' }),
      )
    },
  },
  {
    name: 'import-5000',
    what: 'an import of 5,000 endpoints',
    prepare: async (stage) => writeBackup(stage, 5_000),
    run: importBackup,
  },
  {
    name: 'import-50000',
    what: 'an import of 50,000 endpoints',
    prepare: async (stage) => writeBackup(stage, 50_000),
    run: importBackup,
  },
  {
    name: 'import-aliases',
    what: 'a configuration whose YAML aliases multiply, and deep JSON',
    run: async (stage) => {
      const levels = Array.from(
        { length: 9 },
        (_, level) => `a${level + 1}: &a${level + 1} [${`*a${level},`.repeat(9)}]`,
      )
      const yaml = `a0: &a0 [x,x,x]\n${levels.join('\n')}\nendpoints: *a9\n`
      const json = `${'{"monitorList":['.repeat(50_000)}`
      const { monitors } = stage.hostile
      await stage.repeat(200, 2, (index) =>
        index % 2 ? monitors.import(yaml, { from: 'gatus' }) : monitors.import(json, { from: 'uptime-kuma' }),
      )
    },
  },
  {
    name: 'queries',
    what: 'the widest lists, summaries and charts of 500 monitors',
    prepare: async (stage) => {
      const { monitors } = stage.hostile
      await stage.repeat(500, 8, () => monitors.create({ name: 'job', heartbeat: {}, every: '1m' }))
    },
    run: async (stage) => {
      const { monitors, products, audit, feed } = stage.hostile
      const { items } = await monitors.list({ limit: 200 })
      await stage.repeat(1e6, 8, async (index) => {
        const id = String(items[index % items.length]?.id)
        if (index % 6 === 0) return monitors.summary({}, { from: 0, targetMs: 100 })
        if (index % 6 === 1) return monitors.chart(id, { from: 0, by: 'day' })
        if (index % 6 === 2) return monitors.list({ limit: 200 })
        if (index % 6 === 3) return monitors.deviation(id)
        if (index % 6 === 4) return Promise.all([products.list({ limit: 200 }), audit.list({ limit: 200 })])
        return feed.since({ limit: 1_000 })
      })
    },
  },
  {
    name: 'exports',
    what: "the owner's data taken out again and again, and 500 exports that stall",
    prepare: async (stage) => {
      const details = 'x'.repeat(10_000)
      await stage.repeat(2_000, 8, () => stage.hostile.audit.write({ who: 'me', what: 'filled', details }))
    },
    run: async (stage) => {
      const { privacy } = stage.telltale
      const stalled = Array.from({ length: 500 }, () => privacy.export('hostile')[Symbol.asyncIterator]())
      for (const one of stalled) void stage.attempt(() => one.next())
      await stage.repeat(1e6, 4, async () => {
        for await (const _ of privacy.export('hostile')) if (stage.signal.aborted) return
      })
    },
  },
  {
    name: 'observations',
    what: '20,000 prices of one product that were seen in a browser, and 50 rules on it',
    run: async (stage) => {
      const { products, alerts } = stage.hostile
      const { id, url } = await products.track(stage.url('page', 'observed.example'), { every: '30d' })
      await stage.repeat(50, 4, (index) =>
        alerts.rules.create({ subjectId: id, condition: { kind: 'new-low', days: 300 + index } }),
      )
      await stage.repeat(20_000, 20, (index) =>
        products.observe({ url, price: { amount: `${5 + (index % 20)}.00`, currency: 'EUR' } }),
      )
    },
  },
  {
    name: 'followers',
    what: '500 followers of a busy feed, of which half stall',
    run: async (stage) => {
      const { monitors, feed } = stage.hostile
      const { id } = await monitors.create({ name: 'job', heartbeat: {}, every: '1s' })
      for (let index = 0; index < 500; index++) {
        const follower = feed.follow({ after: 0, signal: stage.signal })
        if (index % 2) void stage.attempt(() => follower.next())
        else void read(follower)
      }
      await stage.repeat(1e6, 8, () => monitors.heartbeat(id, { failure: 'x'.repeat(1_000) }))
    },
  },
  {
    name: 'audit',
    what: 'audit entries of 1 MB each',
    run: async (stage) => {
      const details = Array.from({ length: 100_000 }, (_, index) => `line ${index}`)
      await stage.repeat(2_000, 4, () => stage.hostile.audit.write({ who: 'me', what: 'filled', details }))
    },
  },
]

async function read(follower: AsyncGenerator<unknown>): Promise<void> {
  for await (const _ of follower);
}

/** The backups to import, by the stage that they are for. */
const backups = new WeakMap<Stage, string>()

function writeBackup(stage: Stage, count: number): void {
  const monitorList = Array.from({ length: count }, (_, index) => ({
    id: index,
    name: `m${index}`,
    type: 'http',
    url: stage.url('ok', `import-${index}.example`),
    interval: 20,
    active: true,
  }))
  backups.set(stage, JSON.stringify({ version: '1.23.0', monitorList }))
}

function importBackup(stage: Stage): Promise<void> {
  const text = backups.get(stage) ?? ''
  return stage.repeat(3, 1, () => stage.hostile.monitors.import(text, { from: 'uptime-kuma' }))
}
