import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { setImmediate } from 'node:timers/promises'
import { catalog } from '@telltale/adapters/catalog'
import { webshop } from '@telltale/adapters/webshop'
import { zip } from '@telltale/adapters/zip'
import { statusPageHtml, type Telltale, TelltaleError, type TelltaleOptions } from '@telltale/core'
import { memoryStorage } from '@telltale/storage-memory'
import { pgStorage } from '@telltale/storage-pg'
import { describe, expect, it, onTestFinished } from 'vitest'
import { type Arguments, type CoveredMethods, coveredMethods, type Ids } from './extreme/calls.js'
import { extremeCalls } from './extreme/values.js'
import { carNumber, carsNumbered, listingSource } from './listing-sources.js'
import { scriptedChannel } from './scripted-channels.js'
import { scriptedProbe } from './scripted-probe.js'
import { cars, startTelltale } from './start.js'
import { storeOpportunity } from './stored-opportunity.js'
import { productPage, Target } from './target.js'

/** The CPU time that one call may take: no other request waits longer. A busy machine adds to the wall clock, not to it. */
const maxCpuMs = 200

/** Longer messages would carry a stranger's text into logs and responses. */
const maxMessageChars = 2_000

async function start({ storage = memoryStorage(), ...options }: Partial<TelltaleOptions> = {}) {
  const target = await Target.start()
  target.answer = (response) =>
    void response.writeHead(200, { 'content-type': 'text/html' }).end(productPage('19.90'))
  const { telltale } = startTelltale({
    adapters: [
      { ...scriptedProbe(() => 40), budget: { callsPerDay: 1e6 } },
      webshop(),
      scriptedChannel('machines', false),
      scriptedChannel('letters', true),
      catalog({ cars }),
      zip(),
      { ...listingSource('market', carsNumbered(1, 3)), budget: { callsPerDay: 1e6 } },
    ],
    ...options,
    storage,
  })
  await storage.migrate()
  const { monitors, products, battles, alerts } = telltale
  const monitor = await monitors.create({ url: 'script://base', tags: ['shop'], region: 'fra' })
  const heartbeat = await monitors.create({ name: 'Nightly', heartbeat: {} })
  await monitors.heartbeat(heartbeat.id, { failure: 'no disk' })
  const [incident] = (await monitors.incidents()).items
  const tracked = [await products.track(`${target.url}0`), await products.track(`${target.url}1`)]
  const ids = tracked.map(({ id }) => id)
  const [first = ''] = ids
  await alerts.rules.create({ subjectId: heartbeat.id, condition: { kind: 'down' } })
  const [alert] = (await alerts.list()).items
  return {
    telltale,
    ids: {
      monitor: monitor.id,
      heartbeat: heartbeat.id,
      incident: incident?.id ?? '',
      alert: alert?.id ?? '',
      silence: (await alerts.silences.create({ matcher: { tags: ['none'] }, for: '1d', author: 'ana' })).id,
      destination: (await alerts.destinations.create({ channel: 'machines', settings: { name: 'a' } })).id,
      unverified: (await alerts.destinations.create({ channel: 'letters', settings: { name: 'b' } })).id,
      products: ids,
      productUrl: tracked[0]?.url ?? '',
      newUrl: `${target.url}new`,
      group: (await products.groups.create()).id,
      rule: (await alerts.rules.create({ subjectId: first, condition: { kind: 'sale-starts' } })).id,
      statusPage: (await telltale.statusPages.create({ title: 'Page', groups: [{ tag: 'shop' }] })).id,
      battle: (
        await battles.fight({
          cars: cars.slice(0, 2).map(({ make, model, year }) => ({ make, model, year })),
        })
      ).id,
      comparison: (await products.compare(ids)).id,
      search: (await telltale.searches.create({ name: 'Search' })).id,
      vehicle: (await telltale.vehicles.observe(carNumber(1))).vehicles[0]?.id ?? '',
      opportunity: await storeOpportunity(storage, { ownerId: 'default' }),
    } satisfies Ids,
  }
}

type Method = (...args: readonly unknown[]) => unknown

const serviceOf = (telltale: Telltale, name: string): Record<string, Method> =>
  (name === 'telltale'
    ? telltale
    : name === 'rules'
      ? telltale.alerts.rules
      : name === 'silences'
        ? telltale.alerts.silences
        : name === 'destinations'
          ? telltale.alerts.destinations
          : name === 'preferences'
            ? telltale.alerts.preferences
            : name === 'groups'
              ? telltale.products.groups
              : telltale[name as 'monitors']) as never

/** Awaits a result, and reads a stream as far as it goes without waiting for events. */
async function settle(result: unknown): Promise<unknown> {
  const value = await result
  if (typeof value !== 'object' || value === null || !(Symbol.asyncIterator in value)) return value
  const items = (value as AsyncIterable<unknown>)[Symbol.asyncIterator]()
  const read = (async () => {
    for (let next = await items.next(); !next.done; next = await items.next());
  })()
  await Promise.race([read, turns(20)])
  read.catch(() => undefined)
  return undefined
}

async function turns(count: number): Promise<void> {
  for (let turn = 0; turn < count; turn++) await setImmediate()
}

/** Returns the CPU time of a piece of work, in milliseconds, and what it resolved to or threw. */
async function measure(work: () => Promise<unknown>) {
  const before = process.cpuUsage()
  const outcome = await work().then(
    (result) => ({ result }),
    (error: unknown) => ({ error }),
  )
  const { user, system } = process.cpuUsage(before)
  return { ms: Math.round((user + system) / 1_000), ...outcome }
}

