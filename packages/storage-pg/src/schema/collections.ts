// Generated from the definitions of the tables by `pnpm generate`.
import { bigint, boolean, doublePrecision, jsonb, primaryKey, text, uuid } from 'drizzle-orm/pg-core'
import type { MakeTable } from './make-table.js'

const alertPreferences = (table: MakeTable) =>
  table(
    'alert_preferences',
    {
      id: uuid('id').notNull(),
      ownerId: text('owner_id').notNull(),
      version: bigint('version', { mode: 'number' }).notNull(),
      createdAt: bigint('created_at', { mode: 'number' }).notNull(),
      updatedAt: bigint('updated_at', { mode: 'number' }).notNull(),
      scope: text('scope').notNull(),
      language: text('language'),
      timeZone: text('time_zone'),
      quietHours: jsonb('quiet_hours'),
      digest: jsonb('digest'),
      maxAlertsPerDay: bigint('max_alerts_per_day', { mode: 'number' }),
      maxAlertsPerMinute: bigint('max_alerts_per_minute', { mode: 'number' }),
      remindEveryMs: bigint('remind_every_ms', { mode: 'number' }),
      pausedUntil: bigint('paused_until', { mode: 'number' }),
      minProfitUsd: doublePrecision('min_profit_usd'),
    },
    (row) => [primaryKey({ columns: [row.ownerId, row.id] })],
  )

const alertRules = (table: MakeTable) =>
  table(
    'alert_rules',
    {
      id: uuid('id').notNull(),
      ownerId: text('owner_id').notNull(),
      version: bigint('version', { mode: 'number' }).notNull(),
      createdAt: bigint('created_at', { mode: 'number' }).notNull(),
      updatedAt: bigint('updated_at', { mode: 'number' }).notNull(),
      name: text('name'),
      watches: text('watches').notNull(),
      subjectId: text('subject_id'),
      tags: jsonb('tags'),
      condition: jsonb('condition').notNull(),
      revision: bigint('revision', { mode: 'number' }).notNull(),
      severity: text('severity').notNull(),
      coolDownMs: bigint('cool_down_ms', { mode: 'number' }),
      rearmAfterMs: bigint('rearm_after_ms', { mode: 'number' }),
      paused: boolean('paused').notNull(),
    },
    (row) => [primaryKey({ columns: [row.ownerId, row.id] })],
  )

const alerts = (table: MakeTable) =>
  table(
    'alerts',
    {
      id: uuid('id').notNull(),
      ownerId: text('owner_id').notNull(),
      version: bigint('version', { mode: 'number' }).notNull(),
      createdAt: bigint('created_at', { mode: 'number' }).notNull(),
      updatedAt: bigint('updated_at', { mode: 'number' }).notNull(),
      ruleId: text('rule_id').notNull(),
      watches: text('watches').notNull(),
      subjectId: text('subject_id').notNull(),
      subject: jsonb('subject').notNull(),
      status: text('status').notNull(),
      severity: text('severity').notNull(),
      from: bigint('from', { mode: 'number' }).notNull(),
      to: bigint('to', { mode: 'number' }),
      reason: text('reason').notNull(),
      condition: text('condition').notNull(),
      causedBy: text('caused_by'),
      acknowledgement: jsonb('acknowledgement'),
    },
    (row) => [primaryKey({ columns: [row.ownerId, row.id] })],
  )

const alertSteps = (table: MakeTable) =>
  table(
    'alert_steps',
    {
      id: uuid('id').notNull(),
      ownerId: text('owner_id').notNull(),
      version: bigint('version', { mode: 'number' }).notNull(),
      createdAt: bigint('created_at', { mode: 'number' }).notNull(),
      updatedAt: bigint('updated_at', { mode: 'number' }).notNull(),
      alertId: text('alert_id'),
      step: text('step').notNull(),
      notice: jsonb('notice'),
      dueAt: bigint('due_at', { mode: 'number' }).notNull(),
    },
    (row) => [primaryKey({ columns: [row.ownerId, row.id] })],
  )

