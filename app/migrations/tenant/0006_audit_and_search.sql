-- Who changed what. Written by a trigger in the transaction of the change, so no code path can forget it; the caller
-- says who it is with set_config('chalan.user', …, true), and what nobody has signed for is the system's.

create function refuse_change() returns trigger language plpgsql as $$
begin
  raise exception '% only ever grows', tg_table_name using errcode = 'insufficient_privilege';
end
$$;

create table audit_log (
  id         bigint generated always as identity primary key,
  at         timestamptz not null default now(),
  actor      text,
  action     text not null check (action in ('create', 'update', 'delete', 'restore')),
  table_name text not null,
  row_id     text not null,
  -- Only what differs; a creation has no before, a removal from the table no after.
  before     jsonb,
  after      jsonb
);
create index audit_log_row on audit_log (table_name, row_id, id desc);
create trigger audit_log_grows before update or delete on audit_log for each row execute function refuse_change();

-- Its argument names the column that says which row it is; by default `id`.
create function write_audit() returns trigger language plpgsql as $$
declare
  key_column constant text := coalesce(tg_argv[0], 'id');
  derived constant text[] := array['search', 'period', 'version', 'updated_at', 'status_changed_at'];
  old_row jsonb := case when tg_op <> 'INSERT' then to_jsonb(old) - derived end;
  new_row jsonb := case when tg_op <> 'DELETE' then to_jsonb(new) - derived end;
  before jsonb := old_row;
  after jsonb := new_row;
  action text := case tg_op when 'INSERT' then 'create' when 'DELETE' then 'delete' else 'update' end;
begin
  if tg_op = 'UPDATE' then
    select jsonb_object_agg(key, value) into before from jsonb_each(old_row) where new_row -> key <> value;
    select jsonb_object_agg(key, value) into after from jsonb_each(new_row) where old_row -> key <> value;
    if after is null then
      return null;
    end if;
    action := case
      when before -> 'deleted_at' = 'null' then 'delete'
      when after -> 'deleted_at' = 'null' then 'restore'
      else 'update' end;
  end if;
  insert into audit_log (actor, action, table_name, row_id, before, after)
  values (nullif(current_setting('chalan.user', true), ''), action, tg_table_name,
          coalesce(new_row, old_row) ->> key_column, before, after);
  return null;
end
$$;

-- Search ignores case and accents and cuts words at any ASCII punctuation, so that half of an e-mail address or of
-- "12-A" is found too. The api folds what is searched for in the same way (api/repositories/search.ts).
create function fold(words text) returns text language sql immutable parallel safe
  return regexp_replace(lower(normalize(words, NFD)), '[\u0300-\u036f]', '', 'g');

create function search_vector(variadic parts text[]) returns tsvector language sql immutable parallel safe
  return to_tsvector('simple', regexp_replace(fold(array_to_string(parts, ' ')),
                                              '[\x21-\x2f\x3a-\x40\x5b-\x60\x7b-\x7e]+', ' ', 'g'));
