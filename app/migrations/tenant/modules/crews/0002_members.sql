create table crew_members (
  id         uuid primary key default gen_random_uuid(),
  crew_id    uuid not null references crews,
  -- A person of public.users, when it may sign in: it then sees its crew's schedule.
  user_id    uuid,
  name       text not null check (length(name) between 1 and 200),
  phone      text check (length(phone) between 1 and 40),
  is_leader  boolean not null default false,
  skills     text[] not null default '{}'
             check (cardinality(skills) <= 30 and array_position(skills, null) is null),
  version    integer not null default 1,
  created_at timestamptz not null default now(),
  updated_at timestamptz not null default now(),
  deleted_at timestamptz
);
create index crew_members_crew on crew_members (crew_id) where deleted_at is null;
create unique index crew_members_user on crew_members (user_id, crew_id) where deleted_at is null and user_id is not null;
create trigger crew_members_touch before update on crew_members for each row execute function touch_row();
create trigger crew_members_audit after insert or update or delete on crew_members
  for each row execute function write_audit();

create table vehicles (
  id         uuid primary key default gen_random_uuid(),
  crew_id    uuid references crews,
  name       text not null check (length(name) between 1 and 100),
  plate      text check (length(plate) between 1 and 20),
  notes      text check (length(notes) <= 10000),
  version    integer not null default 1,
  created_at timestamptz not null default now(),
  updated_at timestamptz not null default now(),
  deleted_at timestamptz
);
create unique index vehicles_plate on vehicles (upper(plate)) where deleted_at is null;
create index vehicles_crew on vehicles (crew_id) where deleted_at is null;
create trigger vehicles_touch before update on vehicles for each row execute function touch_row();
create trigger vehicles_audit after insert or update or delete on vehicles
  for each row execute function write_audit();

create trigger crews_audit after insert or update or delete on crews for each row execute function write_audit();

-- A crew is in one place at a time. Operator classes for uuid come from btree_gist, which the infrastructure lays in
-- schema `extensions`; a default operator class is found without the search path.
alter table schedule add constraint schedule_crew_overlap
  exclude using gist (crew_id with =, period with &&)
  where (crew_id is not null and deleted_at is null and status <> 'cancelled');
