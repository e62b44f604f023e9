create table contracts (
  id           uuid primary key default gen_random_uuid(),
  -- The number people say on the phone; it also orders lists, because it only ever grows.
  number       bigint generated always as identity unique,
  title        text not null check (length(title) between 1 and 200),
  client_name  text not null check (length(client_name) between 1 and 200),
  client_email text check (length(client_email) between 3 and 254),
  client_phone text check (length(client_phone) between 1 and 40),
  address      text check (length(address) between 1 and 500),
  status       text not null default 'draft'
               check (status in ('draft', 'signed', 'in_progress', 'done', 'invoiced', 'paid', 'cancelled')),
  -- Money is whole cents. The limit keeps every amount exact in JavaScript's numbers as well.
  amount_cents bigint not null default 0 check (amount_cents between 0 and 1000000000000),
  currency     text not null default 'USD' check (currency ~ '^[A-Z]{3}$'),
  starts_on    date,
  ends_on      date,
  notes        text check (length(notes) <= 10000),
  version      integer not null default 1,
  created_at   timestamptz not null default now(),
  updated_at   timestamptz not null default now(),
  deleted_at   timestamptz,
  constraint contracts_period check (ends_on >= starts_on)
);
create index contracts_list on contracts (number desc) where deleted_at is null;
create index contracts_status on contracts (status, number desc) where deleted_at is null;
create trigger contracts_touch before update on contracts for each row execute function touch_row();
