create table transactions (
  id             uuid primary key default gen_random_uuid(),
  contract_id    uuid references contracts,
  kind           text not null check (kind in ('income', 'expense')),
  category       text not null check (length(category) between 1 and 100),
  -- Always positive; the kind says the direction.
  amount_cents   bigint not null check (amount_cents between 1 and 1000000000000),
  currency       text not null default 'USD' check (currency ~ '^[A-Z]{3}$'),
  occurred_on    date not null,
  payment_method text check (payment_method in ('cash', 'card', 'check', 'transfer', 'other')),
  reference      text check (length(reference) between 1 and 100),
  notes          text check (length(notes) <= 10000),
  version        integer not null default 1,
  created_at     timestamptz not null default now(),
  updated_at     timestamptz not null default now(),
  deleted_at     timestamptz
);
create index transactions_month on transactions (occurred_on, kind) where deleted_at is null;
create index transactions_contract on transactions (contract_id);
create trigger transactions_touch before update on transactions for each row execute function touch_row();
