import type { JsonRecords } from '@telltale/core/json'
import { defined } from '@telltale/core/options'
import { telltaleTables } from '@telltale/core/tables'
import {
  boolean,
  integer,
  type JsonSchema,
  listOf,
  money,
  number,
  object,
  objectOf,
  text,
  time,
} from './json-schema.js'

/** The kinds of records that are rows of a table, with its name. */
const tableNames = {
  monitor: 'monitors',
  incident: 'incidents',
  product: 'products',
  comparison: 'comparisons',
  rule: 'alert_rules',
  alert: 'alerts',
  'product-group': 'product_groups',
  battle: 'battles',
  'status-page': 'status_pages',
  search: 'searches',
  'search-run': 'search_runs',
  vehicle: 'vehicles',
  opportunity: 'opportunities',
} satisfies Partial<Record<keyof JsonRecords, string>>

const columnSchemas = { text, integer, real: number, boolean, time, decimal: text, json: {} } as const

const baseColumns = { id: text, ownerId: text, version: integer, createdAt: time, updatedAt: time }

/** Makes the schema of a record from the columns of its table. */
function schemaOfTable(tableName: string): JsonSchema {
  const table = telltaleTables.collections.find(({ name }) => name === tableName)
  const columns = Object.entries(table?.columns ?? {})
  const required = columns.flatMap(([name, { optional = false }]) => (optional ? [] : [name]))
  return objectOf(
    { ...baseColumns, ...Object.fromEntries(columns.map(([name, { type }]) => [name, columnSchemas[type]])) },
    ...Object.keys(baseColumns),
    ...required,
  )
}

const check = objectOf(
  {
    id: text,
    ownerId: text,
    monitorId: text,
    at: time,
    slotAt: time,
    latencyMs: number,
    uncertaintyMs: number,
    tier: text,
    monitorTier: text,
    phases: object,
    failure: object,
    region: text,
    ignored: text,
  },
  'id',
  'monitorId',
  'at',
  'latencyMs',
  'tier',
)

const observation = objectOf({ at: time, price: money }, 'at')
const span = { from: time, to: time }

/** The kinds that are computed, or kept as rows of another form. */
const otherSchemas: Partial<Record<keyof JsonRecords, JsonSchema>> = {
  check,
  observation,
  'missed-slots': objectOf({ at: time, from: time, count: integer }, 'at', 'count'),
  'monitor-summary': objectOf(
    { ...span, monitors: integer, checks: integer, failed: integer, inWords: text },
    'from',
    'to',
    'monitors',
    'checks',
    'failed',
    'inWords',
  ),
  'latency-point': objectOf({ ...span, latency: object }, 'from', 'to', 'latency'),
  'error-budget': objectOf(span, 'from', 'to'),
  'import-result': objectOf(
    { monitors: listOf(object), entries: listOf(object), notes: listOf(object) },
    'entries',
  ),
  'product-refresh': objectOf({ product: object, observation: object }, 'product', 'observation'),
  'group-offers': objectOf({ offers: listOf(object) }, 'offers'),
  'group-point': objectOf({ at: time }, 'at'),
  'rule-firing': objectOf({ at: time }, 'at'),
  'audit-entry': objectOf(
    { id: text, ownerId: text, at: time, who: text, what: text, record: text, details: {} },
    'id',
    'at',
    'who',
    'what',
  ),
  'vehicle-details': objectOf(
    { vehicle: object, cuts: listOf(object), daysOnMarket: integer, linked: listOf(object) },
    'vehicle',
    'cuts',
    'daysOnMarket',
    'linked',
  ),
  'vehicle-observation': objectOf(
    { vehicles: listOf(object), new: integer, changed: integer },
    'vehicles',
    'new',
    'changed',
  ),
  valuation: objectOf(
    { value: object, sources: listOf(object), insights: listOf(object), missing: listOf(object) },
    'sources',
    'insights',
    'missing',
  ),
  market: objectOf(
    {
      currency: text,
      kind: text,
      isLearned: boolean,
      listings: integer,
      needed: integer,
      learnedAt: time,
      nextAt: time,
      report: object,
    },
    'currency',
    'kind',
    'isLearned',
    'listings',
    'needed',
  ),
  'status-page-report': objectOf({ at: time, incidents: listOf(object), maintenance: listOf(object) }, 'at'),
}

/** The schemas of records, by their kind. A kind that is not among them is an object. */
export const recordSchemas: Readonly<Record<string, JsonSchema>> = defined({
  ...Object.fromEntries(Object.entries(tableNames).map(([kind, name]) => [kind, schemaOfTable(name)])),
  ...otherSchemas,
})
