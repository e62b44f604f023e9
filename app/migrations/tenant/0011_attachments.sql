-- The file's bytes are in the tenant's media folder under the row's id; names and types are here only.
create table attachments (
  id             uuid primary key default gen_random_uuid(),
  contract_id    uuid references contracts,
  transaction_id uuid references transactions,
  name           text not null check (length(name) between 1 and 200),
  -- Told from the content, never from what the client says.
  media_type     text not null check (media_type ~ '^[a-z]+/[a-z0-9.+-]+$'),
  size_bytes     bigint not null check (size_bytes > 0),
  sha256         text not null check (sha256 ~ '^[0-9a-f]{64}$'),
  created_by     text default nullif(current_setting('chalan.user', true), ''),
  version        integer not null default 1,
  created_at     timestamptz not null default now(),
  updated_at     timestamptz not null default now(),
  deleted_at     timestamptz,
  constraint attachments_one_owner check (num_nonnulls(contract_id, transaction_id) = 1)
);
create index attachments_contract on attachments (contract_id, created_at) where contract_id is not null;
create index attachments_transaction on attachments (transaction_id, created_at) where transaction_id is not null;
create trigger attachments_touch before update on attachments for each row execute function touch_row();
create trigger attachments_audit after insert or update or delete on attachments
  for each row execute function write_audit();
