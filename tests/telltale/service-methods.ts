import type { OwnerServices } from '@telltale/core'

/** The ids of records of one owner, one of each kind. */
export interface RecordIds {
  readonly monitor: string
  /** A monitor that waits for heartbeats. */
  readonly pushMonitor: string
  /** An open incident. */
  readonly incident: string
  readonly statusPage: string
  readonly product: string
  /** A product beside `product`. */
  readonly otherProduct: string
  readonly rule: string
  /** A silence that has not ended. */
  readonly silence: string
  /** A destination of programs, which is active. */
  readonly destination: string
  /** A destination that its reader has not verified. */
  readonly unverified: string
  /** An open alert. */
  readonly alert: string
  /** A message to `destination` that failed. */
  readonly delivery: string
  readonly group: string
  readonly comparison: string
  readonly battle: string
  readonly search: string
  readonly vehicle: string
  readonly opportunity: string
}

/** For each method of a service, the arguments of a call that is right, given the ids of records. */
export type SampleCalls<Service> = {
  readonly [Name in keyof Service]: Service[Name] extends (...given: never[]) => unknown
    ? (ids: RecordIds, place: SamplePlace) => Parameters<Service[Name]>
    : SampleCalls<Service[Name]>
}

/** The targets and pages that sample calls name. */
export interface SamplePlace {
  /** The URL of a product page that no record is of. */
  readonly newPage: string
  /** The URL of the page of `product`. */
  readonly page: string
}

/** Two cars that the catalogue of `startTelltale` knows. */
export const knownCars = [
  { make: 'Chevrolet', model: 'Corvette', year: 2023 },
  { make: 'Ford', model: 'Mustang', year: 2023 },
] as const

/** A car that a person saw in a browser. */
export const seenCar = (externalId: string) =>
  ({
    source: 'cars.example',
    externalId,
    make: 'Ford',
    model: 'Mustang',
    year: 2021,
    mileageMiles: 31_204,
    price: { amount: '24900.00', currency: 'USD' },
  }) as const

const condition = { kind: 'price-below', price: { amount: '100.00', currency: 'EUR' } } as const
const definitions = { scope: 'code', monitors: [{ key: 'one', url: 'script:one', every: '1m' }] } as const
const gatus = 'endpoints:\n  - name: Imported\n    url: https://imported.example/\n    interval: 1m\n'

/**
 * A sample call of every method that an owner has. Its type names them all: a new method does not compile until it is here,
 * and so in every test that goes through the list.
 */
