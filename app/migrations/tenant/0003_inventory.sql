create table inventory (
  id               uuid primary key default gen_random_uuid(),
  sku              text not null check (length(sku) between 1 and 64),
  name             text not null check (length(name) between 1 and 200),
  unit             text not null default 'unit' check (length(unit) between 1 and 20),
  quantity         numeric(14, 3) not null default 0,
  minimum_quantity numeric(14, 3) not null default 0 check (minimum_quantity >= 0),
  unit_cost_cents  bigint not null default 0 check (unit_cost_cents between 0 and 1000000000000),
  location         text check (length(location) between 1 and 200),
  notes            text check (length(notes) <= 10000),
  version          integer not null default 1,
  created_at       timestamptz not null default now(),
  updated_at       timestamptz not null default now(),
  deleted_at       timestamptz
);
create unique index inventory_sku on inventory (lower(sku)) where deleted_at is null;
create index inventory_low on inventory (id) where deleted_at is null and quantity < minimum_quantity;
create trigger inventory_touch before update on inventory for each row execute function touch_row();