const battles = (table: MakeTable) =>
  table(
    'battles',
    {
      id: uuid('id').notNull(),
      ownerId: text('owner_id').notNull(),
      version: bigint('version', { mode: 'number' }).notNull(),
      createdAt: bigint('created_at', { mode: 'number' }).notNull(),
      updatedAt: bigint('updated_at', { mode: 'number' }).notNull(),
      zip: text('zip'),
      entries: jsonb('entries').notNull(),
      categories: jsonb('categories').notNull(),
      missing: jsonb('missing'),
      scoreCard: jsonb('score_card').notNull(),
      winner: text('winner'),
    },
    (row) => [primaryKey({ columns: [row.ownerId, row.id] })],
  )

const comparisons = (table: MakeTable) =>
  table(
    'comparisons',
    {
      id: uuid('id').notNull(),
      ownerId: text('owner_id').notNull(),
      version: bigint('version', { mode: 'number' }).notNull(),
      createdAt: bigint('created_at', { mode: 'number' }).notNull(),
      updatedAt: bigint('updated_at', { mode: 'number' }).notNull(),
      offers: jsonb('offers').notNull(),
      winner: text('winner'),
      reasons: jsonb('reasons').notNull(),
      display: jsonb('display'),
    },
    (row) => [primaryKey({ columns: [row.ownerId, row.id] })],
  )

const deliveries = (table: MakeTable) =>
  table(
    'deliveries',
    {
      id: uuid('id').notNull(),
      ownerId: text('owner_id').notNull(),
      version: bigint('version', { mode: 'number' }).notNull(),
      createdAt: bigint('created_at', { mode: 'number' }).notNull(),
      updatedAt: bigint('updated_at', { mode: 'number' }).notNull(),
      key: text('key').notNull(),
      destinationId: text('destination_id').notNull(),
      channel: text('channel').notNull(),
      alertId: text('alert_id'),
      ruleId: text('rule_id'),
      subjectId: text('subject_id'),
      episodeId: text('episode_id').notNull(),
      kind: text('kind').notNull(),
      severity: text('severity').notNull(),
      notice: jsonb('notice').notNull(),
      status: text('status').notNull(),
      dueAt: bigint('due_at', { mode: 'number' }).notNull(),
      attempts: bigint('attempts', { mode: 'number' }).notNull(),
      sentAt: bigint('sent_at', { mode: 'number' }),
      messageId: text('message_id'),
      errorMessage: text('error_message'),
    },
    (row) => [primaryKey({ columns: [row.ownerId, row.id] })],
  )

const destinations = (table: MakeTable) =>
  table(
    'destinations',
    {
      id: uuid('id').notNull(),
      ownerId: text('owner_id').notNull(),
      version: bigint('version', { mode: 'number' }).notNull(),
      createdAt: bigint('created_at', { mode: 'number' }).notNull(),
      updatedAt: bigint('updated_at', { mode: 'number' }).notNull(),
      name: text('name'),
      channel: text('channel').notNull(),
      settings: jsonb('settings').notNull(),
      hasSecretSettings: boolean('has_secret_settings'),
      label: text('label').notNull(),
      status: text('status').notNull(),
      disabledReason: text('disabled_reason'),
      verification: jsonb('verification'),
      minSeverity: text('min_severity').notNull(),
      afterMs: bigint('after_ms', { mode: 'number' }).notNull(),
      language: text('language'),
      timeZone: text('time_zone'),
      failingSince: bigint('failing_since', { mode: 'number' }),
    },
    (row) => [primaryKey({ columns: [row.ownerId, row.id] })],
  )

