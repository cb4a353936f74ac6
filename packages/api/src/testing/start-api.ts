import { createServer } from 'node:http'
import type { AddressInfo } from 'node:net'
import { catalog } from '@telltale/adapters/catalog'
import { webshop } from '@telltale/adapters/webshop'
import { zip } from '@telltale/adapters/zip'
import { createTelltale, type OwnerServices, type Telltale, type TelltaleOptions } from '@telltale/core'
import type { Adapter, Listing, Storage } from '@telltale/core/ports'
import { memoryStorage } from '@telltale/storage-memory'
import { onTestFinished } from 'vitest'
import { storeOpportunity } from '../../../../tests/telltale/stored-opportunity.js'
import { type Client, createClient } from '../client/index.js'
import { type Api, type ApiOptions, createApi } from '../index.js'

/** Two cars that the catalogue knows. */
export const knownCars = [
  { make: 'Chevrolet', model: 'Corvette', year: 2023 },
  { make: 'Ford', model: 'Mustang', year: 2023 },
] as const

/** A listing of a car that a person saw. */
export const seenCar: Listing = {
  source: 'cars.example',
  externalId: '1',
  make: 'Ford',
  model: 'Mustang',
  year: 2018,
  mileageMiles: 40_000,
  price: { amount: '18000.00', currency: 'USD' },
}

const source = { name: 'the test' }
const facts = [
  { ...knownCars[0], horsepower: 495, zeroToSixtySeconds: 3, torqueLbFt: 470, priceUsd: 67450, source },
  { ...knownCars[1], horsepower: 450, zeroToSixtySeconds: 4.3, torqueLbFt: 410, priceUsd: 38000, source },
]

/** A probe of `script:` addresses: one on the host `down` fails. */
const probe: Adapter = {
  specVersion: 1,
  id: 'script',
  probe: {
    matches: (url) => url.protocol === 'script:',
    check: async ({ url }) => {
      const failure = { kind: 'refused', message: 'it is down' } as const
      const measured = { latencyMs: 40, uncertaintyMs: 0, phases: {} }
      return url.host === 'down' ? { ...measured, failure } : measured
    },
  },
}

const merchant: Adapter = {
  specVersion: 1,
  id: 'merchant',
  benchmarks: { find: async () => undefined, search: async ({ text }) => [{ id: '1', title: text }] },
}

/** A source of one car. */
const marketplace: Adapter = {
  specVersion: 1,
  id: 'marketplace',
  listings: {
    search: async function* () {
      yield { ...seenCar, source: 'marketplace' }
    },
  },
}

/** Starts a shop, whose every page offers a kettle for 100 euros. */
async function startShop(): Promise<string> {
  const offer = { '@type': 'Offer', price: '100.00', priceCurrency: 'EUR' }
  const shop = createServer(({ url }, response) => {
    const product = {
      '@context': 'https://schema.org',
      '@type': 'Product',
      name: `Kettle ${url}`,
      offers: offer,
    }
    response.setHeader('content-type', 'text/html')
    response.end(`<script type="application/ld+json">${JSON.stringify(product)}</script>`)
  })
  await new Promise<void>((resolve) => shop.listen(0, '127.0.0.1', resolve))
  onTestFinished(() => void shop.close())
  return `http://127.0.0.1:${(shop.address() as AddressInfo).port}/`
}

/** An API whose callers say who they are by the header `x-owner`. */
export interface StartedApi {
  readonly telltale: Telltale
  readonly storage: Storage
  readonly api: Api
  /** The address of the shop. */
  readonly shop: string
  /** Requests a path as an owner; as nobody where the owner is `undefined`. */
  readonly request: (owner: string | undefined, operation: string, given?: RequestGiven) => Promise<Answer>
  /** Makes a client of an owner, which needs no server. */
  readonly clientOf: (owner: string) => Client
}

/** The body and the headers of a request. A body that is no text is sent as JSON. */
export interface RequestGiven {
  readonly body?: unknown
  readonly headers?: Readonly<Record<string, string>>
}

/** An answer, read. */
export interface Answer {
  readonly status: number
  readonly headers: Headers
  // biome-ignore lint/suspicious/noExplicitAny: tests look at any member.
  readonly body: any
}

