import { Readable } from 'node:stream'
import type {
  AlertDestinations,
  AlertPreferencesService,
  AlertRulesService,
  AlertSilences,
  OwnerServices,
  ProductGroups,
  Telltale,
} from '@telltale/core'

/** The records that calls are about. */
export interface Ids {
  readonly monitor: string
  readonly heartbeat: string
  readonly incident: string
  readonly products: readonly string[]
  readonly productUrl: string
  /** A page that nobody tracks yet. */
  readonly newUrl: string
  readonly rule: string
  readonly alert: string
  readonly silence: string
  readonly destination: string
  readonly unverified: string
  readonly group: string
  readonly battle: string
  readonly statusPage: string
  readonly comparison: string
  readonly search: string
  readonly vehicle: string
  readonly opportunity: string
}

/** Returns valid arguments of a method, with every option that it has; several lists where not all fit together. */
export type Arguments = (ids: Ids) => readonly (readonly unknown[])[]

type Covered<Service> = {
  readonly [Name in keyof Service as Service[Name] extends (...given: never[]) => unknown
    ? Name
    : never]: Arguments
}

/** The valid arguments of every public method. A method that is missing here does not compile. */
export interface CoveredMethods {
  readonly monitors: Covered<OwnerServices['monitors']>
  readonly products: Covered<OwnerServices['products']>
  readonly rules: Covered<AlertRulesService>
  readonly alerts: Covered<OwnerServices['alerts']>
  readonly silences: Covered<AlertSilences>
  readonly destinations: Covered<AlertDestinations>
  readonly preferences: Covered<AlertPreferencesService>
  readonly groups: Covered<ProductGroups>
  readonly statusPages: Covered<OwnerServices['statusPages']>
  readonly battles: Covered<OwnerServices['battles']>
  readonly purchases: Covered<OwnerServices['purchases']>
  readonly searches: Covered<OwnerServices['searches']>
  readonly vehicles: Covered<OwnerServices['vehicles']>
  readonly valuations: Covered<OwnerServices['valuations']>
  readonly opportunities: Covered<OwnerServices['opportunities']>
  readonly analytics: Covered<OwnerServices['analytics']>
  readonly feed: Covered<OwnerServices['feed']>
  readonly audit: Covered<OwnerServices['audit']>
  readonly budgets: Covered<Telltale['budgets']>
  readonly cache: Covered<Telltale['cache']>
  readonly backup: Covered<Telltale['backup']>
  readonly privacy: Covered<Telltale['privacy']>
  readonly alertLinks: Covered<Telltale['alertLinks']>
  readonly telltale: Covered<Omit<Telltale, typeof Symbol.asyncDispose>>
}

const now = Date.UTC(2026, 0, 1)
const page = { limit: 10, after: 'none' }
const history = { limit: 10, from: now - 86_400_000, to: now }
const price = { amount: '19.90', currency: 'EUR' }

const timing = {
  every: '1m',
  name: 'Checkout',
  missedRuns: 'once',
  timeout: '5s',
  tiers: [
    { name: 'fine', label: 'Fine', belowMs: 500 },
    { name: 'slow', fromMs: 500 },
  ],
  statistic: { quantile: 0.5, checks: 5, withinMs: 60_000 },
  hysteresis: {
    confirmations: 2,
    maxConfirmations: 3,
    changeWindowChecks: 10,
    failures: { count: 1, of: 2 },
    minDwellMs: 1_000,
  },
  failuresBeforeIncident: 2,
  maintenance: [
    { days: ['sun'], at: '02:30', durationMs: 3_600_000, timeZone: 'Europe/Berlin' },
    { from: now, to: now + 3_600_000 },
    { dates: [1, 'last'], at: '02:30', durationMs: 3_600_000 },
    { weeks: [2, 'last'], days: ['tue'], at: '02:30', durationMs: 3_600_000 },
  ],
  tags: ['shop'],
  region: 'fra',
  paused: false,
}

