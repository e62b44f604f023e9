alter table schedule
  -- A person of public.users; no reference, because a tenant's schema must be restorable by itself.
  add column assignee_id uuid,
  add column period tstzrange not null generated always as (tstzrange(starts_at, ends_at)) stored;
create index schedule_period on schedule using gist (period) where deleted_at is null;
create index schedule_assignee on schedule (assignee_id, starts_at) where deleted_at is null and assignee_id is not null;
create trigger schedule_audit after insert or update or delete on schedule
  for each row execute function write_audit();
