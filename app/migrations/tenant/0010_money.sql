alter table transactions
  add column search tsvector not null generated always as (search_vector(category, reference, notes)) stored;
create index transactions_search on transactions using gin (search);
create index transactions_by_day on transactions (occurred_on, id) where deleted_at is null;
create index transactions_by_amount on transactions (amount_cents, id) where deleted_at is null;
create index transactions_category on transactions (category, occurred_on) where deleted_at is null;
-- Holds all that the monthly summary reads.
create index transactions_summary on transactions (occurred_on) include (kind, currency, category, amount_cents)
  where deleted_at is null;
create trigger transactions_audit after insert or update or delete on transactions
  for each row execute function write_audit();
