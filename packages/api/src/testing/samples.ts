import { operations } from '../operations.js'
import { knownCars, type RecordIds, seenCar } from './start-api.js'

/** A sample of an operation: its ids, then its query or body. */
type Sample = (ids: RecordIds, shop: string) => readonly [ids: readonly string[], input?: object]

const condition = { kind: 'price-below', price: { amount: '100.00', currency: 'EUR' } }
const definitions = { scope: 'code', monitors: [{ key: 'one', url: 'script:one', every: '1m' }] }
const gatus = 'endpoints:\n  - name: Imported\n    url: https://imported.example/\n    interval: 1m\n'

/** A sample of every operation. Its type names them all: a new one does not compile until it is here. */
const samples: {
  readonly [Service in keyof typeof operations]: {
    readonly [Name in keyof (typeof operations)[Service]]: Sample
  }
} = {
  monitors: {
    list: () => [[], { state: 'up', limit: 10 }],
    create: () => [
      [],
      { url: 'script:new', every: '1m', maintenance: [{ from: '2030-01-01', to: '2030-01-02' }] },
    ],
    summaryOfAll: () => [[], { tag: 'none' }],
    import: () => [[], { text: gatus, from: 'gatus', dryRun: true }],
    plan: () => [[], definitions],
    apply: () => [[], definitions],
    get: ({ monitor }) => [[monitor]],
    replace: ({ monitor }) => [[monitor], { every: '5m' }],
    update: ({ monitor }) => [[monitor], { name: 'renamed' }],
    delete: ({ monitor }) => [[monitor]],
    run: ({ monitor }) => [[monitor]],
    latest: ({ monitor }) => [[monitor]],
    history: ({ monitor }) => [[monitor], { limit: 10, failed: false }],
    heartbeat: ({ pushMonitor }) => [[pushMonitor], { durationMs: 5 }],
    heartbeatStart: ({ pushMonitor }) => [[pushMonitor], { run: 'a' }],
    summary: ({ monitor }) => [[monitor], { targetMs: 100 }],
    chart: ({ monitor }) => [[monitor], { by: 'minute' }],
    reliability: ({ monitor }) => [[monitor]],
    errorBudget: ({ monitor }) => [[monitor], { share: 0.999 }],
    deviation: ({ monitor }) => [[monitor], { timeZone: 'UTC' }],
    suggestedTiers: ({ monitor }) => [[monitor]],
    missedSlots: ({ monitor }) => [[monitor], { limit: 10 }],
    incidents: ({ monitor }) => [[monitor], { limit: 10 }],
  },
  incidents: {
    list: ({ monitor }) => [[], { monitorId: monitor, limit: 10 }],
    get: ({ incident }) => [[incident]],
    acknowledge: ({ incident }) => [[incident]],
    note: ({ incident }) => [[incident], { text: 'It was the disk.' }],
  },
  statusPages: {
    list: () => [[], { limit: 10 }],
    create: () => [[], { title: 'Status', slug: 'status' }],
    get: ({ statusPage }) => [[statusPage]],
    update: ({ statusPage }) => [[statusPage], { title: 'New' }],
    delete: ({ statusPage }) => [[statusPage]],
    report: ({ statusPage }) => [[statusPage]],
  },
  cars: {
    compare: () => [[], { cars: knownCars }],
    comparisons: () => [[], { limit: 10 }],
    comparison: ({ battle }) => [[battle]],
    analysis: ({ battle }) => [[battle]],
    purchaseCost: () => [[], { priceUsd: 20_000, state: 'FL', fromZip: '30303', toZip: '33130' }],
  },
  searches: {
    list: () => [[], { limit: 10 }],
    create: () => [[], { name: 'Mustangs', criteria: { makes: ['Ford'] }, every: '1h' }],
    get: ({ search }) => [[search]],
    update: ({ search }) => [[search], { name: 'Ponies', deal: null }],
    delete: ({ search }) => [[search]],
    pause: ({ search }) => [[search]],
    resume: ({ search }) => [[search]],
    run: ({ search }) => [[search]],
    runs: ({ search }) => [[search], { limit: 10 }],
    cancel: ({ search }) => [[search]],
    missedSlots: ({ search }) => [[search], { limit: 10 }],
  },
  vehicles: {
    list: () => [[], { make: 'Ford', isActive: true, limit: 10 }],
    observe: () => [[], { listings: [{ ...seenCar, firstSeenAt: '2026-01-01' }] }],
    get: ({ vehicle }) => [[vehicle]],
  },
  valuations: {
    value: ({ vehicle }) => [[], { vehicle, sources: true }],
    market: () => [[], { currency: 'USD', kind: 'asking' }],
  },
  opportunities: {
    list: () => [[], { orderBy: 'profit', limit: 10 }],
    calibration: () => [[]],
    get: ({ opportunity }) => [[opportunity]],
    explain: ({ opportunity }) => [[opportunity]],
    setStatus: ({ opportunity }) => [[opportunity], { status: 'viewed' }],
    recordOutcome: ({ opportunity }) => [[opportunity], { boughtAt: '2026-01-02', boughtFor: 17_500 }],
  },
  products: {
    list: () => [[], { limit: 10 }],
    track: (_ids, shop) => [[], { url: `${shop}new`, every: '1h' }],
    search: () => [[], { text: 'kettle' }],
    compare: ({ product, otherProduct }) => [[], { ids: [product, otherProduct] }],
    comparisons: () => [[], { limit: 10 }],
    comparison: ({ comparison }) => [[comparison]],
    observe: (_ids, shop) => [[], { url: `${shop}page`, price: { amount: '101.00', currency: 'EUR' } }],
    get: ({ product }) => [[product]],
    update: ({ product }) => [[product], { target: null }],
    untrack: ({ product }) => [[product]],
    refresh: ({ product }) => [[product]],
    pause: ({ product }) => [[product]],
    resume: ({ product }) => [[product]],
    teach: ({ product }) => [[product], { price: 'none' }],
    history: ({ product }) => [[product], { from: '2020-01-01', limit: 10 }],
    missedSlots: ({ product }) => [[product], { limit: 10 }],
    analysis: ({ product }) => [[product]],
  },
  rules: {
    list: ({ product }) => [[], { subjectId: product, limit: 10 }],
    get: ({ rule }) => [[rule]],
    create: ({ product }) => [[], { subjectId: product, condition }],
    update: ({ rule }) => [[rule], { name: 'Cheap' }],
    pause: ({ rule }) => [[rule]],
    resume: ({ rule }) => [[rule]],
    delete: ({ rule }) => [[rule]],
    simulate: ({ product }) => [[], { rule: { subjectId: product, condition } }],
  },
  alerts: {
    list: ({ rule }) => [[], { ruleId: rule, limit: 10 }],
    get: ({ alert }) => [[alert]],
    acknowledge: ({ alert }) => [[alert], { who: 'somebody' }],
  },
  groups: {
    list: () => [[], { limit: 10 }],
    create: () => [[], { name: 'Kettles' }],
    suggestions: () => [[]],
    get: ({ group }) => [[group]],
    update: ({ group }) => [[group], { name: 'Pots' }],
    delete: ({ group }) => [[group]],
    add: ({ group, product }) => [[group, product], { taxPercent: 19 }],
    remove: ({ group, product }) => [[group, product]],
    offers: ({ group }) => [[group]],
    history: ({ group }) => [[group]],
    analysis: ({ group }) => [[group]],
  },
  audit: { list: () => [[], { limit: 10 }] },
  quotas: { status: () => [[]] },
  events: { since: () => [[], { after: 0, limit: 10 }], last: () => [[]] },
  system: { status: () => [[]] },
}

