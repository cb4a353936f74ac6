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

create table if not exists "alert_steps" (
  "id" uuid not null,
  "owner_id" text collate "C" not null,
  "version" bigint not null,
  "created_at" bigint not null,
  "updated_at" bigint not null,
  "alert_id" text collate "C",
  "step" text collate "C" not null,
  "notice" jsonb,
  "due_at" bigint not null,
  leased_until bigint,
  primary key (owner_id, id),
  check (version >= 1),
  check (owner_id <> '')
) with (fillfactor = 50);

create index if not exists "alert_steps_id_owner_id_idx" on "alert_steps" ("id", "owner_id");

create index if not exists "alert_steps_owner_id_due_at_id_idx" on "alert_steps" ("owner_id", "due_at", "id");

create index if not exists "alert_steps_owner_id_alert_id_id_idx" on "alert_steps" ("owner_id", left("alert_id", 128), "id");

create index if not exists "alert_steps_owner_id_step_due_at_id_idx" on "alert_steps" ("owner_id", left("step", 128), "due_at", "id");

create index if not exists "alert_steps_due_at_id_owner_id_idx" on "alert_steps" ("due_at", "id", "owner_id");

create index if not exists "alert_steps_step_due_at_id_owner_id_idx" on "alert_steps" (left("step", 128), "due_at", "id", "owner_id");

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

create index if not exists "deliveries_owner_id_channel_status_id_idx" on "deliveries" ("owner_id", left("channel", 128), left("status", 128), "id");

create index if not exists "deliveries_status_due_at_id_owner_id_idx" on "deliveries" (left("status", 128), "due_at", "id", "owner_id");

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

alter table "monitors" add column if not exists "rule_states" jsonb;

alter table "products" add column if not exists "rule_states" jsonb;

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
