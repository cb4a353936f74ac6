import { catalog } from '@telltale/adapters/catalog'
import { webshop } from '@telltale/adapters/webshop'
import { zip } from '@telltale/adapters/zip'
import type { OwnerServices, Telltale, TelltaleOptions } from '@telltale/core'
import type { Adapter, Storage } from '@telltale/core/ports'
import { deliveriesTable } from '../../packages/core/src/records/delivery-records.js'
import { scriptedChannel } from './scripted-channels.js'
import { scriptedProbe } from './scripted-probe.js'
import { knownCars, type RecordIds, type SamplePlace, seenCar } from './service-methods.js'
import { cars, startTelltale } from './start.js'
import { storeOpportunity } from './stored-opportunity.js'
import { productPage, Target } from './target.js'

type Scheduler = NonNullable<TelltaleOptions['scheduler']>

/** A scheduler of the host that runs nothing, and shows what is planned. */
function shownScheduler() {
  const jobs = new Map<string, Set<number>>()
  const scheduler: Scheduler = {
    enqueue: async ({ id, slotAt }) => {
      jobs.set(id, (jobs.get(id) ?? new Set()).add(slotAt))
    },
    remove: async (id) => void jobs.delete(id),
    work: async () => {},
    close: async () => {},
  }
  const planned = () => [...jobs].map(([id, slots]) => `${id} at ${[...slots].join()}`).toSorted()
  return { scheduler, planned }
}

/** A host with several owners, whose every trace is seen: rows, jobs and calls to sources. */
export interface Tenants {
  readonly telltale: Telltale
  /** The URLs of product pages, each with its own path. */
  readonly placeOf: (owner: string) => SamplePlace
  /** Makes one record of each kind for an owner, whose name is part of every name. */
  readonly settle: (owner: string) => Promise<RecordIds>
  /** Everything that is stored, planned and was requested from sources, as lines of JSON. */
  readonly traces: () => Promise<readonly string[]>
}

/** Starts a host with several owners on a storage. */
export async function startTenants(
  storage: Storage,
  options: Partial<TelltaleOptions> = {},
): Promise<Tenants> {
  const shop = await Target.start()
  shop.answer = (response, path) => {
    response.setHeader('content-type', 'text/html')
    response.end(productPage('100.00', { name: `Kettle of ${path.slice(1)}` }))
  }
  let probes = 0
  const probe = scriptedProbe(({ host }) => {
    probes++
    return host === 'down' ? { kind: 'refused', message: `down for ${host}` } : 40
  })
  const merchant: Adapter = {
    specVersion: 1,
    id: 'merchant',
    benchmarks: { find: async () => undefined, search: async ({ text }) => [{ id: '1', title: text }] },
  }
  const { scheduler, planned } = shownScheduler()
  const market: Adapter = {
    specVersion: 1,
    id: 'market',
    listings: {
      search: async function* () {
        yield { ...seenCar('shown'), source: 'market' }
      },
    },
  }
  const channels = [scriptedChannel('machines', false), scriptedChannel('letters', true)]
  const adapters = [...channels, market, probe, webshop(), catalog({ cars }), zip(), merchant]
  const { telltale } = startTelltale({ storage, scheduler, adapters, ...options })
  await storage.migrate()
  const placeOf = (owner: string): SamplePlace => ({
    page: `${shop.url}page-of-${owner}`,
    newPage: `${shop.url}new-page-of-${owner}`,
  })
  return {
    telltale,
    placeOf,
    settle: async (owner) => {
      const ids = await settle(telltale.for(owner), owner, placeOf(owner))
      const opportunity = await storeOpportunity(storage, { ownerId: owner, ...ids })
      return { ...ids, delivery: await storeDelivery(storage, owner, ids.destination), opportunity }
    },
    traces: async () => {
      const rows: string[] = []
      for await (const row of storage.dump()) rows.push(JSON.stringify(row))
      return [...rows, ...planned(), `${shop.requests} requests`, `${probes} probes`]
    },
  }
}

