import { webshop } from '@telltale/adapters/webshop'
import { NotFoundError, type OwnerServices, StorageError, type Telltale } from '@telltale/core'
import type { Storage } from '@telltale/core/ports'
import { type TestClock, testClock } from '@telltale/core/testing'
import { memoryStorage } from '@telltale/storage-memory'
import { describe, expect, it } from 'vitest'
import { scriptedProbe } from './scripted-probe.js'
import { nextEvents, startTelltale } from './start.js'
import { productPage, Target } from './target.js'
import { watchedScheduler } from './watched-scheduler.js'

/** Every call of a service that takes the id of a record, by its name. */
const calls: Record<string, (services: OwnerServices, id: string) => Promise<unknown>> = {
  'monitors.get': ({ monitors }, id) => monitors.get(id),
  'monitors.update': ({ monitors }, id) => monitors.update(id, { every: '1h' }),
  'monitors.update, paused': ({ monitors }, id) => monitors.update(id, { paused: true }),
  'monitors.delete': ({ monitors }, id) => monitors.delete(id),
  'monitors.check': ({ monitors }, id) => monitors.check(id),
  'monitors.heartbeat': ({ monitors }, id) => monitors.heartbeat(id),
  'monitors.checks': ({ monitors }, id) => monitors.checks(id),
  'monitors.missedSlots': ({ monitors }, id) => monitors.missedSlots(id),
  'monitors.incidents': ({ monitors }, monitorId) => monitors.incidents({ monitorId }),
  'monitors.summary': ({ monitors }, id) => monitors.summary(id),
  'monitors.chart': ({ monitors }, id) => monitors.chart(id),
  'monitors.reliability': ({ monitors }, id) => monitors.reliability(id),
  'monitors.errorBudget': ({ monitors }, id) => monitors.errorBudget(id, { share: 0.99 }),
  'monitors.deviation': ({ monitors }, id) => monitors.deviation(id),
  'monitors.suggestTiers': ({ monitors }, id) => monitors.suggestTiers(id),
  'products.get': ({ products }, id) => products.get(id),
  'products.untrack': ({ products }, id) => products.untrack(id),
  'products.refresh': ({ products }, id) => products.refresh(id),
  'products.history': ({ products }, id) => products.history(id),
  'products.missedSlots': ({ products }, id) => products.missedSlots(id),
  'products.analyze': ({ products }, id) => products.analyze(id),
  'products.update': ({ products }, id) => products.update(id, { every: '30d' }),
  'products.pause': ({ products }, id) => products.pause(id),
  'products.resume': ({ products }, id) => products.resume(id),
  // An id may end in a 0 by itself, and a comparison refuses the same product twice.
  'products.compare': ({ products }, id) =>
    products.compare([id, id.replace(/.$/, (last) => (last === '0' ? '1' : '0'))]),
  'products.comparison': ({ products }, id) => products.comparison(id),
  'alerts.rules.create': ({ alerts }, id) =>
    alerts.rules.create({ subjectId: id, condition: { kind: 'back-in-stock' } }),
  'alerts.rules.get': ({ alerts }, id) => alerts.rules.get(id),
  'alerts.rules.remove': ({ alerts }, id) => alerts.rules.remove(id),
  'alerts.silences.get': ({ alerts }, id) => alerts.silences.get(id),
  'alerts.silences.end': ({ alerts }, id) => alerts.silences.end(id),
  'alerts.destinations.get': ({ alerts }, id) => alerts.destinations.get(id),
  'alerts.destinations.update': ({ alerts }, id) => alerts.destinations.update(id, { name: 'n' }),
  'alerts.destinations.remove': ({ alerts }, id) => alerts.destinations.remove(id),
  'alerts.destinations.verify': ({ alerts }, id) => alerts.destinations.verify(id, { code: '000000' }),
  'alerts.destinations.sendCode': ({ alerts }, id) => alerts.destinations.sendCode(id),
  'alerts.destinations.test': ({ alerts }, id) => alerts.destinations.test(id),
  'alerts.destinations.enable': ({ alerts }, id) => alerts.destinations.enable(id),
  'alerts.destinations.disable': ({ alerts }, id) => alerts.destinations.disable(id),
  'alerts.decisions': ({ alerts }, id) => alerts.decisions(id),
  'battles.get': ({ battles }, id) => battles.get(id),
  'battles.analyze': ({ battles }, id) => battles.analyze(id),
}

