-- Stable only because of element types whose output depends on settings; text has none.
create function joined(words text[]) returns text language sql immutable parallel safe
  return array_to_string(words, ' ');

alter table contracts
  add column builder_name text check (length(builder_name) between 1 and 200),
  add column job_name text check (length(job_name) between 1 and 200),
  add column job_number text check (length(job_number) between 1 and 60),
  add column lots text[] not null default '{}'
    check (cardinality(lots) <= 200 and array_position(lots, null) is null and length(joined(lots)) <= 4000),
  add column status_changed_at timestamptz not null default now(),
  add column search tsvector not null generated always as (
    search_vector(number::text, title, client_name, client_email, client_phone, address, builder_name, job_name,
                  job_number, joined(lots), notes)) stored;
create index contracts_search on contracts using gin (search);

-- One per order of the list; `number` breaks ties, so that a page can begin after any row.
create index contracts_by_client on contracts (fold(client_name), number) where deleted_at is null;
create index contracts_by_amount on contracts (amount_cents, number) where deleted_at is null;
create index contracts_by_start on contracts (coalesce(starts_on, 'infinity'), number) where deleted_at is null;
create index contracts_by_update on contracts (updated_at, number) where deleted_at is null;
-- Holds all that the dashboard reads: half the time of reading the rows themselves.
create index contracts_dashboard on contracts (status, currency) include (amount_cents) where deleted_at is null;
create index contracts_deleted on contracts (number) where deleted_at is not null;

create table contract_items (
  id               uuid primary key default gen_random_uuid(),
  contract_id      uuid not null references contracts on delete cascade,
  position         integer not null check (position between 1 and 500),
  description      text not null check (length(description) between 1 and 500),
  quantity         numeric(12, 3) not null check (quantity > 0),
  unit             text not null default 'unit' check (length(unit) between 1 and 20),
  -- Negative for a discount.
  unit_price_cents bigint not null check (abs(unit_price_cents) <= 1000000000000),
  total_cents      bigint not null generated always as (round(quantity * unit_price_cents)::bigint) stored
                   check (abs(total_cents) <= 1000000000000),
  unique (contract_id, position)
);

-- The only ways that a contract's status may go. Kept equal to shared/contract-status.ts by a test.
create table contract_transitions (
  from_status text not null,
  to_status   text not null,
  primary key (from_status, to_status)
);
insert into contract_transitions values
  ('draft', 'signed'), ('signed', 'in_progress'), ('in_progress', 'done'), ('done', 'invoiced'), ('invoiced', 'paid'),
  ('draft', 'cancelled'), ('signed', 'cancelled'), ('in_progress', 'cancelled'), ('done', 'cancelled'),
  ('invoiced', 'cancelled');
create trigger contract_transitions_fixed before insert or update or delete on contract_transitions
  for each row execute function refuse_change();

create function check_contract_status() returns trigger language plpgsql as $$
begin
  if new.status <> old.status then
    if not exists (select from contract_transitions
                   where from_status = old.status and to_status = new.status) then
      raise exception 'a contract cannot go from % to %', old.status, new.status
        using errcode = 'check_violation', constraint = 'contracts_transition';
    end if;
    new.status_changed_at := now();
  end if;
  return new;
end
$$;
create trigger contracts_status before update of status on contracts
  for each row execute function check_contract_status();

create trigger contracts_audit after insert or update or delete on contracts
  for each row execute function write_audit();
create trigger contract_items_audit after insert or update or delete on contract_items
  for each row execute function write_audit('contract_id');
