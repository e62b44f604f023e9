create table schedule (
  id          uuid primary key default gen_random_uuid(),
  contract_id uuid references contracts,
  title       text not null check (length(title) between 1 and 200),
  assignee    text check (length(assignee) between 1 and 200),
  starts_at   timestamptz not null,
  ends_at     timestamptz not null,
  status      text not null default 'planned' check (status in ('planned', 'started', 'done', 'cancelled')),
  notes       text check (length(notes) <= 10000),
  version     integer not null default 1,
  created_at  timestamptz not null default now(),
  updated_at  timestamptz not null default now(),
  deleted_at  timestamptz,
  constraint schedule_period check (ends_at > starts_at)
);
create index schedule_calendar on schedule (starts_at, ends_at) where deleted_at is null;
create index schedule_contract on schedule (contract_id);
create trigger schedule_touch before update on schedule for each row execute function touch_row();