/** A monitor that is checked every ten seconds, and a product that is read every hour, of one owner. */
async function startSchedules(storage: Storage = memoryStorage()) {
  const shop = await Target.start()
  shop.answer = (response) => void response.setHeader('content-type', 'text/html').end(productPage('100'))
  const clock = testClock()
  const watched = watchedScheduler(clock)
  const { telltale } = startTelltale({
    storage,
    clock,
    scheduler: watched.scheduler,
    adapters: [scriptedProbe(() => 5), webshop()],
  })
  const ana = telltale.for('ana')
  await telltale.start()
  const monitor = await ana.monitors.create({ url: 'script:one', every: '10s' })
  const product = await ana.products.track(shop.url, { every: '1h' })
  return { telltale, ana, clock, watched, monitor, product }
}

/** Advances to the next slots of a monitor and a product, and waits until both are done. */
async function expectBothRun(telltale: Telltale, clock: TestClock): Promise<void> {
  const checked = nextEvents(telltale, 'monitor:checked', 1)
  const refreshed = nextEvents(telltale, 'product:refreshed', 1)
  await clock.advance(2 * 3_600_000)
  await Promise.all([checked, refreshed])
}

describe('the schedules of an owner', () => {
  it('are out of reach of every call by another owner', async () => {
    const { telltale, clock, watched, monitor, product } = await startSchedules()
    watched.enqueued.length = 0
    for (const [name, call] of Object.entries(calls))
      for (const { id } of [monitor, product])
        await expect(call(telltale.for('ben'), id), name).rejects.toBeInstanceOf(NotFoundError)
    await telltale.privacy.erase('ben')
    expect(watched).toMatchObject({ enqueued: [], removed: [] })
    await expectBothRun(telltale, clock)
  })

  it('go on when a call of their own that would end them fails', async () => {
    const { state, storage } = brokenTransactions(memoryStorage())
    const { telltale, ana, clock, watched, monitor, product } = await startSchedules(storage)
    watched.enqueued.length = 0
    state.isBroken = true
    for (const attempt of [
      () => ana.monitors.delete(monitor.id),
      () => ana.monitors.update(monitor.id, { paused: true }),
      () => ana.products.untrack(product.id),
      () => ana.products.pause(product.id),
      () => telltale.privacy.erase('ana'),
    ])
      await expect(attempt()).rejects.toBeInstanceOf(StorageError)
    state.isBroken = false
    expect(watched).toMatchObject({ enqueued: [], removed: [] })
    await expectBothRun(telltale, clock)
  })

  it('end with what they belong to', async () => {
    const { telltale, ana, clock, watched, monitor, product } = await startSchedules()
    await clock.advance(10_000)
    await ana.monitors.delete(monitor.id)
    await ana.products.untrack(product.id)
    expect(watched.removed).toEqual([`monitor:${monitor.id}`, `product:${product.id}`])
    const other = await ana.monitors.create({ url: 'script:two', every: '1s' })
    await telltale.privacy.erase('ana')
    expect(watched.removed.at(-1)).toBe(`monitor:${other.id}`)
    const slots = watched.enqueued.length
    await clock.advance(60_000)
    expect(watched.enqueued.slice(slots).filter(({ id }) => id !== 'upkeep')).toEqual([])
  })
})

/** A storage whose transactions and erasures fail while it is broken. */
function brokenTransactions(whole: Storage) {
  const state = { isBroken: false }
  const storage: Storage = {
    ...whole,
    transaction: (work) => (state.isBroken ? fail() : whole.transaction(work)),
    erase: (ownerId) => (state.isBroken ? fail() : whole.erase(ownerId)),
  }
  return { state, storage }
}

const fail = () => Promise.reject(new StorageError('the disk is full', { retryable: true }))