export const sampleCalls: SampleCalls<OwnerServices> = {
  monitors: {
    create: () => [{ url: 'script:new', name: 'new', every: '1m' }],
    import: () => [gatus, { from: 'gatus' }],
    plan: () => [definitions],
    apply: () => [definitions],
    get: ({ monitor }) => [monitor],
    list: () => [{ state: 'up', limit: 10 }],
    update: ({ monitor }) => [monitor, { name: 'renamed', every: '2m' }],
    delete: ({ monitor }) => [monitor],
    check: ({ monitor }) => [monitor],
    heartbeat: ({ pushMonitor }) => [pushMonitor, { durationMs: 5 }],
    heartbeatStart: ({ pushMonitor }) => [pushMonitor, { run: 'a' }],
    checks: ({ monitor }) => [monitor, { failed: true, limit: 10 }],
    missedSlots: ({ monitor }) => [monitor, { limit: 10 }],
    incidents: ({ monitor }) => [{ monitorId: monitor, limit: 10 }],
    incident: ({ incident }) => [incident],
    acknowledge: ({ incident }) => [incident, { who: 'somebody' }],
    note: ({ incident }) => [incident, { who: 'somebody', text: 'It was the disk.' }],
    summary: ({ monitor }) => [monitor],
    chart: ({ monitor }) => [monitor],
    reliability: ({ monitor }) => [monitor],
    errorBudget: ({ monitor }) => [monitor, { share: 0.999 }],
    deviation: ({ monitor }) => [monitor],
    suggestTiers: ({ monitor }) => [monitor],
  },
  statusPages: {
    create: ({ monitor }) => [{ title: 'Status', slug: 'status', groups: [{ monitors: [{ id: monitor }] }] }],
    get: ({ statusPage }) => [statusPage],
    list: () => [{ limit: 10 }],
    update: ({ statusPage, monitor }) => [
      statusPage,
      { title: 'New', groups: [{ monitors: [{ id: monitor }] }] },
    ],
    delete: ({ statusPage }) => [statusPage],
    report: ({ statusPage }) => [statusPage],
  },
  battles: {
    fight: () => [{ cars: knownCars }],
    get: ({ battle }) => [battle],
    analyze: ({ battle }) => [battle],
    list: () => [{ limit: 10 }],
  },
  purchases: {
    cost: () => [{ priceUsd: 20_000, state: 'FL', fromZip: '30303', toZip: '33130' }],
  },
  products: {
    track: (_ids, { newPage }) => [newPage, { every: '1h' }],
    teach: ({ product }) => [product, { price: 'none' }],
    get: ({ product }) => [product],
    list: () => [{ limit: 10 }],
    untrack: ({ product }) => [product],
    refresh: ({ product }) => [product],
    history: ({ product }) => [product, { limit: 10 }],
    missedSlots: ({ product }) => [product, { limit: 10 }],
    analyze: ({ product }) => [product],
    update: ({ product }) => [product, { every: '2h', target: { amount: '5.00', currency: 'EUR' } }],
    pause: ({ product }) => [product],
    resume: ({ product }) => [product],
    observe: (_ids, { page }) => [{ url: page, price: { amount: '101.00', currency: 'EUR' } }],
    compare: ({ product, otherProduct }) => [[product, otherProduct]],
    comparison: ({ comparison }) => [comparison],
    comparisons: () => [{ limit: 10 }],
    search: () => ['kettle'],
    groups: {
      create: ({ product }) => [{ name: 'Kettles', products: [product] }],
      get: ({ group }) => [group],
      list: () => [{ limit: 10 }],
      update: ({ group }) => [group, { name: 'Pots' }],
      delete: ({ group }) => [group],
      add: ({ group, product }) => [group, product, { taxPercent: 19 }],
      remove: ({ group, otherProduct }) => [group, otherProduct],
      offers: ({ group }) => [group],
      history: ({ group }) => [group],
      analyze: ({ group }) => [group],
      suggest: () => [],
    },
  },
  searches: {
    create: () => [{ name: 'New', criteria: { makes: ['Ford'] }, every: '1h' }],
    list: () => [{ limit: 10 }],
    get: ({ search }) => [search],
    update: ({ search }) => [search, { name: 'Renamed' }],
    delete: ({ search }) => [search],
    pause: ({ search }) => [search],
    resume: ({ search }) => [search],
    run: ({ search }) => [search],
    runs: ({ search }) => [search, { limit: 10 }],
    cancel: ({ search }) => [search],
    missedSlots: ({ search }) => [search, { limit: 10 }],
  },
  vehicles: {
    list: () => [{ limit: 10 }],
    get: ({ vehicle }) => [vehicle],
    observe: () => [seenCar('new')],
  },
  valuations: {
    value: ({ vehicle }) => [vehicle],
    market: () => [{ currency: 'USD' }],
  },
  opportunities: {
    list: () => [{ limit: 10 }],
    get: ({ opportunity }) => [opportunity],
    setStatus: ({ opportunity }) => [opportunity, 'viewed'],
    explain: ({ opportunity }) => [opportunity],
    recordOutcome: ({ opportunity }) => [opportunity, { boughtAt: 0, boughtFor: 18_000 }],
    calibration: () => [],
  },
  analytics: {
    market: () => [{ make: 'Ford', model: 'Mustang' }],
    funnel: ({ search }) => [search],
  },
  alerts: {
    rules: {
      create: ({ product }) => [{ subjectId: product, condition }],
      get: ({ rule }) => [rule],
      list: ({ product }) => [{ subjectId: product, limit: 10 }],
      update: ({ rule }) => [rule, { severity: 'warning' }],
      pause: ({ rule }) => [rule],
      resume: ({ rule }) => [rule],
      remove: ({ rule }) => [rule],
    },
    deliveries: {
      list: ({ destination }) => [{ destinationId: destination, limit: 10 }],
      get: ({ delivery }) => [delivery],
      retry: ({ delivery }) => [delivery],
      retryAll: ({ destination }) => [{ destinationId: destination }],
      replay: ({ destination }) => [destination, { since: 0 }],
      statistics: () => [],
    },
    preview: () => [{ kind: 'test', at: 0 }],
    list: ({ rule }) => [{ ruleId: rule, limit: 10 }],
    get: ({ alert }) => [alert],
    silences: {
      create: () => [{ matcher: { tags: ['shop'] }, for: '1h', author: 'somebody' }],
      get: ({ silence }) => [silence],
      list: () => [{ limit: 10 }],
      end: ({ silence }) => [silence],
    },
    destinations: {
      create: () => [{ channel: 'machines', settings: { name: 'new' } }],
      get: ({ destination }) => [destination],
      list: () => [{ limit: 10 }],
      update: ({ destination }) => [destination, { name: 'renamed', after: '10m' }],
      remove: ({ destination }) => [destination],
      verify: ({ destination }) => [destination, { code: '000000' }],
      sendCode: ({ unverified }) => [unverified],
      test: ({ destination }) => [destination],
      enable: ({ destination }) => [destination],
      disable: ({ destination }) => [destination],
    },
    preferences: {
      get: () => [],
      set: () => [{ timeZone: 'Europe/Berlin', quietHours: { from: '22:00', to: '07:00' } }],
    },
    decisions: ({ alert }) => [alert, { limit: 10 }],
    pauseAll: () => [{ for: '1h' }],
    resumeAll: () => [],
    acknowledge: ({ alert }) => [alert, { who: 'somebody' }],
    simulate: ({ product }) => [{ subjectId: product, condition }],
  },
  feed: {
    since: () => [{ after: 0, limit: 1_000 }],
    lastId: () => [],
    follow: () => [{ after: 0 }],
  },
  idempotency: {
    run: () => [{ key: 'one', fingerprint: 'a' }, async () => ({ answer: { is: 'done' }, isKept: true })],
  },
  quotas: {
    status: () => [],
    countRequest: () => [],
  },
  audit: {
    write: ({ monitor }) => [{ who: 'somebody', what: 'monitor.read', record: monitor }],
    list: () => [{ limit: 10 }],
  },
}

