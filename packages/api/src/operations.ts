/**
 * Every operation of the API, by its service: the method and the path. The handler routes by it, the OpenAPI describes it,
 * and the client calls it.
 */
export const operations = {
  monitors: {
    list: 'GET /monitors',
    create: 'POST /monitors',
    summaryOfAll: 'GET /monitors/summary',
    import: 'POST /monitors/import',
    plan: 'POST /monitors/plan',
    apply: 'POST /monitors/apply',
    get: 'GET /monitors/:id',
    replace: 'PUT /monitors/:id',
    update: 'PATCH /monitors/:id',
    delete: 'DELETE /monitors/:id',
    run: 'POST /monitors/:id/run',
    latest: 'GET /monitors/:id/results/latest',
    history: 'GET /monitors/:id/results/history',
    heartbeat: 'POST /monitors/:id/heartbeats',
    heartbeatStart: 'POST /monitors/:id/heartbeats/start',
    summary: 'GET /monitors/:id/summary',
    chart: 'GET /monitors/:id/chart',
    reliability: 'GET /monitors/:id/reliability',
    errorBudget: 'GET /monitors/:id/error-budget',
    deviation: 'GET /monitors/:id/deviation',
    suggestedTiers: 'GET /monitors/:id/suggested-tiers',
    missedSlots: 'GET /monitors/:id/missed-slots',
    incidents: 'GET /monitors/:id/incidents',
  },
  incidents: {
    list: 'GET /incidents',
    get: 'GET /incidents/:id',
    acknowledge: 'POST /incidents/:id/acknowledgement',
    note: 'POST /incidents/:id/notes',
  },
  statusPages: {
    list: 'GET /status-pages',
    create: 'POST /status-pages',
    get: 'GET /status-pages/:id',
    update: 'PATCH /status-pages/:id',
    delete: 'DELETE /status-pages/:id',
    report: 'GET /status-pages/:id/report',
  },
  cars: {
    compare: 'POST /cars/compare',
    comparisons: 'GET /cars/comparisons',
    comparison: 'GET /cars/comparisons/:id',
    analysis: 'GET /cars/comparisons/:id/analysis',
    purchaseCost: 'POST /cars/purchase-cost',
  },
  products: {
    list: 'GET /products',
    track: 'POST /products',
    search: 'GET /products/search',
    compare: 'POST /products/compare',
    comparisons: 'GET /products/comparisons',
    comparison: 'GET /products/comparisons/:id',
    observe: 'POST /products/observations',
    get: 'GET /products/:id',
    update: 'PATCH /products/:id',
    untrack: 'DELETE /products/:id',
    refresh: 'POST /products/:id/refresh',
    pause: 'POST /products/:id/pause',
    resume: 'POST /products/:id/resume',
    teach: 'POST /products/:id/teaching',
    history: 'GET /products/:id/history',
    missedSlots: 'GET /products/:id/missed-slots',
    analysis: 'GET /products/:id/analysis',
  },
  rules: {
    list: 'GET /rules',
    get: 'GET /rules/:id',
    create: 'POST /rules',
    update: 'PATCH /rules/:id',
    pause: 'POST /rules/:id/pause',
    resume: 'POST /rules/:id/resume',
    delete: 'DELETE /rules/:id',
    simulate: 'POST /rules/simulations',
  },
  alerts: {
    list: 'GET /alerts',
    get: 'GET /alerts/:id',
    acknowledge: 'POST /alerts/:id/acknowledgement',
  },
  groups: {
    list: 'GET /product-groups',
    create: 'POST /product-groups',
    suggestions: 'GET /product-groups/suggestions',
    get: 'GET /product-groups/:id',
    update: 'PATCH /product-groups/:id',
    delete: 'DELETE /product-groups/:id',
    add: 'PUT /product-groups/:id/products/:productId',
    remove: 'DELETE /product-groups/:id/products/:productId',
    offers: 'GET /product-groups/:id/offers',
    history: 'GET /product-groups/:id/history',
    analysis: 'GET /product-groups/:id/analysis',
  },
  audit: { list: 'GET /audit' },
  quotas: { status: 'GET /quotas' },
  events: { since: 'GET /events', last: 'GET /events/last' },
  system: { status: 'GET /status' },
} as const

/** The operations by service and name. */
export type Operations = typeof operations

/** Splits an operation into its method and its path. */
export function methodAndPath(operation: string): readonly [method: string, path: string] {
  const [method = '', path = ''] = operation.split(' ')
  return [method, path]
}