const gatus =
  'endpoints:\n  - name: shop\n    url: script://shop\n    interval: 5m\n    conditions: ["[STATUS] == 200"]\n'
const purchase = {
  priceUsd: 20_000,
  state: 'FL',
  dealerState: 'FL',
  dealerFeeUsd: 500,
  localTaxes: [{ name: 'Miami-Dade County', rate: 0.01, upToUsd: 5_000 }],
  tradeInUsd: 1_000,
  reserve: {
    inspectionUsd: 100,
    repairUsd: { low: 50, value: 100, high: 300 },
    holdingUsdPerDay: 10,
    daysToSell: 30,
  },
  overrides: {
    salesTaxRate: 0.06,
    luxuryTax: { abovePriceUsd: 50_000, rate: 0.01 },
    notes: 'own',
    asOf: '2026',
  },
  fromZip: '33101',
  toZip: '30301',
}
const newSearch = {
  name: 'Mustangs',
  criteria: {
    makes: ['Ford'],
    models: ['Mustang'],
    trims: ['GT'],
    yearMin: 2015,
    yearMax: 2020,
    priceMin: 1,
    priceMax: 30_000,
    mileageMax: 60_000,
    fuels: ['gasoline'],
    bodies: ['coupe'],
    locations: ['60601'],
    radiusMiles: 50,
    sellers: ['dealer'],
    sources: ['market'],
  },
  every: '1h',
  missedRuns: 'once',
  destinationZip: '60601',
  buyerState: 'IL',
  deal: { minProfitUsd: 1, minConfidence: 0.5, maxRisk: 0.5 },
}
const cron = { expression: '0 3 * * *', timeZone: 'Europe/Berlin' }
const listing = {
  source: 'cars.example',
  externalId: '1',
  make: 'Ford',
  model: 'Mustang',
  year: 2021,
  mileageMiles: 31_204,
  price: { amount: '24900.00', currency: 'USD' },
}
const cars = [
  { make: 'Chevrolet', model: 'Corvette', year: 2023, trim: 'Stingray' },
  { make: 'Ford', model: 'Mustang', year: 2023 },
]
const categories = [
  { id: 'power', label: 'Power', unit: 'hp', better: 'higher', weight: 1, fact: 'horsepower' },
  {
    id: 'value',
    label: 'Value',
    unit: 'hp',
    better: 'higher',
    fact: 'horsepower',
    per: { fact: 'priceUsd', amount: 1_000 },
  },
]
const conditions = [
  { kind: 'price-below', price },
  { kind: 'drops-by', percent: 10 },
  { kind: 'rises-by', amount: price },
  { kind: 'changes' },
  { kind: 'new-low', days: 30 },
  { kind: 'back-in-stock', price },
]
const definitions = { scope: 'code', monitors: [{ key: 'shop', url: 'script://shop', tags: ['shop'] }] }
const statusPage = (monitor: string) => ({
  title: 'Status',
  slug: 'status',
  description: 'All of our services',
  groups: [{ name: 'Shop', monitors: [{ id: monitor, name: 'Checkout' }], tag: 'shop' }],
  showLatency: true,
  showTags: true,
  locale: 'de-AT',
  timeZone: 'Europe/Vienna',
})
const ended = AbortSignal.abort()
const none: Arguments = () => [[]]

