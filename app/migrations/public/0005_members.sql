-- What one tenant knows of a person is nothing to another tenant, even when the person belongs to both: name, state
-- and password are the membership's. With one password for all of them, a tenant's role that had been taken over
-- could invite anybody and read or replace what they sign in with elsewhere.

alter table memberships
  add column name text check (length(name) between 1 and 200),
  -- invited: has no password yet. disabled: may not sign in; what the person has done stays theirs.
  add column state text not null default 'active' check (state in ('invited', 'active', 'disabled')),
  add column password_hash text check (password_hash like '$argon2id$%' and length(password_hash) < 200),
  -- Sessions that began under another number have ended.
  add column session_epoch integer not null default 0,
  add column updated_at timestamptz not null default now();
-- Nobody has ever signed in with what users.password_hash holds.
update memberships set name = users.name from users where users.user_id = memberships.user_id;
alter table memberships alter column name set not null;
alter table users drop column name, drop column password_hash, drop column state;

alter table tenants add column session_epoch integer not null default 0;

create function end_sessions_of_tenant() returns trigger language plpgsql as $$
begin
  new.session_epoch := old.session_epoch + 1;
  return new;
end
$$;
create trigger tenants_end_sessions before update of state on tenants
  for each row when (old.state = 'active' and new.state <> 'active') execute function end_sessions_of_tenant();

create function touch_membership() returns trigger language plpgsql as $$
begin
  new.updated_at := now();
  if new.state <> old.state or new.password_hash is distinct from old.password_hash then
    new.session_epoch := old.session_epoch + 1;
  end if;
  return new;
end
$$;
create trigger memberships_touch before update on memberships
  for each row execute function touch_membership();

-- Security definer: it locks the tenant's row, so that two owners cannot step down at the same moment.
create function keep_an_owner() returns trigger language plpgsql
  security definer
  set search_path = pg_catalog, public, pg_temp
as $$
begin
  if tg_op = 'UPDATE' and new.role = 'owner' and new.state = 'active' then
    return null;
  end if;
  perform from tenants where tenant_id = old.tenant_id for update;
  -- Not found: the tenant itself is being deleted, and its members with it.
  if found and not exists (
    select from memberships where tenant_id = old.tenant_id and role = 'owner' and state = 'active'
  ) then
    raise exception 'a tenant keeps an owner' using errcode = 'check_violation', constraint = 'memberships_owner';
  end if;
  return null;
end
$$;
create trigger memberships_owner after update or delete on memberships
  for each row when (old.role = 'owner' and old.state = 'active') execute function keep_an_owner();

create policy change_own_members on memberships for update to tenant_app
  using (tenant_id = (select current_tenant_id()));

-- Within a function that runs as the owner, current_user is the owner: there the tenant is the one that has logged in.
create function calling_tenant_id() returns text
  language sql stable
  begin atomic
    select tenant_id from tenants where db_role = session_user;
  end;

-- The only way to read a password's hash, and only of those who may sign in at the calling tenant.
create function sign_in_secret(email text) returns table (user_id uuid, password_hash text)
  language sql stable
  security definer
  set search_path = pg_catalog, public, pg_temp
  begin atomic
    select memberships.user_id, memberships.password_hash
    from memberships join users using (user_id)
    where lower(users.email) = lower(sign_in_secret.email) and users.deleted_at is null
      and memberships.tenant_id = calling_tenant_id()
      and memberships.state = 'active' and memberships.password_hash is not null;
  end;

-- Makes a person a member of the calling tenant, known elsewhere or not: the answer is the same.
-- Returns nothing when the person is a member already.
create function add_member(email text, name text, role text) returns uuid
  language plpgsql
  security definer
  set search_path = pg_catalog, public, pg_temp
as $$
#variable_conflict use_column
declare
  person uuid;
begin
  insert into users (email) values (lower(add_member.email))
    on conflict (lower(email)) where deleted_at is null do nothing;
  select user_id into strict person from users
    where lower(users.email) = lower(add_member.email) and deleted_at is null;
  insert into memberships (user_id, tenant_id, role, name, state)
    values (person, calling_tenant_id(), add_member.role, add_member.name, 'invited')
    on conflict (user_id, tenant_id) do nothing
    returning user_id into person;
  return person;
end
$$;
