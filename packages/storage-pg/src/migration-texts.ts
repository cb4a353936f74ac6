// Generated from `migrations/*.sql` by `pnpm generate`.

/** The text of each migration by its name, in order. */
export const migrationTexts: Readonly<Record<string, string>> = {
  '0001_tables': `-- Generated from the definitions of the tables by \`pnpm generate\`. Runs with the schema as its search path.

create table if not exists counters (
  owner_id text collate "C" not null,
  key text collate "C" not null,
  value double precision not null,
  reset_at bigint,
  reserved_at bigint,
  primary key (owner_id, key)
);

create table if not exists telltale__rows (
  series text collate "C" not null,
  month bigint not null,
  backend integer not null,
  rows bigint not null,
  primary key (series, month, backend)
) with (fillfactor = 50);

create or replace function telltale__count_rows() returns trigger
  language plpgsql set search_path from current as $$
begin
  insert into telltale__rows as kept (series, month, backend, rows)
    select tg_table_name,
      extract(epoch from date_trunc('month', to_timestamp(at / 1000.0) at time zone 'UTC'))::bigint * 1000,
      pg_backend_pid(), case tg_op when 'INSERT' then count(*) else -count(*) end
    from changed group by 2
  on conflict (series, month, backend) do update set rows = kept.rows + excluded.rows;
  return null;
end $$;

create table if not exists "battles" (
  "id" uuid not null,
  "owner_id" text collate "C" not null,
  "version" bigint not null,
  "created_at" bigint not null,
  "updated_at" bigint not null,
  "zip" text collate "C",
  "entries" jsonb not null,
  "categories" jsonb not null,
  "missing" jsonb,
  "score_card" jsonb not null,
  "winner" text collate "C",
  leased_until bigint,
  primary key (owner_id, id),
  check (version >= 1),
  check (owner_id <> '')
);

create index if not exists "battles_id_owner_id_idx" on "battles" ("id", "owner_id");

create table if not exists "comparisons" (
  "id" uuid not null,
  "owner_id" text collate "C" not null,
  "version" bigint not null,
  "created_at" bigint not null,
  "updated_at" bigint not null,
  "offers" jsonb not null,
  "winner" text collate "C",
  "reasons" jsonb not null,
  "display" jsonb,
  leased_until bigint,
  primary key (owner_id, id),
  check (version >= 1),
  check (owner_id <> '')
);

create index if not exists "comparisons_id_owner_id_idx" on "comparisons" ("id", "owner_id");

create table if not exists "idempotent_requests" (
  "id" uuid not null,
  "owner_id" text collate "C" not null,
  "version" bigint not null,
  "created_at" bigint not null,
  "updated_at" bigint not null,
  "key" text collate "C" not null,
  "fingerprint" text collate "C" not null,
  "answer" jsonb,
  leased_until bigint,
  primary key (owner_id, id),
  check (version >= 1),
  check (owner_id <> '')
) with (fillfactor = 50);

create index if not exists "idempotent_requests_id_owner_id_idx" on "idempotent_requests" ("id", "owner_id");

create unique index if not exists "idempotent_requests_owner_id_key_key" on "idempotent_requests" ("owner_id", left("key", 128), md5("key"));

create index if not exists "idempotent_requests_owner_id_created_at_id_idx" on "idempotent_requests" ("owner_id", "created_at", "id");

create index if not exists "idempotent_requests_created_at_id_owner_id_idx" on "idempotent_requests" ("created_at", "id", "owner_id");

create table if not exists "monitors" (
  "id" uuid not null,
  "owner_id" text collate "C" not null,
  "version" bigint not null,
  "created_at" bigint not null,
  "updated_at" bigint not null,
  "name" text collate "C" not null,
  "url" text collate "C" not null,
  "has_url_secrets" boolean,
  "adapter" text collate "C" not null,
  "every_ms" bigint not null,
  "cron" jsonb,
  "missed_runs" text collate "C" not null,
  "timeout_ms" bigint not null,
  "request" jsonb,
  "expect" jsonb,
  "has_secret_settings" boolean,
  "reveal_body" boolean,
  "inverted" boolean,
  "retry" jsonb,
  "heartbeat" jsonb,
  "tiers" jsonb not null,
  "statistic" jsonb,
  "hysteresis" jsonb not null,
  "failures_before_incident" bigint not null,
  "maintenance" jsonb not null,
  "tags" jsonb not null,
  "key" text collate "C",
  "region" text collate "C",
  "paused" boolean not null,
  "due_at" bigint not null,
  "tier" text collate "C",
  "tier_changed_at" bigint,
  "hysteresis_state" jsonb,
  "checked_at" bigint,
  "latency_ms" double precision,
  "degraded" text collate "C",
  "degraded_since" bigint,
  "failure" jsonb,
  "failing" jsonb,
  "running" jsonb,
  "depends_on" jsonb,
  "maintenance_from" bigint,
  leased_until bigint,
  primary key (owner_id, id),
  check (version >= 1),
  check (owner_id <> '')
) with (fillfactor = 50);

create index if not exists "monitors_id_owner_id_idx" on "monitors" ("id", "owner_id");

create unique index if not exists "monitors_owner_id_key_key" on "monitors" ("owner_id", left("key", 128), md5("key"));

create index if not exists "monitors_owner_id_paused_due_at_id_idx" on "monitors" ("owner_id", "paused", "due_at", "id");

create index if not exists "monitors_paused_due_at_id_owner_id_idx" on "monitors" ("paused", "due_at", "id", "owner_id");

create table if not exists "incidents" (
  "id" uuid not null,
  "owner_id" text collate "C" not null,
  "version" bigint not null,
  "created_at" bigint not null,
  "updated_at" bigint not null,
  "monitor_id" uuid not null,
  "from" bigint not null,
  "to" bigint,
  "status" text collate "C" not null,
  "cause" jsonb not null,
  "checks" bigint not null,
  "region" text collate "C",
  "end_reason" text collate "C",
  "caused_by" text collate "C",
  "acknowledgement" jsonb,
  "notes" jsonb,
  leased_until bigint,
  primary key (owner_id, id),
  check (version >= 1),
  check (owner_id <> ''),
  foreign key (owner_id, "monitor_id") references "monitors" (owner_id, id)
    on delete cascade deferrable initially deferred
) with (fillfactor = 50);

create index if not exists "incidents_id_owner_id_idx" on "incidents" ("id", "owner_id");

create index if not exists "incidents_owner_id_monitor_id_from_id_idx" on "incidents" ("owner_id", "monitor_id", "from", "id");

create index if not exists "incidents_owner_id_status_from_id_idx" on "incidents" ("owner_id", left("status", 128), "from", "id");

create index if not exists "incidents_monitor_id_from_id_owner_id_idx" on "incidents" ("monitor_id", "from", "id", "owner_id");

create index if not exists "incidents_status_from_id_owner_id_idx" on "incidents" (left("status", 128), "from", "id", "owner_id");

create table if not exists "monitor_dependencies" (
  "id" uuid not null,
  "owner_id" text collate "C" not null,
  "version" bigint not null,
  "created_at" bigint not null,
  "updated_at" bigint not null,
  "monitor_id" uuid not null,
  "depends_on_id" uuid not null,
  leased_until bigint,
  primary key (owner_id, id),
  check (version >= 1),
  check (owner_id <> ''),
  foreign key (owner_id, "monitor_id") references "monitors" (owner_id, id)
    on delete cascade deferrable initially deferred,
  foreign key (owner_id, "depends_on_id") references "monitors" (owner_id, id)
    on delete cascade deferrable initially deferred
);

create index if not exists "monitor_dependencies_id_owner_id_idx" on "monitor_dependencies" ("id", "owner_id");

create unique index if not exists "monitor_dependencies_owner_id_monitor_id_depends_on_id_key" on "monitor_dependencies" ("owner_id", "monitor_id", "depends_on_id");

create index if not exists "monitor_dependencies_owner_id_depends_on_id_id_idx" on "monitor_dependencies" ("owner_id", "depends_on_id", "id");

create table if not exists "product_groups" (
  "id" uuid not null,
  "owner_id" text collate "C" not null,
  "version" bigint not null,
  "created_at" bigint not null,
  "updated_at" bigint not null,
  "name" text collate "C" not null,
  "currency" text collate "C",
  "best" jsonb,
  "told" jsonb,
  leased_until bigint,
  primary key (owner_id, id),
  check (version >= 1),
  check (owner_id <> '')
);

create index if not exists "product_groups_id_owner_id_idx" on "product_groups" ("id", "owner_id");

create table if not exists "products" (
  "id" uuid not null,
  "owner_id" text collate "C" not null,
  "version" bigint not null,
  "created_at" bigint not null,
  "updated_at" bigint not null,
  "url" text collate "C" not null,
  "has_url_secrets" boolean,
  "page_key" text collate "C",
  "adapter" text collate "C" not null,
  "every_ms" bigint not null,
  "due_at" bigint not null,
  "title" text collate "C",
  "brand" text collate "C",
  "image_url" text collate "C",
  "sku" text collate "C",
  "gtin" text collate "C",
  "mpn" text collate "C",
  "seller" text collate "C",
  "availability" text collate "C",
  "price" jsonb,
  "was_price" jsonb,
  "shipping_price" jsonb,
  "delivery" jsonb,
  "coupon_price" jsonb,
  "member_price" jsonb,
  "subscribe_price" jsonb,
  "unit_price" jsonb,
  "offers" jsonb,
  "confidence" double precision,
  "choice" jsonb,
  "group_id" text collate "C",
  "landed_costs" jsonb,
  "paused" boolean not null,
  "target" jsonb,
  "target_state" jsonb,
  "priced_at" bigint,
  "sale" jsonb,
  "unconfirmed" jsonb,
  "unread" jsonb,
  leased_until bigint,
  primary key (owner_id, id),
  check (version >= 1),
  check (owner_id <> '')
) with (fillfactor = 50);

create index if not exists "products_id_owner_id_idx" on "products" ("id", "owner_id");

create unique index if not exists "products_owner_id_url_key" on "products" ("owner_id", left("url", 128), md5("url"));

create unique index if not exists "products_owner_id_page_key_key" on "products" ("owner_id", left("page_key", 128), md5("page_key"));

create index if not exists "products_owner_id_paused_due_at_id_idx" on "products" ("owner_id", "paused", "due_at", "id");

create index if not exists "products_owner_id_group_id_id_idx" on "products" ("owner_id", left("group_id", 128), "id");

create index if not exists "products_paused_due_at_id_owner_id_idx" on "products" ("paused", "due_at", "id", "owner_id");

create table if not exists "price_rules" (
  "id" uuid not null,
  "owner_id" text collate "C" not null,
  "version" bigint not null,
  "created_at" bigint not null,
  "updated_at" bigint not null,
  "product_id" uuid not null,
  "condition" jsonb not null,
  "state" jsonb not null,
  "fired_at" bigint,
  leased_until bigint,
  primary key (owner_id, id),
  check (version >= 1),
  check (owner_id <> ''),
  foreign key (owner_id, "product_id") references "products" (owner_id, id)
    on delete cascade deferrable initially deferred
);

create index if not exists "price_rules_id_owner_id_idx" on "price_rules" ("id", "owner_id");

create index if not exists "price_rules_owner_id_product_id_id_idx" on "price_rules" ("owner_id", "product_id", "id");

create table if not exists "secrets" (
  "id" uuid not null,
  "owner_id" text collate "C" not null,
  "version" bigint not null,
  "created_at" bigint not null,
  "updated_at" bigint not null,
  "key_id" text collate "C" not null,
  "sealed" text collate "C" not null,
  leased_until bigint,
  primary key (owner_id, id),
  check (version >= 1),
  check (owner_id <> '')
);

create index if not exists "secrets_id_owner_id_idx" on "secrets" ("id", "owner_id");

create index if not exists "secrets_owner_id_key_id_id_idx" on "secrets" ("owner_id", left("key_id", 128), "id");

create table if not exists "status_pages" (
  "id" uuid not null,
  "owner_id" text collate "C" not null,
  "version" bigint not null,
  "created_at" bigint not null,
  "updated_at" bigint not null,
  "title" text collate "C" not null,
  "slug" text collate "C",
  "description" text collate "C",
  "groups" jsonb not null,
  "show_latency" boolean not null,
  "show_tags" boolean not null,
  "locale" text collate "C" not null,
  "time_zone" text collate "C" not null,
  leased_until bigint,
  primary key (owner_id, id),
  check (version >= 1),
  check (owner_id <> '')
);

create index if not exists "status_pages_id_owner_id_idx" on "status_pages" ("id", "owner_id");

create unique index if not exists "status_pages_owner_id_slug_key" on "status_pages" ("owner_id", left("slug", 128), md5("slug"));

create table if not exists "taught_places" (
  "id" uuid not null,
  "owner_id" text collate "C" not null,
  "version" bigint not null,
  "created_at" bigint not null,
  "updated_at" bigint not null,
  "host" text collate "C" not null,
  "selector" text collate "C" not null,
  leased_until bigint,
  primary key (owner_id, id),
  check (version >= 1),
  check (owner_id <> '')
);

create index if not exists "taught_places_id_owner_id_idx" on "taught_places" ("id", "owner_id");

create unique index if not exists "taught_places_owner_id_host_key" on "taught_places" ("owner_id", left("host", 128), md5("host"));

create table if not exists "audit" (
  "owner_id" text collate "C" not null,
  "key" text collate "C" not null,
  "at" bigint not null,
  "id" text collate "C" not null,
  "who" text collate "C" not null,
  "what" text collate "C" not null,
  "record" text collate "C",
  "details" jsonb,
  primary key (owner_id, key, at, id),
  check (owner_id <> '')
) partition by range (at);

create index if not exists "audit_at_brin" on "audit"
  using brin (at) with (pages_per_range = 32, autosummarize = on);

create or replace trigger telltale__insert after insert on "audit"
  referencing new table as changed for each statement execute function telltale__count_rows();

create or replace trigger telltale__delete after delete on "audit"
  referencing old table as changed for each statement execute function telltale__count_rows();

create table if not exists "checks" (
  "owner_id" text collate "C" not null,
  "key" text collate "C" not null,
  "at" bigint not null,
  "id" text collate "C" not null,
  "slot_at" bigint,
  "missed_slots" bigint,
  "stale_at" bigint,
  "tier" text collate "C" not null,
  "monitor_tier" text collate "C",
  "region" text collate "C",
  "ignored" text collate "C",
  "latency_ms" double precision not null,
  "uncertainty_ms" double precision not null,
  "dns_ms" double precision,
  "proxy_ms" double precision,
  "connect_ms" double precision,
  "tls_ms" double precision,
  "first_byte_ms" double precision,
  "download_ms" double precision,
  "http_status" bigint,
  "bytes" bigint,
  "redirects" bigint,
  "remote_address" text collate "C",
  "address_family" bigint,
  "protocol" text collate "C",
  "certificate_expires_at" bigint,
  "certificate_name" text collate "C",
  "certificate_problem" text collate "C",
  "answers" jsonb,
  "packet_loss" double precision,
  "attempts" bigint,
  "first_attempt_ms" double precision,
  "degraded" text collate "C",
  "failure_kind" text collate "C",
  "failure_message" text collate "C",
  primary key (owner_id, key, at, id),
  check (owner_id <> '')
) partition by range (at);

create index if not exists "checks_at_brin" on "checks"
  using brin (at) with (pages_per_range = 32, autosummarize = on);

create or replace trigger telltale__insert after insert on "checks"
  referencing new table as changed for each statement execute function telltale__count_rows();

create or replace trigger telltale__delete after delete on "checks"
  referencing old table as changed for each statement execute function telltale__count_rows();

create table if not exists "checks_by_minute" (
  "owner_id" text collate "C" not null,
  "key" text collate "C" not null,
  "at" bigint not null,
  "id" text collate "C" not null,
  "checks" bigint not null,
  "failed" bigint not null,
  "degraded" bigint not null,
  "up_ms" double precision not null,
  "down_ms" double precision not null,
  "tier_ms" jsonb not null,
  "p50_ms" double precision,
  "p95_ms" double precision,
  "p99_ms" double precision,
  "latency" jsonb not null,
  "response" jsonb not null,
  primary key (owner_id, key, at, id),
  check (owner_id <> '')
) partition by range (at);

create index if not exists "checks_by_minute_at_brin" on "checks_by_minute"
  using brin (at) with (pages_per_range = 32, autosummarize = on);

create or replace trigger telltale__insert after insert on "checks_by_minute"
  referencing new table as changed for each statement execute function telltale__count_rows();

create or replace trigger telltale__delete after delete on "checks_by_minute"
  referencing old table as changed for each statement execute function telltale__count_rows();

create table if not exists "checks_by_hour" (
  "owner_id" text collate "C" not null,
  "key" text collate "C" not null,
  "at" bigint not null,
  "id" text collate "C" not null,
  "checks" bigint not null,
  "failed" bigint not null,
  "degraded" bigint not null,
  "up_ms" double precision not null,
  "down_ms" double precision not null,
  "tier_ms" jsonb not null,
  "p50_ms" double precision,
  "p95_ms" double precision,
  "p99_ms" double precision,
  "latency" jsonb not null,
  "response" jsonb not null,
  primary key (owner_id, key, at, id),
  check (owner_id <> '')
) partition by range (at);

create index if not exists "checks_by_hour_at_brin" on "checks_by_hour"
  using brin (at) with (pages_per_range = 32, autosummarize = on);

create or replace trigger telltale__insert after insert on "checks_by_hour"
  referencing new table as changed for each statement execute function telltale__count_rows();

create or replace trigger telltale__delete after delete on "checks_by_hour"
  referencing old table as changed for each statement execute function telltale__count_rows();

create table if not exists "checks_by_day" (
  "owner_id" text collate "C" not null,
  "key" text collate "C" not null,
  "at" bigint not null,
  "id" text collate "C" not null,
  "checks" bigint not null,
  "failed" bigint not null,
  "degraded" bigint not null,
  "up_ms" double precision not null,
  "down_ms" double precision not null,
  "tier_ms" jsonb not null,
  "p50_ms" double precision,
  "p95_ms" double precision,
  "p99_ms" double precision,
  "latency" jsonb not null,
  "response" jsonb not null,
  primary key (owner_id, key, at, id),
  check (owner_id <> '')
) partition by range (at);

create index if not exists "checks_by_day_at_brin" on "checks_by_day"
  using brin (at) with (pages_per_range = 32, autosummarize = on);

create or replace trigger telltale__insert after insert on "checks_by_day"
  referencing new table as changed for each statement execute function telltale__count_rows();

create or replace trigger telltale__delete after delete on "checks_by_day"
  referencing old table as changed for each statement execute function telltale__count_rows();

create table if not exists "events" (
  "owner_id" text collate "C" not null,
  "key" text collate "C" not null,
  "at" bigint not null,
  "id" text collate "C" not null,
  "name" text collate "C" not null,
  "data" jsonb not null,
  primary key (owner_id, key, at, id),
  check (owner_id <> '')
) partition by range (at);

create index if not exists "events_at_brin" on "events"
  using brin (at) with (pages_per_range = 32, autosummarize = on);

create or replace trigger telltale__insert after insert on "events"
  referencing new table as changed for each statement execute function telltale__count_rows();

create or replace trigger telltale__delete after delete on "events"
  referencing old table as changed for each statement execute function telltale__count_rows();

create table if not exists "missed_slots" (
  "owner_id" text collate "C" not null,
  "key" text collate "C" not null,
  "at" bigint not null,
  "id" text collate "C" not null,
  "from" bigint not null,
  "count" bigint not null,
  primary key (owner_id, key, at, id),
  check (owner_id <> '')
) partition by range (at);

create index if not exists "missed_slots_at_brin" on "missed_slots"
  using brin (at) with (pages_per_range = 32, autosummarize = on);

create or replace trigger telltale__insert after insert on "missed_slots"
  referencing new table as changed for each statement execute function telltale__count_rows();

create or replace trigger telltale__delete after delete on "missed_slots"
  referencing old table as changed for each statement execute function telltale__count_rows();

create table if not exists "product_observations" (
  "owner_id" text collate "C" not null,
  "key" text collate "C" not null,
  "at" bigint not null,
  "id" text collate "C" not null,
  "currency" text collate "C",
  "amount" numeric,
  "was_amount" numeric,
  "shipping_amount" numeric,
  "coupon_amount" numeric,
  "availability" text collate "C",
  "pack_amount" double precision,
  "pack_unit" text collate "C",
  "provenance" text collate "C",
  "confidence" double precision,
  "unread_reason" text collate "C",
  "unread_message" text collate "C",
  "missed_slots" bigint,
  "unconfirmed" boolean,
  "confirmed" boolean,
  primary key (owner_id, key, at, id),
  check (owner_id <> '')
) partition by range (at);

create index if not exists "product_observations_at_brin" on "product_observations"
  using brin (at) with (pages_per_range = 32, autosummarize = on);

create or replace trigger telltale__insert after insert on "product_observations"
  referencing new table as changed for each statement execute function telltale__count_rows();

create or replace trigger telltale__delete after delete on "product_observations"
  referencing old table as changed for each statement execute function telltale__count_rows();
`,
  '0002_alerts': `-- Generated from the definitions of the tables by \`pnpm generate\`. Runs with the schema as its search path.

create table if not exists "alert_rules" (
  "id" uuid not null,
  "owner_id" text collate "C" not null,
  "version" bigint not null,
  "created_at" bigint not null,
  "updated_at" bigint not null,
  "name" text collate "C",
  "watches" text collate "C" not null,
  "subject_id" text collate "C",
  "tags" jsonb,
  "condition" jsonb not null,
  "revision" bigint not null,
  "severity" text collate "C" not null,
  "cool_down_ms" bigint,
  "rearm_after_ms" bigint,
  "paused" boolean not null,
  leased_until bigint,
  primary key (owner_id, id),
  check (version >= 1),
  check (owner_id <> '')
);

create index if not exists "alert_rules_id_owner_id_idx" on "alert_rules" ("id", "owner_id");

create index if not exists "alert_rules_owner_id_subject_id_id_idx" on "alert_rules" ("owner_id", left("subject_id", 128), "id");

create index if not exists "alert_rules_owner_id_watches_id_idx" on "alert_rules" ("owner_id", left("watches", 128), "id");

create table if not exists "alerts" (
  "id" uuid not null,
  "owner_id" text collate "C" not null,
  "version" bigint not null,
  "created_at" bigint not null,
  "updated_at" bigint not null,
  "rule_id" text collate "C" not null,
  "watches" text collate "C" not null,
  "subject_id" text collate "C" not null,
  "subject" jsonb not null,
  "status" text collate "C" not null,
  "severity" text collate "C" not null,
  "from" bigint not null,
  "to" bigint,
  "reason" text collate "C" not null,
  "condition" text collate "C" not null,
  "caused_by" text collate "C",
  "acknowledgement" jsonb,
  leased_until bigint,
  primary key (owner_id, id),
  check (version >= 1),
  check (owner_id <> '')
) with (fillfactor = 50);

create index if not exists "alerts_id_owner_id_idx" on "alerts" ("id", "owner_id");

create index if not exists "alerts_owner_id_status_from_id_idx" on "alerts" ("owner_id", left("status", 128), "from", "id");

create index if not exists "alerts_owner_id_rule_id_from_id_idx" on "alerts" ("owner_id", left("rule_id", 128), "from", "id");

create index if not exists "alerts_owner_id_subject_id_from_id_idx" on "alerts" ("owner_id", left("subject_id", 128), "from", "id");

create index if not exists "alerts_status_from_id_owner_id_idx" on "alerts" (left("status", 128), "from", "id", "owner_id");

create index if not exists "alerts_rule_id_from_id_owner_id_idx" on "alerts" (left("rule_id", 128), "from", "id", "owner_id");

create index if not exists "alerts_subject_id_from_id_owner_id_idx" on "alerts" (left("subject_id", 128), "from", "id", "owner_id");

alter table "monitors" add column if not exists "rule_states" jsonb;

alter table "products" add column if not exists "rule_states" jsonb;

-- By hand:

insert into "alert_rules" ("id", "owner_id", "version", "created_at", "updated_at", "watches", "subject_id", "condition", "revision", "severity", "paused")
  select "id", "owner_id", 1, "created_at", "updated_at", 'product', "product_id"::text, "condition", 1, 'info', false
  from "price_rules";

update "products" set "rule_states" = "moved"."states"
  from (
    select "owner_id", "product_id", jsonb_object_agg("id"::text,
      jsonb_build_object('revision', 1, 'parts', jsonb_build_array("state"), 'holds', false)
        || case when "fired_at" is null then '{}'::jsonb else jsonb_build_object('firedAt', "fired_at") end) as "states"
    from "price_rules" group by "owner_id", "product_id"
  ) as "moved"
  where "products"."owner_id" = "moved"."owner_id" and "products"."id" = "moved"."product_id";

drop table "price_rules";
`,
  '0003_deals_and_deliveries': `-- Generated from the definitions of the tables by \`pnpm generate\`. Runs with the schema as its search path.

create table if not exists "alert_preferences" (
  "id" uuid not null,
  "owner_id" text collate "C" not null,
  "version" bigint not null,
  "created_at" bigint not null,
  "updated_at" bigint not null,
  "scope" text collate "C" not null,
  "language" text collate "C",
  "time_zone" text collate "C",
  "quiet_hours" jsonb,
  "digest" jsonb,
  "max_alerts_per_day" bigint,
  "max_alerts_per_minute" bigint,
  "remind_every_ms" bigint,
  "paused_until" bigint,
  "min_profit_usd" double precision,
  leased_until bigint,
  primary key (owner_id, id),
  check (version >= 1),
  check (owner_id <> '')
);

create index if not exists "alert_preferences_id_owner_id_idx" on "alert_preferences" ("id", "owner_id");

create unique index if not exists "alert_preferences_owner_id_scope_key" on "alert_preferences" ("owner_id", left("scope", 128), md5("scope"));

create table if not exists "alert_routes" (
  "id" uuid not null,
  "owner_id" text collate "C" not null,
  "version" bigint not null,
  "created_at" bigint not null,
  "updated_at" bigint not null,
  "rule_id" text collate "C" not null,
  "subject_id" text collate "C" not null,
  "tags" jsonb,
  "notice" jsonb not null,
  "status" text collate "C" not null,
  "caused_by" text collate "C",
  "group" text collate "C",
  "grouped_under" text collate "C",
  "waiting" text collate "C",
  "told" jsonb not null,
  "told_at" bigint,
  "changes" bigint not null,
  "reminders" bigint not null,
  leased_until bigint,
  primary key (owner_id, id),
  check (version >= 1),
  check (owner_id <> '')
) with (fillfactor = 50);

create index if not exists "alert_routes_id_owner_id_idx" on "alert_routes" ("id", "owner_id");

create index if not exists "alert_routes_owner_id_subject_id_status_id_idx" on "alert_routes" ("owner_id", left("subject_id", 128), left("status", 128), "id");

create index if not exists "alert_routes_owner_id_group_status_id_idx" on "alert_routes" ("owner_id", left("group", 128), left("status", 128), "id");

create index if not exists "alert_routes_owner_id_grouped_under_status_id_idx" on "alert_routes" ("owner_id", left("grouped_under", 128), left("status", 128), "id");

create index if not exists "alert_routes_owner_id_waiting_id_idx" on "alert_routes" ("owner_id", left("waiting", 128), "id");

create index if not exists "alert_routes_owner_id_status_updated_at_id_idx" on "alert_routes" ("owner_id", left("status", 128), "updated_at", "id");

create index if not exists "alert_routes_status_updated_at_id_owner_id_idx" on "alert_routes" (left("status", 128), "updated_at", "id", "owner_id");

create table if not exists "alert_steps" (
  "id" uuid not null,
  "owner_id" text collate "C" not null,
  "version" bigint not null,
  "created_at" bigint not null,
  "updated_at" bigint not null,
  "key" text collate "C" not null,
  "step" text collate "C" not null,
  "alert_id" text collate "C",
  "silence_id" text collate "C",
  "notice" jsonb,
  "origin" jsonb,
  "due_at" bigint not null,
  leased_until bigint,
  primary key (owner_id, id),
  check (version >= 1),
  check (owner_id <> '')
) with (fillfactor = 50);

create index if not exists "alert_steps_id_owner_id_idx" on "alert_steps" ("id", "owner_id");

create unique index if not exists "alert_steps_owner_id_key_key" on "alert_steps" ("owner_id", left("key", 128), md5("key"));

create index if not exists "alert_steps_owner_id_due_at_id_idx" on "alert_steps" ("owner_id", "due_at", "id");

create index if not exists "alert_steps_owner_id_alert_id_id_idx" on "alert_steps" ("owner_id", left("alert_id", 128), "id");

create index if not exists "alert_steps_due_at_id_owner_id_idx" on "alert_steps" ("due_at", "id", "owner_id");

create table if not exists "deliveries" (
  "id" uuid not null,
  "owner_id" text collate "C" not null,
  "version" bigint not null,
  "created_at" bigint not null,
  "updated_at" bigint not null,
  "key" text collate "C" not null,
  "destination_id" text collate "C" not null,
  "channel" text collate "C" not null,
  "alert_id" text collate "C",
  "rule_id" text collate "C",
  "subject_id" text collate "C",
  "episode_id" text collate "C" not null,
  "kind" text collate "C" not null,
  "severity" text collate "C" not null,
  "notice" jsonb not null,
  "status" text collate "C" not null,
  "due_at" bigint not null,
  "attempts" bigint not null,
  "sent_at" bigint,
  "message_id" text collate "C",
  "error_message" text collate "C",
  leased_until bigint,
  primary key (owner_id, id),
  check (version >= 1),
  check (owner_id <> '')
) with (fillfactor = 50);

create index if not exists "deliveries_id_owner_id_idx" on "deliveries" ("id", "owner_id");

create unique index if not exists "deliveries_owner_id_key_key" on "deliveries" ("owner_id", left("key", 128), md5("key"));

create index if not exists "deliveries_owner_id_status_due_at_id_idx" on "deliveries" ("owner_id", left("status", 128), "due_at", "id");

create index if not exists "deliveries_owner_id_destination_id_status_id_idx" on "deliveries" ("owner_id", left("destination_id", 128), left("status", 128), "id");

create index if not exists "deliveries_owner_id_episode_id_destination_id_id_idx" on "deliveries" ("owner_id", left("episode_id", 128), left("destination_id", 128), "id");

create index if not exists "deliveries_owner_id_channel_status_due_at_id_idx" on "deliveries" ("owner_id", left("channel", 128), left("status", 128), "due_at", "id");

create index if not exists "deliveries_owner_id_alert_id_status_id_idx" on "deliveries" ("owner_id", left("alert_id", 128), left("status", 128), "id");

create index if not exists "deliveries_status_due_at_id_owner_id_idx" on "deliveries" (left("status", 128), "due_at", "id", "owner_id");

create index if not exists "deliveries_channel_status_due_at_id_owner_id_idx" on "deliveries" (left("channel", 128), left("status", 128), "due_at", "id", "owner_id");

create table if not exists "destinations" (
  "id" uuid not null,
  "owner_id" text collate "C" not null,
  "version" bigint not null,
  "created_at" bigint not null,
  "updated_at" bigint not null,
  "name" text collate "C",
  "channel" text collate "C" not null,
  "settings" jsonb not null,
  "has_secret_settings" boolean,
  "label" text collate "C" not null,
  "status" text collate "C" not null,
  "disabled_reason" text collate "C",
  "verified_at" bigint,
  "verification" jsonb,
  "min_severity" text collate "C" not null,
  "after_ms" bigint not null,
  "language" text collate "C",
  "time_zone" text collate "C",
  "failing_since" bigint,
  leased_until bigint,
  primary key (owner_id, id),
  check (version >= 1),
  check (owner_id <> '')
);

create index if not exists "destinations_id_owner_id_idx" on "destinations" ("id", "owner_id");

create index if not exists "destinations_owner_id_channel_id_idx" on "destinations" ("owner_id", left("channel", 128), "id");

create index if not exists "destinations_owner_id_status_id_idx" on "destinations" ("owner_id", left("status", 128), "id");

create table if not exists "markets" (
  "id" uuid not null,
  "owner_id" text collate "C" not null,
  "version" bigint not null,
  "created_at" bigint not null,
  "updated_at" bigint not null,
  "segment" text collate "C" not null,
  "currency" text collate "C" not null,
  "kind" text collate "C" not null,
  "every_ms" bigint not null,
  "due_at" bigint not null,
  "paused" boolean not null,
  "vehicles" bigint not null,
  "listings" bigint not null,
  "read_at" bigint,
  "learned_at" bigint,
  "report" jsonb,
  "revision" text collate "C",
  "parts" bigint,
  leased_until bigint,
  primary key (owner_id, id),
  check (version >= 1),
  check (owner_id <> '')
) with (fillfactor = 50);

create index if not exists "markets_id_owner_id_idx" on "markets" ("id", "owner_id");

create unique index if not exists "markets_owner_id_segment_key" on "markets" ("owner_id", left("segment", 128), md5("segment"));

create index if not exists "markets_owner_id_paused_due_at_id_idx" on "markets" ("owner_id", "paused", "due_at", "id");

create index if not exists "markets_paused_due_at_id_owner_id_idx" on "markets" ("paused", "due_at", "id", "owner_id");

create table if not exists "market_parts" (
  "id" uuid not null,
  "owner_id" text collate "C" not null,
  "version" bigint not null,
  "created_at" bigint not null,
  "updated_at" bigint not null,
  "market_id" uuid not null,
  "revision" text collate "C" not null,
  "position" bigint not null,
  "text" text collate "C" not null,
  leased_until bigint,
  primary key (owner_id, id),
  check (version >= 1),
  check (owner_id <> ''),
  foreign key (owner_id, "market_id") references "markets" (owner_id, id)
    on delete cascade deferrable initially deferred
);

create index if not exists "market_parts_id_owner_id_idx" on "market_parts" ("id", "owner_id");

create index if not exists "market_parts_owner_id_market_id_revision_position_id_idx" on "market_parts" ("owner_id", "market_id", left("revision", 128), "position", "id");

create table if not exists "opportunities" (
  "id" uuid not null,
  "owner_id" text collate "C" not null,
  "version" bigint not null,
  "created_at" bigint not null,
  "updated_at" bigint not null,
  "name" text collate "C" not null,
  "vehicle_id" text collate "C" not null,
  "car_id" text collate "C" not null,
  "search_id" text collate "C" not null,
  "price_usd" double precision not null,
  "market_analysis" jsonb not null,
  "cost_breakdown" jsonb not null,
  "projected_profit" jsonb not null,
  "profit_usd" double precision not null,
  "bid_ceiling_usd" double precision,
  "confidence" double precision not null,
  "predicted_confidence" double precision not null,
  "risk" jsonb not null,
  "score" double precision not null,
  "reasons" jsonb not null,
  "status" text collate "C" not null,
  "is_active" boolean not null,
  "inactive_reason" text collate "C",
  "assessed_at" bigint not null,
  "kept_until" bigint,
  "outcome" jsonb,
  "outcome_at" bigint,
  leased_until bigint,
  primary key (owner_id, id),
  check (version >= 1),
  check (owner_id <> '')
) with (fillfactor = 50);

create index if not exists "opportunities_id_owner_id_idx" on "opportunities" ("id", "owner_id");

create unique index if not exists "opportunities_owner_id_search_id_car_id_key" on "opportunities" ("owner_id", left("search_id", 128), left("car_id", 128), md5("search_id"), md5("car_id"));

create index if not exists "opportunities_owner_id_search_id_status_score_id_idx" on "opportunities" ("owner_id", left("search_id", 128), left("status", 128), "score", "id");

create index if not exists "opportunities_owner_id_is_active_score_id_idx" on "opportunities" ("owner_id", "is_active", "score", "id");

create index if not exists "opportunities_owner_id_profit_usd_id_idx" on "opportunities" ("owner_id", "profit_usd", "id");

create index if not exists "opportunities_owner_id_confidence_id_idx" on "opportunities" ("owner_id", "confidence", "id");

create index if not exists "opportunities_owner_id_vehicle_id_id_idx" on "opportunities" ("owner_id", left("vehicle_id", 128), "id");

create index if not exists "opportunities_owner_id_car_id_id_idx" on "opportunities" ("owner_id", left("car_id", 128), "id");

create index if not exists "opportunities_owner_id_kept_until_id_idx" on "opportunities" ("owner_id", "kept_until", "id");

create index if not exists "opportunities_owner_id_outcome_at_id_idx" on "opportunities" ("owner_id", "outcome_at", "id");

create index if not exists "opportunities_kept_until_id_owner_id_idx" on "opportunities" ("kept_until", "id", "owner_id");

create index if not exists "opportunities_outcome_at_id_owner_id_idx" on "opportunities" ("outcome_at", "id", "owner_id");

create table if not exists "searches" (
  "id" uuid not null,
  "owner_id" text collate "C" not null,
  "version" bigint not null,
  "created_at" bigint not null,
  "updated_at" bigint not null,
  "name" text collate "C" not null,
  "criteria" jsonb not null,
  "every_ms" bigint not null,
  "cron" jsonb,
  "missed_runs" text collate "C" not null,
  "due_at" bigint not null,
  "paused" boolean not null,
  "destination_zip" text collate "C",
  "buyer_state" text collate "C",
  "deal" jsonb not null,
  "last_executed_at" bigint,
  "last_run" jsonb,
  leased_until bigint,
  primary key (owner_id, id),
  check (version >= 1),
  check (owner_id <> '')
) with (fillfactor = 50);

create index if not exists "searches_id_owner_id_idx" on "searches" ("id", "owner_id");

create index if not exists "searches_owner_id_paused_due_at_id_idx" on "searches" ("owner_id", "paused", "due_at", "id");

create index if not exists "searches_paused_due_at_id_owner_id_idx" on "searches" ("paused", "due_at", "id", "owner_id");

create table if not exists "search_runs" (
  "id" uuid not null,
  "owner_id" text collate "C" not null,
  "version" bigint not null,
  "created_at" bigint not null,
  "updated_at" bigint not null,
  "search_id" uuid not null,
  "running_of" text collate "C",
  "status" text collate "C" not null,
  "started_at" bigint not null,
  "ended_at" bigint,
  "duration_ms" bigint,
  "tasks" jsonb not null,
  "progress" jsonb not null,
  "found" bigint not null,
  "new" bigint not null,
  "changed" bigint not null,
  "gone" bigint not null,
  "refused" bigint not null,
  "refusals" jsonb not null,
  "opportunities" bigint not null,
  "cost_usd" double precision not null,
  "errors" jsonb not null,
  leased_until bigint,
  primary key (owner_id, id),
  check (version >= 1),
  check (owner_id <> ''),
  foreign key (owner_id, "search_id") references "searches" (owner_id, id)
    on delete cascade deferrable initially deferred
) with (fillfactor = 50);

create index if not exists "search_runs_id_owner_id_idx" on "search_runs" ("id", "owner_id");

create unique index if not exists "search_runs_owner_id_running_of_key" on "search_runs" ("owner_id", left("running_of", 128), md5("running_of"));

create index if not exists "search_runs_owner_id_search_id_started_at_id_idx" on "search_runs" ("owner_id", "search_id", "started_at", "id");

create index if not exists "search_runs_owner_id_status_started_at_id_idx" on "search_runs" ("owner_id", left("status", 128), "started_at", "id");

create index if not exists "search_runs_owner_id_started_at_id_idx" on "search_runs" ("owner_id", "started_at", "id");

create index if not exists "search_runs_search_id_started_at_id_owner_id_idx" on "search_runs" ("search_id", "started_at", "id", "owner_id");

create index if not exists "search_runs_status_started_at_id_owner_id_idx" on "search_runs" (left("status", 128), "started_at", "id", "owner_id");

create index if not exists "search_runs_started_at_id_owner_id_idx" on "search_runs" ("started_at", "id", "owner_id");

create table if not exists "silences" (
  "id" uuid not null,
  "owner_id" text collate "C" not null,
  "version" bigint not null,
  "created_at" bigint not null,
  "updated_at" bigint not null,
  "matcher" jsonb not null,
  "from" bigint not null,
  "to" bigint not null,
  "author" text collate "C" not null,
  "reason" text collate "C",
  leased_until bigint,
  primary key (owner_id, id),
  check (version >= 1),
  check (owner_id <> '')
) with (fillfactor = 50);

create index if not exists "silences_id_owner_id_idx" on "silences" ("id", "owner_id");

create index if not exists "silences_owner_id_to_id_idx" on "silences" ("owner_id", "to", "id");

create index if not exists "silences_to_id_owner_id_idx" on "silences" ("to", "id", "owner_id");

create table if not exists "valuations" (
  "id" uuid not null,
  "owner_id" text collate "C" not null,
  "version" bigint not null,
  "created_at" bigint not null,
  "updated_at" bigint not null,
  "adapter" text collate "C" not null,
  "question" text collate "C" not null,
  "valuation" jsonb,
  "at" bigint not null,
  "fresh_until" bigint not null,
  "kept_until" bigint,
  leased_until bigint,
  primary key (owner_id, id),
  check (version >= 1),
  check (owner_id <> '')
) with (fillfactor = 50);

create index if not exists "valuations_id_owner_id_idx" on "valuations" ("id", "owner_id");

create unique index if not exists "valuations_owner_id_adapter_question_key" on "valuations" ("owner_id", left("adapter", 128), left("question", 128), md5("adapter"), md5("question"));

create index if not exists "valuations_owner_id_question_id_idx" on "valuations" ("owner_id", left("question", 128), "id");

create index if not exists "valuations_owner_id_fresh_until_id_idx" on "valuations" ("owner_id", "fresh_until", "id");

create index if not exists "valuations_owner_id_kept_until_id_idx" on "valuations" ("owner_id", "kept_until", "id");

create index if not exists "valuations_fresh_until_id_owner_id_idx" on "valuations" ("fresh_until", "id", "owner_id");

create index if not exists "valuations_kept_until_id_owner_id_idx" on "valuations" ("kept_until", "id", "owner_id");

create table if not exists "vehicles" (
  "id" uuid not null,
  "owner_id" text collate "C" not null,
  "version" bigint not null,
  "created_at" bigint not null,
  "updated_at" bigint not null,
  "source" text collate "C" not null,
  "external_id" text collate "C" not null,
  "make" text collate "C",
  "model" text collate "C",
  "trim" text collate "C",
  "year" bigint,
  "vin" text collate "C",
  "mileage_miles" double precision,
  "horsepower" double precision,
  "torque_lb_ft" double precision,
  "body" text collate "C",
  "fuel" text collate "C",
  "transmission" text collate "C",
  "drivetrain" text collate "C",
  "color" text collate "C",
  "as_written" jsonb,
  "originals" jsonb,
  "condition" text collate "C",
  "title_status" text collate "C",
  "accidents" bigint,
  "owners" bigint,
  "features" jsonb,
  "attributes" jsonb,
  "price" jsonb,
  "price_usd" double precision,
  "price_kind" text collate "C",
  "heading" text collate "C",
  "seller" text collate "C",
  "days_listed" double precision,
  "city" text collate "C",
  "state" text collate "C",
  "zip" text collate "C",
  "coordinates" jsonb,
  "url" text collate "C",
  "images" jsonb,
  "first_seen_at" bigint,
  "discovered_at" bigint not null,
  "last_seen_at" bigint not null,
  "is_active" boolean not null,
  "gone_at" bigint,
  "price_history" jsonb not null,
  "car_id" text collate "C" not null,
  "search_ids" jsonb not null,
  "provenance" text collate "C",
  "link_key" text collate "C",
  "needs_assessment" boolean not null,
  leased_until bigint,
  primary key (owner_id, id),
  check (version >= 1),
  check (owner_id <> '')
) with (fillfactor = 50);

create index if not exists "vehicles_id_owner_id_idx" on "vehicles" ("id", "owner_id");

create unique index if not exists "vehicles_owner_id_source_external_id_key" on "vehicles" ("owner_id", left("source", 128), left("external_id", 128), md5("source"), md5("external_id"));

create index if not exists "vehicles_owner_id_make_model_year_price_usd_mileag_4007765a81a4" on "vehicles" ("owner_id", left("make", 128), left("model", 128), "year", "price_usd", "mileage_miles", left("state", 128), "id");

create index if not exists "vehicles_owner_id_source_is_active_last_seen_at_id_idx" on "vehicles" ("owner_id", left("source", 128), "is_active", "last_seen_at", "id");

create index if not exists "vehicles_owner_id_vin_id_idx" on "vehicles" ("owner_id", left("vin", 128), "id");

create index if not exists "vehicles_owner_id_link_key_id_idx" on "vehicles" ("owner_id", left("link_key", 128), "id");

create index if not exists "vehicles_owner_id_car_id_id_idx" on "vehicles" ("owner_id", left("car_id", 128), "id");

create index if not exists "vehicles_owner_id_needs_assessment_id_idx" on "vehicles" ("owner_id", "needs_assessment", "id");

create index if not exists "vehicles_owner_id_gone_at_id_idx" on "vehicles" ("owner_id", "gone_at", "id");

create index if not exists "vehicles_source_is_active_last_seen_at_id_owner_id_idx" on "vehicles" (left("source", 128), "is_active", "last_seen_at", "id", "owner_id");

create index if not exists "vehicles_gone_at_id_owner_id_idx" on "vehicles" ("gone_at", "id", "owner_id");

create table if not exists "alert_decisions" (
  "owner_id" text collate "C" not null,
  "key" text collate "C" not null,
  "at" bigint not null,
  "id" text collate "C" not null,
  "alert_id" text collate "C" not null,
  "step" text collate "C" not null,
  "outcome" text collate "C" not null,
  "reason" text collate "C" not null,
  "delivery_id" text collate "C",
  "destination_id" text collate "C",
  primary key (owner_id, key, at, id),
  check (owner_id <> '')
) partition by range (at);

create index if not exists "alert_decisions_at_brin" on "alert_decisions"
  using brin (at) with (pages_per_range = 32, autosummarize = on);

create or replace trigger telltale__insert after insert on "alert_decisions"
  referencing new table as changed for each statement execute function telltale__count_rows();

create or replace trigger telltale__delete after delete on "alert_decisions"
  referencing old table as changed for each statement execute function telltale__count_rows();
`,
}
