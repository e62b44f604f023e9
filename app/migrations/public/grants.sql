-- Run by every `migrate public`, after the numbered files: the privileges on public are exactly these.

revoke all on schema public from public;
alter default privileges for role chalan_ddl revoke execute on functions from public;

-- Only our own objects: an extension's views in public belong to somebody else.
do $$
declare
  own text;
begin
  for own in
    select format('%s %I', case relkind when 'S' then 'sequence' else 'table' end, relname) from pg_class
    where relnamespace = 'public'::regnamespace and relowner = current_user::regrole and relkind in ('r', 'p', 'v', 'm', 'S')
    union all
    select format('function %s', oid::regprocedure) from pg_proc
    where pronamespace = 'public'::regnamespace and proowner = current_user::regrole
  loop
    execute format('revoke all on %s from public, tenant_app, chalan_worker', own);
  end loop;
end
$$;

grant usage on schema public to tenant_app, chalan_worker;

grant select on tenants, tenant_settings, tenant_subscriptions, tenant_schema_versions, memberships to tenant_app;
-- Everything but the password hash, which only a login function (security definer) will ever read.
grant select (user_id, email, name, state, created_at, updated_at, deleted_at) on users to tenant_app;
grant execute on function current_tenant_id() to tenant_app;

grant select on tenants, tenant_settings, tenant_subscriptions to chalan_worker;