/** The valid arguments of every public method. */
export const coveredMethods: CoveredMethods = {
  monitors: {
    create: () => [
      [{ ...timing, url: 'script://shop', adapter: 'scripted' }],
      [
        {
          name: 'Nightly',
          cron: { expression: '0 3 * * *', timeZone: 'Europe/Berlin' },
          heartbeat: { grace: '5m', maxRun: '2h' },
          dependsOn: [],
        },
      ],
    ],
    import: () => [
      [gatus, { from: 'gatus' }],
      ['{"monitorList":[{"name":"Shop","type":"push","interval":60}]}', { from: 'uptime-kuma' }],
    ],
    plan: () => [[definitions]],
    apply: () => [[definitions]],
    get: ({ monitor }) => [[monitor]],
    list: () => [[page], [{ tag: 'shop', region: 'fra', tier: 'fine', state: 'up', limit: 10 }]],
    update: ({ monitor }) => [
      [monitor, { ...timing, url: 'script://shop', adapter: 'scripted' }],
      [monitor, { cron: { expression: '0 3 * * *', timeZone: 'Europe/Berlin' } }],
    ],
    delete: ({ monitor }) => [[monitor]],
    check: ({ monitor }) => [[monitor]],
    heartbeat: ({ heartbeat }) => [
      [heartbeat, { durationMs: 10, failure: 'no disk', exitCode: 1, run: 'a' }],
    ],
    heartbeatStart: ({ heartbeat }) => [[heartbeat, { run: 'a' }]],
    checks: ({ monitor }) => [
      [monitor, history],
      [monitor, { failed: true, limit: 10, from: history.from, to: now }],
    ],
    missedSlots: ({ monitor }) => [[monitor, history]],
    incidents: ({ monitor }) => [[{ monitorId: monitor, status: 'open', limit: 10 }]],
    incident: ({ incident }) => [[incident]],
    acknowledge: ({ incident }) => [[incident, { who: 'ana', text: 'on it', isPublic: true }]],
    note: ({ incident }) => [[incident, { who: 'ana', text: 'the disk', isPublic: false }]],
    summary: ({ monitor }) => [
      [monitor, { from: history.from, to: now, targetMs: 100 }],
      [{ tag: 'shop', region: 'fra' }, {}],
    ],
    chart: ({ monitor }) => [
      [monitor, { from: history.from, to: now, by: 'hour' }],
      [monitor, { to: now }],
    ],
    reliability: ({ monitor }) => [[monitor, { from: history.from, to: now }]],
    errorBudget: ({ monitor }) => [
      [monitor, { share: 0.99, withinMs: 300, minChecks: 10 }, { from: history.from, to: now }],
    ],
    deviation: ({ monitor }) => [[monitor, { timeZone: 'Europe/Berlin' }]],
    suggestTiers: ({ monitor }) => [[monitor]],
  },
  products: {
    track: ({ newUrl }) => [
      [newUrl, { every: '6h', adapter: 'webshop', target: price }],
      [newUrl, { condition: 'new', seller: 'Shop', variant: 'Red', wait: false }],
    ],
    teach: ({ products }) => [[products[0], { price: 'none' }]],
    get: ({ products }) => [[products[0]]],
    list: () => [[page]],
    untrack: ({ products }) => [[products[0]]],
    refresh: ({ products }) => [[products[0]]],
    history: ({ products }) => [[products[0], history]],
    missedSlots: ({ products }) => [[products[0], history]],
    analyze: ({ products }) => [[products[0]]],
    update: ({ products }) => [[products[0], { every: '1h', target: price }]],
    pause: ({ products }) => [[products[0]]],
    resume: ({ products }) => [[products[0]]],
    observe: ({ productUrl }) => [
      [
        {
          url: productUrl,
          price,
          wasPrice: price,
          availability: 'InStock',
          title: 'Kettle',
          shippingPrice: price,
        },
      ],
    ],
    compare: ({ products }) => [
      [products, { display: { currency: 'USD', rates: { EUR: '0.92' }, ratesAt: now } }],
    ],
    comparison: ({ comparison }) => [[comparison]],
    comparisons: () => [[page]],
    search: () => [['kettle', { limit: 5 }]],
  },
  statusPages: {
    create: ({ monitor }) => [[statusPage(monitor)]],
    get: ({ statusPage: id }) => [[id]],
    list: () => [[page]],
    update: ({ statusPage: id, monitor }) => [[id, statusPage(monitor)]],
    delete: ({ statusPage: id }) => [[id]],
    report: ({ statusPage: id }) => [[id]],
  },
  groups: {
    create: ({ products }) => [[{ name: 'Kettles', currency: 'EUR', products }]],
    get: ({ group }) => [[group]],
    list: () => [[page]],
    update: ({ group }) => [[group, { name: 'Pots', currency: 'EUR' }]],
    delete: ({ group }) => [[group]],
    add: ({ group, products }) => [
      [
        group,
        products[0],
        { delivery: price, taxPercent: 19, fees: price, couponPercent: 5, pack: { amount: 500, unit: 'g' } },
      ],
    ],
    remove: ({ group, products }) => [[group, products[0]]],
    offers: ({ group }) => [[group]],
    history: ({ group }) => [[group]],
    analyze: ({ group }) => [[group]],
    suggest: none,
  },
  rules: {
    create: ({ products }) => conditions.map((condition) => [{ subjectId: products[0], condition }]),
    get: ({ rule }) => [[rule]],
    list: ({ products }) => [[{ subjectId: products[0], limit: 10 }]],
    update: ({ rule }) => [[rule, { name: 'Sale', severity: 'critical', coolDown: '1h' }]],
    pause: ({ rule }) => [[rule]],
    resume: ({ rule }) => [[rule]],
    remove: ({ rule }) => [[rule]],
  },
  alerts: {
    list: ({ rule }) => [[{ ruleId: rule, status: 'open', limit: 10 }]],
    get: ({ alert }) => [[alert]],
    decisions: ({ alert }) => [[alert, history]],
    pauseAll: () => [[{ for: '1h' }], [{ until: now + 3_600_000 }]],
    resumeAll: none,
    acknowledge: ({ alert }) => [[alert, { who: 'ana' }]],
    preview: () => [
      [
        { kind: 'test', at: now },
        { language: 'de', timeZone: 'Europe/Berlin' },
      ],
    ],
    simulate: ({ products }) => conditions.map((condition) => [{ subjectId: products[0], condition }]),
  },
  silences: {
    create: ({ rule }) => [
      [
        {
          matcher: {
            watches: ['product'],
            ruleIds: [rule],
            subjectIds: [rule],
            tags: ['shop'],
            severities: ['info'],
          },
          for: '1h',
          author: 'ana',
          reason: 'a move of the warehouse',
        },
      ],
      [{ matcher: { tags: ['shop'] }, until: now + 3_600_000, author: 'ana' }],
    ],
    get: ({ silence }) => [[silence]],
    list: () => [[{ ...page, active: true, total: true }]],
    end: ({ silence }) => [[silence]],
  },
  destinations: {
    create: () => [
      [
        {
          channel: 'machines',
          settings: { name: 'Pager' },
          name: 'Pager',
          minSeverity: 'critical',
          after: '10m',
          language: 'de-AT',
          timeZone: 'Europe/Vienna',
        },
      ],
    ],
    get: ({ destination }) => [[destination]],
    list: () => [[{ ...page, status: 'active', channel: 'machines', total: true }]],
    update: ({ destination }) => [
      [
        destination,
        {
          settings: { name: 'Other' },
          name: 'Other',
          minSeverity: 'warning',
          after: '1m',
          language: 'en',
          timeZone: 'UTC',
        },
        { version: 1 },
      ],
      [destination, { name: null, language: null, timeZone: null }],
    ],
    remove: ({ destination }) => [[destination]],
    verify: ({ destination }) => [[destination, { code: '000000' }]],
    sendCode: ({ unverified }) => [[unverified]],
    test: ({ destination }) => [[destination]],
    enable: ({ destination }) => [[destination]],
    disable: ({ destination }) => [[destination]],
  },
  preferences: {
    get: none,
    set: () => [
      [
        {
          language: 'de',
          timeZone: 'Europe/Berlin',
          quietHours: { from: '22:00', to: '07:00', days: [1, 7] },
          digest: { every: 'week', at: '08:00', day: 1 },
          maxAlertsPerDay: 20,
          maxAlertsPerMinute: 5,
          remindEvery: '1h',
          minProfitUsd: 500,
        },
      ],
      [
        {
          language: null,
          timeZone: null,
          quietHours: null,
          digest: null,
          maxAlertsPerDay: null,
          maxAlertsPerMinute: null,
          remindEvery: null,
          minProfitUsd: null,
        },
      ],
    ],
  },
  battles: {
    fight: () => [[{ cars, zip: '33101', categories }]],
    get: ({ battle }) => [[battle]],
    analyze: ({ battle }) => [[battle]],
    list: () => [[page]],
  },
  purchases: { cost: () => [[purchase]] },
  searches: {
    create: () => [[newSearch], [{ name: 'By cron', cron, paused: true }]],
    list: () => [[page]],
    get: ({ search }) => [[search]],
    update: ({ search: id }) => [[id, { ...newSearch, every: '2h' }]],
    delete: ({ search }) => [[search]],
    pause: ({ search }) => [[search]],
    resume: ({ search }) => [[search]],
    run: ({ search }) => [[search]],
    runs: ({ search }) => [[search, page]],
    cancel: ({ search }) => [[search]],
    missedSlots: ({ search }) => [[search, history]],
  },
  vehicles: {
    list: ({ search, vehicle }) => [
      [{ ...page, make: 'Ford', model: 'Mustang', year: 2020, priceMin: 1, priceMax: 2, mileageMax: 3 }],
      [{ ...page, state: 'IL', source: 'a', isActive: true, carId: vehicle, vin: 'V', searchId: search }],
    ],
    get: ({ vehicle }) => [[vehicle]],
    observe: () => [[listing], [[listing]]],
  },
  valuations: {
    value: ({ vehicle }) => [
      [vehicle, { sources: true, insights: true }],
      [{ make: 'Ford', model: 'Mustang', year: 2021, zip: '60601' }, { sources: true }],
    ],
    market: () => [[{ currency: 'USD', kind: 'asking' }]],
  },
  opportunities: {
    list: ({ search }) => [
      [{ ...page, searchId: search, status: 'new', isActive: true, orderBy: 'profit', total: true }],
      [{ ...page, minProfit: 1_000, minConfidence: 0.5 }],
    ],
    get: ({ opportunity }) => [[opportunity]],
    setStatus: ({ opportunity }) => [[opportunity, 'viewed']],
    explain: ({ opportunity }) => [[opportunity]],
    recordOutcome: ({ opportunity }) => [
      [opportunity, { boughtAt: now, boughtFor: 18_000, soldAt: now + 1, soldFor: 21_000 }],
    ],
    calibration: none,
  },
  analytics: {
    market: () => [[{ make: 'Ford', model: 'Mustang', year: 2020, state: 'IL' }]],
    funnel: ({ search }) => [[search]],
  },
  feed: {
    since: () => [[{ after: 0, limit: 10 }]],
    lastId: none,
    follow: () => [[{ after: 0, signal: ended }]],
  },
  audit: {
    write: () => [
      [
        {
          who: 'ana',
          what: 'monitor.deleted',
          record: 'm1',
          details: { before: { tags: ['shop'], everyMs: 5 } },
        },
      ],
    ],
    list: () => [[history]],
  },
  budgets: {
    status: none,
    estimate: () => [[[{ adapter: 'scripted', every: '1h', items: 10, calls: 2, costUsd: 0.01 }]]],
  },
  cache: { invalidate: () => [['search', 'key']] },
  backup: {
    export: () => [[{ gzip: true }]],
    import: () => [[() => Readable.from([Buffer.from('no backup')]), { ownerId: 'nobody' }]],
    verify: () => [[() => Readable.from([Buffer.from('no backup')]), { ownerId: 'nobody' }]],
  },
  alertLinks: {
    look: () => [['token.signature']],
    act: () => [['token.signature']],
  },
  privacy: { export: () => [['nobody', { gzip: true }]], erase: () => [['nobody']] },
  telltale: {
    for: () => [['nobody']],
    ask: () => [['scripted', () => 1]],
    on: () => [['error', () => undefined]],
    once: () => [['error', () => undefined]],
    events: () => [['error', { signal: ended }]],
    start: none,
    close: none,
  },
}