const idempotentRequests = (table: MakeTable) =>
  table(
    'idempotent_requests',
    {
      id: uuid('id').notNull(),
      ownerId: text('owner_id').notNull(),
      version: bigint('version', { mode: 'number' }).notNull(),
      createdAt: bigint('created_at', { mode: 'number' }).notNull(),
      updatedAt: bigint('updated_at', { mode: 'number' }).notNull(),
      key: text('key').notNull(),
      fingerprint: text('fingerprint').notNull(),
      answer: jsonb('answer'),
    },
    (row) => [primaryKey({ columns: [row.ownerId, row.id] })],
  )

const monitors = (table: MakeTable) =>
  table(
    'monitors',
    {
      id: uuid('id').notNull(),
      ownerId: text('owner_id').notNull(),
      version: bigint('version', { mode: 'number' }).notNull(),
      createdAt: bigint('created_at', { mode: 'number' }).notNull(),
      updatedAt: bigint('updated_at', { mode: 'number' }).notNull(),
      name: text('name').notNull(),
      url: text('url').notNull(),
      hasUrlSecrets: boolean('has_url_secrets'),
      adapter: text('adapter').notNull(),
      everyMs: bigint('every_ms', { mode: 'number' }).notNull(),
      cron: jsonb('cron'),
      missedRuns: text('missed_runs').notNull(),
      timeoutMs: bigint('timeout_ms', { mode: 'number' }).notNull(),
      request: jsonb('request'),
      expect: jsonb('expect'),
      hasSecretSettings: boolean('has_secret_settings'),
      revealBody: boolean('reveal_body'),
      inverted: boolean('inverted'),
      retry: jsonb('retry'),
      heartbeat: jsonb('heartbeat'),
      tiers: jsonb('tiers').notNull(),
      statistic: jsonb('statistic'),
      hysteresis: jsonb('hysteresis').notNull(),
      failuresBeforeIncident: bigint('failures_before_incident', { mode: 'number' }).notNull(),
      maintenance: jsonb('maintenance').notNull(),
      tags: jsonb('tags').notNull(),
      key: text('key'),
      region: text('region'),
      paused: boolean('paused').notNull(),
      dueAt: bigint('due_at', { mode: 'number' }).notNull(),
      tier: text('tier'),
      tierChangedAt: bigint('tier_changed_at', { mode: 'number' }),
      hysteresisState: jsonb('hysteresis_state'),
      checkedAt: bigint('checked_at', { mode: 'number' }),
      latencyMs: doublePrecision('latency_ms'),
      degraded: text('degraded'),
      degradedSince: bigint('degraded_since', { mode: 'number' }),
      failure: jsonb('failure'),
      failing: jsonb('failing'),
      running: jsonb('running'),
      dependsOn: jsonb('depends_on'),
      maintenanceFrom: bigint('maintenance_from', { mode: 'number' }),
      ruleStates: jsonb('rule_states'),
    },
    (row) => [primaryKey({ columns: [row.ownerId, row.id] })],
  )

const incidents = (table: MakeTable) =>
  table(
    'incidents',
    {
      id: uuid('id').notNull(),
      ownerId: text('owner_id').notNull(),
      version: bigint('version', { mode: 'number' }).notNull(),
      createdAt: bigint('created_at', { mode: 'number' }).notNull(),
      updatedAt: bigint('updated_at', { mode: 'number' }).notNull(),
      monitorId: uuid('monitor_id').notNull(),
      from: bigint('from', { mode: 'number' }).notNull(),
      to: bigint('to', { mode: 'number' }),
      status: text('status').notNull(),
      cause: jsonb('cause').notNull(),
      checks: bigint('checks', { mode: 'number' }).notNull(),
      region: text('region'),
      endReason: text('end_reason'),
      causedBy: text('caused_by'),
      acknowledgement: jsonb('acknowledgement'),
      notes: jsonb('notes'),
    },
    (row) => [primaryKey({ columns: [row.ownerId, row.id] })],
  )

