create table crews (
  id         uuid primary key default gen_random_uuid(),
  name       text not null check (length(name) between 1 and 100),
  color      text check (color ~ '^#[0-9A-Fa-f]{6}$'),
  leader     text check (length(leader) between 1 and 200),
  notes      text check (length(notes) <= 10000),
  version    integer not null default 1,
  created_at timestamptz not null default now(),
  updated_at timestamptz not null default now(),
  deleted_at timestamptz
);
create unique index crews_name on crews (lower(name)) where deleted_at is null;
create trigger crews_touch before update on crews for each row execute function touch_row();

alter table schedule add column crew_id uuid references crews;
create index schedule_crew on schedule (crew_id, starts_at);