async function settle(
  { monitors, statusPages, products, battles, audit, alerts, searches, vehicles }: OwnerServices,
  owner: string,
  { page }: SamplePlace,
): Promise<Omit<RecordIds, 'delivery' | 'opportunity'>> {
  const monitor = await monitors.create({ url: `script:${owner}`, name: `monitor of ${owner}`, every: '1m' })
  const down = await monitors.create({ url: 'script://down/', name: `outage of ${owner}`, every: '1m' })
  const push = await monitors.create({ name: `job of ${owner}`, heartbeat: {}, every: '1h' })
  for (const { id } of [monitor, down, down]) await monitors.check(id)
  await monitors.heartbeat(push.id)
  const [incident] = (await monitors.incidents({ monitorId: down.id })).items
  const statusPage = await statusPages.create({
    title: `page of ${owner}`,
    groups: [{ monitors: [{ id: monitor.id }, { id: down.id }] }],
  })
  const product = await products.track(page, { every: '1h' })
  const otherProduct = await products.track(`${page}/other`, { every: '1h' })
  const rule = await alerts.rules.create({
    subjectId: product.id,
    condition: {
      kind: 'price-below',
      price: { amount: '50.00', currency: 'EUR' },
    },
  })
  await alerts.rules.create({ subjectId: down.id, condition: { kind: 'down' } })
  const [alert] = (await alerts.list({ status: 'open' })).items
  const silence = await alerts.silences.create({
    matcher: { subjectIds: [down.id] },
    for: '1d',
    author: owner,
  })
  const { destinations, preferences } = alerts
  const destination = await destinations.create({ channel: 'machines', settings: { name: owner } })
  const unverified = await destinations.create({ channel: 'letters', settings: { name: owner } })
  await preferences.set({ language: 'en' })
  const group = await products.groups.create({ name: `group of ${owner}`, products: [otherProduct.id] })
  const comparison = await products.compare([product.id, otherProduct.id])
  const battle = await battles.fight({ cars: knownCars, zip: '33101' })
  const search = await searches.create({ name: `search of ${owner}`, every: '1h' })
  const [vehicle] = (await vehicles.observe(seenCar(`car of ${owner}`))).vehicles
  await audit.write({ who: owner, what: 'settled', record: monitor.id })
  return {
    monitor: monitor.id,
    pushMonitor: push.id,
    incident: incident?.id ?? '',
    statusPage: statusPage.id,
    product: product.id,
    otherProduct: otherProduct.id,
    rule: rule.id,
    alert: alert?.id ?? '',
    silence: silence.id,
    destination: destination.id,
    unverified: unverified.id,
    group: group.id,
    comparison: comparison.id,
    battle: battle.id,
    search: search.id,
    vehicle: vehicle?.id ?? '',
  }
}

/** Stores a message to a destination that failed. */
async function storeDelivery(storage: Storage, ownerId: string, destinationId: string): Promise<string> {
  const delivery = uuidV7Of(ownerId, 2)
  const base = { ownerId, version: 1, createdAt: 1, updatedAt: 1, channel: 'machines' }
  const notice = { kind: 'test', at: 1 } as const
  const members = {
    episodeId: delivery,
    kind: 'test',
    severity: 'info',
    notice,
    dueAt: 1,
    attempts: 8,
  } as const
  await storage.collection(deliveriesTable).write([
    {
      insert: {
        ...base,
        ...members,
        id: delivery,
        key: 'test',
        destinationId,
        status: 'failed',
        errorMessage: `the receiver of ${ownerId} is away`,
      },
    },
  ])
  return delivery
}

/** Makes an id of an owner's own. */
const uuidV7Of = (ownerId: string, number: number): string =>
  `0198f3a0-0000-7000-8${number}00-${Buffer.from(ownerId).toString('hex').padEnd(12, '0').slice(0, 12)}`