const monitorDependencies = (table: MakeTable) =>
  table(
    'monitor_dependencies',
    {
      id: uuid('id').notNull(),
      ownerId: text('owner_id').notNull(),
      version: bigint('version', { mode: 'number' }).notNull(),
      createdAt: bigint('created_at', { mode: 'number' }).notNull(),
      updatedAt: bigint('updated_at', { mode: 'number' }).notNull(),
      monitorId: uuid('monitor_id').notNull(),
      dependsOnId: uuid('depends_on_id').notNull(),
    },
    (row) => [primaryKey({ columns: [row.ownerId, row.id] })],
  )

const productGroups = (table: MakeTable) =>
  table(
    'product_groups',
    {
      id: uuid('id').notNull(),
      ownerId: text('owner_id').notNull(),
      version: bigint('version', { mode: 'number' }).notNull(),
      createdAt: bigint('created_at', { mode: 'number' }).notNull(),
      updatedAt: bigint('updated_at', { mode: 'number' }).notNull(),
      name: text('name').notNull(),
      currency: text('currency'),
      best: jsonb('best'),
      told: jsonb('told'),
    },
    (row) => [primaryKey({ columns: [row.ownerId, row.id] })],
  )

const products = (table: MakeTable) =>
  table(
    'products',
    {
      id: uuid('id').notNull(),
      ownerId: text('owner_id').notNull(),
      version: bigint('version', { mode: 'number' }).notNull(),
      createdAt: bigint('created_at', { mode: 'number' }).notNull(),
      updatedAt: bigint('updated_at', { mode: 'number' }).notNull(),
      url: text('url').notNull(),
      hasUrlSecrets: boolean('has_url_secrets'),
      pageKey: text('page_key'),
      adapter: text('adapter').notNull(),
      everyMs: bigint('every_ms', { mode: 'number' }).notNull(),
      dueAt: bigint('due_at', { mode: 'number' }).notNull(),
      title: text('title'),
      brand: text('brand'),
      imageUrl: text('image_url'),
      sku: text('sku'),
      gtin: text('gtin'),
      mpn: text('mpn'),
      seller: text('seller'),
      availability: text('availability'),
      price: jsonb('price'),
      wasPrice: jsonb('was_price'),
      shippingPrice: jsonb('shipping_price'),
      delivery: jsonb('delivery'),
      couponPrice: jsonb('coupon_price'),
      memberPrice: jsonb('member_price'),
      subscribePrice: jsonb('subscribe_price'),
      unitPrice: jsonb('unit_price'),
      offers: jsonb('offers'),
      confidence: doublePrecision('confidence'),
      choice: jsonb('choice'),
      groupId: text('group_id'),
      landedCosts: jsonb('landed_costs'),
      paused: boolean('paused').notNull(),
      target: jsonb('target'),
      targetState: jsonb('target_state'),
      ruleStates: jsonb('rule_states'),
      pricedAt: bigint('priced_at', { mode: 'number' }),
      sale: jsonb('sale'),
      unconfirmed: jsonb('unconfirmed'),
      unread: jsonb('unread'),
    },
    (row) => [primaryKey({ columns: [row.ownerId, row.id] })],
  )

const searches = (table: MakeTable) =>
  table(
    'searches',
    {
      id: uuid('id').notNull(),
      ownerId: text('owner_id').notNull(),
      version: bigint('version', { mode: 'number' }).notNull(),
      createdAt: bigint('created_at', { mode: 'number' }).notNull(),
      updatedAt: bigint('updated_at', { mode: 'number' }).notNull(),
      name: text('name').notNull(),
      criteria: jsonb('criteria').notNull(),
      everyMs: bigint('every_ms', { mode: 'number' }).notNull(),
      cron: jsonb('cron'),
      missedRuns: text('missed_runs').notNull(),
      dueAt: bigint('due_at', { mode: 'number' }).notNull(),
      paused: boolean('paused').notNull(),
      destinationZip: text('destination_zip'),
      buyerState: text('buyer_state'),
      deal: jsonb('deal').notNull(),
      lastExecutedAt: bigint('last_executed_at', { mode: 'number' }),
      lastRun: jsonb('last_run'),
    },
    (row) => [primaryKey({ columns: [row.ownerId, row.id] })],
  )

