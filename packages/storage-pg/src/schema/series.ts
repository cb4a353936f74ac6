// Generated from the definitions of the tables by `pnpm generate`.
import { bigint, boolean, doublePrecision, jsonb, numeric, primaryKey, text } from 'drizzle-orm/pg-core'
import type { MakeTable } from './make-table.js'

const alertDecisions = (table: MakeTable) =>
  table(
    'alert_decisions',
    {
      ownerId: text('owner_id').notNull(),
      key: text('key').notNull(),
      at: bigint('at', { mode: 'number' }).notNull(),
      id: text('id').notNull(),
      alertId: text('alert_id').notNull(),
      step: text('step').notNull(),
      outcome: text('outcome').notNull(),
      reason: text('reason').notNull(),
      deliveryId: text('delivery_id'),
      destinationId: text('destination_id'),
    },
    (row) => [primaryKey({ columns: [row.ownerId, row.key, row.at, row.id] })],
  )

const audit = (table: MakeTable) =>
  table(
    'audit',
    {
      ownerId: text('owner_id').notNull(),
      key: text('key').notNull(),
      at: bigint('at', { mode: 'number' }).notNull(),
      id: text('id').notNull(),
      who: text('who').notNull(),
      what: text('what').notNull(),
      record: text('record'),
      details: jsonb('details'),
    },
    (row) => [primaryKey({ columns: [row.ownerId, row.key, row.at, row.id] })],
  )

const checks = (table: MakeTable) =>
  table(
    'checks',
    {
      ownerId: text('owner_id').notNull(),
      key: text('key').notNull(),
      at: bigint('at', { mode: 'number' }).notNull(),
      id: text('id').notNull(),
      slotAt: bigint('slot_at', { mode: 'number' }),
      missedSlots: bigint('missed_slots', { mode: 'number' }),
      staleAt: bigint('stale_at', { mode: 'number' }),
      tier: text('tier').notNull(),
      monitorTier: text('monitor_tier'),
      region: text('region'),
      ignored: text('ignored'),
      latencyMs: doublePrecision('latency_ms').notNull(),
      uncertaintyMs: doublePrecision('uncertainty_ms').notNull(),
      dnsMs: doublePrecision('dns_ms'),
      proxyMs: doublePrecision('proxy_ms'),
      connectMs: doublePrecision('connect_ms'),
      tlsMs: doublePrecision('tls_ms'),
      firstByteMs: doublePrecision('first_byte_ms'),
      downloadMs: doublePrecision('download_ms'),
      httpStatus: bigint('http_status', { mode: 'number' }),
      bytes: bigint('bytes', { mode: 'number' }),
      redirects: bigint('redirects', { mode: 'number' }),
      remoteAddress: text('remote_address'),
      addressFamily: bigint('address_family', { mode: 'number' }),
      protocol: text('protocol'),
      certificateExpiresAt: bigint('certificate_expires_at', { mode: 'number' }),
      certificateName: text('certificate_name'),
      certificateProblem: text('certificate_problem'),
      answers: jsonb('answers'),
      packetLoss: doublePrecision('packet_loss'),
      attempts: bigint('attempts', { mode: 'number' }),
      firstAttemptMs: doublePrecision('first_attempt_ms'),
      degraded: text('degraded'),
      failureKind: text('failure_kind'),
      failureMessage: text('failure_message'),
    },
    (row) => [primaryKey({ columns: [row.ownerId, row.key, row.at, row.id] })],
  )

const checksByMinute = (table: MakeTable) =>
  table(
    'checks_by_minute',
    {
      ownerId: text('owner_id').notNull(),
      key: text('key').notNull(),
      at: bigint('at', { mode: 'number' }).notNull(),
      id: text('id').notNull(),
      checks: bigint('checks', { mode: 'number' }).notNull(),
      failed: bigint('failed', { mode: 'number' }).notNull(),
      degraded: bigint('degraded', { mode: 'number' }).notNull(),
      upMs: doublePrecision('up_ms').notNull(),
      downMs: doublePrecision('down_ms').notNull(),
      tierMs: jsonb('tier_ms').notNull(),
      p50Ms: doublePrecision('p50_ms'),
      p95Ms: doublePrecision('p95_ms'),
      p99Ms: doublePrecision('p99_ms'),
      latency: jsonb('latency').notNull(),
      response: jsonb('response').notNull(),
    },
    (row) => [primaryKey({ columns: [row.ownerId, row.key, row.at, row.id] })],
  )

