-- Work that a committed change has asked for. It is written in the change's own transaction, so that one is never there
-- without the other; the worker moves it to the tenant's queue, and this row says what has become of it.
create table outbox (
  id                uuid primary key default gen_random_uuid(),
  kind              text not null check (kind ~ '^[a-z][a-z-]{0,39}$'),
  -- Of what may be asked for only once, such as the summary of a day.
  deduplication_key text unique check (length(deduplication_key) between 1 and 200),
  payload           jsonb not null default '{}',
  state             text not null default 'waiting' check (state in ('waiting', 'done', 'dead')),
  attempts          integer not null default 0 check (attempts >= 0),
  -- Why the last attempt failed: a code, never data.
  failure           text check (length(failure) <= 100),
  result            jsonb,
  created_by        text default nullif(current_setting('chalan.user', true), ''),
  created_at        timestamptz not null default now(),
  -- When the worker last put it into the queue.
  queued_at         timestamptz,
  finished_at       timestamptz,
  constraint outbox_finished check ((state = 'waiting') = (finished_at is null))
);
create index outbox_waiting on outbox (created_at, id) where state = 'waiting';
create index outbox_dead on outbox (finished_at) where state = 'dead';
create index outbox_old on outbox (finished_at) where state <> 'waiting';
create index outbox_files on outbox (created_at desc) where kind in ('export', 'import');

-- The message names the schema only: every role of the database may listen, and may send it, too.
create function announce_outbox() returns trigger language plpgsql as $$
begin
  perform pg_notify('chalan_outbox', tg_table_schema);
  return null;
end
$$;
create trigger outbox_announce after insert on outbox for each statement execute function announce_outbox();

-- What a job works on, where that is a file. Gone when the job is done.
create table outbox_contents (
  outbox_id uuid primary key references outbox on delete cascade,
  content   bytea not null check (octet_length(content) between 1 and 10485760)
);
-- Images and the like do not get smaller, only slower.
alter table outbox_contents alter column content set storage external;

create table export_files (
  outbox_id  uuid primary key references outbox on delete cascade,
  media_type text not null,
  name       text not null,
  content    bytea not null,
  expires_at timestamptz not null
);
alter table export_files alter column content set storage external;
create index export_files_expiry on export_files (expires_at);

create table thumbnails (
  attachment_id uuid primary key references attachments on delete cascade,
  -- WebP.
  content       bytea not null check (octet_length(content) between 1 and 20480),
  width         integer not null check (width > 0),
  height        integer not null check (height > 0),
  created_at    timestamptz not null default now()
);
create index attachments_deleted on attachments (deleted_at) where deleted_at is not null;

-- What happened on a day, in the tenant's own time zone.
create table daily_summaries (
  day        date primary key,
  figures    jsonb not null,
  created_at timestamptz not null default now()
);
