import type { QuotaOptions, Telltale } from '@telltale/core'
import { QuotaError } from '@telltale/core'
import type { Adapter } from '@telltale/core/ports'
import { memoryStorage } from '@telltale/storage-memory'
import { describe, expect, it } from 'vitest'
import { scriptedProbe } from './scripted-probe.js'
import { startTelltale } from './start.js'
import { Target } from './target.js'

const plans = { free: { monitors: 3, products: 1, paidCallsPerDay: 2 }, pro: { monitors: 50 } }
const monitor = (name: string) => ({ url: 'script:here', name, every: '1m' as const })

const start = (quotas: QuotaOptions, adapters: readonly Adapter[] = [scriptedProbe(() => 10)]) =>
  startTelltale({ quotas, adapters })

/** The use of each quota as `[used, limit]`. */
const useOf = async ({ quotas }: Pick<Telltale, 'quotas'>) =>
  Object.fromEntries((await quotas.status()).quotas.map(({ name, used, limit }) => [name, [used, limit]]))

describe('a quota of records', () => {
  it('holds however many are created at once, names what raises it, and is free again after a deletion', async () => {
    const { telltale } = start({ plans })
    const ana = telltale.for('ana')
    const results = await Promise.allSettled(
      Array.from({ length: 20 }, (_, index) => ana.monitors.create(monitor(`m${index}`))),
    )
    const refusals = results.flatMap((result) => (result.status === 'rejected' ? [result.reason] : []))
    expect(refusals).toHaveLength(17)
    expect(refusals[0]).toBeInstanceOf(QuotaError)
    expect(refusals[0]).toMatchObject({
      code: 'QUOTA_EXCEEDED',
      status: 403,
      retryable: false,
      message: "the plan 'free' allows 3 monitors, and 3 are used; delete some, or change to the plan 'pro'",
      quota: { name: 'monitors', plan: 'free', limit: 3, used: 3, raisedBy: ['pro'] },
    })
    expect(await useOf(ana)).toMatchObject({ monitors: [3, 3], products: [0, 1] })
    await telltale.for('ben').monitors.create(monitor('his own'))
    const [first] = (await ana.monitors.list()).items
    await ana.monitors.delete(first?.id ?? '')
    await ana.monitors.create(monitor('in its place'))
    await expect(ana.monitors.create(monitor('one more'))).rejects.toThrow(QuotaError)
  })

  it('follows the plan of the moment, and none has no limit', async () => {
    const planOf: Record<string, string> = { ana: 'free' }
    const { telltale } = start({ plans, planOf: async (ownerId) => planOf[ownerId] })
    const [ana, ben] = [telltale.for('ana'), telltale.for('ben')]
    for (const name of ['one', 'two', 'three']) await ana.monitors.create(monitor(name))
    await expect(ana.monitors.create(monitor('four'))).rejects.toThrow('change to the plan')
    planOf.ana = 'pro'
    await ana.monitors.create(monitor('four'))
    expect(await ana.quotas.status()).toMatchObject({ plan: 'pro' })
    for (const name of ['1', '2', '3', '4', '5']) await ben.monitors.create(monitor(name))
    expect(await ben.quotas.status()).not.toHaveProperty('plan')
    // A plan that holds less than there is takes nothing away.
    planOf.ana = 'free'
    expect(await useOf(ana)).toMatchObject({ monitors: [4, 3] })
    await expect(ana.monitors.create(monitor('five'))).rejects.toThrow('4 are used')
  })

  it('leaves out what an import has too much, and lets definitions take the places of others', async () => {
    const { telltale } = start({ plans })
    const gatus = ['one', 'two', 'three', 'four']
      .map((name) => `  - name: ${name}\n    url: https://${name}.example/\n    interval: 1m\n`)
      .join('')
    const { entries, notes } = await startTelltale({ quotas: { plans } })
      .telltale.for('ana')
      .monitors.import(`endpoints:\n${gatus}`, { from: 'gatus' })
    expect(entries.map(({ outcome }) => outcome)).toEqual(['created', 'created', 'created', 'left-out'])
    expect(notes.at(-1)?.message).toContain("the plan 'free' allows 3 monitors")

    const { monitors } = telltale.for('ben')
    const define = (...keys: readonly string[]) =>
      monitors.apply({ scope: 'code', monitors: keys.map((key) => ({ ...monitor(key), key })) })
    await define('a', 'b', 'c')
    await expect(define('a', 'b', 'c', 'd')).rejects.toThrow(QuotaError)
    expect((await define('c', 'd', 'e')).created.map(({ name }) => name)).toEqual(['d', 'e'])
  })

  it('limits products as well', async () => {
    const page = await Target.start()
    const { telltale } = startTelltale({ quotas: { plans } })
    const { products } = telltale.for('ana')
    const track = (path: string) => products.track(`${page.url}/${path}`, { wait: false })
    const results = await Promise.allSettled(['a', 'b', 'c'].map(track))
    expect(results.filter(({ status }) => status === 'fulfilled')).toHaveLength(1)
  })
})

describe('a quota of paid calls', () => {
  it('counts those of an owner, whatever asks, and begins anew each day', async () => {
    const target = await Target.start()
    const paid: Adapter = {
      specVersion: 1,
      id: 'paid',
      budget: { costPerCallUsd: 0.01 },
      benchmarks: {
        find: async () => undefined,
        search: async (_query, { http }) => {
          await http.get(target.url, { trust: 'configured' })
          return []
        },
      },
    }
    const { telltale, clock } = start({ plans }, [paid])
    const search = (owner: string) => telltale.for(owner).products.search('kettle')
    await search('ana')
    await search('ana')
    const tomorrow = Date.UTC(2026, 0, 2)
    await expect(search('ana')).rejects.toMatchObject({
      code: 'BUDGET_EXCEEDED',
      status: 429,
      retryAt: tomorrow,
      message: expect.stringContaining('allows 2 paid calls a day, and all are used; wait until 2026-01-02'),
    })
    expect(await useOf(telltale.for('ana'))).toMatchObject({ paidCallsPerDay: [2, 2] })
    await search('ben')
    await clock.advanceTo(tomorrow)
    await search('ana')
    // The host's own calls are nobody's.
    for (let each = 0; each < 3; each++)
      await telltale.ask('paid', ({ http }) => http.get(target.url, { trust: 'configured' }))
  })
})

describe('the options', () => {
  it.each([
    [{ plans: {} }, 'quotas.plans: expected at least one plan'],
    [{ plans: { free: { monitor: 1 } } }, "did you mean 'monitors'?"],
    [{ plans: { free: { monitors: -1 } } }, 'quotas.plans.free.monitors'],
  ])('refuse %j', (quotas, message) => {
    expect(() => startTelltale({ storage: memoryStorage(), quotas: quotas as never })).toThrow(message)
  })

  it('have a plan that does not exist fail the call, rather than leave an owner without limits', async () => {
    const { telltale } = start({ plans, planOf: () => 'gold' })
    await expect(telltale.for('ana').monitors.create(monitor('one'))).rejects.toMatchObject({
      code: 'INTERNAL',
      message: "`quotas.planOf` returned 'gold', which is no plan; there are: free, pro",
    })
  })
})