const searchRuns = (table: MakeTable) =>
  table(
    'search_runs',
    {
      id: uuid('id').notNull(),
      ownerId: text('owner_id').notNull(),
      version: bigint('version', { mode: 'number' }).notNull(),
      createdAt: bigint('created_at', { mode: 'number' }).notNull(),
      updatedAt: bigint('updated_at', { mode: 'number' }).notNull(),
      searchId: uuid('search_id').notNull(),
      runningOf: text('running_of'),
      status: text('status').notNull(),
      startedAt: bigint('started_at', { mode: 'number' }).notNull(),
      endedAt: bigint('ended_at', { mode: 'number' }),
      durationMs: bigint('duration_ms', { mode: 'number' }),
      tasks: jsonb('tasks').notNull(),
      progress: jsonb('progress').notNull(),
      found: bigint('found', { mode: 'number' }).notNull(),
      new: bigint('new', { mode: 'number' }).notNull(),
      changed: bigint('changed', { mode: 'number' }).notNull(),
      gone: bigint('gone', { mode: 'number' }).notNull(),
      refused: bigint('refused', { mode: 'number' }).notNull(),
      refusals: jsonb('refusals').notNull(),
      opportunities: bigint('opportunities', { mode: 'number' }).notNull(),
      costUsd: doublePrecision('cost_usd').notNull(),
      errors: jsonb('errors').notNull(),
    },
    (row) => [primaryKey({ columns: [row.ownerId, row.id] })],
  )

const secrets = (table: MakeTable) =>
  table(
    'secrets',
    {
      id: uuid('id').notNull(),
      ownerId: text('owner_id').notNull(),
      version: bigint('version', { mode: 'number' }).notNull(),
      createdAt: bigint('created_at', { mode: 'number' }).notNull(),
      updatedAt: bigint('updated_at', { mode: 'number' }).notNull(),
      keyId: text('key_id').notNull(),
      sealed: text('sealed').notNull(),
    },
    (row) => [primaryKey({ columns: [row.ownerId, row.id] })],
  )

const silences = (table: MakeTable) =>
  table(
    'silences',
    {
      id: uuid('id').notNull(),
      ownerId: text('owner_id').notNull(),
      version: bigint('version', { mode: 'number' }).notNull(),
      createdAt: bigint('created_at', { mode: 'number' }).notNull(),
      updatedAt: bigint('updated_at', { mode: 'number' }).notNull(),
      matcher: jsonb('matcher').notNull(),
      from: bigint('from', { mode: 'number' }).notNull(),
      to: bigint('to', { mode: 'number' }).notNull(),
      author: text('author').notNull(),
      reason: text('reason'),
    },
    (row) => [primaryKey({ columns: [row.ownerId, row.id] })],
  )

const statusPages = (table: MakeTable) =>
  table(
    'status_pages',
    {
      id: uuid('id').notNull(),
      ownerId: text('owner_id').notNull(),
      version: bigint('version', { mode: 'number' }).notNull(),
      createdAt: bigint('created_at', { mode: 'number' }).notNull(),
      updatedAt: bigint('updated_at', { mode: 'number' }).notNull(),
      title: text('title').notNull(),
      slug: text('slug'),
      description: text('description'),
      groups: jsonb('groups').notNull(),
      showLatency: boolean('show_latency').notNull(),
      showTags: boolean('show_tags').notNull(),
      locale: text('locale').notNull(),
      timeZone: text('time_zone').notNull(),
    },
    (row) => [primaryKey({ columns: [row.ownerId, row.id] })],
  )

