-- One person may belong to several tenants, with a role in each.

create table users (
  user_id       uuid primary key default gen_random_uuid(),
  email         text not null check (length(email) between 3 and 254 and email like '%_@_%'),
  name          text not null check (length(name) between 1 and 200),
  password_hash text,
  state         text not null default 'active' check (state in ('invited', 'active', 'disabled')),
  created_at    timestamptz not null default now(),
  updated_at    timestamptz not null default now(),
  deleted_at    timestamptz
);
create unique index users_email on users (lower(email)) where deleted_at is null;

create table memberships (
  user_id    uuid not null references users on delete cascade,
  tenant_id  text not null references tenants on delete cascade,
  role       text not null check (role in ('owner', 'manager', 'office', 'crew')),
  created_at timestamptz not null default now(),
  primary key (user_id, tenant_id)
);
create index memberships_tenant on memberships (tenant_id);