const checksByHour = (table: MakeTable) =>
  table(
    'checks_by_hour',
    {
      ownerId: text('owner_id').notNull(),
      key: text('key').notNull(),
      at: bigint('at', { mode: 'number' }).notNull(),
      id: text('id').notNull(),
      checks: bigint('checks', { mode: 'number' }).notNull(),
      failed: bigint('failed', { mode: 'number' }).notNull(),
      degraded: bigint('degraded', { mode: 'number' }).notNull(),
      upMs: doublePrecision('up_ms').notNull(),
      downMs: doublePrecision('down_ms').notNull(),
      tierMs: jsonb('tier_ms').notNull(),
      p50Ms: doublePrecision('p50_ms'),
      p95Ms: doublePrecision('p95_ms'),
      p99Ms: doublePrecision('p99_ms'),
      latency: jsonb('latency').notNull(),
      response: jsonb('response').notNull(),
    },
    (row) => [primaryKey({ columns: [row.ownerId, row.key, row.at, row.id] })],
  )

const checksByDay = (table: MakeTable) =>
  table(
    'checks_by_day',
    {
      ownerId: text('owner_id').notNull(),
      key: text('key').notNull(),
      at: bigint('at', { mode: 'number' }).notNull(),
      id: text('id').notNull(),
      checks: bigint('checks', { mode: 'number' }).notNull(),
      failed: bigint('failed', { mode: 'number' }).notNull(),
      degraded: bigint('degraded', { mode: 'number' }).notNull(),
      upMs: doublePrecision('up_ms').notNull(),
      downMs: doublePrecision('down_ms').notNull(),
      tierMs: jsonb('tier_ms').notNull(),
      p50Ms: doublePrecision('p50_ms'),
      p95Ms: doublePrecision('p95_ms'),
      p99Ms: doublePrecision('p99_ms'),
      latency: jsonb('latency').notNull(),
      response: jsonb('response').notNull(),
    },
    (row) => [primaryKey({ columns: [row.ownerId, row.key, row.at, row.id] })],
  )

const events = (table: MakeTable) =>
  table(
    'events',
    {
      ownerId: text('owner_id').notNull(),
      key: text('key').notNull(),
      at: bigint('at', { mode: 'number' }).notNull(),
      id: text('id').notNull(),
      name: text('name').notNull(),
      data: jsonb('data').notNull(),
    },
    (row) => [primaryKey({ columns: [row.ownerId, row.key, row.at, row.id] })],
  )

const missedSlots = (table: MakeTable) =>
  table(
    'missed_slots',
    {
      ownerId: text('owner_id').notNull(),
      key: text('key').notNull(),
      at: bigint('at', { mode: 'number' }).notNull(),
      id: text('id').notNull(),
      from: bigint('from', { mode: 'number' }).notNull(),
      count: bigint('count', { mode: 'number' }).notNull(),
    },
    (row) => [primaryKey({ columns: [row.ownerId, row.key, row.at, row.id] })],
  )

const productObservations = (table: MakeTable) =>
  table(
    'product_observations',
    {
      ownerId: text('owner_id').notNull(),
      key: text('key').notNull(),
      at: bigint('at', { mode: 'number' }).notNull(),
      id: text('id').notNull(),
      currency: text('currency'),
      amount: numeric('amount'),
      wasAmount: numeric('was_amount'),
      shippingAmount: numeric('shipping_amount'),
      couponAmount: numeric('coupon_amount'),
      availability: text('availability'),
      packAmount: doublePrecision('pack_amount'),
      packUnit: text('pack_unit'),
      provenance: text('provenance'),
      confidence: doublePrecision('confidence'),
      unreadReason: text('unread_reason'),
      unreadMessage: text('unread_message'),
      missedSlots: bigint('missed_slots', { mode: 'number' }),
      unconfirmed: boolean('unconfirmed'),
      confirmed: boolean('confirmed'),
    },
    (row) => [primaryKey({ columns: [row.ownerId, row.key, row.at, row.id] })],
  )

/** Makes the series of Telltale with the `table` of a schema. */
export const seriesOf = (table: MakeTable) => ({
  alertDecisions: alertDecisions(table),
  audit: audit(table),
  checks: checks(table),
  checksByMinute: checksByMinute(table),
  checksByHour: checksByHour(table),
  checksByDay: checksByDay(table),
  events: events(table),
  missedSlots: missedSlots(table),
  productObservations: productObservations(table),
})