const taughtPlaces = (table: MakeTable) =>
  table(
    'taught_places',
    {
      id: uuid('id').notNull(),
      ownerId: text('owner_id').notNull(),
      version: bigint('version', { mode: 'number' }).notNull(),
      createdAt: bigint('created_at', { mode: 'number' }).notNull(),
      updatedAt: bigint('updated_at', { mode: 'number' }).notNull(),
      host: text('host').notNull(),
      selector: text('selector').notNull(),
    },
    (row) => [primaryKey({ columns: [row.ownerId, row.id] })],
  )

const vehicles = (table: MakeTable) =>
  table(
    'vehicles',
    {
      id: uuid('id').notNull(),
      ownerId: text('owner_id').notNull(),
      version: bigint('version', { mode: 'number' }).notNull(),
      createdAt: bigint('created_at', { mode: 'number' }).notNull(),
      updatedAt: bigint('updated_at', { mode: 'number' }).notNull(),
      source: text('source').notNull(),
      externalId: text('external_id').notNull(),
      make: text('make'),
      model: text('model'),
      trim: text('trim'),
      year: bigint('year', { mode: 'number' }),
      vin: text('vin'),
      mileageMiles: doublePrecision('mileage_miles'),
      horsepower: doublePrecision('horsepower'),
      torqueLbFt: doublePrecision('torque_lb_ft'),
      body: text('body'),
      fuel: text('fuel'),
      transmission: text('transmission'),
      drivetrain: text('drivetrain'),
      color: text('color'),
      asWritten: jsonb('as_written'),
      originals: jsonb('originals'),
      condition: text('condition'),
      titleStatus: text('title_status'),
      accidents: bigint('accidents', { mode: 'number' }),
      owners: bigint('owners', { mode: 'number' }),
      features: jsonb('features'),
      attributes: jsonb('attributes'),
      price: jsonb('price'),
      priceUsd: doublePrecision('price_usd'),
      priceKind: text('price_kind'),
      heading: text('heading'),
      seller: text('seller'),
      daysListed: doublePrecision('days_listed'),
      city: text('city'),
      state: text('state'),
      zip: text('zip'),
      coordinates: jsonb('coordinates'),
      url: text('url'),
      images: jsonb('images'),
      firstSeenAt: bigint('first_seen_at', { mode: 'number' }),
      discoveredAt: bigint('discovered_at', { mode: 'number' }).notNull(),
      lastSeenAt: bigint('last_seen_at', { mode: 'number' }).notNull(),
      isActive: boolean('is_active').notNull(),
      goneAt: bigint('gone_at', { mode: 'number' }),
      priceHistory: jsonb('price_history').notNull(),
      carId: text('car_id').notNull(),
      searchIds: jsonb('search_ids').notNull(),
      provenance: text('provenance'),
      linkKey: text('link_key'),
      needsAssessment: boolean('needs_assessment').notNull(),
    },
    (row) => [primaryKey({ columns: [row.ownerId, row.id] })],
  )

/** Makes the collections of Telltale with the `table` of a schema. */
export const collectionsOf = (table: MakeTable) => ({
  alertPreferences: alertPreferences(table),
  alertRules: alertRules(table),
  alerts: alerts(table),
  alertSteps: alertSteps(table),
  battles: battles(table),
  comparisons: comparisons(table),
  deliveries: deliveries(table),
  destinations: destinations(table),
  idempotentRequests: idempotentRequests(table),
  monitors: monitors(table),
  incidents: incidents(table),
  monitorDependencies: monitorDependencies(table),
  productGroups: productGroups(table),
  products: products(table),
  searches: searches(table),
  searchRuns: searchRuns(table),
  secrets: secrets(table),
  silences: silences(table),
  statusPages: statusPages(table),
  taughtPlaces: taughtPlaces(table),
  vehicles: vehicles(table),
})
