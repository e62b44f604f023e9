-- The registry: who the tenants are. Written by `migrate tenant` from the tenant file, read by the tenants' own
-- roles through row-level security.

create table tenants (
  tenant_id   text primary key check (tenant_id ~ '^[A-Za-z0-9][A-Za-z0-9_-]{0,62}$'),
  slug        text not null unique check (slug ~ '^[a-z0-9][a-z0-9-]{0,62}$'),
  name        text not null check (length(name) between 1 and 200),
  schema_name name not null unique,
  db_role     name not null unique,
  -- Not unique: two tenants may swap domains in one run, and the tenant file already forbids duplicates.
  domain      text not null check (length(domain) between 1 and 253),
  -- provisioning: registered, but its schema has not been migrated once yet.
  state       text not null check (state in ('provisioning', 'active', 'suspended', 'archived')),
  plan        text not null check (plan in ('small', 'standard', 'large')),
  modules     text[] not null default '{}',
  created_at  timestamptz not null default now(),
  updated_at  timestamptz not null default now()
);

create table tenant_settings (
  tenant_id   text primary key references tenants on delete cascade,
  name        text not null check (length(name) between 1 and 200),
  locale      text not null,
  time_zone   text not null,
  theme_color text not null check (theme_color ~ '^#[0-9A-Fa-f]{6}$'),
  logo        text check (length(logo) <= 2000),
  updated_at  timestamptz not null default now()
);

-- One row per period of a plan; the current one is open-ended.
create table tenant_subscriptions (
  subscription_id bigint generated always as identity primary key,
  tenant_id       text not null references tenants on delete cascade,
  plan            text not null check (plan in ('small', 'standard', 'large')),
  valid_from      timestamptz not null default now(),
  valid_to        timestamptz check (valid_to >= valid_from)
);
create unique index tenant_subscriptions_current on tenant_subscriptions (tenant_id) where valid_to is null;
create index tenant_subscriptions_history on tenant_subscriptions (tenant_id, valid_from);

-- A copy of what the schemas' own ledgers say, for status and metrics; rebuilt by every run of `migrate`.
create table tenant_schema_versions (
  tenant_id      text primary key references tenants on delete cascade,
  version        integer not null,
  migrations     integer not null check (migrations >= 0),
  runner_version text not null,
  migrated_at    timestamptz not null default now()
);
