-- Generated from the definitions of the tables by `pnpm generate`. Runs with the schema as its search path.

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