/** Starts an API over a Telltale in memory, both of which end with the test. */
export async function startApi(
  options: Partial<ApiOptions> = {},
  telltaleOptions: Partial<TelltaleOptions> = {},
): Promise<StartedApi> {
  const shop = await startShop()
  const storage = telltaleOptions.storage ?? memoryStorage()
  const telltale = createTelltale({
    storage,
    adapters: [probe, webshop(), catalog({ cars: facts }), zip(), merchant, marketplace],
    http: { allow: ['127.0.0.1'], politeness: { gap: '1ms' } },
    ...telltaleOptions,
  })
  onTestFinished(() => telltale.close().catch(() => undefined))
  const api = createApi(telltale, { owner: (request) => request.headers.get('x-owner'), ...options })
  const request = async (owner: string | undefined, operation: string, given: RequestGiven = {}) => {
    const [method = '', path = ''] = operation.split(' ')
    const { body, headers } = given
    const text = body === undefined || typeof body === 'string' ? body : JSON.stringify(body)
    const response = await api.fetch(
      new Request(`http://host.example/api${path}`, {
        method,
        headers: {
          ...(text === undefined ? undefined : { 'content-type': 'application/json' }),
          ...(owner === undefined ? undefined : { 'x-owner': owner }),
          ...headers,
        },
        ...(text === undefined ? undefined : { body: text }),
      }),
    )
    const answered = await response.text()
    return {
      status: response.status,
      headers: response.headers,
      body: answered === '' ? undefined : JSON.parse(answered),
    }
  }
  const clientOf = (owner: string) =>
    createClient({
      baseUrl: 'http://host.example/api',
      headers: () => ({ 'x-owner': owner }),
      fetch: (url, init) => api.fetch(new Request(url, init)),
    })
  return { telltale, storage, api, shop, request, clientOf }
}

/** The ids of records of one owner. */
export interface RecordIds {
  readonly monitor: string
  readonly pushMonitor: string
  readonly incident: string
  readonly statusPage: string
  readonly product: string
  readonly otherProduct: string
  readonly rule: string
  readonly alert: string
  readonly group: string
  readonly comparison: string
  readonly battle: string
  readonly search: string
  readonly vehicle: string
  readonly opportunity: string
}

/** Makes a record of each kind for an owner. */
export async function settle(started: StartedApi, ownerId: string): Promise<RecordIds> {
  const { telltale, storage, shop } = started
  const services = telltale.for(ownerId)
  const cars = await settleCars(services)
  const opportunity = await storeOpportunity(storage, { ownerId, ...cars })
  return { ...(await settleOthers(services, `${shop}page`)), ...cars, opportunity }
}

/** Makes a search that has run once, and a vehicle that a person saw. */
async function settleCars({ searches, vehicles }: OwnerServices) {
  const search = await searches.create({ name: 'all cars', every: '1h' })
  await searches.run(search.id)
  const observed = await vehicles.observe(seenCar)
  return { search: search.id, vehicle: observed.vehicles[0]?.id ?? '' }
}

async function settleOthers(
  services: OwnerServices,
  page: string,
): Promise<Omit<RecordIds, 'search' | 'vehicle' | 'opportunity'>> {
  const { monitors, statusPages, products, battles, audit, alerts } = services
  const monitor = await monitors.create({ url: 'script:here', name: 'here', every: '1m' })
  const down = await monitors.create({ url: 'script://down/', name: 'outage', every: '1m' })
  const push = await monitors.create({ name: 'job', heartbeat: {}, every: '1h' })
  for (const { id } of [monitor, down, down]) await monitors.check(id)
  const [incident] = (await monitors.incidents({ monitorId: down.id })).items
  const statusPage = await statusPages.create({ title: 'page', groups: [{ monitors: [{ id: monitor.id }] }] })
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
  const group = await products.groups.create({ products: [otherProduct.id] })
  const comparison = await products.compare([product.id, otherProduct.id])
  const battle = await battles.fight({ cars: knownCars, zip: '33101' })
  await audit.write({ who: 'somebody', what: 'settled', record: monitor.id })
  return {
    monitor: monitor.id,
    pushMonitor: push.id,
    incident: incident?.id ?? '',
    statusPage: statusPage.id,
    product: product.id,
    otherProduct: otherProduct.id,
    rule: rule.id,
    alert: alert?.id ?? '',
    group: group.id,
    comparison: comparison.id,
    battle: battle.id,
  }
}
