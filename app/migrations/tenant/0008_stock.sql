create table warehouses (
  id         uuid primary key default gen_random_uuid(),
  name       text not null check (length(name) between 1 and 100),
  address    text check (length(address) between 1 and 500),
  notes      text check (length(notes) <= 10000),
  version    integer not null default 1,
  created_at timestamptz not null default now(),
  updated_at timestamptz not null default now(),
  deleted_at timestamptz
);
create unique index warehouses_name on warehouses (fold(name)) where deleted_at is null;
create trigger warehouses_touch before update on warehouses for each row execute function touch_row();
create trigger warehouses_audit after insert or update or delete on warehouses
  for each row execute function write_audit();

create table suppliers (
  id           uuid primary key default gen_random_uuid(),
  name         text not null check (length(name) between 1 and 200),
  contact_name text check (length(contact_name) between 1 and 200),
  email        text check (length(email) between 3 and 254),
  phone        text check (length(phone) between 1 and 40),
  address      text check (length(address) between 1 and 500),
  notes        text check (length(notes) <= 10000),
  version      integer not null default 1,
  created_at   timestamptz not null default now(),
  updated_at   timestamptz not null default now(),
  deleted_at   timestamptz
);
create unique index suppliers_name on suppliers (fold(name)) where deleted_at is null;
create trigger suppliers_touch before update on suppliers for each row execute function touch_row();
create trigger suppliers_audit after insert or update or delete on suppliers
  for each row execute function write_audit();

alter table inventory
  add column search tsvector not null generated always as (search_vector(sku, name, location, notes)) stored;
create index inventory_search on inventory using gin (search);
create index inventory_by_name on inventory (fold(name), id) where deleted_at is null;
create index inventory_by_sku on inventory (fold(sku), id) where deleted_at is null;
create index inventory_by_quantity on inventory (quantity, id) where deleted_at is null;

-- A stock movement changes `quantity` only. That is no edit: it must not turn down somebody who has the form open,
-- and its record is the movement itself.
drop trigger inventory_touch on inventory;
create trigger inventory_touch
  before update of sku, name, unit, minimum_quantity, unit_cost_cents, location, notes, deleted_at on inventory
  for each row execute function touch_row();
create trigger inventory_audit_update
  after update of sku, name, unit, minimum_quantity, unit_cost_cents, location, notes, deleted_at on inventory
  for each row execute function write_audit();
create trigger inventory_audit after insert or delete on inventory for each row execute function write_audit();

create table purchase_prices (
  id          uuid primary key default gen_random_uuid(),
  item_id     uuid not null references inventory,
  supplier_id uuid not null references suppliers,
  price_cents bigint not null check (price_cents between 0 and 1000000000000),
  currency    text not null default 'USD' check (currency ~ '^[A-Z]{3}$'),
  valid_from  date not null default current_date,
  created_at  timestamptz not null default now(),
  unique (item_id, supplier_id, valid_from)
);
create trigger purchase_prices_audit after insert or update or delete on purchase_prices
  for each row execute function write_audit();

create table stock_levels (
  item_id      uuid not null references inventory,
  warehouse_id uuid not null references warehouses,
  quantity     numeric(14, 3) not null constraint stock_levels_enough check (quantity >= 0),
  primary key (item_id, warehouse_id)
);
create index stock_levels_warehouse on stock_levels (warehouse_id);

create sequence stock_movement_ids;
create table stock_movements (
  id              bigint primary key,
  item_id         uuid not null references inventory,
  warehouse_id    uuid not null references warehouses,
  kind            text not null,
  -- What is added to the warehouse's stock: negative when something leaves it.
  quantity        numeric(14, 3) not null check (quantity <> 0),
  -- The warehouse's stock after it.
  balance         numeric(14, 3) not null,
  unit_cost_cents bigint check (unit_cost_cents between 0 and 1000000000000),
  contract_id     uuid references contracts,
  supplier_id     uuid references suppliers,
  -- The same on both halves of a transfer.
  transfer_id     uuid,
  notes           text check (length(notes) <= 2000),
  occurred_at     timestamptz not null default now(),
  created_by      text default nullif(current_setting('chalan.user', true), ''),
  created_at      timestamptz not null default now(),
  constraint stock_movements_direction check (
    (kind in ('receipt', 'return') and quantity > 0 and transfer_id is null)
    or (kind = 'issue' and quantity < 0 and transfer_id is null)
    or (kind = 'adjustment' and transfer_id is null)
    or (kind = 'transfer' and transfer_id is not null))
);
create index stock_movements_item on stock_movements (item_id, id desc);
create index stock_movements_warehouse on stock_movements (warehouse_id, id desc);
create index stock_movements_contract on stock_movements (contract_id) where contract_id is not null;
create trigger stock_movements_grow before update or delete on stock_movements
  for each row execute function refuse_change();

-- The item's row is locked first, always: movements of one item follow one another, whatever their warehouses,
-- so balances run on without gaps and transfers in opposite directions cannot wait for each other. The number is
-- taken under that lock too, else it would not tell the order.
create function book_stock() returns trigger language plpgsql as $$
declare
  after numeric;
begin
  update inventory set quantity = quantity + new.quantity where id = new.item_id and deleted_at is null;
  if not found then
    raise exception 'there is no such item' using errcode = 'foreign_key_violation',
      constraint = 'stock_movements_item_id_fkey';
  end if;
  -- Not one `insert … on conflict`: its check would refuse the quantity that leaves before it is added up.
  update stock_levels set quantity = quantity + new.quantity
  where item_id = new.item_id and warehouse_id = new.warehouse_id
  returning quantity into after;
  if not found then
    insert into stock_levels values (new.item_id, new.warehouse_id, new.quantity)
    returning quantity into after;
  end if;
  new.id := nextval('stock_movement_ids');
  new.balance := after;
  return new;
end
$$;
create trigger stock_movements_book before insert on stock_movements for each row execute function book_stock();