/** Makes a call, again where it took long: the first one may load a table, or meet the garbage collector. */
async function measureCall(call: () => unknown) {
  const attempt = async () => settle(call())
  const first = await measure(attempt)
  if (first.ms <= maxCpuMs) return first
  const second = await measure(attempt)
  return { ...first, ms: Math.min(first.ms, second.ms) }
}

/** Makes a call. Returns what is wrong with its outcome. */
async function faultOf(
  call: () => unknown,
  readBack: (result: unknown) => Promise<void>,
): Promise<string | undefined> {
  const outcome = await measureCall(call)
  if (outcome.ms > maxCpuMs) return `took ${outcome.ms} ms`
  if ('error' in outcome) return faultOfError(outcome.error)
  const reading = await measure(() => readBack(outcome.result))
  if ('error' in reading) return `was accepted, and cannot be read: ${String(reading.error).slice(0, 200)}`
  return reading.ms > 4 * maxCpuMs ? `takes ${reading.ms} ms to be read` : undefined
}

function faultOfError(error: unknown): string | undefined {
  if (!TelltaleError.is(error)) return `threw ${String(error).slice(0, 200)}`
  const { code, message } = error
  // Every message is ours: these are the words of zod.
  if (
    /Invalid (input|option|key|string)|Unrecognized key|Too (small|big):|received (undefined|null)/.test(
      message,
    )
  )
    return `said ${message.slice(0, 200)}`
  if (code === 'INTERNAL' || code === 'STORAGE_FAILED') return `threw ${code}: ${message.slice(0, 200)}`
  return message.length > maxMessageChars ? `threw a message of ${message.length} characters` : undefined
}

async function readEverything(telltale: Telltale, ids: Ids, result: unknown) {
  const { monitors, statusPages, products, battles, audit, feed, alerts } = telltale
  for (const monitor of (await monitors.list({ limit: 200 })).items) {
    await monitors.get(monitor.id)
    await monitors.summary(monitor.id)
    await monitors.chart(monitor.id)
    await monitors.errorBudget(monitor.id, { share: 0.99 })
    await monitors.checks(monitor.id)
    if (monitor.id !== ids.monitor && monitor.id !== ids.heartbeat) {
      if (!monitor.heartbeat) await monitors.check(monitor.id)
      await monitors.delete(monitor.id)
    }
  }
  for (const product of (await products.list({ limit: 200 })).items) {
    await products.history(product.id)
    await products.analyze(product.id)
    if (!ids.products.includes(product.id)) await products.untrack(product.id)
  }
  for (const rule of (await alerts.rules.list()).items)
    if (rule.id !== ids.rule) await alerts.rules.remove(rule.id)
  for (const group of (await products.groups.list()).items) {
    await products.groups.offers(group.id)
    await products.groups.analyze(group.id)
    if (group.id !== ids.group) await products.groups.delete(group.id)
  }
  for (const page of (await statusPages.list()).items) {
    statusPageHtml(await statusPages.report(page.id))
    if (page.id !== ids.statusPage) await statusPages.delete(page.id)
  }
  await monitors.summary({})
  await battles.list()
  await battles.analyze(ids.battle)
  if (typeof result === 'object' && result !== null && 'scoreCard' in result)
    await battles.analyze(Object(result).id)
  await products.comparisons()
  await audit.list({ limit: 200 })
  await feed.since({ after: Math.max(0, (await feed.lastId()) - 20) })
  JSON.stringify(result)
}

/** Makes the calls of one service with extreme values, every `step`-th of them. Returns what is wrong. */
async function faultsOf(
  { telltale, ids }: Awaited<ReturnType<typeof start>>,
  service: keyof CoveredMethods,
  step = 1,
): Promise<readonly string[]> {
  const faults: string[] = []
  const methods: Readonly<Record<string, Arguments>> = coveredMethods[service]
  for (const [name, args] of Object.entries(methods)) {
    const method = serviceOf(telltale, service)[name] as Method
    const calls = args(ids).flatMap(extremeCalls)
    for (const call of calls.filter((_, index) => index % step === 0)) {
      const fault = await faultOf(
        () => method(...call.args),
        (result) => readEverything(telltale, ids, result),
      )
      if (fault) faults.push(`${name}(${call.name}): ${fault}`)
    }
  }
  return faults
}

describe('no value that is passed in stops the process, or is stored and cannot be read', () => {
  it.each(Object.keys(coveredMethods) as (keyof CoveredMethods)[])('%s', async (service) => {
    expect(await faultsOf(await start(), service)).toEqual([])
  })

  it('nor by PostgreSQL', async () => {
    const directory = mkdtempSync(join(tmpdir(), 'telltale-extreme-'))
    onTestFinished(() => rmSync(directory, { recursive: true, force: true }))
    const storage = pgStorage({ directory })
    await storage.migrate()
    const started = await start({ storage })
    const services = ['monitors', 'statusPages', 'audit', 'products', 'rules', 'groups', 'battles'] as const
    for (const service of services) expect(await faultsOf(started, service, 29), service).toEqual([])
  })
})

it('every method that there is at run time is covered', async () => {
  const { telltale } = await start()
  for (const [service, covered] of Object.entries(coveredMethods)) {
    const found = Object.entries(serviceOf(telltale, service)).flatMap(([name, member]) =>
      typeof member === 'function' ? [name] : [],
    )
    expect(Object.keys(covered).sort(), service).toEqual(found.sort())
  }
})