/** The order of calls that one owner's records survive: what deletes comes last, what belongs to others before that. */
const last = [
  'rules.delete',
  'groups.remove',
  'groups.delete',
  'products.untrack',
  'statusPages.delete',
  'searches.delete',
  'monitors.delete',
]

/** An operation with its sample. */
export interface SampledOperation {
  readonly name: string
  readonly sample: Sample
  /** Makes the method and the path for some ids, with the query of a GET. */
  readonly withIds: (ids: readonly string[], input?: object) => string
}

/** Every operation with its sample, in an order in which all of them work. */
export const sampledOperations: readonly SampledOperation[] = Object.entries(operations)
  .flatMap(([service, ofService]) =>
    Object.entries(ofService).map(([name, operation]: [string, string]) => ({
      name: `${service}.${name}`,
      sample: (samples[service as keyof typeof samples] as Readonly<Record<string, Sample>>)[name] as Sample,
      withIds: (ids: readonly string[], input?: object) => {
        const left = [...ids]
        const path = operation.replace(/:\w+/g, () => encodeURIComponent(left.shift() ?? ''))
        const isRead = operation.startsWith('GET')
        return isRead && input ? `${path}?${new URLSearchParams(input as Record<string, string>)}` : path
      },
    })),
  )
  .toSorted((one, other) => last.indexOf(one.name) - last.indexOf(other.name))