type Method = (...given: unknown[]) => unknown

/** One method of an owner's services. */
export interface ServiceMethod {
  /** Its path, such as `alerts.rules.create`. */
  readonly name: string
  /** Returns the arguments of its sample call. */
  readonly sample: (ids: RecordIds, place: SamplePlace) => readonly unknown[]
  /** Calls it with any arguments. */
  readonly call: (services: OwnerServices, given: readonly unknown[]) => unknown
}

/** Every method of an owner's services, with its sample call. */
export const serviceMethods: readonly ServiceMethod[] = pathsOf(sampleCalls).map((path) => ({
  name: path.join('.'),
  sample: memberAt(sampleCalls, path) as ServiceMethod['sample'],
  call: (services, given) => (memberAt(services, path) as Method)(...given),
}))

/** Returns the paths of all functions in an object. */
export function pathsOf(value: object): readonly (readonly string[])[] {
  return Object.entries(value).flatMap(([name, member]) => {
    if (typeof member === 'function') return [[name]]
    return typeof member === 'object' && member !== null ? pathsOf(member).map((rest) => [name, ...rest]) : []
  })
}

function memberAt(value: object, path: readonly string[]): unknown {
  return path.reduce<unknown>((part, name) => (part as Record<string, unknown>)[name], value)
}
