-- Generated from the definitions of the tables by `pnpm generate`. Runs with the schema as its search path.

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
